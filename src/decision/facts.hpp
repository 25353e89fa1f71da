#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/records.hpp"
#include "standard/fact_codes.hpp"
#include "standard/plan.hpp"
#include "timebank/entry.hpp"

/// What a decision may look at. collect() fills it from the book, an entry keeps the part that was looked at,
/// and decide() works from either: that is why anyone can do the sum again.
namespace timebank {

struct Facts {
    std::vector<Fact> values;          ///< sorted by subject and code once sort() was called
    std::optional<Entry> named_entry;  ///< of a reversal or ruling: the entry it names, when the log has it
    std::optional<Entry> related_entry{};  ///< see Named

    void add(std::string_view subject, std::string code, std::int64_t value);
    /// Sorts and drops what was collected twice.
    void sort();
    /// The place in `values`, or nothing. Requires sort().
    std::optional<std::size_t> find(std::string_view subject, std::string_view code) const;
    /// The places [first, second) of those of the subject whose codes begin with the prefix. Requires sort().
    std::pair<std::size_t, std::size_t> find_all(std::string_view subject, std::string_view prefix) const;
};

/// The codes of facts: here, and in standard/fact_codes.hpp those that a plan names; spelled nowhere else.
namespace fact_code {
/// Of the subject; 0 = no account. Negative once it was merged: there is a merged_into fact then.
inline constexpr std::string_view account_class = "class";
inline constexpr std::string_view defined_at = "defined-at";  ///< of a unit or key; -1 = not yet
inline constexpr std::string_view same_line = "same-line";  ///< an edition with the ledger's id and date rule
inline constexpr std::string_view author_is_member =
    "author-is-member";                                ///< 1 when the author's key is a member's
inline constexpr std::string_view tag_count = "tags";  ///< how many tags the account has
inline constexpr std::string_view membership_count = "memberships";  ///< how many accounts it is member of
inline constexpr std::string_view balance_count = "balances";        ///< in how many units it has something
inline constexpr std::string_view shares_household = "shares-household";  ///< the giver with the receiver
inline constexpr std::string_view opened_on = "opened-on";  ///< of the account; days since 1970-01-01
/// An entry in which the subject serves at the time of this service; -1 = none.
inline constexpr std::string_view overlaps = "overlaps";
/// What became of the service so far: a RulingState.
inline constexpr std::string_view ruling_state = "ruling-state";
inline constexpr std::string_view awarded_at = "awarded-at";  ///< the entry with the service's awards
inline constexpr std::string_view pending_until =
    "pending-until";  ///< days since 1970-01-01; 0 = no last day
inline constexpr std::string_view rules_alone =
    "rules-alone";  ///< 1 when nobody but the subject signs a ruling
/// By which entry a unit of the entry to reverse was undone; of an empty unit, the whole; -1 = not yet.
std::string reversed_by(std::string_view unit);
std::string merged_into(std::string_view survivor);  ///< 1; of an empty name, how the code begins
std::string member_of(std::string_view owner);       ///< 0 or 1
std::string minor_units(std::string_view unit);      ///< in one; 0 = no such unit
std::string signed_by(std::string_view role);  ///< 1 when the author or a cosigner has the role; of members,
                                               ///< only one whom the claim concerns
/// 1 when somebody has cosigned in this capacity.
std::string cosigned(std::string_view capacity);
/// 1; of an empty name, how the code begins: an account that the subject is a member of, at that time.
std::string in_household(std::string_view household);
std::string in_team(std::string_view team);
}  // namespace fact_code

}  // namespace timebank
