#include "cli/completion.hpp"

namespace timebank::cli {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char character : text) {
        if (character == '\'' || character == '\\') out += '\\';
        out += character;
    }
    return out + "'";
}

/// The test for being behind the command, or anywhere.
std::string behind(const std::string& path) {
    return path.empty() ? "" : " -n " + quoted("__timebank_behind " + path);
}

std::string option_line(const CommandInput& option, const std::string& path) {
    auto line = "complete -c timebank" + behind(path);
    for (const auto& name : option.names)
        line += name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
    switch (option.kind) {
        case ValueKind::none:
            break;
        case ValueKind::text:
        case ValueKind::number:
            line += " -x";
            break;
        case ValueKind::choice:
            line += " -x -a " + quoted(joined(option.choices, " "));
            break;
        case ValueKind::folder:
            line += " -x -a '(__fish_complete_directories)'";
            break;
        case ValueKind::file:
            line += " -r -F";
            break;
    }
    return line + " -d " + quoted(option.about) + "\n";
}

/// What each argument is, at its place.
std::string argument_lines(const Command& command) {
    std::string lines;
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const auto& argument = command.arguments[i];
        const std::string place = argument.repeats ? "-ge " : "-eq ";
        const auto line = "complete -c timebank -n " +
                          quoted("__timebank_given " + place + std::to_string(i) + " " + command.path);
        if (argument.kind == ValueKind::file) lines += line + " -F\n";
        if (argument.kind == ValueKind::folder) lines += line + " -a '(__fish_complete_directories)'\n";
        if (argument.kind == ValueKind::choice)
            lines += line + " -a " + quoted(joined(argument.choices, " ")) + "\n";
    }
    return lines;
}

/// The names of all options that take a value.
std::string takers(const Command& program) {
    std::string names;
    for (const auto* command : all_commands(program))
        for (const auto& option : command->options)
            if (option.kind != ValueKind::none)
                for (const auto& name : option.names)
                    if ((names + " ").find(" " + name + " ") == std::string::npos) names += " " + name;
    return names;
}

constexpr const char* line_functions = R"script(
# The line so far without options and what they take: commands, then arguments.
function __timebank_words
    set -l words
    set -l skipped 0
    for word in (commandline -opc)[2..-1]
        if test $skipped = 1
            set skipped 0
        else if contains -- $word $__timebank_takers
            set skipped 1
        else if not string match -q -- '-*' $word
            set -a words $word
        end
    end
    string join ' ' -- $words
end

# Whether the line is at the command named, with nothing behind it.
function __timebank_at
    set -l line (__timebank_words)
    test "$argv" = "$line"
end

# Whether the line is somewhere behind the command named.
function __timebank_behind
    set -l line (__timebank_words)
    string match -q -- "$argv *" "$line "
end

# Whether -eq or -ge so many arguments are behind the command named.
function __timebank_given
    __timebank_behind $argv[3..-1]; or return
    set -l words (string split ' ' -- (__timebank_words))
    test (math (count $words) - (count $argv[3..-1])) $argv[1] $argv[2]
end

complete -c timebank -f
)script";

}  // namespace

std::string fish_completion(const Command& program) {
    auto text =
        "# fish completion for timebank, printed by: timebank completion fish\n\nset -g __timebank_takers" +
        takers(program) + "\n" + line_functions;
    for (const auto* command : all_commands(program)) {
        for (const auto& below : command->commands)
            text += "complete -c timebank -n " + quoted("__timebank_at " + command->path) + " -a " +
                    below.name() + " -d " + quoted(below.about) + "\n";
        for (const auto& option : command->options) text += option_line(option, command->path);
        text += argument_lines(*command);
    }
    return text;
}

}  // namespace timebank::cli
