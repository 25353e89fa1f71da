#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "timebank/text.hpp"

/// Refusals: the answers "no" that the rules give. A refused claim leaves no trace and its id stays free.
#pragma GCC visibility push(default)
namespace timebank {

/// Numbered, never reused. Listed in precedence: of several reasons, the first in this list is given.
/// The same list stands in README.md; a test compares them.
enum class RefusalCode : std::uint16_t {
    // The request itself.
    origin_differs = 1,       ///< the claim is for another ledger
    id_used = 2,              ///< another claim has this id; `found` names the first field that differs
    claim_expired = 3,        ///< valid-until has passed
    group_incomplete = 4,     ///< the ordered ids posted together are not those the group digest was made of
    signature_invalid = 5,    ///< the author's or a cosigner's signature does not verify
    entry_too_large = 6,      ///< found behind the rules, whose decision is part of the entry
    ledger_differs = 7,       ///< the claim is for another ledger of the same origin
    cosignatures_differ = 8,  ///< it carries fewer or others than it says it is to carry
    // Who signs.
    key_unknown = 10,             ///< the author's or a cosigner's key is not enrolled
    capacity_wrong = 11,          ///< self for another's account, or agent for one's own
    role_not_allowed = 12,        ///< this role may not make this kind of claim
    possession_missing = 13,      ///< the key to enrol has not signed its own enrolment
    not_concerned = 14,           ///< the account acted for has no part in the claim
    credits_others = 15,          ///< a member's own claim names others who would be credited
    second_officer_missing = 16,  ///< openings, merges, the reversal of an opening and a clock that goes back
                                  ///< take two officers
    second_person_missing = 17,   ///< a service longer than a day that nobody else has signed
    cosigner_repeated = 18,       ///< one person signs as two
    // What it names.
    genesis_repeated = 20,
    key_known = 21,
    unit_known = 22,
    unit_unknown = 23,
    account_unknown = 24,
    account_class_differs = 25,
    standard_invalid = 26,     ///< `found` is the first fault, with its JSON path
    standard_id_differs = 27,  ///< the ledger keeps another line of editions of this kind
    example_fails = 28,        ///< a worked example inside the standard does not hold
    standard_missing = 29,     ///< no edition of the kind is in force on the date
    entry_unknown = 30,        ///< a reversal of, or a ruling on, an entry that is not there
    not_reversible = 31,  ///< anything but a service, redemption, opening or transfer whose credits stand
    reversed_already = 32,
    account_merged = 33,     ///< the account was merged into another, which `found` names
    class_not_allowed = 34,  ///< an account of this class cannot stand in this place
    fact_unowned = 35,   ///< a fact is a person's, there are several, and the claim does not say whose it is
    clock_differs = 36,  ///< a claim about the clock that says another time than it is recorded at
    serves_themselves = 37,  ///< one owner serves and is served in one service
    offset_unknown = 38,     ///< a time whose offset from UTC the standard does not list
    // What the claim says.
    service_in_future = 40,
    category_unknown = 41,
    participant_repeated = 42,  ///< one owner twice in one role
    own_minutes_too_long = 43,  ///< a part that is longer than the whole
    fact_unknown = 44,          ///< the standard does not use such a fact
    fact_missing = 45,
    fact_not_attested = 46,      ///< nobody with the right role vouches for it
    evidence_not_attested = 47,  ///< a confirmation on paper for which nobody of the office signs
    overlaps_recorded = 48,      ///< a participant is recorded elsewhere at that time
    service_too_long = 49,       ///< longer than the longest that the standard takes
    // What the rules say.
    gate_closed = 50,  ///< a condition of the rule is not met
    cap_reached = 51,
    item_unknown = 52,
    item_locked = 53,    ///< the unlock condition is not met
    limit_reached = 54,  ///< a limit of the catalogue
    balance_too_low = 55,
    amount_out_of_range = 56,   ///< a sum does not fit 64 bits
    transfer_not_allowed = 57,  ///< the standard has no transfer for this purpose, unit and kind of account
    number_out_of_range = 58,   ///< a number that the rule asks for is outside its range
    approval_missing = 59,      ///< a cap that takes somebody's approval to be passed
    // What becomes of a service.
    not_pending = 60,     ///< confirms, refuses or withdraws what is not pending; `found` is its state
    not_rulable = 61,     ///< zeroes or restores in the wrong state, or is about no service
    pending_lapsed = 62,  ///< the last day on which it could be confirmed has passed
    own_ruling = 63,      ///< nobody alone confirms or restores what credits themselves

    balance_too_high = 64,  ///< a balance would pass its ceiling
    not_held = 65,          ///< settles what is no redemption, or one of which nothing is set aside any more
    hold_lapsed = 66,       ///< the last day on which it could be delivered has passed
    hold_not_over = 67,     ///< it does not expire before its last day has passed
};

/// Why a claim was refused, with the number that refused it. Each value stands in both languages: a number,
/// date, code or id is the same in both, words are not. In JSON, and for programs to compare, it is the
/// English.
struct Refusal {
    RefusalCode code{};
    Text rule;   ///< the rule, cap, item or field concerned; may be empty
    Text limit;  ///< what is allowed
    Text found;  ///< what was found
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// The code's name as it stands in JSON and in the docs, such as "balance_too_low".
std::string_view to_text(RefusalCode code);

/// Every code, in the order of the list above.
std::vector<RefusalCode> all_refusal_codes();

/// One sentence for people in each language, with its rule, limit and found filled in and what to do next.
Text explain_refusal(const Refusal& refusal);

}  // namespace timebank
#pragma GCC visibility pop
