#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// How much was done: services counted by category, month or team.
#pragma GCC visibility push(default)
namespace timebank {

enum class TotalsBy { category, month, team };

/// What some services add up to; all zeros when there were none.
struct ServiceTotal {
    std::uint64_t sessions = 0;  ///< happenings: claims that share a session id are one. Those of categories
                                 ///< that are always open ("ongoing") are not counted
    std::uint64_t person_times = 0;   ///< participants who were served (is_served_role), each time
    std::uint64_t people = 0;         ///< different ones among them; accounts merged since are one
    std::uint64_t volunteers = 0;     ///< different participants who were not served; likewise
    std::int64_t served_minutes = 0;  ///< theirs, added up
    /// What the services earned: unit code -> the amount as text, in units, sorted by code.
    std::vector<std::pair<std::string, std::string>> credits;
};

struct TotalsRow {
    std::string key;       ///< a category, a month such as "2018-06", or a team's owner; empty: no team
    Text name;             ///< of a category, from the newest edition that declares it; else of the key
    bool ongoing = false;  ///< a category that is always open
    ServiceTotal total;
};

struct ServiceTotals {
    /// By category: those of the newest edition, in its order, then older ones that have services, by code.
    /// By month: those that have services, in order. By team: the same by code, and what no team did last.
    std::vector<TotalsRow> rows;
    /// All the services: what belongs to several rows is counted once, so this may be less than their sum.
    ServiceTotal sum;
};

/// Totals over services that start on a civil day in [from, until); an absent bound is none. A service that
/// was reversed counts in nothing; of one whose credits in some units were, those credits do not count.
///
/// A team's service is one done on its behalf, or, where it was done on no team's behalf, one in which a
/// member of the team served: membership is what was last stated before the service was recorded. It counts
/// whole for each of several teams.
///
/// Reads the log once; its memory grows with the number of sessions and people, not of entries. not_found
/// when there is no ledger; data_damaged when its tables are behind its log, or either does not follow its
/// layout. Any thread.
Result<ServiceTotals> total_services(const std::filesystem::path& folder, TotalsBy by,
                                     std::optional<CivilDate> from, std::optional<CivilDate> until);

}  // namespace timebank
#pragma GCC visibility pop
