#pragma once

#include "decision/records.hpp"
#include "timebank/entry.hpp"

/// The entries that claims say something of.
namespace timebank {

/// The entry whose service, redemption, transfer or opening an entry counts or undoes: that of a reversal or
/// ruling, of the one that it is about, and so on; nothing when the entry says it of itself, or the log does
/// not have it.
Result<std::optional<Entry>> entry_counted(const Reader& reader, const Entry& entry);

/// Every entry that decide() may look at for this one: those that its claim names, and the ruling that
/// awarded what they awarded.
Result<std::vector<Entry>> entries_about(const Reader& reader, const Entry& entry);

/// The service whose participants an entry's awards and notices count places in: that of `entry`, or of
/// `counted`, which is entry_counted()'s; null when there is none.
const ServiceContent* service_counted(const Entry& entry, const Entry* counted);

/// Whether nothing is awarded until a ruling confirms it.
bool is_pending(const Decision& decision);

}  // namespace timebank
