#pragma once

#include "decision/records.hpp"
#include "timebank/entry.hpp"

/// The entries that claims say something of.
namespace timebank {

/// The entry whose service, redemption, transfer or opening an entry counts or undoes: that of a reversal or
/// ruling, of the one that it is about, and so on; nothing when the entry says it of itself, or the log does
/// not have it.
struct CountedEntry {
    Entry root;
    /// Who stood for its people when it was counted: of a service that a ruling confirmed, at that ruling.
    std::vector<StandIn> stand_ins;
};
Result<std::optional<CountedEntry>> entry_counted(const Reader& reader, const Entry& entry);

/// Every entry that decide() may look at for this one: those that its claim names, and the ruling that
/// awarded what they awarded.
Result<std::vector<Entry>> entries_about(const Reader& reader, const Entry& entry);

/// The service whose participants an entry's awards and notices count places in: that of `entry`, or of
/// `counted`, which is the root of entry_counted(); null when there is none.
const ServiceContent* service_counted(const Entry& entry, const Entry* counted);

/// Whether all participants that the decision names are there: decide() never names others, but bytes from
/// elsewhere might.
bool participants_fit(const Entry& entry, const Entry* counted);

/// Whether nothing is awarded until a ruling confirms it.
bool is_pending(const Decision& decision);

}  // namespace timebank
