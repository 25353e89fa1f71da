#pragma once

#include "cli/shell.hpp"

/// The commands below `standard`, each in a file of its own.
namespace timebank::cli {

/// The error, with the file's name in front.
Error in_file(const std::string& file, const Error& error);

void add_standard_new(CommandSyntax standard, Shell& shell);
void add_standard_diff(CommandSyntax standard, Shell& shell);
void add_standard_cost(CommandSyntax standard, Shell& shell);

}  // namespace timebank::cli
