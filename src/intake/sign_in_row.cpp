#include "intake/sign_in_row.hpp"

#include <utility>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "intake/sheet_text.hpp"
#include "intake/sheet_values.hpp"
#include "timebank/limits.hpp"

namespace timebank::intake {
namespace {

constexpr std::int64_t minutes_in_day = 24 * 60;
constexpr auto minutes_max = static_cast<std::uint32_t>(limits::service_minutes);

std::size_t place_of(SignIn column) {
    return static_cast<std::size_t>(column);
}

/// Reads the cells of one row. After the first fault everything reads as empty; the caller asks once, at the
/// end.
class CellsReader {
  public:
    CellsReader(const SheetHeader& header, const CsvRow& row)
        : header_(header), row_(row), fault_(header.check(row)) {}

    std::string_view cell(SignIn column) const {
        return fault_ ? std::string_view() : header_.cell(row_, place_of(column));
    }

    /// The cell's value, or `otherwise` when it is empty. `parse` is cell -> Result<Value>.
    template <class Value, class Parse>
    Value read(SignIn column, Value otherwise, Parse parse) {
        const auto text = cell(column);
        if (text.empty()) return otherwise;
        auto parsed = parse(text);
        if (parsed) return std::move(*parsed);
        refuse(column, parsed.error().text);
        return otherwise;
    }
    /// The same of a cell that must not be empty.
    template <class Value, class Parse>
    Value require(SignIn column, Value otherwise, Parse parse) {
        if (cell(column).empty()) {
            const auto& meaning = sign_in_columns()[place_of(column)].meaning;
            refuse(column, say("这一格是空的，应填：{0}", "the cell is empty; it takes: {1}",
                               {meaning.zh, meaning.en}));
        }
        return read(column, std::move(otherwise), parse);
    }
    std::uint32_t count(SignIn column, std::uint32_t least, std::uint32_t most) {
        return read<std::uint32_t>(column, 0, [&](auto text) { return read_sheet_count(text, least, most); });
    }
    /// Any text of which only a hash is kept.
    std::string text(SignIn column) {
        const auto found = cell(column);
        if (found.size() <= limits::sheet_text_bytes) return std::string(found);
        refuse(column, say("“{0}”太长：最多 {1} 字节", "\"{0}\" is too long: at most {1} bytes are taken",
                           {excerpt(found), std::to_string(limits::sheet_text_bytes)}));
        return {};
    }

    void refuse(SignIn column, Text text) {
        if (!fault_) fault_ = RowFault{header_.heading(place_of(column)), std::move(text)};
    }
    const std::optional<RowFault>& fault() const { return fault_; }

  private:
    const SheetHeader& header_;
    const CsvRow& row_;
    std::optional<RowFault> fault_;
};

/// A time of day on that day, in the cell's own offset, or else in the one given.
CivilTime civil_time(CivilDate day, const SheetTime& time, std::int16_t offset_minutes) {
    return {std::int64_t{day.days} * minutes_in_day + time.minutes,
            time.offset_minutes.value_or(offset_minutes)};
}

/// When the end cell does not say the day, it is that of the start, or with `overnight` the next.
void place_end(CellsReader& cells, Interval& actual, bool overnight) {
    const auto minutes = duration_minutes(actual);
    if (minutes > 0) return;
    if (minutes < 0 && overnight) {
        actual.end.local_minutes += minutes_in_day;
        return;
    }
    if (minutes == 0)
        cells.refuse(SignIn::end,
                     say("结束和开始是同一时间：请查对", "it ends when it starts: check the two"));
    else
        cells.refuse(SignIn::end,
                     say("结束早于开始：请查对；若过了午夜，请加 --overnight",
                         "it ends before it starts: check the two; if it went on past midnight, say "
                         "--overnight"));
}

/// The end, or the minutes, or both in agreement.
void read_end(CellsReader& cells, const ImportOptions& options, CivilDate day, Interval& actual) {
    const auto minutes = cells.count(SignIn::minutes, 1, minutes_max);
    const auto time = cells.read(SignIn::end, std::optional<SheetTime>(),
                                 [](auto text) -> Result<std::optional<SheetTime>> {
                                     TIMEBANK_TRY(read, read_sheet_time(text));
                                     return std::optional(read);
                                 });
    actual.end = actual.start;
    if (time) {
        actual.end = civil_time(day, *time, actual.start.offset_minutes);
        place_end(cells, actual, options.overnight);
    } else if (minutes != 0) {
        actual.end.local_minutes += minutes;
    } else {
        cells.refuse(SignIn::end, say("没有写何时结束：请填结束时间或分钟数",
                                      "nothing says when it ended: fill in the end or the minutes"));
    }
    const auto lasted = duration_minutes(actual);
    if (time && minutes != 0 && lasted != minutes)
        cells.refuse(SignIn::minutes,
                     say("写的是 {0} 分钟，而从开始到结束是 {1} 分钟：请改正其一",
                         "it says {0} minutes, and from start to end there are {1}: mend one of the two",
                         {std::to_string(minutes), std::to_string(lasted)}));
    if (!is_civil_time(actual.end))
        cells.refuse(SignIn::date, say("结束的时间超出了 {} 年", "it ends after the year {}",
                                       {std::to_string(limits::last_year)}));
}

Error offset_missing(const SheetHeader& header, const CsvRow& row) {
    return fail(
        Code::invalid_argument,
        "第 {0} 行，{1}：时间没有写时差：请说明这张表用的时区，如 --offset +08:00，或写成 08:30+08:00",
        "line {0}, {1}: the time does not carry its offset from UTC: say which the sheet's times have, as "
        "in --offset +08:00, or write 08:30+08:00",
        {std::to_string(row.line), header.heading(place_of(SignIn::start))});
}

void read_participants(CellsReader& cells, const SignInSheet& sheet, CivilDate day, ServiceContent& service) {
    Participant person;
    person.owner = cells.require(SignIn::volunteer, std::string(), read_sheet_owner);
    person.role = cells.read(SignIn::role, std::string("volunteer"),
                             [&](auto text) { return sheet.editions.role(day, text); });
    if (const auto own_minutes = cells.count(SignIn::own_minutes, 1, minutes_max); own_minutes != 0)
        person.own_minutes = own_minutes;
    person.evidence.kind = cells.read(SignIn::evidence, EvidenceKind::sign_in_out, read_sheet_evidence);

    const auto receivers = cells.read(SignIn::receiver, std::vector<std::string>(), read_sheet_owners);
    if (!receivers.empty() && is_served_role(person.role))
        cells.refuse(SignIn::receiver,
                     say("这一行的人自己就是受服务的（{}）：受服务者请填在服务者的行里",
                         "this row's person is served too ({}): name receivers in the row of whoever serves",
                         {person.role}));
    if (receivers.size() >= limits::participants)
        cells.refuse(SignIn::receiver, say("一行最多 {} 人：请分成几行",
                                           "a row may name at most {} people: make several rows of it",
                                           {std::to_string(limits::participants)}));
    service.participants.push_back(person);
    for (const auto& owner : receivers)
        service.participants.push_back({owner, "receiver", std::nullopt, person.evidence});
}

std::string read_own_id(CellsReader& cells) {
    const auto id = cells.text(SignIn::id);
    auto damage = damage_of(id);
    if (!damage) damage = lost_digits_of(id);
    if (damage) cells.refuse(SignIn::id, *damage);
    return id;
}

}  // namespace

Result<std::variant<SignInRow, RowFault>> read_sign_in_row(const SignInSheet& sheet, const CsvRow& row) {
    using Outcome = std::variant<SignInRow, RowFault>;
    CellsReader cells(sheet.header, row);
    SignInRow read;
    auto& service = read.service;
    const auto day = cells.require(SignIn::date, CivilDate(), [&](auto text) -> Result<CivilDate> {
        TIMEBANK_TRY(date, read_sheet_date(text));
        TIMEBANK_CHECK(sheet.editions.check_day(date));
        return date;
    });
    const auto start = cells.require(SignIn::start, SheetTime(), read_sheet_time);
    const auto& offset = sheet.options.offset_minutes;
    if (!cells.fault() && !start.offset_minutes && !offset) return offset_missing(sheet.header, row);
    service.actual.start = civil_time(day, start, offset.value_or(0));
    read_end(cells, sheet.options, day, service.actual);

    service.category = cells.require(SignIn::category, std::string(),
                                     [&](auto text) { return sheet.editions.category(day, text); });
    read_participants(cells, sheet, day, service);
    service.travel_minutes = cells.count(SignIn::travel_minutes, 0, minutes_max);
    service.quantity = cells.count(SignIn::quantity, 0, limits::sheet_quantity);
    service.place = cells.read(SignIn::place, std::string(), read_sheet_code);
    service.on_behalf_of = cells.read(SignIn::on_behalf_of, std::string(), read_sheet_owner);
    read.session_label = cells.text(SignIn::session);
    if (!read.session_label.empty()) service.session = session_id(sheet.origin, day, read.session_label);
    read.own_id = read_own_id(cells);
    if (cells.fault()) return Outcome(*cells.fault());
    return Outcome(std::move(read));
}

}  // namespace timebank::intake
