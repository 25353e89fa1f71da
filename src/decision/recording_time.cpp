#include "decision/recording_time.hpp"

#include <algorithm>

#include "timebank/limits.hpp"

namespace timebank {

std::int64_t pause_explained_s(const Pace& pace) {
    return std::max(limits::pause_s, 2 * pace.longest_pause_s);
}

ClockJump jump_of_clock(const Pace& pace, std::int64_t now_unix_s) {
    if (now_unix_s < pace.last_unix_s - limits::clock_backward_s) return ClockJump::back;
    return now_unix_s > pace.last_unix_s + pause_explained_s(pace) ? ClockJump::ahead : ClockJump::none;
}

bool turns_back(const ClockContent& claim, const Pace& pace) {
    return utc_minutes(claim.at) * 60 < pace.last_unix_s - limits::clock_claim_slack_s;
}

std::int64_t next_recording_time(const Pace& pace, std::int64_t now_unix_s, const ClockContent* clock_claim) {
    if (clock_claim && turns_back(*clock_claim, pace)) return now_unix_s;
    return std::max(now_unix_s, pace.last_unix_s);
}

Pace pace_after(const Pace& pace, std::int64_t recorded_at_unix_s) {
    // What lies ahead of a clock that was turned back says nothing of how the book is used.
    if (recorded_at_unix_s < pace.last_unix_s) return {recorded_at_unix_s, 0};
    return {recorded_at_unix_s, std::max(pace.longest_pause_s, recorded_at_unix_s - pace.last_unix_s)};
}

}  // namespace timebank
