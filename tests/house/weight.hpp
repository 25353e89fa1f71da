#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "house/tree.hpp"

/// What a compiler has to read for a source of ours: half of a build's time goes into that.
namespace timebank::house {

/// All that a source includes, however far away, without asking the compiler.
struct Reach {
    std::set<std::string> ours;    ///< paths from the top of the tree, the source itself among them
    std::set<std::string> theirs;  ///< what stands between the angle brackets
    std::size_t lines = 0;         ///< of ours
};

/// For every .cpp below src/ of the tree at `top`, by its path.
std::map<std::string, Reach> reach_of_sources(const std::filesystem::path& top);

/// Of the room's sources the one that takes most to read as far as `reaches` can tell: most of other
/// packages, then most of the standard library, then most lines. Nothing when the room has none.
std::optional<std::string> heaviest_of(const std::string& room, const std::map<std::string, Reach>& reaches);

/// Which sources reach a header of theirs that begins so.
std::vector<std::string> sources_that_reach(const std::string& header,
                                            const std::map<std::string, Reach>& reaches);

/// Names of the standard library that a source uses without reaching their header, as "path: std::vector
/// without <vector>". A compiler says nothing of it where that header is precompiled, nor where another
/// brings it by chance.
std::vector<std::string> missing_includes(const std::vector<Source>& sources,
                                          const std::map<std::string, Reach>& reaches);

/// The command that preprocesses the source, made from the one that compiles it; nothing when
/// compile_commands.json does not have it. What is precompiled is read again, so that it counts.
std::optional<std::string> preprocessing_command(const Lines& compile_commands, const std::string& source);

}  // namespace timebank::house
