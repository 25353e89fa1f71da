#pragma once

#include <optional>

#include "decision/records.hpp"

/// When people served, so that the same hour from paper and from the app is seen when it is posted.
/// Participants who were served are not listed: two may help one person at once.
namespace timebank {

/// An entry by which the owner serves at some minute of [start, start + minutes); of several, the one that
/// began first. Nothing when there is none or `minutes` is 0. `itself` is the service's own entry, where that
/// is listed already.
Result<std::optional<std::uint64_t>> read_overlap(const Reader& reader, std::string_view owner,
                                                  CivilTime start, std::int64_t minutes,
                                                  std::optional<std::uint64_t> itself);

/// Lists the times of the service in entry `index`, or gives them free again, for whoever stood for its
/// people when `decision` was made.
void list_service_times(const ServiceContent& service, const Decision& decision, std::uint64_t index,
                        bool taken, Overlay& book);

/// What was listed for one owner is listed for the other too.
Result<void> merge_service_times(std::string_view owner, std::string_view into, Overlay& book);

}  // namespace timebank
