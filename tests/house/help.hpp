#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Small helpers of the house tests.
namespace timebank::house {

inline std::filesystem::path source_dir() {
    return TIMEBANK_SOURCE_DIR;
}

/// One fault a line, so that a failing test shows all of them; empty when there are none.
inline std::string report(const std::vector<std::string>& faults) {
    std::string text;
    for (const auto& fault : faults) text += (text.empty() ? "" : "\n") + fault;
    return text;
}

inline std::filesystem::path fresh_folder(const std::string& name) {
    auto pattern = (std::filesystem::temp_directory_path() / (name + ".XXXXXX")).string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    return pattern;
}

/// What the shell command prints, line by line; nothing when it cannot be run.
inline std::vector<std::string> output_of(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return {};
    std::string text;
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, got);
    pclose(pipe);
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace timebank::house
