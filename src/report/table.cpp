#include "timebank/text_table.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/excerpt.hpp"

namespace timebank {
namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

constexpr Range wide[] = {
    {0x1100, 0x115f},    // Hangul Jamo
    {0x231a, 0x231b},    // watch, hourglass
    {0x2329, 0x232a},    // angle brackets
    {0x2e80, 0x303e},    // radicals, ideographic punctuation
    {0x3041, 0xa4cf},    // kana, bopomofo, ideographs and extension A, Yi
    {0xa960, 0xa97f},    // Hangul Jamo extended
    {0xac00, 0xd7a3},    // Hangul syllables
    {0xf900, 0xfaff},    // compatibility ideographs
    {0xfe10, 0xfe19},    // vertical forms
    {0xfe30, 0xfe6f},    // compatibility and small forms
    {0xff01, 0xff60},    // fullwidth forms
    {0xffe0, 0xffe6},    // fullwidth signs
    {0x1f300, 0x1f64f},  // pictographs, faces
    {0x1f680, 0x1f6ff},  // transport
    {0x1f900, 0x1f9ff},  // more pictographs
    {0x20000, 0x3fffd},  // ideographs, extensions B and later
};

constexpr Range zero_width[] = {
    {0x0300, 0x036f},    // combining marks
    {0x200b, 0x200f},    // zero-width space, joiners, direction marks
    {0xfe00, 0xfe0f},    // variation selectors
    {0xfeff, 0xfeff},    // byte order mark
    {0xe0100, 0xe01ef},  // variation selectors for ideographs
};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], std::uint32_t character) {
    return std::any_of(std::begin(ranges), std::end(ranges), [character](const Range& range) {
        return range.first <= character && character <= range.last;
    });
}

/// The code point of one whole UTF-8 character.
std::uint32_t code_point(std::string_view character) {
    constexpr std::uint8_t first_byte_bits[] = {0x7f, 0x1f, 0x0f, 0x07};
    std::uint32_t value =
        static_cast<std::uint8_t>(character.front()) & first_byte_bits[character.size() - 1];
    for (char following : character.substr(1))
        value = value << 6 | (static_cast<std::uint8_t>(following) & 0x3fu);
    return value;
}

std::size_t columns_of(std::uint32_t character) {
    if (is_in(zero_width, character)) return 0;
    return is_in(wide, character) ? 2 : 1;
}

bool is_control(std::uint32_t character) {
    return character < 0x20 || (0x7f <= character && character < 0xa0);
}

std::string without_controls(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto bytes = utf8_character_bytes(text);
        const bool shown = bytes > 0 && !is_control(code_point(text.substr(0, bytes)));
        clean += shown ? text.substr(0, bytes) : "?";
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return clean;
}

using Row = std::vector<std::string>;

std::string write_row(const std::vector<TableColumn>& columns, const std::vector<std::size_t>& widths,
                      const Row& row) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string padding(widths[i] - display_width(row[i]), ' ');
        if (i > 0) line += "  ";
        line += columns[i].alignment == Alignment::right ? padding + row[i] : row[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto bytes = utf8_character_bytes(text);
        width += bytes == 0 ? 1 : columns_of(code_point(text.substr(0, bytes)));
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return width;
}

std::string write_table(const std::vector<TableColumn>& columns,
                        const std::vector<std::vector<std::string>>& rows) {
    std::vector<Row> cells(1);
    for (const auto& column : columns) cells.front().push_back(without_controls(column.heading));
    for (const auto& row : rows) {
        auto& clean = cells.emplace_back(columns.size());
        for (std::size_t i = 0; i < std::min(row.size(), columns.size()); ++i)
            clean[i] = without_controls(row[i]);
    }
    std::vector<std::size_t> widths(columns.size(), 0);
    for (const auto& row : cells)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));

    Row rule;
    for (const auto width : widths) rule.emplace_back(width, '-');
    cells.insert(cells.begin() + 1, std::move(rule));

    std::string text;
    for (const auto& row : cells) text += write_row(columns, widths, row);
    return text;
}

}  // namespace timebank
