#include "core/excerpt.hpp"

#include <algorithm>
#include <cstdint>

namespace timebank {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t index) {
    return static_cast<std::uint8_t>(text[index]);
}

struct ByteRange {
    std::uint8_t least;
    std::uint8_t most;
};

/// What may follow `first` (Unicode 15, table 3-7): this is where overlong forms and surrogates are refused.
ByteRange second_byte_range(std::uint8_t first) {
    switch (first) {
        case 0xE0:
            return {0xA0, 0xBF};
        case 0xED:
            return {0x80, 0x9F};
        case 0xF0:
            return {0x90, 0xBF};
        case 0xF4:
            return {0x80, 0x8F};
        default:
            return {0x80, 0xBF};
    }
}

/// See is_printable_line().
bool is_unprintable(std::string_view character) {
    const std::uint8_t first = byte_at(character, 0);
    if (character.size() == 1) return first < 0x20 || first == 0x7F;
    if (character.size() == 2) return first == 0xC2 && byte_at(character, 1) < 0xA0;
    if (character.size() != 3 || first != 0xE2) return false;
    const std::uint8_t second = byte_at(character, 1);
    const std::uint8_t third = byte_at(character, 2);
    const bool separates_or_turns = second == 0x80 && third >= 0xA8 && third <= 0xAE;
    const bool isolates = second == 0x81 && third >= 0xA6 && third <= 0xA9;
    return separates_or_turns || isolates;
}

bool is_printable(std::string_view text, std::string_view also) {
    while (!text.empty()) {
        const std::size_t length = utf8_character_bytes(text);
        if (length == 0) return false;
        const std::string_view character = text.substr(0, length);
        if (is_unprintable(character) && also.find(character) == also.npos) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace

bool is_printable_line(std::string_view text) {
    return is_printable(text, "");
}

bool is_printable_text(std::string_view text) {
    return is_printable(text, "\n\r\t");
}

std::size_t utf8_character_bytes(std::string_view text) {
    if (text.empty()) return 0;
    const std::uint8_t first = byte_at(text, 0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;

    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (text.size() < length) return 0;
    const ByteRange second = second_byte_range(first);
    if (byte_at(text, 1) < second.least || byte_at(text, 1) > second.most) return 0;
    for (std::size_t index = 2; index < length; ++index) {
        if ((byte_at(text, index) & 0xC0) != 0x80) return 0;
    }
    return length;
}

std::string excerpt(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t length = utf8_character_bytes(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        const std::string_view spelled = length == 0 || is_unprintable(character) ? "?" : character;
        if (shown.size() + spelled.size() > excerpt_bytes_max) return shown + "…";
        shown += spelled;
        text.remove_prefix(character.size());
    }
    return shown;
}

}  // namespace timebank
