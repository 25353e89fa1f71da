#pragma once

#include <string>
#include <vector>

#include "house/tree.hpp"

/// What a file may look like. Each function gives one line of text a fault.
namespace timebank::house {

inline constexpr std::size_t columns_max = 110;
inline constexpr std::size_t file_lines_max = 600;
inline constexpr std::size_t function_lines_max = 70;

/// Characters, not bytes, of UTF-8 text.
std::size_t columns_of(std::string_view line);

/// The line without its comment and without what stands between quotes.
std::string code_of(std::string_view line);

/// Whether `text` holds `word` with no letter, digit or underscore on either side.
bool has_word(std::string_view text, std::string_view word);

/// Lines above columns_max, unless they hold a string literal: breaking those makes tables unreadable.
std::vector<std::string> wide_lines(const Source& source);

/// A file above file_lines_max.
std::vector<std::string> long_file(const Source& source);

/// Lines with one of `words` anywhere in them, comments included.
std::vector<std::string> lines_with_words(const Source& source, const std::vector<std::string>& words);

/// Lines whose code has one of `words`.
std::vector<std::string> code_with_words(const Source& source, const std::vector<std::string>& words);

/// Functions above function_lines_max, from the output of
/// `ctags -x --_xformat="%n %{end} %F %N"`: first line, last line, file, name.
std::vector<std::string> long_functions(const Lines& tags);

}  // namespace timebank::house
