#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

/// Days and times by counting: nothing here is shared with the library.
namespace timebank::decision_test::slow {

/// A day, as its number behind 1970-01-01.
using Day = std::int64_t;

struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;
    int weekday = 3;  ///< 0 = Monday
};

/// The days from 1970 to 2069 were counted one by one.
Date date_of(Day day);
/// The day itself, or the last one of that month where it has no such day.
Day day_of(int year, int month, int day);
std::string to_text(Day day);
Day read_day(const std::string& text);

/// Minutes since 1970-01-01T00:00 on the local clock, and what that clock is ahead of UTC.
struct Time {
    std::int64_t local = 0;
    std::int64_t offset = 0;
};
std::int64_t utc(Time time);
Day day_of(Time time);
Time read_time(const std::string& text);
std::string to_text(Time time);

/// Two days lie in one window exactly when they have one number; the window before has the number before.
std::int64_t window_number(const std::string& window, int fiscal_first_month, Day opened_on, Day day);

/// Whether the day is one of these: "all", or weekdays and "holiday".
bool is_one_of(const nlohmann::json& days, const nlohmann::json& holidays, Day day);

/// Whether the day is among these: "months", "days_of_month", "from", "until".
bool is_among_dates(const nlohmann::json& dates, Day day);

}  // namespace timebank::decision_test::slow
