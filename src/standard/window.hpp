#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// Over which days caps, limits, running totals and conditions look. Pure arithmetic on the calendar.
namespace timebank::standard {

enum class Window : std::uint8_t {
    service = 1,  ///< this claim alone: no tally
    day = 2,      ///< the civil day on which the service starts, or of the redemption
    life = 3,     ///< everything so far
    session = 4,  ///< the claims of one happening
    week = 5,     ///< Monday to Sunday
    month = 6,
    quarter = 7,  ///< of the calendar year
    calendar_year = 8,
    fiscal_year = 9,       ///< begins with the calendar's fiscal_first_month
    membership_year = 10,  ///< begins on the day of the year on which the account was opened
    trailing_days = 11,    ///< the last so many, the service's day among them
    balance = 12,          ///< of a cap: what the account has, whenever it came
};

/// The document's own calendar.
struct Calendar {
    std::uint8_t fiscal_first_month = 1;
    bool says_fiscal_year = false;
    std::vector<CivilDate> holidays;  ///< sorted
    bool says_holidays = false;       ///< whether the document lists them, be it as "none"
};

/// A window, as the document says it.
struct Period {
    Window window = Window::life;
    std::uint16_t trailing_days = 0;  ///< of Window::trailing_days, 1 to 3660
    std::uint16_t each_of_last = 0;   ///< 0: the window that holds the day; n: the least of the n before it
    friend bool operator==(const Period&, const Period&) = default;
};

/// Whether the sum over it is kept by day (or for ever, or by session).
bool is_by_day(Window window);

/// How it is spelled in fact codes and messages: "month", "trailing_days30", "calendar_year-3".
std::string to_text(const Period& period);
/// For people: "当月", "month"; "之前 3 个完整的月中最少的一个", "month-3". Not of Window::service or
/// balance.
Text in_words(const Period& period);

/// [from, until)
struct Days {
    CivilDate from;
    CivilDate until;
    friend bool operator==(const Days&, const Days&) = default;
};

/// The days of the window that holds `day`, or of the one that lies `back` windows before it. A calendar
/// window is taken whole: what was recorded for its later days counts too, or an order of posting would evade
/// a cap. Requires is_by_day(period.window); trailing_days has no windows before it.
Days days_of(const Period& period, const Calendar& calendar, CivilDate day, CivilDate opened_on,
             unsigned back = 0);

/// 0 = Monday … 6 = Sunday.
unsigned weekday(CivilDate day);

/// Days of the week (bit 0 = Monday) and holidays, of a band or condition.
struct DayKinds {
    static constexpr std::uint8_t holiday = 1U << 7U;
    static constexpr std::uint8_t every = 0xff;
    std::uint8_t bits = every;
    friend bool operator==(const DayKinds&, const DayKinds&) = default;
};

/// Whether the day is one of them: a holiday is also the weekday that it falls on.
bool matches(DayKinds kinds, const Calendar& calendar, CivilDate day);

/// Some dates: those that everything allows which is given here.
struct Dates {
    std::uint16_t months = 0;         ///< bit 0 = January; 0: any
    std::uint32_t days_of_month = 0;  ///< bit 0 = the first; 0: any
    std::optional<CivilDate> from;    ///< the first of them
    std::optional<CivilDate> until;   ///< the last of them
    friend bool operator==(const Dates&, const Dates&) = default;
};

bool contains(const Dates& dates, CivilDate day);
/// "4/5 月、15 日、2024-04-01 至 2024-05-31", "months 4/5, days 15, from 2024-04-01, until 2024-05-31".
Text in_words(const Dates& dates);

/// "mon/tue/holiday", "all"
std::string to_text(DayKinds kinds);
/// For people: "周一、周二、节假日", and the text above.
Text in_words(DayKinds kinds);

}  // namespace timebank::standard
