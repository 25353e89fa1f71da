#include "standard/window.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace timebank::standard {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

sys_days point(CivilDate date) {
    return sys_days(std::chrono::days(date.days));
}

CivilDate date_of(sys_days point) {
    return CivilDate{static_cast<std::int32_t>(point.time_since_epoch().count())};
}

/// The last day of February where the day of the year is 29 February and the year has none.
sys_days in_its_month(const year_month_day& date) {
    return date.ok() ? sys_days(date) : sys_days(date.year() / date.month() / std::chrono::last);
}

/// Windows of so many months that begin with `first_month`, some of them before the one that holds the day.
Days months_around(CivilDate date, unsigned first_month, unsigned length, unsigned back) {
    const year_month_day today{point(date)};
    const unsigned behind = (static_cast<unsigned>(today.month()) + 12 - first_month) % 12 % length;
    const auto begins = today.year() / today.month() / day(1) - months(behind + back * length);
    return {date_of(sys_days(begins)), date_of(sys_days(begins + months(length)))};
}

Days membership_year(CivilDate date, CivilDate opened_on, unsigned back) {
    const year_month_day opened{point(opened_on)};
    year_month_day begins{year_month_day{point(date)}.year() / opened.month() / opened.day()};
    if (in_its_month(begins) > point(date)) begins -= years(1);
    begins -= years(static_cast<int>(back));
    return {date_of(in_its_month(begins)), date_of(in_its_month(begins + years(1)))};
}

}  // namespace

bool is_by_day(Window window) {
    return window != Window::service && window != Window::life && window != Window::session &&
           window != Window::balance;
}

std::string to_text(const Period& period) {
    constexpr std::string_view words[] = {
        "",       "service", "day",           "life",        "session",         "week",
        "month",  "quarter", "calendar_year", "fiscal_year", "membership_year", "trailing_days",
        "balance"};
    std::string text(words[static_cast<std::size_t>(period.window)]);
    if (period.window == Window::trailing_days) text += std::to_string(period.trailing_days);
    if (period.each_of_last != 0) text += "-" + std::to_string(period.each_of_last);
    return text;
}

Text in_words(const Period& period) {
    struct Words {
        std::string_view current, whole;
    };
    constexpr Words words[] = {{},
                               {},
                               {"当天", ""},
                               {"迄今", ""},
                               {"本场", ""},
                               {"当周", "周"},
                               {"当月", "月"},
                               {"当季", "季"},
                               {"当年", "年"},
                               {"本财年", "财年"},
                               {"本会员年度", "会员年度"},
                               {"近 {} 天", ""},
                               {}};
    const auto& [current, whole] = words[static_cast<std::size_t>(period.window)];
    if (period.each_of_last == 0)
        return {say(current, "", {std::to_string(period.trailing_days)}).zh, to_text(period)};
    return {say("之前 {} 个完整的{}中最少的一个", "", {std::to_string(period.each_of_last), whole}).zh,
            to_text(period)};
}

Days days_of(const Period& period, const Calendar& calendar, CivilDate date, CivilDate opened_on,
             unsigned back) {
    switch (period.window) {
        case Window::week: {
            const auto monday =
                date.days - static_cast<std::int32_t>(weekday(date)) - static_cast<std::int32_t>(back * 7);
            return {CivilDate{monday}, CivilDate{monday + 7}};
        }
        case Window::month:
            return months_around(date, 1, 1, back);
        case Window::quarter:
            return months_around(date, 1, 3, back);
        case Window::calendar_year:
            return months_around(date, 1, 12, back);
        case Window::fiscal_year:
            return months_around(date, calendar.fiscal_first_month, 12, back);
        case Window::membership_year:
            return membership_year(date, opened_on, back);
        case Window::trailing_days:
            return {CivilDate{date.days - period.trailing_days + 1}, CivilDate{date.days + 1}};
        default: {
            const auto same = date.days - static_cast<std::int32_t>(back);
            return {CivilDate{same}, CivilDate{same + 1}};
        }
    }
}

unsigned weekday(CivilDate date) {
    return std::chrono::weekday(point(date)).iso_encoding() - 1;
}

bool matches(DayKinds kinds, const Calendar& calendar, CivilDate date) {
    if ((kinds.bits >> weekday(date) & 1U) != 0) return true;
    return (kinds.bits & DayKinds::holiday) != 0 &&
           std::binary_search(calendar.holidays.begin(), calendar.holidays.end(), date);
}

std::string to_text(DayKinds kinds) {
    return in_words(kinds).en;
}

Text in_words(DayKinds kinds) {
    struct Word {
        std::string_view zh, en;
    };
    constexpr Word words[] = {{"周一", "mon"}, {"周二", "tue"}, {"周三", "wed"}, {"周四", "thu"},
                              {"周五", "fri"}, {"周六", "sat"}, {"周日", "sun"}, {"节假日", "holiday"}};
    if (kinds.bits == DayKinds::every) return {"任何一天", "all"};
    Text text;
    for (std::size_t i = 0; i < std::size(words); ++i) {
        if ((kinds.bits >> i & 1U) == 0) continue;
        text.zh += (text.zh.empty() ? "" : "、") + std::string(words[i].zh);
        text.en += (text.en.empty() ? "" : "/") + std::string(words[i].en);
    }
    return text;
}

bool contains(const Dates& dates, CivilDate date) {
    const year_month_day today{point(date)};
    const auto holds = [](std::uint32_t bits, unsigned number) {
        return bits == 0 || (bits >> (number - 1) & 1U) != 0;
    };
    return holds(dates.months, static_cast<unsigned>(today.month())) &&
           holds(dates.days_of_month, static_cast<unsigned>(today.day())) &&
           (!dates.from || *dates.from <= date) && (!dates.until || date <= *dates.until);
}

namespace {

/// "4/5/6"
std::string numbers_of(std::uint32_t bits) {
    std::string text;
    for (unsigned number = 1; bits != 0; ++number, bits >>= 1U)
        if ((bits & 1U) != 0) text += (text.empty() ? "" : "/") + std::to_string(number);
    return text;
}

}  // namespace

Text in_words(const Dates& dates) {
    Text all;
    const auto add = [&](const Text& part) {
        all.zh += (all.zh.empty() ? "" : "，") + part.zh;
        all.en += (all.en.empty() ? "" : ", ") + part.en;
    };
    if (dates.months != 0) add(say("{} 月", "months {}", {numbers_of(dates.months)}));
    if (dates.days_of_month != 0) add(say("每月 {} 日", "days {}", {numbers_of(dates.days_of_month)}));
    if (dates.from) add(say("{} 起", "from {}", {to_text(*dates.from)}));
    if (dates.until) add(say("至 {} 止", "until {}", {to_text(*dates.until)}));
    return all;
}

}  // namespace timebank::standard
