#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What somebody else wrote, made fit to stand in a message.
namespace timebank {

inline constexpr std::size_t excerpt_bytes_max = 60;

/// The beginning of `text`, at most excerpt_bytes_max bytes and then "…". Always UTF-8: what is not
/// is_printable_line() becomes '?', so that a message can neither steer a terminal nor spoil a JSON line, nor
/// read otherwise than it is written.
std::string excerpt(std::string_view text);

/// Whether it is UTF-8 without control characters (C0, DEL and C1), line and paragraph separators, and
/// without what turns the direction of text (U+202A to U+202E, U+2066 to U+2069), by which a name can be made
/// to read as another.
bool is_printable_line(std::string_view text);
/// The same, but there may be line breaks and tabs.
bool is_printable_text(std::string_view text);

/// How many bytes the UTF-8 character at the front of `text` takes (1 to 4); 0 when there is none: `text` is
/// empty, or begins with a stray, overlong, surrogate or cut-off sequence.
std::size_t utf8_character_bytes(std::string_view text);

}  // namespace timebank
