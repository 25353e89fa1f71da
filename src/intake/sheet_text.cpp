#include "intake/sheet_text.hpp"

#include <algorithm>

#include "core/excerpt.hpp"
#include "timebank/text.hpp"

namespace timebank::intake {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t digits_a_spreadsheet_keeps = 15;

struct FileKind {
    std::string_view begins;
    std::string_view zh;
    std::string_view en;
};

constexpr FileKind other_kinds[] = {
    {"PK\x03\x04", "这是工作簿（.xlsx 或 .ods），不是 CSV", "this is a workbook (.xlsx or .ods), not CSV"},
    {"\xD0\xCF\x11\xE0", "这是旧式工作簿（.xls），不是 CSV", "this is an old workbook (.xls), not CSV"},
    {"\xFF\xFE"sv, "这是 UTF-16 文本", "this is text in UTF-16"},
    {"\xFE\xFF"sv, "这是 UTF-16 文本", "this is text in UTF-16"},
    {"%PDF", "这是 PDF，不是 CSV", "this is a PDF, not CSV"},
};

Error save_as_csv(std::string_view what_zh, std::string_view what_en) {
    return fail(Code::bad_document, "{0}：请在电子表格软件中另存为“CSV UTF-8（逗号分隔）”，再导入那个文件",
                "{1}: save it from the spreadsheet as \"CSV UTF-8 (comma delimited)\" and import that file",
                {what_zh, what_en});
}

Result<void> check_utf8(std::string_view text) {
    std::size_t line = 1;
    while (!text.empty()) {
        const auto size = utf8_character_bytes(text);
        const auto number = std::to_string(line);
        if (size == 0)
            return save_as_csv("第 " + number + " 行不是 UTF-8 文本（很可能是 GBK）",
                               "line " + number + " is not UTF-8 text (probably GBK)");
        if (text.front() == '\0')
            return save_as_csv("第 " + number + " 行有空字节，不是文本",
                               "line " + number + " has a zero byte, so this is not text");
        if (text.front() == '\n') ++line;
        text.remove_prefix(size);
    }
    return {};
}

/// The part of a text in front of or behind its spaces.
bool drop_front(std::string_view& text, std::string_view part) {
    if (!text.starts_with(part)) return false;
    text.remove_prefix(part.size());
    return true;
}
bool drop_back(std::string_view& text, std::string_view part) {
    if (!text.ends_with(part)) return false;
    text.remove_suffix(part.size());
    return true;
}

/// Blank, tab, line ends; the wide, the no-break and the zero-width space; a byte order mark gone astray.
constexpr std::string_view spaces[] = {" ",        "\t",           "\r",           "\n", "\xE3\x80\x80",
                                       "\xC2\xA0", "\xE2\x80\x8B", byte_order_mark};

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// "4.20106E+17", "4.2E17": digits, perhaps a point and digits, an exponent.
bool is_scientific(std::string_view text) {
    const auto skip_digits = [&] {
        std::size_t count = 0;
        for (; !text.empty() && is_digit(text.front()); ++count) text.remove_prefix(1);
        return count;
    };
    const auto whole = skip_digits();
    if (whole == 0) return false;
    const bool has_point = drop_front(text, ".");
    if (has_point && skip_digits() == 0) return false;
    if (!drop_front(text, "E") && !drop_front(text, "e")) return false;
    const bool has_sign = drop_front(text, "+") || drop_front(text, "-");
    if (!has_point && !has_sign) return false;  // "12E3" may well be somebody's number
    return skip_digits() > 0 && text.empty();
}

}  // namespace

Result<std::string_view> sheet_text(std::string_view bytes) {
    for (const auto& kind : other_kinds)
        if (bytes.starts_with(kind.begins)) return save_as_csv(kind.zh, kind.en);
    drop_front(bytes, byte_order_mark);
    if (trimmed_cell(bytes).empty())
        return fail(Code::bad_document, "表是空的：请先填写（import --template 给出样表），再保存为 CSV",
                    "the sheet is empty: fill one in (import --template prints a sample) and save it as CSV");
    auto checked = check_utf8(bytes);
    if (!checked) return checked.error();
    return bytes;
}

std::string_view trimmed_cell(std::string_view cell) {
    const auto drop_any = [&](auto drop) {
        return std::any_of(std::begin(spaces), std::end(spaces),
                           [&](auto space) { return drop(cell, space); });
    };
    while (drop_any(drop_front)) {
    }
    while (drop_any(drop_back)) {
    }
    drop_front(cell, "'");
    return cell;
}

std::string half_width(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const auto size = std::max<std::size_t>(utf8_character_bytes(text), 1);
        const auto character = text.substr(0, size);
        text.remove_prefix(size);
        // U+FF01 to U+FF5E are '!' to '~' in the same order.
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
        const bool is_wide = size == 3 && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD);
        const unsigned place = is_wide ? (byte(1) - 0xBCU) * 64 + (byte(2) - 0x80U) : 0;
        if (is_wide && place >= 1 && place <= 94)
            plain += static_cast<char>('!' + place - 1);
        else if (character == "\xE3\x80\x80")
            plain += ' ';
        else
            plain += character;
    }
    return plain;
}

std::optional<Text> damage_of(std::string_view cell) {
    constexpr auto format_zh = "请把这一列的格式设为“文本”，重新填写，再保存";
    constexpr auto format_en = "give the column the format \"text\", enter it again, and save";
    if (is_scientific(cell))
        return say("“{0}”是电子表格把长号码变成的科学记数，后面的数字已经丢失：{1}",
                   "\"{0}\" is what a spreadsheet made of a long number, whose last digits are lost: {2}",
                   {excerpt(cell), format_zh, format_en});
    const bool is_too_narrow = cell.size() >= 2 && cell.find_first_not_of('#') == cell.npos;
    if (is_too_narrow)
        return say("“{0}”是列太窄时电子表格显示的样子，内容没有保存下来：请加宽这一列，再保存",
                   "\"{0}\" is what a spreadsheet shows when a column is too narrow, and the content was not "
                   "saved: widen the column and save again",
                   {excerpt(cell)});
    for (const std::string_view fault : {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
        if (cell == fault)
            return say("“{}”是电子表格公式的错误，不是内容：请改正公式或直接填写",
                       "\"{}\" is the error of a spreadsheet's formula: mend the formula, or write the value",
                       {fault});
    return std::nullopt;
}

std::optional<Text> lost_digits_of(std::string_view cell) {
    const bool is_number = !cell.empty() && std::all_of(cell.begin(), cell.end(), is_digit);
    if (!is_number || cell.size() < digits_a_spreadsheet_keeps + 3) return std::nullopt;
    if (cell.find_first_not_of('0', digits_a_spreadsheet_keeps) != cell.npos) return std::nullopt;
    return say(
        "“{}”第 15 位以后都是 0：电子表格只保留 15 位数字，后面的很可能已经丢失：请把这一列的格式设为"
        "“文本”，重新填写，再保存",
        "\"{}\" has only zeros behind its 15th digit: a spreadsheet keeps 15, the others are probably "
        "lost: give the column the format \"text\", enter it again, and save",
        {excerpt(cell)});
}

}  // namespace timebank::intake
