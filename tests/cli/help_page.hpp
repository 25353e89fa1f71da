#pragma once

#include <set>
#include <string>
#include <vector>

/// What --help says of a command, read back from its text: the reference for the manual and the completions,
/// which are written from CLI11's tree.
namespace timebank::cli_test {

struct HelpPage {
    std::string path;               ///< such as "key enrol"; empty for the program itself
    std::set<std::string> options;  ///< every name, such as "-o" and "--output"
    std::set<std::string> common;   ///< those of every command
    std::vector<std::string> commands;
    std::vector<std::string> arguments;
};

std::vector<std::string> words_of(const std::string& text);

/// Runs `timebank PATH --help`.
HelpPage help_page(const std::string& path);

/// Those of the program and of all commands below it.
std::vector<HelpPage> all_help_pages();

}  // namespace timebank::cli_test
