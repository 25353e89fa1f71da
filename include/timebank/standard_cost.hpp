#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/refusal.hpp"
#include "timebank/standard.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// "What would last year have cost under the new rules?": recorded services, decided again by another credit
/// standard, beside what they earned.
#pragma GCC visibility push(default)
namespace timebank {

/// Credits of one unit, as text in units.
struct CostSum {
    std::string unit;
    std::string recorded;    ///< what the services earned
    std::string proposed;    ///< what they would earn
    std::string difference;  ///< the second less the first
};

struct CostOfUnit {
    CostSum sum;
    std::uint64_t services_more = 0;  ///< that would earn more of this unit than they did
    std::uint64_t services_less = 0;
    std::uint64_t services_same = 0;
};

struct CostOfCategory {
    std::string category;
    Text name;  ///< in the new standard, else the code
    CostSum sum;
};

struct CostOfMember {
    std::string owner;  ///< who stands for the account today, where it was merged
    CostSum sum;
};

struct StandardCost {
    StandardSummary standard;                                    ///< the new one
    std::uint64_t services = 0;                                  ///< that were compared
    std::uint64_t pending = 0;                                   ///< of these, that would wait for a ruling
    std::vector<std::pair<RefusalCode, std::uint64_t>> refused;  ///< of these, that would be, by code
    std::vector<CostOfUnit> units;                               ///< by code
    std::vector<CostOfCategory> categories;  ///< in the new standard's order, then others; units by code
    std::vector<CostOfMember> members;       ///< of each unit those who change most, first; at most
                                             ///< cost_members_most of a unit, none who stay the same
};

inline constexpr std::size_t cost_members_most = 10;

/// Compares the services that start on a civil day in [from, until); an absent bound is none.
///
/// The whole log is followed from its beginning in a book of its own, in which `document` decides every
/// service as if it had always been in force, whatever its first day; so its caps, running totals and ladders
/// count what it gave itself. Accounts, keys, openings, redemptions and transfers are taken as recorded, even
/// where there would be too little to spend; merges, reversals and rulings apply to what there is then. Units
/// and accounts that the new standard names and the ledger lacks are taken as defined.
///
/// What was reversed counts on neither side, wholly or in the units undone; nor does a service that a ruling
/// refused or withdrew. A service that waits for a ruling earns nothing as yet.
///
/// Writes nothing. Reads the log once; its memory grows with what the new standard adds up and with the
/// entries that others are about, not with the log. read_standard()'s error when the document is not sound;
/// invalid_argument when it is no credit standard or divides a unit otherwise than the ledger; not_found when
/// there is no ledger; data_damaged when its tables are behind its log, or either does not follow its layout.
/// Any thread.
Result<StandardCost> cost_under_standard(const std::filesystem::path& folder, ByteView document,
                                         std::optional<CivilDate> from, std::optional<CivilDate> until);

}  // namespace timebank
#pragma GCC visibility pop
