#pragma once

#include <string>
#include <vector>

#include "timebank/text.hpp"

/// The program's commands as plain data. The help, the manual and the completions of the shells are all
/// written from it, so that none of them can say what another does not.
namespace timebank::cli {

/// What a value is, for those who complete it.
enum class ValueKind { none, text, number, choice, file, folder };

/// An option, or an argument, which has one name and no dashes.
struct CommandInput {
    std::vector<std::string> names;  ///< such as "-o" and "--output"; or "LEDGER"
    ValueKind kind = ValueKind::none;
    std::vector<std::string> choices;  ///< of the kind choice
    bool required = false;
    bool repeats = false;   ///< takes as many values as there are
    std::string otherwise;  ///< the value that it has when it is left out; empty when that says nothing
    std::string about;
};

struct Command {
    std::string path;  ///< such as "key enrol"; empty for the program itself
    std::string about;
    std::vector<CommandInput> arguments;  ///< in their order
    std::vector<CommandInput> options;    ///< its own; those of the program itself may stand anywhere
    std::vector<Command> commands;

    std::string name() const { return path.substr(path.find_last_of(' ') + 1); }
};

/// One text of all the words.
std::string joined(const std::vector<std::string>& words, const std::string& between);

/// The command and all below it, in the order of the help.
std::vector<const Command*> all_commands(const Command& top);

/// The options that may stand behind every command: the program's, without those that end it.
std::vector<CommandInput> common_options(const Command& program);

/// What it is for, with what else there is to know: whether it may be left out, and what holds then.
std::string about_in_full(const CommandInput& input, Language language);

/// What stands for the value in the help: "zh|en", or "FILE", "NUMBER"... in the language asked for.
std::string value_word(const CommandInput& input, Language language);

}  // namespace timebank::cli
