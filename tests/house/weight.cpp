#include "house/weight.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "house/rooms.hpp"

namespace timebank::house {
namespace {

namespace fs = std::filesystem;

void follow(const std::string& path, const std::map<std::string, Source>& sources, Reach& reach) {
    const auto found = sources.find(path);
    if (found == sources.end() || !reach.ours.insert(path).second) return;
    reach.lines += found->second.lines.size();
    for (const auto& include : includes_of(found->second)) {
        if (!include.quoted)
            reach.theirs.insert(include.name);
        else
            follow((include.name.starts_with("timebank/") ? "include/" : "src/") + include.name, sources,
                   reach);
    }
}

struct StandardName {
    std::string_view name;  ///< behind std::
    std::string_view header;
};

constexpr StandardName standard_names[] = {
    {"adjacent_find", "algorithm"},
    {"all_of", "algorithm"},
    {"any_of", "algorithm"},
    {"array", "array"},
    {"clamp", "algorithm"},
    {"count_if", "algorithm"},
    {"filesystem", "filesystem"},
    {"find_if", "algorithm"},
    {"function", "functional"},
    {"get_if", "variant"},
    {"int64_t", "cstdint"},
    {"less", "functional"},
    {"lower_bound", "algorithm"},
    {"make_shared", "memory"},
    {"make_unique", "memory"},
    {"map", "map"},
    {"max", "algorithm"},
    {"max_element", "algorithm"},
    {"min", "algorithm"},
    {"move", "utility"},
    {"none_of", "algorithm"},
    {"nullopt", "optional"},
    {"numeric_limits", "limits"},
    {"optional", "optional"},
    {"pair", "utility"},
    {"set", "set"},
    {"shared_ptr", "memory"},
    {"sort", "algorithm"},
    {"span", "span"},
    {"stable_sort", "algorithm"},
    {"string", "string"},
    {"string_view", "string_view"},
    {"swap", "utility"},
    {"to_string", "string"},
    {"uint16_t", "cstdint"},
    {"uint32_t", "cstdint"},
    {"uint64_t", "cstdint"},
    {"uint8_t", "cstdint"},
    {"unique_ptr", "memory"},
    {"upper_bound", "algorithm"},
    {"variant", "variant"},
    {"vector", "vector"},
    {"visit", "variant"},
};

/// The names behind "std::" in a line.
std::set<std::string_view> standard_names_in(std::string_view line) {
    constexpr std::string_view mark = "std::";
    std::set<std::string_view> names;
    for (auto at = line.find(mark); at != line.npos; at = line.find(mark, at)) {
        at += mark.size();
        const auto end = std::find_if(
            line.begin() + static_cast<std::ptrdiff_t>(at), line.end(),
            [](char one) { return !std::isalnum(static_cast<unsigned char>(one)) && one != '_'; });
        names.insert(line.substr(at, static_cast<std::size_t>(end - line.begin()) - at));
    }
    return names;
}

/// Without the words from `begin` to the end of the one that begins with `last`.
void take_out(std::string& command, const std::string& begin, const std::string& last) {
    const auto from = command.find(begin);
    if (from == std::string::npos) return;
    const auto at = command.find(last, from + begin.size());
    const auto until = std::min(command.find(' ', at + last.size()), command.size());
    command.erase(from, until - from);
}

}  // namespace

std::map<std::string, Reach> reach_of_sources(const fs::path& top) {
    std::map<std::string, Source> sources;
    for (auto& source : read_sources(top, {"include", "src"}))
        sources.emplace(source.path, std::move(source));
    std::map<std::string, Reach> reaches;
    for (const auto& [path, source] : sources)
        if (path.ends_with(".cpp")) follow(path, sources, reaches[path]);
    return reaches;
}

std::optional<std::string> heaviest_of(const std::string& room, const std::map<std::string, Reach>& reaches) {
    const auto weight = [](const Reach& reach) {
        const auto foreign =
            std::count_if(reach.theirs.begin(), reach.theirs.end(), [](const std::string& header) {
                const auto package = package_of(header);
                return !package.empty() && package != "POSIX";  // whose headers are short
            });
        return std::tuple(foreign, reach.theirs.size(), reach.lines);
    };
    std::optional<std::string> heaviest;
    for (const auto& [path, reach] : reaches)
        if (path.starts_with("src/" + room + "/") &&
            (!heaviest || weight(reach) > weight(reaches.at(*heaviest))))
            heaviest = path;
    return heaviest;
}

std::vector<std::string> sources_that_reach(const std::string& header,
                                            const std::map<std::string, Reach>& reaches) {
    std::vector<std::string> found;
    for (const auto& [path, reach] : reaches)
        if (std::any_of(reach.theirs.begin(), reach.theirs.end(),
                        [&](const std::string& name) { return name.starts_with(header); }))
            found.push_back(path);
    return found;
}

std::vector<std::string> missing_includes(const std::vector<Source>& sources,
                                          const std::map<std::string, Reach>& reaches) {
    std::set<std::string> missing;
    for (const auto& source : sources) {
        const auto reach = reaches.find(source.path);
        if (reach == reaches.end()) continue;
        std::set<std::string_view> used;
        for (const auto& line : source.lines) used.merge(standard_names_in(line));
        for (const auto& [name, header] : standard_names)
            if (used.count(name) && !reach->second.theirs.count(std::string(header)))
                missing.insert(source.path + ": std::" + std::string(name) + " without <" +
                               std::string(header) + ">");
    }
    return {missing.begin(), missing.end()};
}

std::optional<std::string> preprocessing_command(const Lines& compile_commands, const std::string& source) {
    const std::string begin = "\"command\": \"";
    const std::string end = "/" + source + "\",";
    for (const auto& line : compile_commands) {
        const auto from = line.find(begin);
        if (from == std::string::npos || !line.ends_with(end)) continue;
        std::string command;
        for (std::size_t i = from + begin.size(); i + 2 < line.size(); ++i) {
            if (line[i] == '\\') ++i;
            command += line[i];
        }
        take_out(command, " -include ", "cmake_pch.hxx");
        take_out(command, " -fpch-preprocess", "");
        take_out(command, " -o ", ".o");
        return command + " -E -P";
    }
    return std::nullopt;
}

}  // namespace timebank::house
