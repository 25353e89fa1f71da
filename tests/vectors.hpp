#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

/// Test data of other projects (RFC 6962 probes, Wycheproof, signed checkpoints): the folder that
/// TIMEBANK_VECTORS names, or ../shared/vectors beside the source tree. Empty when neither is there;
/// a test then says that it checked nothing from it.
inline std::filesystem::path vectors_folder() {
    if (const char* named = std::getenv("TIMEBANK_VECTORS")) return named;
    auto beside = std::filesystem::path(TIMEBANK_SOURCE_DIR).parent_path() / "shared" / "vectors";
    return std::filesystem::is_directory(beside) ? beside : std::filesystem::path();
}

inline std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}
