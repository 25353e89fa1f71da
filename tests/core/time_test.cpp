#include "timebank/time.hpp"

#include <ctime>
#include <limits>
#include <string>

#include "catch.hpp"

using namespace timebank;

namespace {

bool naive_is_leap(int year) {
    if (year % 400 == 0) return true;
    if (year % 100 == 0) return false;
    return year % 4 == 0;
}

int naive_month_days(int year, int month) {
    if (month == 2) return naive_is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string two_digits(int number) {
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

TEST_CASE("every day of 1900 to 2199 has the number that counting the days gives") {
    std::int32_t days = -25'567;  // 70 years of 365 days, and the 17 leap days of 1904 to 1968
    std::size_t walked = 0;
    std::size_t wrong = 0;
    for (int year = 1900; year < 2200; ++year) {
        for (int month = 1; month <= 12; ++month) {
            for (int day = 1; day <= 31; ++day) {
                const std::string text =
                    std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day);
                const auto date = parse_civil_date(text);
                if (day > naive_month_days(year, month)) {
                    if (date) ++wrong;
                    continue;
                }
                if (!date || date->days != days || to_text(*date) != text) ++wrong;
                ++days;
                ++walked;
            }
        }
    }
    CHECK(wrong == 0);
    CHECK(walked == 109'573);
    CHECK(days == 84'006);
}

TEST_CASE("days that people ask about") {
    struct Row {
        std::string text;
        std::int32_t days;
    };
    const Row rows[] = {
        {"1970-01-01", 0},      {"1969-12-31", -1},     {"1900-01-01", -25'567}, {"2000-02-29", 11'016},
        {"2026-01-03", 20'456}, {"2100-03-01", 47'541}, {"2199-12-31", 84'005},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_civil_date(row.text).value() == CivilDate{row.days});
        CHECK(to_text(CivilDate{row.days}) == row.text);
    }
    CHECK(to_text(CivilDate{84'006}) == "day 84006");
    CHECK(to_text(CivilDate{-25'568}) == "day -25568");
}

TEST_CASE("what is not a date is refused") {
    for (const char* text : {"",           "2026-1-3",      "2026-01-3",   "26-01-03",
                             "2026/01/03", "20260103",      "2026-01-03 ", " 2026-01-03",
                             "2026-00-03", "2026-13-03",    "2026-01-00",  "2026-01-32",
                             "2026-02-29", "2026-02-30",    "1900-02-29",  "2100-02-29",
                             "2026-04-31", "1899-12-31",    "2200-01-01",  "+026-01-03",
                             "-026-01-03", "2026-01-0a",    "2026-01-03T", "2026--1-03",
                             "2026-01",    "２０２６-01-03"}) {
        CAPTURE(text);
        const auto date = parse_civil_date(text);
        REQUIRE_FALSE(date);
        CHECK(date.error().code == Code::invalid_argument);
    }
}

TEST_CASE("times carry their offset") {
    struct Row {
        std::string text;
        std::int64_t local_minutes;
        int offset_minutes;
        std::int64_t utc;
        std::int32_t local_day;
    };
    const std::int64_t day = 1440;
    const Row rows[] = {
        {"1970-01-01T00:00+00:00", 0, 0, 0, 0},
        {"1970-01-01T00:00+08:00", 0, 480, -480, 0},
        {"1969-12-31T23:59+00:00", -1, 0, -1, -1},
        {"1969-12-31T00:00+00:00", -day, 0, -day, -1},
        {"1969-12-30T23:59+00:00", -day - 1, 0, -day - 1, -2},
        {"2026-01-03T08:30+08:00", 20'456 * day + 510, 480, 20'456 * day + 30, 20'456},
        {"2026-01-03T00:30+08:00", 20'456 * day + 30, 480, 20'455 * day + 990, 20'456},
        {"2026-01-03T23:30-03:30", 20'456 * day + 1410, -210, 20'457 * day + 180, 20'456},
        {"2026-01-03T12:00+18:00", 20'456 * day + 720, 1080, 20'455 * day + 1080, 20'456},
        {"2026-01-03T12:00-18:00", 20'456 * day + 720, -1080, 20'457 * day + 360, 20'456},
        {"2026-01-03T12:00+05:45", 20'456 * day + 720, 345, 20'456 * day + 375, 20'456},
        {"1900-01-01T00:00+18:00", -25'567 * day, 1080, -25'567 * day - 1080, -25'567},
        {"2199-12-31T23:59-18:00", 84'006 * day - 1, -1080, 84'006 * day + 1079, 84'005},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CivilTime time = parse_civil_time(row.text).value();
        CHECK(time.local_minutes == row.local_minutes);
        CHECK(time.offset_minutes == row.offset_minutes);
        CHECK(to_text(time) == row.text);
        CHECK(utc_minutes(time) == row.utc);
        CHECK(civil_date(time) == CivilDate{row.local_day});
        CHECK(is_civil_time(time));
    }
}

TEST_CASE("what is not a time is refused") {
    for (const char* text : {"",
                             "2026-01-03",
                             "2026-01-03T08:30",
                             "2026-01-03T08:30Z",
                             "2026-01-03T08:30+8:00",
                             "2026-01-03T08:30+0800",
                             "2026-01-03 08:30+08:00",
                             "2026-01-03t08:30+08:00",
                             "2026-01-03T08:30:00+08:00",
                             "2026-01-03T24:00+08:00",
                             "2026-01-03T08:60+08:00",
                             "2026-01-03T8:30+08:00",
                             "2026-01-03T08:30-00:00",
                             "2026-01-03T08:30+18:01",
                             "2026-01-03T08:30-18:01",
                             "2026-01-03T08:30+19:00",
                             "2026-01-03T08:30+08:60",
                             "2026-01-03T08:30 08:00",
                             "2026-02-29T08:30+08:00",
                             "2200-01-01T00:00+00:00",
                             "1899-12-31T23:59+00:00",
                             "2026-01-03T08:30+08:00 ",
                             "2026-01-03T-8:30+08:00",
                             "2026-01-03T08.30+08:00"}) {
        CAPTURE(text);
        const auto time = parse_civil_time(text);
        REQUIRE_FALSE(time);
        CHECK(time.error().code == Code::invalid_argument);
    }
}

TEST_CASE("every offset of whole minutes comes back from its text") {
    std::size_t wrong = 0;
    for (int offset = -1080; offset <= 1080; ++offset) {
        const CivilTime time{20'456 * 1440 + 510, static_cast<std::int16_t>(offset)};
        const auto read = parse_civil_time(to_text(time));
        if (!read || *read != time) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("fields outside their ranges are not a time, and say so when printed") {
    const std::int64_t first = -25'567 * 1440;
    const std::int64_t end = 84'006 * 1440;
    CHECK(is_civil_time(CivilTime{first, 1080}));
    CHECK(is_civil_time(CivilTime{end - 1, -1080}));
    CHECK_FALSE(is_civil_time(CivilTime{first - 1, 0}));
    CHECK_FALSE(is_civil_time(CivilTime{end, 0}));
    CHECK_FALSE(is_civil_time(CivilTime{0, 1081}));
    CHECK_FALSE(is_civil_time(CivilTime{0, -1081}));
    CHECK_FALSE(is_civil_time(CivilTime{std::numeric_limits<std::int64_t>::min(), 0}));
    CHECK(to_text(CivilTime{end, 1081}) == "minute 120968640 offset 1081");
}

TEST_CASE("a recording time is printed in UTC") {
    struct Row {
        std::int64_t unix_s;
        std::string text;
    };
    const Row rows[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {951'782'399, "2000-02-28T23:59:59Z"},
        {951'782'400, "2000-02-29T00:00:00Z"},
        {1'735'689'600, "2025-01-01T00:00:00Z"},
        {1'767'400'215, "2026-01-03T00:30:15Z"},
        {4'107'542'399, "2100-02-28T23:59:59Z"},
        {4'107'542'400, "2100-03-01T00:00:00Z"},
        {-62'167'219'200, "0000-01-01T00:00:00Z"},
        {253'402'300'799, "9999-12-31T23:59:59Z"},
        {253'402'300'800, "second 253402300800"},
        {-62'167'219'201, "second -62167219201"},
        {std::numeric_limits<std::int64_t>::min(), "second -9223372036854775808"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.unix_s);
        CHECK(unix_seconds_to_text(row.unix_s) == row.text);
    }
}

TEST_CASE("the system's clock is the system's time") {
    const SystemClock clock;
    const std::int64_t before = std::time(nullptr);
    const std::int64_t now = clock.now_unix_s();
    const std::int64_t after = std::time(nullptr);
    // time() may be served from a coarser clock that is a tick behind.
    CHECK(before <= now);
    CHECK(now <= after + 1);
}
