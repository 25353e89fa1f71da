#pragma once

#include "decision/records.hpp"
#include "timebank/entry.hpp"

/// The entries that claims say something of.
namespace timebank {

/// Where a chain of reversals and rulings ends: the entry with the service, redemption, transfer or opening
/// that they are all about.
struct RootEntry {
    Entry entry;
    /// Who stood for its people when it began to count: of a service that a ruling confirmed, at that ruling.
    std::vector<StandIn> stand_ins;
    /// How many items the claim nearest to the entry speaks of: some of a redemption may be settled apart.
    std::int64_t items = 0;
};
/// Of a reversal or ruling, the root: that of the entry that it is about, and so on. Nothing when the entry
/// is about no other, or the log does not have it.
Result<std::optional<RootEntry>> root_of(const Reader& reader, const Entry& entry);

/// Every entry that decide() may look at for this one: those that its claim names, and the ruling that
/// awarded what they awarded.
Result<std::vector<Entry>> entries_about(const Reader& reader, const Entry& entry);

/// The service whose participants an entry's awards and notices count places in: that of its `root`, which is
/// null where the entry is its own; null when that is no service.
const ServiceContent* service_at_root(const Entry& entry, const Entry* root);

/// The service under the names of those who stand for its people: two of them may have become one person.
ServiceContent with_stand_ins(ServiceContent service, const std::vector<StandIn>& stand_ins);

/// Whether all participants that the decision names are there: decide() never names others, but bytes from
/// elsewhere might.
bool participants_fit(const Entry& entry, const Entry* root);

/// Whether nothing is awarded until a ruling confirms it.
bool is_pending(const Decision& decision);

}  // namespace timebank
