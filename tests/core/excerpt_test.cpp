#include "core/excerpt.hpp"

#include <cstdint>
#include <string>

#include "catch.hpp"

using namespace timebank;
using namespace std::string_literals;

TEST_CASE("an excerpt is short, one line, and UTF-8") {
    struct Row {
        std::string text;
        std::string expected;
    };
    const Row rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"食堂志愿者", "食堂志愿者"},
        {"😀", "😀"},
        {"a\nb\tc\0d"s, "a?b?c?d"},
        {"\x1b[31mred", "?[31mred"},
        {"\x7f", "?"},
        {"\xc2\x9b"
         "1m",
         "?1m"},  // CSI as one C1 control
        {"\xc2\xa0", "\xc2\xa0"},
        {"\x80", "?"},                 // stray continuation
        {"\xc0\x80", "??"},            // overlong NUL
        {"\xed\xa0\x80", "???"},       // surrogate
        {"\xf4\x90\x80\x80", "????"},  // above U+10FFFF
        {"\xe9\xa3", "??"},            // cut off
        {std::string(60, 'a'), std::string(60, 'a')},
        {std::string(61, 'a'), std::string(60, 'a') + "…"},
        {std::string(59, 'a') + "食", std::string(59, 'a') + "…"},  // never half a character
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(excerpt(row.text) == row.expected);
    }
}

namespace {

/// RFC 3629 by its definition: the bytes of a code point.
std::string encode(std::uint32_t point) {
    auto tail = [&](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) return {static_cast<char>(point)};
    if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), tail(0)};
    if (point < 0x10000) return {static_cast<char>(0xE0 | point >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace

TEST_CASE("what no name may hold: controls, separators of lines, what turns the direction of text") {
    std::string refused;
    for (std::uint32_t point = 0; point < 0x110000; ++point) {
        if (point >= 0xD800 && point < 0xE000) continue;
        const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
        const bool turns = (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        const std::string text = "a" + encode(point) + "b";
        const bool line_break_or_tab = point == '\n' || point == '\r' || point == '\t';
        if (is_printable_line(text) == (control || turns)) refused += " " + std::to_string(point);
        if (is_printable_text(text) == ((control || turns) && !line_break_or_tab))
            refused += " " + std::to_string(point);
    }
    CHECK(refused.empty());
    CHECK(is_printable_line(""));
    CHECK_FALSE(is_printable_line("\xe9\xa3"));
    CHECK(excerpt("1\u202e2\u2066") == "1?2?");
}

TEST_CASE("every code point but the surrogates is one UTF-8 character, and no other three bytes are") {
    std::size_t wrong = 0;
    std::size_t characters_of_three = 0;
    for (std::uint32_t point = 0; point < 0x110000; ++point) {
        const std::string text = encode(point);
        const bool surrogate = point >= 0xD800 && point < 0xE000;
        if (utf8_character_bytes(text) != (surrogate ? 0 : text.size())) ++wrong;
        if (!surrogate && text.size() == 3) ++characters_of_three;
    }
    CHECK(wrong == 0);

    std::size_t accepted_of_three = 0;
    for (std::uint32_t bits = 0; bits < 0x1000000; ++bits) {
        const char text[] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                             static_cast<char>(bits)};
        if (utf8_character_bytes({text, 3}) == 3) ++accepted_of_three;
    }
    CHECK(accepted_of_three == characters_of_three);
}
