#pragma once

#include <string>

#include "cli/command_tree.hpp"

namespace timebank::cli {

/// The manual page timebank(1) in roff: the prose of src/cli/timebank.1 (timebank.zh_CN.1) and, in the place
/// that it marks, every command with its arguments and options. `version` stands in its foot.
std::string manual_page(const Command& program, const std::string& version, Language language);

}  // namespace timebank::cli
