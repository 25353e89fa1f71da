#include "checkpoint/lines.hpp"

#include <algorithm>
#include <charconv>

#include "core/excerpt.hpp"

namespace timebank {
namespace {

/// Unicode's White_Space above U+0020; the ones below are control characters, which are refused anyway.
constexpr std::string_view white_space[] = {
    " ",
    "\xC2\x85",
    "\xC2\xA0",
    "\xE1\x9A\x80",
    "\xE2\x80\x80",
    "\xE2\x80\x81",
    "\xE2\x80\x82",
    "\xE2\x80\x83",
    "\xE2\x80\x84",
    "\xE2\x80\x85",
    "\xE2\x80\x86",
    "\xE2\x80\x87",
    "\xE2\x80\x88",
    "\xE2\x80\x89",
    "\xE2\x80\x8A",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xE2\x80\xAF",
    "\xE2\x81\x9F",
    "\xE3\x80\x80",
};

bool is_below_space(char byte) {
    return static_cast<std::uint8_t>(byte) < 0x20;
}

}  // namespace

std::optional<std::string_view> LineReader::next() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++number_;
    return line;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Digest> parse_digest(std::string_view base64) {
    const Result<Bytes> bytes = from_base64(base64);
    Digest digest;
    if (!bytes || bytes->size() != digest.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

bool is_key_name(std::string_view name) {
    if (name.empty()) return false;
    while (!name.empty()) {
        const std::size_t length = utf8_character_bytes(name);
        const std::string_view character = name.substr(0, length);
        if (length == 0 || character == "+" || is_below_space(character.front())) return false;
        if (std::find(std::begin(white_space), std::end(white_space), character) != std::end(white_space))
            return false;
        name.remove_prefix(length);
    }
    return true;
}

std::optional<std::size_t> first_unprintable(std::string_view text) {
    for (std::size_t place = 0; place < text.size();) {
        const std::size_t length = utf8_character_bytes(text.substr(place));
        if (length == 0 || (is_below_space(text[place]) && text[place] != '\n')) return place;
        place += length;
    }
    return std::nullopt;
}

}  // namespace timebank
