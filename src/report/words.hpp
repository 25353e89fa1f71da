#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/records.hpp"
#include "standard/plan.hpp"
#include "timebank/amount.hpp"
#include "timebank/bytes.hpp"
#include "timebank/claim.hpp"
#include "timebank/text.hpp"

/// The small words that explanations are made of. Pure functions.
namespace timebank::report {

void append(Text& text, const Text& more);

/// "2018-06-04 08:00": the local time, as the people concerned read it off the wall.
std::string time_text(CivilTime time);
/// "2018-06-04 08:00-10:30"; the second day, and both offsets, only where they differ from the first.
std::string interval_text(const Interval& interval);

/// "v-1, v-2, v-3"; of more than six, the first six and how many there are. Chinese counts people otherwise
/// than things: `counter_zh` is 人 or 个.
Text listed(const std::vector<std::string>& names, std::string_view counter_zh = "人");

/// The first eight hexadecimal digits, enough to tell editions or keys of one ledger apart.
std::string short_hex(ByteView bytes);

/// "2 h 30 min", "40 min", "2 h".
Text duration_text(std::int64_t minutes);

/// Whether the hours of a service in this state were served: not while it is pending, nor when it was refused
/// or withdrawn. A bad evaluation takes the credits, not the hours.
bool counts_as_served(RulingState state);

/// The category's name in the plan, or its code.
Text category_name(const standard::Plan* plan, const std::string& category);

/// Without its sign.
Amount magnitude(Amount amount);

/// "15 point", in units where the plan says how many minor units make one.
Text amount_text(const standard::Plan* plan, const std::string& unit, Amount amount);

}  // namespace timebank::report
