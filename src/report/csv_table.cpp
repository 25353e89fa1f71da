#include "timebank/csv_table.hpp"

#include <algorithm>
#include <string_view>

#include "core/excerpt.hpp"
#include "timebank/time.hpp"

namespace timebank {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view guard = "'";

/// As many digits as a column shows before anybody widens it; longer numbers become 1.38E+10.
constexpr std::size_t digits_shown = 8;

bool is_digit(char character) {
    return '0' <= character && character <= '9';
}

char lower(char character) {
    return 'A' <= character && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [text](std::string_view beginning) {
        return text.substr(0, beginning.size()) == beginning;
    });
}

bool begins_like_a_formula(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return begins_with_any(text, {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"});
}

bool is_month(std::string_view word) {
    constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                           "may",       "june",     "july",     "august",
                                           "september", "october",  "november", "december"};
    return word == "sept" ||
           std::any_of(std::begin(months), std::end(months), [word](std::string_view month) {
               return word == month || word == month.substr(0, 3);
           });
}

/// A text taken apart as a spreadsheet would: digits, the signs that stand in numbers, dates and times, and
/// what is neither, in lower case.
struct Parts {
    bool has_digit = false;
    std::string rest;
};

Parts parts_of(std::string_view text) {
    constexpr std::string_view signs[] = {"+",  "-",  ".",  ",",  ":",  "/",    "%",   "$",
                                          "(",  ")",  " ",  "年", "月", "日",   "时",  "時",
                                          "分", "秒", "￥", "¥",  "€",  "上午", "下午"};
    constexpr std::string_view fullwidth_digits[] = {"０", "１", "２", "３", "４",
                                                     "５", "６", "７", "８", "９"};
    const auto found = [&text](const auto& list) {
        for (const auto one : list)
            if (text.substr(0, one.size()) == one) return one.size();
        return std::size_t{0};
    };
    Parts parts;
    while (!text.empty()) {
        const auto digit = is_digit(text.front()) ? 1 : found(fullwidth_digits);
        const auto known = digit > 0 ? digit : found(signs);
        parts.has_digit = parts.has_digit || digit > 0;
        if (known == 0) parts.rest += lower(text.front());
        text.remove_prefix(std::max<std::size_t>(known, 1));
    }
    return parts;
}

/// Whether a spreadsheet might make something else of it: a number without its leading zeros or last digits,
/// a date, a time, a truth value. What it would show as it is, such as "71", is not meant.
bool reads_as_a_value(std::string_view text) {
    if (all_digits(text)) return text.size() > digits_shown || (text.front() == '0' && text.size() > 1);
    const auto [has_digit, rest] = parts_of(text);
    if (!has_digit) return rest == "true" || rest == "false";
    if (rest.empty() || is_month(rest)) return true;
    // 1E5, 8:30 am, 2018-06-04T08:30Z; but "e-5" and "t-1" are nobody's numbers.
    if (lower(text.front()) == rest.front()) return false;
    return rest == "e" || rest == "am" || rest == "pm" || rest == "t" || rest == "tz";
}

bool is_number(std::string_view text) {
    if (text.substr(0, 1) == "-") text.remove_prefix(1);
    const auto point = text.find('.');
    if (point == std::string_view::npos) return all_digits(text);
    return all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

/// "08:30:00"
bool is_time_of_day(std::string_view text) {
    return text.size() == 8 && text[2] == ':' && text[5] == ':' && all_digits(text.substr(0, 2)) &&
           all_digits(text.substr(3, 2)) && all_digits(text.substr(6)) && text.substr(0, 2) < "24" &&
           text.substr(3, 2) < "60" && text.substr(6) < "60";
}

bool is_what_it_says(const CsvCell& cell) {
    switch (cell.kind) {
        case CsvKind::number:
            return is_number(cell.text);
        case CsvKind::date:
            return parse_civil_date(cell.text).has_value() || is_time_of_day(cell.text);
        case CsvKind::text:
            break;
    }
    return false;
}

std::string whole_utf8(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto bytes = utf8_character_bytes(text);
        clean += bytes > 0 && text.front() != '\0' ? text.substr(0, bytes) : "?";
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return clean;
}

std::string guarded(const CsvCell& cell) {
    auto text = whole_utf8(cell.text);
    if (is_what_it_says(cell)) return text;
    const bool in_danger =
        begins_like_a_formula(text) || reads_as_a_value(text) || begins_with_any(text, {guard});
    return in_danger ? std::string(guard) + text : text;
}

/// Semicolons and tabs too: spreadsheets offer to split there.
std::string field_of(const CsvCell& cell) {
    const auto text = guarded(cell);
    const bool has_space_around = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (!has_space_around && text.find_first_of(",\"\r\n;\t") == std::string::npos) return text;
    std::string field = "\"";
    for (const char character : text) field += character == '"' ? "\"\"" : std::string(1, character);
    return field + "\"";
}

}  // namespace

std::string write_csv_line(const std::vector<CsvCell>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i > 0 ? "," : "") + field_of(row[i]);
    return line + "\r\n";
}

std::string write_csv(const std::vector<std::string>& headings,
                      const std::vector<std::vector<CsvCell>>& rows) {
    std::vector<CsvCell> first;
    for (const auto& heading : headings) first.push_back({heading, CsvKind::text});
    std::string csv(byte_order_mark);
    csv += write_csv_line(first);
    for (auto row : rows) {
        row.resize(headings.size());
        csv += write_csv_line(row);
    }
    return csv;
}

}  // namespace timebank
