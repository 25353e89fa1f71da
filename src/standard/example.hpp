#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/time.hpp"

/// The worked examples that a standard carries, as values. Running them is the decision room's work; here
/// they are only read. Amounts are in minor units.
namespace timebank::standard {

/// When a service was to begin, and how long it was to take.
struct ExampleAgreed {
    CivilTime start;
    std::int64_t minutes = 0;
};

/// Others who took part in the same service, in one role; each is a member with an account of their own.
struct ExampleOthers {
    std::string role;
    std::uint32_t count = 1;
    std::optional<std::uint32_t> own_minutes;  ///< as in Participant
};

/// One service of one person, or the same on several days running.
struct ExampleService {
    std::string category;
    std::string role;
    CivilTime start;
    std::int64_t minutes = 0;  ///< start to end
    std::uint32_t quantity = 0;
    std::optional<std::uint32_t> own_minutes;  ///< as in Participant
    std::uint32_t times = 1;                   ///< on consecutive days from `start`, one service each
    std::string place;                         ///< a code, or empty
    std::uint32_t travel_minutes = 0;
    std::optional<ExampleAgreed> agreed;
    EvidenceKind evidence = EvidenceKind::none;  ///< with the signatures that this kind needs
    std::uint8_t evidence_grade = 0;
    std::map<std::string, std::int64_t>
        facts;                               ///< attested in these claims, before those of the whole example
    std::vector<CosignerCapacity> cosigned;  ///< in which capacities somebody else signed; no two the same
    std::uint32_t filed_after_days = 0;      ///< from the day on which it ended to that of recording
    std::string session;                     ///< services with the same code are one session; or empty
    std::vector<ExampleOthers> others;
};

/// Who receives what somebody else pays for: an account of their own for each redemption.
struct ExampleReceiver {
    std::string account_class = "member";
    std::vector<std::string> tags;  ///< sorted
    bool same_household = false;    ///< as who pays
};

struct ExampleRedemption {
    std::string item;
    std::uint32_t quantity = 1;
    CivilTime at;
    std::optional<ExampleReceiver> receiver;
    std::vector<CosignerCapacity> cosigned;  ///< as of a service
};

/// What the household of the example's member has.
struct ExampleHousehold {
    std::map<std::string, std::int64_t> balance;
    std::map<std::string, std::int64_t> earned;
};

/// What the member did before the first day of the example.
struct ExampleServed {
    std::int64_t services = 0;
    std::int64_t minutes = 0;
};

struct ExampleTransfer {
    std::string purpose;
    std::string unit;
    std::int64_t amount = 0;  ///< minor units, above zero
    CivilTime at;
    std::string to_class;         ///< of the receiver; receivers of one class are one account…
    bool same_household = false;  ///< …apart from the one that shares a household with the giver
};

/// One member (or an account of another class) with these circumstances does these things, one after the
/// other: redemptions before transfers.
struct ExampleGiven {
    std::string account_class = "member";         ///< as in to_text(AccountClass)
    std::vector<std::string> tags;                ///< of the account, sorted
    std::map<std::string, std::int64_t> facts;    ///< attested in every claim, by somebody who may
    std::map<std::string, std::int64_t> balance;  ///< unit -> what the member has before
    std::map<std::string, std::int64_t> earned;  ///< unit -> what services have ever earned the member before
    ExampleServed served;                        ///< in whatever category is asked for
    std::optional<ExampleHousehold> household;   ///< whether the member belongs to one
    bool team = false;                           ///< the same
    std::int32_t member_days = 3650;  ///< from the opening of the account to the first day of the example
    std::vector<ExampleService> services;        ///< of a credit standard: one or more
    std::vector<ExampleRedemption> redemptions;  ///< of a redemption standard: one or more…
    std::vector<ExampleTransfer> transfers;      ///< …of these and of those together
};

/// Unit -> minor units, of owners or roles.
using ExampleMovements = std::map<std::string, std::map<std::string, std::int64_t>>;

/// Units that are not named may be anything. At least one of these is there, and not `by` alone.
struct ExampleExpectation {
    std::map<std::string, std::int64_t> credits;     ///< unit -> what all the services earned together
    std::map<std::string, std::int64_t> overflowed;  ///< unit -> what caps passed on to other accounts
    std::map<std::string, std::int64_t> cut;         ///< unit -> what caps took from all of them together
    ExampleMovements others;                         ///< role -> what each of the others in it earned
    ExampleMovements accounts;                       ///< owner -> what moved there in all
    std::map<std::string, std::string> level;  ///< ladder -> the code of the level reached, or empty: none
    bool pending = false;                      ///< the last service waits for a ruling
    std::map<std::string, std::int64_t> received;  ///< unit -> what all the transfers gave together
    std::map<std::string, std::int64_t> worth;     ///< currency -> hundredths, of all redemptions together
    std::map<std::string, std::int64_t> balance;   ///< unit -> what the member has after
    std::string refused;  ///< the refusal of one of the claims, such as "balance_too_low"
    std::string by;       ///< the rule, cap, item or limit that refused, or empty: any
};

struct Example {
    std::string name;  ///< no two alike in one document
    ExampleGiven given;
    ExampleExpectation expect;
};

}  // namespace timebank::standard
