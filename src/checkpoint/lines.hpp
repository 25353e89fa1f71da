#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "timebank/bytes.hpp"

/// What the text formats of this room are made of. FORMAT.md describes the formats.
namespace timebank {

/// Hands out the lines of a text whose every line ends in a newline.
class LineReader {
  public:
    explicit LineReader(std::string_view text) : rest_(text) {}

    /// The next line without its newline; nothing when no newline is left, even if characters are.
    std::optional<std::string_view> next();
    /// Which line next() gave last, from 1.
    std::size_t number() const { return number_; }
    /// What no line has been taken from.
    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

/// [0, 2^64) in ASCII digits without needless zeros; nothing for any other text.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// 32 bytes in the one base64 they have; nothing for any other text.
std::optional<Digest> parse_digest(std::string_view base64);

/// Whether `name` may stand in a signature line: not empty, UTF-8, no '+', no control character and none of
/// Unicode's white space.
bool is_key_name(std::string_view name);

/// Where `text` stops being UTF-8 without control characters below U+0020 other than newline; nothing if
/// nowhere.
std::optional<std::size_t> first_unprintable(std::string_view text);

}  // namespace timebank
