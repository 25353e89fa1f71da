#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// What people ask a ledger: how much was done, and why an entry says what it says.
namespace timebank {

/// Services of one category; all zeros when there were none. A reversed service counts in nothing.
struct CategoryTotal {
    std::string category;
    Text name;                        ///< from the newest edition that declares it
    bool ongoing = false;             ///< always open: its sessions are not counted
    std::uint64_t sessions = 0;       ///< happenings: claims that share a session id are one
    std::uint64_t person_times = 0;   ///< participants who were served (is_served_role), each time
    std::uint64_t people = 0;         ///< different ones among them
    std::uint64_t volunteers = 0;     ///< different participants who were not served
    std::int64_t served_minutes = 0;  ///< theirs, added up
    /// What the category's services earned: unit code -> the amount as text, in units, sorted by code.
    std::vector<std::pair<std::string, std::string>> credits;
};

struct ServiceTotals {
    /// Those of the newest edition, in its order, then older ones that have services, by code.
    std::vector<CategoryTotal> categories;
    std::uint64_t sessions = 0;      ///< the rows' sum; those of ongoing categories are not counted
    std::uint64_t person_times = 0;  ///< the rows' sum
};

/// Totals over services that start on a civil day in [from, until); an absent bound is none. Reads the log
/// once; its memory grows with the number of sessions and people, not of entries. not_found when there is no
/// ledger; data_damaged when its tables are behind its log, or either does not follow its layout. Any thread.
Result<ServiceTotals> total_services(const std::filesystem::path& folder, std::optional<CivilDate> from,
                                     std::optional<CivilDate> until);

/// One decision, step by step, for the person it concerns.
struct Explanation {
    Text heading;               ///< what was claimed, when, by whom
    std::vector<Text> steps;    ///< by participant: each rule with its numbers, in the order of the document
    std::vector<Text> outcome;  ///< what moved from whom to whom, what was cut, who earned nothing and why
};

/// Explains an entry from itself and the document of its edition; no replay. `document` is empty for entries
/// that no standard decides; of a reversal it may be that of the reversed entry's edition, so that amounts
/// can be said in units. `reversed` is the entry that a reversal names, null otherwise.
///
/// bad_proof when the rules do not give what the entry records. invalid_argument when the entry breaks a
/// limit, or `document` or `reversed` is not the one that it names. Signatures are not checked. Pure; any
/// thread.
Result<Explanation> explain_entry(const Entry& entry, ByteView document, const Entry* reversed);

}  // namespace timebank
