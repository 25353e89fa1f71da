#include "cli/completion.hpp"

namespace timebank::cli {
namespace {

/// Within single quotes, with `special` characters kept from being read as _arguments' own.
std::string quoted(const std::string& text, const std::string& special = "") {
    std::string out = "'";
    for (const char character : text) {
        if (character == '\'') {
            out += "'\\''";
            continue;
        }
        if (special.find(character) != std::string::npos) out += '\\';
        out += character;
    }
    return out + "'";
}

std::string escaped(const std::string& text, const std::string& special) {
    const auto out = quoted(text, special);
    return out.substr(1, out.size() - 2);
}

/// What _arguments is to do for the value; a space stands for nothing.
std::string action(const CommandInput& input) {
    switch (input.kind) {
        case ValueKind::choice:
            return "(" + joined(input.choices, " ") + ")";
        case ValueKind::folder:
            return "_files -/";
        case ValueKind::file:
            return "_files";
        case ValueKind::none:
        case ValueKind::text:
        case ValueKind::number:
            break;
    }
    return " ";
}

/// '(-o --output)'{-o,--output}'[words]:value:action'
std::string option_line(const CommandInput& option) {
    const auto last = option.names.back();
    auto rest = "[" + escaped(option.about, "[]\\") + "]";
    if (option.kind != ValueKind::none)
        rest += ":" + escaped(last.substr(last.find_first_not_of('-')), ":") + ":" + action(option);
    if (option.names.size() == 1) return "'" + last + rest + "'";
    return "'(" + joined(option.names, " ") + ")'{" + joined(option.names, ",") + "}'" + rest + "'";
}

std::string function_name(const std::string& path) {
    std::string name = "_timebank";
    if (path.empty()) return name;
    for (const char character : "_" + path) name += character == ' ' ? '_' : character;
    return name;
}

std::string specifications(const Command& command, const std::vector<CommandInput>& common) {
    std::string lines;
    for (const auto& option : command.options) lines += " \\\n        " + option_line(option);
    for (const auto& option : common) lines += " \\\n        " + option_line(option);
    for (const auto& argument : command.arguments)
        lines += " \\\n        '" + std::string(argument.repeats ? "*" : "") + ":" + argument.names.front() +
                 ":" + action(argument) + "'";
    return lines;
}

std::string simple_function(const Command& command, const std::vector<CommandInput>& common) {
    return "\n" + function_name(command.path) + "() {\n    _arguments -s" + specifications(command, common) +
           "\n}\n";
}

/// A command with commands below it: names them, then hands the rest of the line to the one that is there.
std::string branching_function(const Command& command, const std::vector<CommandInput>& common) {
    std::string names, branches;
    for (const auto& below : command.commands) {
        names += "            " + quoted(below.name() + ":" + below.about) + "\n";
        branches += "        " + below.name() + ") " + function_name(below.path) + " ;;\n";
    }
    return "\n" + function_name(command.path) +
           "() {\n    local curcontext=$curcontext state line\n    local -a commands\n    _arguments -C -s" +
           specifications(command, common) +
           " \\\n        '1:command:->command' \\\n        '*::argument:->argument'\n"
           "    case $state in\n    command)\n        commands=(\n" +
           names +
           "        )\n        _describe command commands\n        ;;\n    argument)\n"
           "        curcontext=${curcontext%:*}-$line[1]:\n        case $line[1] in\n" +
           branches + "        esac\n        ;;\n    esac\n}\n";
}

}  // namespace

std::string zsh_completion(const Command& program) {
    std::string text =
        "#compdef timebank\n# zsh completion for timebank, printed by: timebank completion zsh\n";
    for (const auto* command : all_commands(program)) {
        const auto common = command == &program ? std::vector<CommandInput>() : common_options(program);
        text += command->commands.empty() ? simple_function(*command, common)
                                          : branching_function(*command, common);
    }
    return text +
           "\nif [[ $funcstack[1] == _timebank ]]; then\n    _timebank \"$@\"\nelse\n"
           "    compdef _timebank timebank\nfi\n";
}

}  // namespace timebank::cli
