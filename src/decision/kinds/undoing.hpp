#pragma once

#include "decision/kinds/kind.hpp"

/// What reversals and rulings share: awards of one entry that move back, or once more.
namespace timebank {

/// The units in which an entry moved or counted anything, sorted.
std::vector<std::string> units_moved(const Decision& decision);

/// A decision with the awards of `other` in these units, for whoever stands for their owners now: back, or
/// once more; and with the households and teams under which they counted. Nothing when a sum does not fit.
std::optional<Decision> opposite_of(Context& context, const Decision& other,
                                    const std::vector<std::string>& units);
std::optional<Decision> repetition_of(Context& context, const Decision& other,
                                      const std::vector<std::string>& units);

/// The service of an entry, with its index: its own, or the one that it rules on. Null when it is about none.
struct ServiceEntry {
    std::uint64_t index = 0;
    const ServiceContent* content = nullptr;
};
std::optional<ServiceEntry> service_of(Context& context, const Entry& entry);

/// By which entry a unit of the awards of `entry_index`, or of no unit all that was left, was undone; -1 =
/// not yet.
std::int64_t reversed_by(Context& context, std::uint64_t entry_index, std::string_view unit = {});

}  // namespace timebank
