#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The source tree as text: what the house rules are checked on. Nothing here knows the rules.
namespace timebank::house {

using Lines = std::vector<std::string>;

/// Empty when the file cannot be read.
std::string read_text(const std::filesystem::path& file);
Lines read_lines(const std::filesystem::path& file);

/// A C++ file of ours.
struct Source {
    std::string path;  ///< from the top of the tree, with '/'
    Lines lines;
};

/// All .hpp and .cpp files below `folders` of the tree at `top`, sorted by path.
std::vector<Source> read_sources(const std::filesystem::path& top, const std::vector<std::string>& folders);

struct Include {
    std::string name;     ///< what stands between the quotes or angle brackets
    bool quoted = false;  ///< "ours", not <theirs>
    std::size_t line = 0;
};
std::vector<Include> includes_of(const Source& source);

/// The cells of a Markdown table row without the spaces and backticks around them; nothing for other lines.
std::optional<Lines> table_cells(std::string_view line);

/// The rows below the Markdown table head that begins with these column names; empty when there is no such
/// table.
std::vector<Lines> table_below(const Lines& page, const Lines& head);

std::vector<std::string> words_of(std::string_view text);

/// "src/core/id.cpp:12"
std::string place(const Source& source, std::size_t line);

}  // namespace timebank::house
