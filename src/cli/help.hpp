#pragma once

#include <string>

#include "cli/command_tree.hpp"
#include "timebank/text.hpp"

namespace timebank::cli {

/// What --help prints of a command, in columns that stay in line with Chinese words. `called` is what is
/// typed for it, such as "timebank key enrol"; `program` is null when it is the program itself.
std::string help_page(const Command& command, const std::string& called, const Command* program,
                      Language language);

}  // namespace timebank::cli
