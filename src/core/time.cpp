#include "timebank/time.hpp"

#include <chrono>
#include <optional>

#include "core/excerpt.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t minutes_in_day = 24 * 60;
constexpr std::int64_t seconds_in_day = 24 * 60 * 60;
constexpr int offset_minutes_max = limits::offset_hours * 60;

constexpr std::int32_t days_since_1970(chrono::year_month_day date) {
    return static_cast<std::int32_t>(chrono::sys_days{date}.time_since_epoch().count());
}
constexpr std::int32_t first_day_of(int year) {
    return days_since_1970(chrono::year{year} / 1 / 1);
}

constexpr std::int32_t first_day = first_day_of(limits::first_year);
constexpr std::int32_t end_day = first_day_of(limits::last_year + 1);
constexpr std::int64_t text_begin_unix_s = first_day_of(0) * seconds_in_day;
constexpr std::int64_t text_end_unix_s = first_day_of(10'000) * seconds_in_day;

/// The quotient towards minus infinity: minute -1 belongs to the day before.
std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

bool is_civil_date(CivilDate date) {
    return first_day <= date.days && date.days < end_day;
}

/// `value` in at least `width` digits; value >= 0.
std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string date_text(std::int64_t days) {
    const chrono::year_month_day date{chrono::sys_days{chrono::days{days}}};
    return padded(int{date.year()}, 4) + "-" + padded(unsigned{date.month()}, 2) + "-" +
           padded(unsigned{date.day()}, 2);
}

/// "08:30" from minutes.
std::string hour_minute_text(std::int64_t minutes) {
    return padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2);
}

/// Reads a text of fixed shape from left to right; once something does not fit, everything after fails too.
class FixedReader {
  public:
    explicit FixedReader(std::string_view text) : rest_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        for (; digits > 0; --digits) {
            const char digit = next();
            if (digit < '0' || digit > '9') failed_ = true;
            value = value * 10 + (digit - '0');
        }
        return failed_ ? 0 : value;
    }
    void expect(char character) {
        if (next() != character) failed_ = true;
    }
    /// +1 or -1.
    int sign() {
        const char character = next();
        if (character != '+' && character != '-') failed_ = true;
        return character == '-' ? -1 : 1;
    }
    /// Whether all of the text was read and fitted.
    bool complete() const { return !failed_ && rest_.empty(); }

  private:
    char next() {
        if (rest_.empty()) return '\0';
        const char character = rest_.front();
        rest_.remove_prefix(1);
        return character;
    }
    std::string_view rest_;
    bool failed_ = false;
};

std::optional<CivilDate> read_date(FixedReader& reader) {
    const int year = reader.number(4);
    reader.expect('-');
    const int month = reader.number(2);
    reader.expect('-');
    const int day = reader.number(2);
    const chrono::year_month_day date{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                      chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    const CivilDate civil{days_since_1970(date)};
    return is_civil_date(civil) ? std::optional(civil) : std::nullopt;
}

/// Minutes since midnight or since UTC. The hours are not bounded here: a day and an offset end differently.
std::optional<int> read_hour_minute(FixedReader& reader) {
    const int hour = reader.number(2);
    reader.expect(':');
    const int minute = reader.number(2);
    return minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

std::optional<CivilTime> read_time(std::string_view text) {
    FixedReader reader(text);
    const auto date = read_date(reader);
    reader.expect('T');
    const auto minutes = read_hour_minute(reader);
    const int sign = reader.sign();
    const auto offset = read_hour_minute(reader);
    if (!reader.complete() || !date || !minutes || !offset) return std::nullopt;

    const bool negative_zero = sign < 0 && *offset == 0;  // RFC 3339 gives "-00:00" a meaning of its own
    if (*minutes >= minutes_in_day || *offset > offset_minutes_max || negative_zero) return std::nullopt;
    return CivilTime{date->days * minutes_in_day + *minutes, static_cast<std::int16_t>(sign * *offset)};
}

}  // namespace

Result<CivilDate> parse_civil_date(std::string_view text) {
    FixedReader reader(text);
    const auto date = read_date(reader);
    if (date && reader.complete()) return *date;
    return fail(Code::invalid_argument, "“{}”不是 {} 至 {} 年间的日期：请写成 2026-01-03。",
                "\"{}\" is not a date of the years {} to {}: write it as 2026-01-03.",
                {excerpt(text), std::to_string(limits::first_year), std::to_string(limits::last_year)});
}

std::string to_text(CivilDate date) {
    if (!is_civil_date(date)) return "day " + std::to_string(date.days);
    return date_text(date.days);
}

Result<CivilTime> parse_civil_time(std::string_view text) {
    const auto time = read_time(text);
    if (time) return *time;
    return fail(
        Code::invalid_argument,
        "“{0}”不是 {1} 至 {2} 年间的时间：请写成 2026-01-03T08:30+08:00，时差在 -{3}:00 与 +{3}:00 之间。",
        "\"{0}\" is not a time of the years {1} to {2}: write it as 2026-01-03T08:30+08:00, the offset "
        "within -{3}:00 and +{3}:00.",
        {excerpt(text), std::to_string(limits::first_year), std::to_string(limits::last_year),
         std::to_string(limits::offset_hours)});
}

std::string to_text(CivilTime time) {
    if (!is_civil_time(time)) {
        return "minute " + std::to_string(time.local_minutes) + " offset " +
               std::to_string(time.offset_minutes);
    }
    const CivilDate date = civil_date(time);
    const int offset = time.offset_minutes;
    return date_text(date.days) + "T" + hour_minute_text(time.local_minutes - date.days * minutes_in_day) +
           (offset < 0 ? "-" : "+") + hour_minute_text(offset < 0 ? -offset : offset);
}

std::int64_t utc_minutes(CivilTime time) {
    return time.local_minutes - time.offset_minutes;
}

CivilTime civil_time(std::int64_t unix_s, std::int16_t offset_minutes) {
    return {floor_divide(unix_s, 60) + offset_minutes, offset_minutes};
}

CivilDate civil_date(CivilTime time) {
    return CivilDate{static_cast<std::int32_t>(floor_divide(time.local_minutes, minutes_in_day))};
}

bool is_civil_time(CivilTime time) {
    return first_day * minutes_in_day <= time.local_minutes &&
           time.local_minutes < end_day * minutes_in_day && -offset_minutes_max <= time.offset_minutes &&
           time.offset_minutes <= offset_minutes_max;
}

std::string unix_seconds_to_text(std::int64_t unix_s) {
    if (unix_s < text_begin_unix_s || unix_s >= text_end_unix_s) return "second " + std::to_string(unix_s);
    const std::int64_t days = floor_divide(unix_s, seconds_in_day);
    const std::int64_t second_of_day = unix_s - days * seconds_in_day;
    return date_text(days) + "T" + hour_minute_text(second_of_day / 60) + ":" +
           padded(second_of_day % 60, 2) + "Z";
}

std::int64_t SystemClock::now_unix_s() const {
    const auto now = chrono::system_clock::now();
    return chrono::floor<chrono::seconds>(now.time_since_epoch()).count();
}

}  // namespace timebank
