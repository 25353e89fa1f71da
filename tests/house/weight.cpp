#include "house/weight.hpp"

#include <algorithm>
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
            std::count_if(reach.theirs.begin(), reach.theirs.end(),
                          [](const std::string& header) { return !package_of(header).empty(); });
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
