#include "decision/slow/calendar.hpp"

#include <algorithm>

#include <cstdio>
#include <stdexcept>
#include <vector>

namespace timebank::decision_test::slow {
namespace {

constexpr std::int64_t minutes_in_day = 24 * 60;

int days_in(int year, int month) {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

const std::vector<Date>& all_days() {
    static const std::vector<Date> days = [] {
        std::vector<Date> counted;
        Date date;  // 1970-01-01 was a Thursday
        while (date.year < 2070) {
            counted.push_back(date);
            date.weekday = (date.weekday + 1) % 7;
            if (++date.day <= days_in(date.year, date.month)) continue;
            date.day = 1;
            if (++date.month <= 12) continue;
            date.month = 1;
            ++date.year;
        }
        return counted;
    }();
    return days;
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

Date date_of(Day day) {
    return all_days().at(static_cast<std::size_t>(day));
}

Day day_of(int year, int month, int day) {
    if (day > days_in(year, month)) day = days_in(year, month);
    Day number = 0;
    for (int earlier = 1970; earlier < year; ++earlier) number += days_in(earlier, 2) == 29 ? 366 : 365;
    for (int earlier = 1; earlier < month; ++earlier) number += days_in(year, earlier);
    return number + day - 1;
}

std::string to_text(Day day) {
    const auto date = date_of(day);
    return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}

Day read_day(const std::string& text) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d", &year, &month, &day) != 3) throw std::out_of_range(text);
    return day_of(year, month, day);
}

std::int64_t utc(Time time) {
    return time.local - time.offset;
}

Day day_of(Time time) {
    return time.local / minutes_in_day;
}

Time read_time(const std::string& text) {
    int hour = 0;
    int minute = 0;
    char sign = 0;
    int offset_hour = 0;
    int offset_minute = 0;
    if (std::sscanf(text.c_str() + 10, "T%2d:%2d%c%2d:%2d", &hour, &minute, &sign, &offset_hour,
                    &offset_minute) != 5)
        throw std::out_of_range(text);
    const std::int64_t offset = offset_hour * 60 + offset_minute;
    return {read_day(text) * minutes_in_day + hour * 60 + minute, sign == '-' ? -offset : offset};
}

std::string to_text(Time time) {
    const auto minute = time.local % minutes_in_day;
    const auto offset = time.offset < 0 ? -time.offset : time.offset;
    return to_text(day_of(time)) + "T" + two_digits(minute / 60) + ":" + two_digits(minute % 60) +
           (time.offset < 0 ? "-" : "+") + two_digits(offset / 60) + ":" + two_digits(offset % 60);
}

std::int64_t window_number(const std::string& window, int fiscal_first_month, Day opened_on, Day day) {
    const auto date = date_of(day);
    if (window == "day") return day;
    if (window == "week") return (day + 3) / 7;  // 1970-01-01 was a Thursday
    if (window == "month") return date.year * 12 + date.month - 1;
    if (window == "quarter") return date.year * 4 + (date.month - 1) / 3;
    if (window == "calendar_year") return date.year;
    if (window == "fiscal_year") return date.month >= fiscal_first_month ? date.year : date.year - 1;
    if (window == "membership_year") {
        const auto opened = date_of(opened_on);
        return day >= day_of(date.year, opened.month, opened.day) ? date.year : date.year - 1;
    }
    if (window == "life") return 0;
    throw std::out_of_range("window " + window);
}

bool is_one_of(const nlohmann::json& days, const nlohmann::json& holidays, Day day) {
    if (days == "all") return true;
    const char* names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const std::string weekday = names[date_of(day).weekday];
    for (const auto& one : days) {
        if (one == weekday) return true;
        if (one != "holiday" || !holidays.is_array()) continue;
        for (const auto& holiday : holidays)
            if (holiday == to_text(day)) return true;
    }
    return false;
}

bool is_among_dates(const nlohmann::json& dates, Day day) {
    const auto date = date_of(day);
    const auto text = to_text(day);
    const auto lists = [&](const char* word, const nlohmann::json& value) {
        if (!dates.contains(word)) return true;
        const auto& list = dates.at(word);
        return std::count(list.begin(), list.end(), value) != 0;
    };
    return lists("months", text.substr(5, 2)) && lists("days_of_month", date.day) &&
           dates.value("from", text) <= text && text <= dates.value("until", text);
}

}  // namespace timebank::decision_test::slow
