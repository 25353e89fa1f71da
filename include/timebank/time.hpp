#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "timebank/error.hpp"

/// Civil time as a claim carries it, and the clock that the host injects. There is no time-zone database
/// here: a claim says its own offset, and days, months and years are those of its local time.
#pragma GCC visibility push(default)
namespace timebank {

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01; [1900-01-01, 2200-01-01).
struct CivilDate {
    std::int32_t days = 0;
    friend auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

/// "2026-01-03". invalid_argument for anything else, for 30 February and outside the range above.
Result<CivilDate> parse_civil_date(std::string_view text);
/// The inverse; for messages, "day 84006" outside the range.
std::string to_text(CivilDate date);

/// A local time to the minute, and how far it is ahead of UTC, in minutes within [-1080, 1080].
struct CivilTime {
    std::int64_t local_minutes = 0;   ///< since 1970-01-01T00:00 local
    std::int16_t offset_minutes = 0;  ///< local minus UTC
    friend bool operator==(const CivilTime&, const CivilTime&) = default;
};

/// "2026-01-03T08:30+08:00"; the offset is required ("+00:00", never "-00:00" or "Z"). invalid_argument
/// otherwise.
Result<CivilTime> parse_civil_time(std::string_view text);
/// The inverse; for messages, "minute M offset N" outside the ranges.
std::string to_text(CivilTime time);

/// Minutes since 1970-01-01T00:00 UTC: what two times are compared and subtracted by. Requires
/// is_civil_time().
std::int64_t utc_minutes(CivilTime time);

/// What a clock with this offset shows at that second, rounded down to the minute.
CivilTime civil_time(std::int64_t unix_s, std::int16_t offset_minutes);

/// The local day. Requires is_civil_time().
CivilDate civil_date(CivilTime time);

inline CivilDate utc_day(std::int64_t unix_s) {
    return civil_date(civil_time(unix_s, 0));
}

/// Whether the fields are inside the ranges above: true of whatever was parsed.
bool is_civil_time(CivilTime time);

/// "2026-01-03T00:30:15Z", for people: a recording time. "second N" outside the years 0 to 9999.
std::string unix_seconds_to_text(std::int64_t unix_s);

/// Where "now" comes from. Implementations must be safe to call from several threads.
class Clock {
  public:
    virtual ~Clock() = default;
    /// Seconds since 1970-01-01T00:00:00Z. It may jump: the ledger sees to it that recording times never go
    /// back.
    virtual std::int64_t now_unix_s() const = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock {
  public:
    std::int64_t now_unix_s() const override;
};

}  // namespace timebank
#pragma GCC visibility pop
