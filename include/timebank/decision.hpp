#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/amount.hpp"
#include "timebank/bytes.hpp"
#include "timebank/text.hpp"

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

/// What one rule gave one participant, or took from one who pays, or what an item cost its buyer or a
/// transfer its giver (all negative).
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

/// What people must be able to see about a decision without doing the sum again.
enum class NoticeKind : std::uint8_t {  // stored: never changed
    cut = 1,                            ///< a cap took this much away
    overflowed = 2,                     ///< a cap passed this much on to another account
    limit_passed = 3,                   ///< a cap that only warns was passed by this much
    waived = 4,                         ///< a cap was passed by this much because its waiver held
    overlaps = 5,                       ///< the participant's service overlaps that of entry `value`
    pending = 6,  ///< nothing is awarded until a ruling confirms it; not after the day `value`
};

struct Notice {
    std::uint16_t participant = 0;  ///< index in the claim's list
    NoticeKind kind{};
    std::string by;          ///< the cap, rule or category that says so
    std::string unit;        ///< empty for overlaps and pending
    std::int64_t value = 0;  ///< minor units, above 0; an entry's index for overlaps; days since 1970-01-01
                             ///< for pending (0 = no last day)
    friend auto operator<=>(const Notice&, const Notice&) = default;
};

/// The outcome that is recorded beside an accepted claim. Claims that no standard decides (keys, units,
/// accounts…) have facts at most.
struct Decision {
    Digest edition{};             ///< SHA-256 of the standard's document; all zero when none was asked
    std::uint16_t language = 0;   ///< the rule language that edition is read with; 0 when none
    std::vector<Fact> facts;      ///< sorted, no two of one subject and code
    std::vector<Award> awards;    ///< sorted by participant, then in the order of the document's rules
    std::vector<Notice> notices;  ///< sorted, no two alike
    std::vector<Leg> legs;        ///< sorted by owner and unit, no two alike
    friend bool operator==(const Decision&, const Decision&) = default;
};

std::string_view to_text(NoticeKind kind);
std::optional<NoticeKind> parse_notice_kind(std::string_view text);

/// Whether the notice is about an amount: its `value` counts minor units of its `unit`.
bool is_about_amount(NoticeKind kind);

/// One sentence for people. `owner` is the participant's; `amount` says how much in the words of the caller,
/// who knows the unit's scale ("1.5 point"), and is not read where the notice is about no amount.
Text explain_notice(const Notice& notice, std::string_view owner, const Text& amount);

}  // namespace timebank
#pragma GCC visibility pop
