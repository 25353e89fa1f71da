#include <algorithm>
#include <map>

#include "core/excerpt.hpp"
#include "standard/parts.hpp"

/// What a document says about days and windows of days.
namespace timebank::standard {
namespace {

constexpr std::int64_t days_in_month_max = 31;

const std::vector<std::string_view>& months() {
    static const std::vector<std::string_view> words = {"01", "02", "03", "04", "05", "06",
                                                        "07", "08", "09", "10", "11", "12"};
    return words;
}

std::vector<CivilDate> read_holidays(const Value& value) {
    std::vector<CivilDate> holidays;
    if (value.is_string()) {
        value.choice({"none"});
        return holidays;
    }
    for (const Value& element : value.array(1, limits::holidays)) {
        holidays.push_back(element.parsed(parse_civil_date));
        if (std::find(holidays.begin(), holidays.end() - 1, holidays.back()) != holidays.end() - 1) {
            element.refuse("{} 写了两次：请只留一个", "{} is there twice: keep one",
                           {to_text(holidays.back())});
        }
    }
    std::sort(holidays.begin(), holidays.end());
    return holidays;
}

/// As at the end of a time.
Result<CivilTime> parse_offset(std::string_view text) {
    if (auto midnight = parse_civil_time("2000-01-01T00:00" + std::string(text))) return midnight;
    return fail(Code::invalid_argument, "“{}”不是时差：请写成 +08:00", "\"{}\" is no offset: write +08:00",
                {excerpt(text)});
}

std::string_view word_of(Window window) {
    static const std::map<Window, std::string_view> words = {{Window::service, "service"},
                                                             {Window::session, "session"},
                                                             {Window::day, "day"},
                                                             {Window::week, "week"},
                                                             {Window::month, "month"},
                                                             {Window::quarter, "quarter"},
                                                             {Window::calendar_year, "calendar_year"},
                                                             {Window::fiscal_year, "fiscal_year"},
                                                             {Window::membership_year, "membership_year"},
                                                             {Window::life, "life"},
                                                             {Window::balance, "balance"}};
    return words.at(window);
}

}  // namespace

Calendar read_calendar(const Value& value) {
    const Object object = value.object({"fiscal_year_begins", "holidays"});
    Calendar calendar;
    calendar.says_fiscal_year = object.has("fiscal_year_begins");
    if (calendar.says_fiscal_year)
        calendar.fiscal_first_month =
            static_cast<std::uint8_t>(1 + object["fiscal_year_begins"].choice(months()));
    calendar.says_holidays = object.has("holidays");
    if (calendar.says_holidays) calendar.holidays = read_holidays(object["holidays"]);
    return calendar;
}

std::vector<std::int16_t> read_offsets(const Value& value) {
    std::vector<std::int16_t> offsets;
    for (const Value& element : value.array(1, limits::standard_offsets))
        add_once(element, element.parsed(parse_offset).offset_minutes, offsets);
    std::sort(offsets.begin(), offsets.end());
    return offsets;
}

DayKinds read_days(const Value& value, const Plan& plan) {
    if (value.is_string()) {
        value.choice({"all"});
        return {};
    }
    constexpr std::size_t holiday_place = 7;
    DayKinds days{0};
    for (const Value& element : value.array(1, holiday_place + 1)) {
        const std::size_t place =
            element.choice({"mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"});
        const auto bit = static_cast<std::uint8_t>(1U << place);
        if ((days.bits & bit) != 0) element.refuse("写了两次：请只留一个", "is there twice: keep one");
        if (place == holiday_place && !plan.calendar.says_holidays) {
            element.refuse("文件没有列出节假日：请写 calendar.holidays，没有就写 \"none\"",
                           "needs a list of holidays: give calendar.holidays, \"none\" if there are none");
        }
        days.bits = static_cast<std::uint8_t>(days.bits | bit);
    }
    return days;
}

Dates read_dates(const Value& value) {
    const Object object = value.object({"months", "days_of_month", "from", "until"});
    Dates dates;
    const auto add = [](const Value& element, auto& bits, std::size_t place) {
        using Bits = std::remove_reference_t<decltype(bits)>;
        const auto bit = static_cast<Bits>(Bits{1} << place);
        if ((bits & bit) != 0) element.refuse("写了两次：请只留一个", "is there twice: keep one");
        bits = static_cast<Bits>(bits | bit);
    };
    if (object.has("months"))
        for (const Value& element : object["months"].array(1, months().size()))
            add(element, dates.months, element.choice(months()));
    if (object.has("days_of_month"))
        for (const Value& element : object["days_of_month"].array(1, days_in_month_max))
            add(element, dates.days_of_month,
                static_cast<std::size_t>(element.integer(1, days_in_month_max) - 1));
    if (object.has("from")) dates.from = object["from"].parsed(parse_civil_date);
    if (object.has("until")) dates.until = object["until"].parsed(parse_civil_date);
    if (dates == Dates{}) {
        value.refuse("什么日期也没有说：请写 months、days_of_month、from、until 中的一个或几个",
                     "says no dates: give one or more of months, days_of_month, from and until");
    }
    if (dates.from && dates.until && *dates.until < *dates.from) {
        object["until"].refuse("在 from 之前，永远不会成立：请对调或更正",
                               "is before from, so that no day is among them: swap or mend them");
    }
    return dates;
}

Period read_period(const Value& value, const Plan& plan, const std::vector<Window>& allowed, bool trailing) {
    if (trailing && value.is_object()) {
        const std::int64_t days =
            value.object({"trailing_days"})["trailing_days"].integer(1, limits::trailing_days);
        return {Window::trailing_days, static_cast<std::uint16_t>(days), 0};
    }
    if (trailing && value.is("trailing_days")) {
        value.refuse("缺少天数：请写成 {\"trailing_days\": 30}",
                     "does not say how many days: write {\"trailing_days\": 30}");
    }
    std::vector<std::string_view> words;
    for (Window window : allowed) words.push_back(word_of(window));
    const Window window = allowed[value.choice(words)];
    if (window == Window::fiscal_year && !plan.calendar.says_fiscal_year) {
        value.refuse(
            "文件没有说财年从哪个月开始：请写 calendar.fiscal_year_begins，例如 \"04\"",
            "needs the month in which the fiscal year begins: give calendar.fiscal_year_begins, such "
            "as \"04\"");
    }
    return {window, 0, 0};
}

const std::vector<Window>& total_windows() {
    static const std::vector<Window> windows = {
        Window::day,           Window::week,        Window::month,           Window::quarter,
        Window::calendar_year, Window::fiscal_year, Window::membership_year, Window::life};
    return windows;
}

Period read_limit_window(const Value& value, const Plan& plan) {
    std::vector<Window> windows = total_windows();
    windows.insert(windows.begin(), Window::service);
    return read_period(value, plan, windows, true);
}

}  // namespace timebank::standard
