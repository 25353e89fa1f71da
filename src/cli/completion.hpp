#pragma once

#include <string>

#include "cli/command_tree.hpp"

/// Scripts with which a shell completes the program's commands, options, choices, files and folders.
namespace timebank::cli {

std::string bash_completion(const Command& program);
std::string zsh_completion(const Command& program);
std::string fish_completion(const Command& program);

}  // namespace timebank::cli
