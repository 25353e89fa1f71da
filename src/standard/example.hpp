#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "timebank/time.hpp"

/// The worked examples that a standard carries, as values. Running them is the decision room's work; here
/// they are only read. Amounts are in minor units.
namespace timebank::standard {

/// One service of one person, or the same on several days running.
struct ExampleService {
    std::string category;
    std::string role;
    CivilTime start;
    std::int64_t minutes = 0;  ///< start to end
    std::uint32_t quantity = 0;
    std::optional<std::uint32_t> own_minutes;  ///< as in Participant
    std::uint32_t times = 1;                   ///< on consecutive days from `start`, one service each
};

struct ExampleRedemption {
    std::string item;
    std::uint32_t quantity = 1;
    CivilTime at;
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
    std::vector<ExampleService> services;        ///< of a credit standard: one or more
    std::vector<ExampleRedemption> redemptions;  ///< of a redemption standard: one or more…
    std::vector<ExampleTransfer> transfers;      ///< …of these and of those together
};

/// Units that are not named may be anything. One of credits, overflowed, received, balance and refused is
/// there.
struct ExampleExpectation {
    std::map<std::string, std::int64_t> credits;     ///< unit -> what all the services earned together
    std::map<std::string, std::int64_t> overflowed;  ///< unit -> what caps passed on to other accounts
    std::map<std::string, std::int64_t> received;    ///< unit -> what all the transfers gave together
    std::map<std::string, std::int64_t> balance;     ///< unit -> what the member has after
    std::string refused;  ///< the refusal of one of the claims, such as "balance_too_low"
    std::string by;       ///< the rule, cap, item or limit that refused, or empty: any
};

struct Example {
    std::string name;  ///< no two alike in one document
    ExampleGiven given;
    ExampleExpectation expect;
};

}  // namespace timebank::standard
