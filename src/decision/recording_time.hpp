#pragma once

#include <cstdint>

#include "timebank/claim.hpp"

/// How the recording times of a log go on. They are the operator's word and everything recorded hangs on
/// them, so a clock that was set wrong must be noticed before it has stamped an entry, and what the operator
/// says of it is an entry itself (ClockContent).
namespace timebank {

/// What a log says about its own time.
struct Pace {
    std::int64_t last_unix_s = 0;      ///< when its newest entry was recorded
    std::int64_t longest_pause_s = 0;  ///< between two entries, since the clock was last turned back
};

/// How far ahead of the newest entry a clock may be unasked: twice as long as the book ever rested, and
/// limits::pause_s in any case.
std::int64_t pause_explained_s(const Pace& pace);

enum class ClockJump : std::uint8_t { none, ahead, back };

/// Whether a clock that shows `now` has to be vouched for: it is over a day behind the newest entry, or
/// further ahead of it than pause_explained_s().
ClockJump jump_of_clock(const Pace& pace, std::int64_t now_unix_s);

/// Whether the claim turns the recording times back, which takes a second officer.
bool turns_back(const ClockContent& claim, const Pace& pace);

/// When the next entry is recorded: now, and never before the newest one unless `claim` turns back.
/// `clock_claim` is null for every other claim.
std::int64_t next_recording_time(const Pace& pace, std::int64_t now_unix_s, const ClockContent* clock_claim);

/// The pace behind an entry that was recorded then.
Pace pace_after(const Pace& pace, std::int64_t recorded_at_unix_s);

}  // namespace timebank
