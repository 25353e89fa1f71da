#include "intake/sheet_values.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "entry/words.hpp"
#include "intake/sheet_text.hpp"
#include "timebank/id.hpp"
#include "timebank/limits.hpp"

namespace timebank::intake {
namespace {

constexpr int offset_minutes_max = limits::offset_hours * 60;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// Reads small numbers and what stands between them, from left to right. Once something does not fit,
/// everything after fails too.
class CellReader {
  public:
    explicit CellReader(std::string_view text) : rest_(text) {}

    /// `least` to `most` digits.
    int number(std::size_t least, std::size_t most) {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < most && !rest_.empty() && is_digit(rest_.front()); ++digits) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        failed_ = failed_ || digits < least;
        return value;
    }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    void expect(std::string_view text) {
        if (!take(text)) failed_ = true;
    }
    bool complete() const { return !failed_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

Result<void> check_damage(std::string_view cell) {
    if (auto damage = damage_of(cell)) return Error{Code::bad_document, *damage};
    return {};
}

std::string padded(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

struct WrittenDate {
    int year = 0, month = 0, day = 0;
};

/// Year, month and day, if the text has the shape of a date; there need not be such a day.
std::optional<WrittenDate> written_date(std::string_view text) {
    for (const std::string_view midnight : {" 00:00:00", " 0:00:00", " 00:00", " 0:00"})
        if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
    CellReader reader(text);
    WrittenDate date;
    date.year = reader.number(4, 4);
    const std::string_view separator = reader.take("-")   ? "-"
                                       : reader.take("/") ? "/"
                                       : reader.take(".") ? "."
                                                          : "";
    if (separator.empty()) reader.expect("年");
    date.month = reader.number(1, 2);
    reader.expect(separator.empty() ? "月" : separator);
    date.day = reader.number(1, 2);
    if (separator.empty()) reader.take("日");
    return reader.complete() ? std::optional(date) : std::nullopt;
}

struct RoleWord {
    std::string_view code;
    std::vector<std::string_view> names;
};
const std::vector<RoleWord>& role_words() {
    static const std::vector<RoleWord> words = {
        {"volunteer", {"志愿者", "服务者", "义工"}},
        {"receiver", {"受服务者", "服务对象", "受助者"}},
        {"attendee", {"参加者", "参与者"}},
        {"social-worker", {"社工", "社会工作者", "social worker"}},
    };
    return words;
}

}  // namespace

Result<CivilDate> read_sheet_date(std::string_view cell) {
    const auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    if (const auto date = written_date(text)) {
        auto civil =
            parse_civil_date(text.substr(0, 4) + "-" + padded(date->month) + "-" + padded(date->day));
        if (civil) return civil;
        return fail(Code::bad_document, "“{}”这一天不存在，或不在 {} 至 {} 年：请查对日期",
                    "there is no day \"{}\" in the years {} to {}: check the date",
                    {excerpt(cell), std::to_string(limits::first_year), std::to_string(limits::last_year)});
    }
    const bool is_day_number = text.size() == 5 && std::all_of(text.begin(), text.end(), is_digit);
    if (is_day_number)
        return fail(
            Code::bad_document, "“{}”是电子表格内部的日期序号：请把这一列的格式设为“日期”，再保存",
            "\"{}\" is a spreadsheet's own count of days: give the column the format \"date\" and save "
            "again",
            {excerpt(cell)});
    return fail(Code::bad_document, "“{}”不是日期：请按年、月、日写成 2018-06-04、2018/6/4 或 2018年6月4日",
                "\"{}\" is not a date: write year, month and day, as 2018-06-04, 2018/6/4 or 2018年6月4日",
                {excerpt(cell)});
}

Result<SheetTime> read_sheet_time(std::string_view cell) {
    const auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    CellReader reader(text);
    const int hour = reader.number(1, 2);
    reader.expect(":");
    const int minute = reader.number(2, 2);
    int second = 0;
    if (reader.take(":")) second = reader.number(2, 2);
    const auto sign = text.find_first_of("+-");
    SheetTime time{hour * 60 + minute, std::nullopt};
    if (sign != text.npos) {
        TIMEBANK_TRY(offset, read_offset(std::string_view(text).substr(sign)));
        time.offset_minutes = offset;
        reader.expect(std::string_view(text).substr(sign));
    }
    if (reader.complete() && second != 0)
        return fail(Code::bad_document, "“{}”写到了秒：服务按分钟计，请写成 08:30",
                    "\"{}\" has seconds: services are counted in minutes, write it as 08:30",
                    {excerpt(cell)});
    if (reader.complete() && hour == 24 && minute == 0)
        return fail(Code::bad_document, "“{}”：一天到 23:59 为止，午夜请写成第二天的 00:00",
                    "\"{}\": a day ends at 23:59, write midnight as 00:00 of the next day", {excerpt(cell)});
    if (reader.complete() && hour < 24 && minute < 60) return time;
    return fail(Code::bad_document, "“{}”不是时间：请按 24 小时制写成 8:30 或 08:30",
                "\"{}\" is not a time: write it by the 24-hour clock, as 8:30 or 08:30", {excerpt(cell)});
}

Result<std::int16_t> read_offset(std::string_view text) {
    CellReader reader(text);
    const int sign = reader.take("-") ? -1 : 1;
    if (sign > 0) reader.expect("+");
    const int hours = reader.number(2, 2);
    reader.expect(":");
    const int minutes = reader.number(2, 2);
    const int offset = sign * (hours * 60 + minutes);
    const bool negative_zero = sign < 0 && offset == 0;
    if (reader.complete() && minutes < 60 && !negative_zero && std::abs(offset) <= offset_minutes_max)
        return static_cast<std::int16_t>(offset);
    return fail(Code::bad_document, "“{}”不是时差：请写成 +08:00，在 -18:00 与 +18:00 之间",
                "\"{}\" is not an offset from UTC: write it as +08:00, within -18:00 and +18:00",
                {excerpt(text)});
}

Result<std::uint32_t> read_sheet_count(std::string_view cell, std::uint32_t least, std::uint32_t most) {
    const auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    const bool is_number =
        !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), is_digit);
    std::uint32_t value = 0;
    if (is_number)
        for (const char digit : text) value = value * 10 + static_cast<std::uint32_t>(digit - '0');
    if (is_number && value >= least && value <= most) return value;
    return fail(
        Code::bad_document, "“{0}”应为 {1} 至 {2} 的整数：请只写数字，不写单位和小数",
        "\"{0}\" must be a whole number from {1} to {2}: write digits alone, without a unit or a point",
        {excerpt(cell), std::to_string(least), std::to_string(most)});
}

Result<std::string> read_sheet_owner(std::string_view cell) {
    auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    if (is_code(text)) return text;
    return fail(Code::bad_document,
                "“{0}”不是编号：编号由 1 至 {1} 个字母、数字或 . _ - 组成；姓名不进账本，请填登记时的编号",
                "\"{0}\" is not a person's number, which has 1 to {1} letters, digits or . _ -; names do not "
                "enter the ledger: write the number given at registration",
                {excerpt(cell), std::to_string(limits::code_characters)});
}

Result<std::vector<std::string>> read_sheet_owners(std::string_view cell) {
    std::vector<std::string> owners;
    auto rest = half_width(cell);
    for (std::size_t at = 0; (at = rest.find("、")) != rest.npos;)
        rest.replace(at, std::string_view("、").size(), ";");
    std::replace(rest.begin(), rest.end(), ',', ';');
    for (std::string_view text = rest; !text.empty();) {
        const auto part = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (trimmed_cell(part).empty()) continue;
        TIMEBANK_TRY(owner, read_sheet_owner(trimmed_cell(part)));
        owners.push_back(std::move(owner));
    }
    return owners;
}

Result<std::string> read_sheet_code(std::string_view cell) {
    auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    if (is_code(text)) return text;
    return fail(Code::bad_document, "“{0}”不是代码：代码由 1 至 {1} 个字母、数字或 . _ - 组成，如 canteen",
                "\"{0}\" is not a code, which has 1 to {1} letters, digits or . _ -, such as canteen",
                {excerpt(cell), std::to_string(limits::code_characters)});
}

Result<EvidenceKind> read_sheet_evidence(std::string_view cell) {
    const auto text = half_width(cell);
    TIMEBANK_CHECK(check_damage(text));
    std::vector<Text> known;
    bool is_on_paper = false;
    for (const auto& word : entry::words_of<EvidenceKind>()) {
        const bool is_it = text == word.zh || text == word.text;
        if (word.value == EvidenceKind::paper_confirmation) {
            is_on_paper = is_it;
            continue;
        }
        if (is_it) return word.value;
        known.push_back(in_words(word.value));
    }
    if (is_on_paper)
        return Error{Code::bad_document,
                     say_with("纸质确认须附照片的摘要，表里写不下：请单独提交这次服务，或改写为 {}",
                              "a confirmation on paper takes the digest of its photo, which a sheet cannot "
                              "carry: post that service on its own, or write one of {}",
                              {listed(known)})};
    return Error{Code::bad_document,
                 say_with("“{0}”不是凭据种类：可填 {1}", "\"{0}\" is no kind of evidence: write {1}",
                          {same_in_both(excerpt(cell)), listed(known)})};
}

std::optional<std::string_view> find_role(std::string_view cell) {
    const auto text = half_width(cell);
    for (const auto& word : role_words())
        if (text == word.code || std::find(word.names.begin(), word.names.end(), text) != word.names.end())
            return word.code;
    return std::nullopt;
}

}  // namespace timebank::intake
