#include "people/matching.hpp"

#include <algorithm>
#include <cstdint>

#include "core/excerpt.hpp"

namespace timebank::people {
namespace {

constexpr std::size_t phone_part_digits_least = 3;

constexpr std::string_view spaces_and_dots[] = {
    " ",      "\t",     "\u00A0", "\u3000",                      // spaces, the last as wide as a character
    "\u00B7", "\u2022", "\u2027", "\u30FB", "\uFF65", "\u2219",  // dots between the parts of a name
};

/// The next character of `text`, which is not empty and begins behind it afterwards. A byte that is not UTF-8
/// is a character of its own.
std::string_view take_character(std::string_view& text) {
    const auto character = text.substr(0, std::max<std::size_t>(utf8_character_bytes(text), 1));
    text.remove_prefix(character.size());
    return character;
}

/// '!' for the full-width '！' (U+FF01 to U+FF5E), itself for an ASCII character, 0 for all others.
char as_ascii(std::string_view character) {
    const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(character[index]); };
    if (character.size() == 1 && byte(0) < 0x80) return character[0];
    if (character.size() != 3 || byte(0) != 0xEF) return 0;
    const unsigned point = 0xF000U | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    return point >= 0xFF01 && point <= 0xFF5E ? static_cast<char>(point - 0xFEE0) : '\0';
}

bool is_dropped(std::string_view character) {
    return std::find(std::begin(spaces_and_dots), std::end(spaces_and_dots), character) !=
           std::end(spaces_and_dots);
}

char small(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// With full-width forms as ASCII and without spaces, else as it is.
std::string narrow(std::string_view text) {
    std::string all;
    while (!text.empty()) {
        const auto character = take_character(text);
        if (is_dropped(character)) continue;
        if (const char ascii = as_ascii(character))
            all += ascii;
        else
            all += character;
    }
    return all;
}

bool could_be_phone(std::string_view narrowed) {
    constexpr std::string_view allowed = "0123456789+-().";
    return narrowed.find_first_not_of(allowed) == std::string_view::npos;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

std::string folded(std::string_view text) {
    auto all = narrow(text);
    std::transform(all.begin(), all.end(), all.begin(), small);
    return all;
}

std::string digits_in(std::string_view text) {
    auto all = narrow(text);
    all.erase(std::remove_if(all.begin(), all.end(), [](char one) { return !is_digit(one); }), all.end());
    return all;
}

std::string phone_digits(std::string_view text) {
    constexpr std::size_t mobile_digits = 11;
    auto digits = digits_in(text);
    for (const std::string_view country : {"0086", "86"})
        if (digits.size() == country.size() + mobile_digits &&
            digits.compare(0, country.size(), country) == 0)
            return digits.substr(country.size());
    return digits;
}

Query::Query(std::string_view typed)
    : owner_prefix(narrow(typed)), name_part(folded(typed)), phone_part(phone_digits(typed)) {
    if (phone_part.size() < phone_part_digits_least || !could_be_phone(owner_prefix)) phone_part.clear();
}

bool Query::matches_name(std::string_view name) const {
    return contains(folded(name), name_part);
}

bool Query::matches_phone(std::string_view phone) const {
    return !phone_part.empty() && contains(phone_digits(phone), phone_part);
}

bool Query::matches(std::string_view field, std::string_view text) const {
    if (field == "name") return matches_name(text);
    return field == "phone" && matches_phone(text);
}

}  // namespace timebank::people
