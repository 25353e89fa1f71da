#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/fraction.hpp"
#include "standard/window.hpp"
#include "timebank/claim.hpp"

/// What a standard may ask: quantities, the numbers looked up by them, and conditions on them.
namespace timebank::standard {

/// Whose account is looked at.
enum class Whose : std::uint8_t {
    member,     ///< of the participant, or of who pays or gives
    household,  ///< the first household of that one by code, else that one
    receiver,   ///< of who receives what is redeemed or given; of nobody else: who pays or gives
};

/// Something that can be counted about a participant or a service.
struct Quantity {
    enum class Kind {
        // From the book:
        balance,   ///< of the member, in minor units of `code`
        earned,    ///< by services in the unit `code`, by any rule, what was paid taken off; minor units
        services,  ///< how many services the member gave
        minutes_served,  ///< how long those were, by their own times
        level,           ///< the number of the member's level on a ladder; 0 = none
        member_days,     ///< since the account was opened
        // From the claim:
        fact,     ///< an attested one
        minutes,  ///< as this rule has counted them so far
        items,    ///< the claim's quantity
        travel_minutes,
        grade,             ///< of the participant's evidence
        filed_after_days,  ///< from the day on which the service ended to that of recording
        participants,      ///< of the claim, in the roles `codes`
    };
    Kind kind = Kind::fact;
    std::string code;                ///< of fact, balance, earned
    std::vector<std::string> codes;  ///< roles, sorted
    std::size_t reading = 0;         ///< index in Plan::readings: of earned, services, minutes_served
    std::size_t ladder = 0;          ///< index in Plan::ladders: of level
    std::int64_t scale = 1;          ///< minor units in one of it; 1 for counts
    std::int64_t modulo = 0;         ///< above zero: what whole multiples of it leave over
    Whose whose = Whose::member;     ///< of what comes from the book, but not of level
    friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// A number of the document: written down, or looked up.
struct Number {
    enum class Kind {
        constant,
        linear,  ///< each × quantity; with `first`: first + each × (quantity - 1), and nothing of 0
        table,   ///< the row with the greatest `from` that is not above the quantity; below the first: 0
        by_code,
    };
    struct Row {
        std::int64_t from = 0;
        Fraction value;
        friend bool operator==(const Row&, const Row&) = default;
    };
    enum class Code { category, place, role };

    Kind kind = Kind::constant;
    Fraction constant;
    Quantity of;    ///< of linear and table
    Fraction each;  ///< for one of it (not: for one minor unit)
    std::optional<Fraction> first;
    std::vector<Row> rows;                 ///< sorted by `from`
    std::optional<std::int64_t> at_least;  ///< of the quantity; the claim is refused outside
    std::optional<std::int64_t> at_most;
    Code code = Code::category;
    std::vector<std::pair<std::string, Fraction>> by_code;  ///< sorted
    std::optional<Fraction> otherwise;                      ///< of by_code; without it the claim is refused
    friend bool operator==(const Number&, const Number&) = default;
};

/// A small boolean tree.
struct Condition {
    enum class Kind { all, any, negation, tag, quantity, evidence, cosigned, place, days, date };
    Kind kind = Kind::all;
    std::vector<Condition> children;  ///< of all, any (one or more) and negation (one)
    std::string code;                 ///< the tag
    Whose whose = Whose::member;      ///< of the tag
    Quantity quantity;
    std::optional<std::int64_t> at_least;    ///< of the quantity, inclusive; minor units where it has them
    std::optional<std::int64_t> at_most;     ///< inclusive
    std::vector<EvidenceKind> evidence;      ///< one of these, as far as signatures stand behind it
    std::vector<CosignerCapacity> cosigned;  ///< by somebody in one of these capacities
    std::vector<std::string> places;         ///< sorted
    DayKinds days;                           ///< of the day on which the service starts
    Dates dates;                             ///< within which that day lies
    friend bool operator==(const Condition&, const Condition&) = default;
};

}  // namespace timebank::standard
