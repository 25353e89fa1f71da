#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/records.hpp"
#include "standard/plan.hpp"
#include "timebank/entry.hpp"

/// What a decision may look at. collect() fills it from the book, an entry keeps the part that was looked at,
/// and decide() works from either: that is why anyone can do the sum again.
namespace timebank {

struct Facts {
    std::vector<Fact> values;       ///< sorted by subject and code once sort() was called
    std::optional<Entry> reversed;  ///< of a reversal: the entry it names, when the log has it

    void add(std::string_view subject, std::string code, std::int64_t value);
    /// Sorts and drops what was collected twice.
    void sort();
    /// The value, or nothing. Requires sort().
    std::optional<std::int64_t> find(std::string_view subject, std::string_view code) const;
};

/// The codes of facts: the only place that spells them.
namespace fact_code {
inline constexpr std::string_view account_class = "class";      ///< of the subject; 0 = no account
inline constexpr std::string_view defined_at = "defined-at";    ///< of a unit or key; -1 = not yet
inline constexpr std::string_view reversed_by = "reversed-by";  ///< -1 = not yet
inline constexpr std::string_view same_line = "same-line";  ///< an edition with the ledger's id and date rule
inline constexpr std::string_view author_is_member =
    "author-is-member";                                ///< 1 when the author's key is a member's
inline constexpr std::string_view tag_count = "tags";  ///< how many tags the account has
std::string balance(std::string_view unit);
std::string tag(std::string_view tag);           ///< 0 or 1
std::string minor_units(std::string_view unit);  ///< in one; 0 = no such unit
std::string signed_by(std::string_view role);  ///< 1 when the author or a cosigner has the role; of members,
                                               ///< only one whom the claim concerns
std::string tally(const standard::TallyName& name);
std::string tally_denominator(const standard::TallyName& name);  ///< of an exact measure
}  // namespace fact_code

}  // namespace timebank
