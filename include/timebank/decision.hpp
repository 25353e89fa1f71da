#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "timebank/amount.hpp"
#include "timebank/bytes.hpp"

/// Decisions: what the published rules make of a claim. Everything here is a plain value; the bytes are
/// described in src/entry/FORMAT.md.
#pragma GCC visibility push(default)
namespace timebank {

/// A number from the book that the decision looked at, as it was then.
struct Fact {
    std::string subject;     ///< the owner it is about, or empty
    std::string code;        ///< such as "balance.point" or "tally.3f2a90c1d4e5b677"
    std::int64_t value = 0;  ///< minor units, a count, or 0 and 1 for no and yes
    friend auto operator<=>(const Fact&, const Fact&) = default;
};

/// One movement. The legs of a decision add up to zero in every unit; none is zero.
struct Leg {
    std::string owner;
    std::string unit;
    Amount amount;
    friend auto operator<=>(const Leg&, const Leg&) = default;
};

/// What one rule gave one participant, or what an item cost its buyer or a transfer its giver (negative).
struct Award {
    std::uint16_t participant = 0;  ///< index in the claim's list; 0 but for services
    std::string rule;               ///< a rule of the standard, or an item of the catalogue
    std::string unit;
    std::int64_t exact_numerator = 0;  ///< before rounding and caps, in minor units, in lowest terms
    std::int64_t exact_denominator = 1;
    Amount amount;  ///< after them: what the legs move
    Amount cut;     ///< how much caps took away, >= 0
    friend auto operator<=>(const Award&, const Award&) = default;
};

/// The outcome that is recorded beside an accepted claim. Claims that no standard decides (keys, units,
/// accounts…) have facts at most.
struct Decision {
    Digest edition{};            ///< SHA-256 of the standard's document; all zero when none was asked
    std::uint16_t language = 0;  ///< the rule language that edition is read with; 0 when none
    std::vector<Fact> facts;     ///< sorted, no two of one subject and code
    std::vector<Award> awards;   ///< sorted by participant, then in the order of the document's rules
    std::vector<Leg> legs;       ///< sorted by owner and unit, no two alike
    friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace timebank
#pragma GCC visibility pop
