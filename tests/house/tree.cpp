#include "house/tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace timebank::house {
namespace {

namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text, std::string_view away) {
    const auto begin = text.find_first_not_of(away);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(away) - begin + 1);
}

bool is_separator(const Lines& cells) {
    return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) {
        return !cell.empty() && cell.find_first_not_of("-:") == std::string::npos;
    });
}

}  // namespace

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Lines read_lines(const fs::path& file) {
    std::istringstream in(read_text(file));
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<Source> read_sources(const fs::path& top, const std::vector<std::string>& folders) {
    std::vector<Source> sources;
    for (const auto& folder : folders) {
        if (!fs::is_directory(top / folder)) continue;
        for (const auto& file : fs::recursive_directory_iterator(top / folder)) {
            const auto& path = file.path();
            if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
            sources.push_back({path.lexically_relative(top).generic_string(), read_lines(path)});
        }
    }
    std::sort(sources.begin(), sources.end(),
              [](const Source& a, const Source& b) { return a.path < b.path; });
    return sources;
}

std::vector<Include> includes_of(const Source& source) {
    std::vector<Include> includes;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        std::string_view line = trimmed(source.lines[i], " \t");
        if (line.substr(0, 1) != "#") continue;
        line = trimmed(line.substr(1), " \t");
        if (line.substr(0, 7) != "include") continue;
        line = trimmed(line.substr(7), " \t");
        const auto end = line.find(line.substr(0, 1) == "<" ? '>' : '"', 1);
        if (end == std::string_view::npos) continue;
        includes.push_back({std::string(line.substr(1, end - 1)), line.front() == '"', i + 1});
    }
    return includes;
}

std::optional<Lines> table_cells(std::string_view line) {
    line = trimmed(line, " \t\r");
    if (line.size() < 2 || line.front() != '|' || line.back() != '|') return std::nullopt;
    Lines cells;
    for (std::size_t begin = 1; begin < line.size();) {
        const auto end = line.find('|', begin);
        cells.emplace_back(trimmed(line.substr(begin, end - begin), " `"));
        begin = end + 1;
    }
    return cells;
}

std::vector<Lines> table_below(const Lines& page, const Lines& head) {
    std::vector<Lines> rows;
    bool inside = false;
    for (const auto& line : page) {
        const auto cells = table_cells(line);
        if (inside && !cells) break;
        if (inside && !is_separator(*cells)) rows.push_back(*cells);
        if (!inside && cells && cells->size() >= head.size())
            inside = std::equal(head.begin(), head.end(), cells->begin());
    }
    return rows;
}

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string(text)};
    return {std::istream_iterator<std::string>(in), {}};
}

std::string place(const Source& source, std::size_t line) {
    return source.path + ":" + std::to_string(line);
}

}  // namespace timebank::house
