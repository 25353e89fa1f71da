#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What somebody else wrote, made fit to stand in a message.
namespace timebank {

inline constexpr std::size_t excerpt_bytes_max = 60;

/// The beginning of `text`, at most excerpt_bytes_max bytes and then "…". Always UTF-8: control characters
/// and bytes that are not UTF-8 become '?', so that a message can neither steer a terminal nor spoil a JSON
/// line.
std::string excerpt(std::string_view text);

/// How many bytes the UTF-8 character at the front of `text` takes (1 to 4); 0 when there is none: `text` is
/// empty, or begins with a stray, overlong, surrogate or cut-off sequence.
std::size_t utf8_character_bytes(std::string_view text);

}  // namespace timebank
