#include "cli/completion.hpp"

namespace timebank::cli {
namespace {

/// What the script's own functions say of a value: the words to choose from, or what bash is to look for.
std::string words_for(const CommandInput& input) {
    switch (input.kind) {
        case ValueKind::choice:
            return joined(input.choices, " ");
        case ValueKind::folder:
            return "<folder>";
        case ValueKind::file:
            return "<file>";
        case ValueKind::none:
        case ValueKind::text:
        case ValueKind::number:
            break;
    }
    return "<nothing>";  // a code, an amount, an id: nothing that bash could know
}

/// One word for each argument.
std::string word_for_argument(const CommandInput& input) {
    return input.kind == ValueKind::choice ? joined(input.choices, ",") : words_for(input);
}

/// A branch of `case`.
std::string branch(const std::string& pattern, const std::string& words) {
    return "    " + pattern + ") echo '" + words + "' ;;\n";
}

std::string quoted(const std::string& path) {
    return "'" + path + "'";
}

std::string function(const std::string& name, const std::string& remark, const std::string& subject,
                     const std::string& branches) {
    return "\n# " + remark + "\n" + name + "() {\n    case \"" + subject + "\" in\n" + branches +
           "    *) return 1 ;;\n    esac\n}\n";
}

std::string names_of(const std::vector<CommandInput>& options) {
    std::string names;
    for (const auto& option : options)
        for (const auto& name : option.names) names += (names.empty() ? "" : " ") + name;
    return names;
}

/// "'init --keys'" and so on; the program's own options are taken behind every command.
std::string value_branches(const Command& program) {
    std::string branches;
    for (const auto* command : all_commands(program))
        for (const auto& option : command->options) {
            if (option.kind == ValueKind::none) continue;
            std::string pattern;
            for (const auto& name : option.names)
                pattern += (pattern.empty() ? "" : " | ") +
                           (command == &program ? "*' " : "'" + command->path + " ") + name + "'";
            branches += branch(pattern, words_for(option));
        }
    return branches;
}

constexpr const char* walk = R"script(
_timebank() {
    local current=${COMP_WORDS[COMP_CWORD]} path='' option='' words='' word i
    local -a arguments
    local -i given=0
    COMPREPLY=()
    # Bash makes three words of --lang=zh.
    [[ $current == '=' ]] && current=''
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        [[ $word == '=' ]] && continue
        if [[ -n $option ]]; then
            option=''
        elif [[ $word == -* ]]; then
            _timebank_value "$path $word" >/dev/null && option=$word
        elif [[ " $(_timebank_commands "$path") " == *" $word "* ]]; then
            path+=${path:+ }$word
        else
            given+=1
        fi
    done
    if [[ -n $option ]]; then
        words=$(_timebank_value "$path $option")
    elif [[ $current == -* ]]; then
        words="$(_timebank_options "$path") $(_timebank_options everywhere)"
    elif ! words=$(_timebank_commands "$path"); then
        read -r -a arguments <<<"$(_timebank_arguments "$path")"
        words=${arguments[given]:-}
        # The last argument may be one that takes as many as there are.
        if [[ -z $words && ${#arguments[@]} -gt 0 && ${arguments[-1]} == *... ]]; then words=${arguments[-1]}; fi
        words=${words%...}
        words=${words//,/ }
    fi
    case $words in
    '<folder>')
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    '<file>')
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    '' | '<nothing>') ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    esac
}
complete -F _timebank timebank
)script";

}  // namespace

std::string bash_completion(const Command& program) {
    std::string commands, options, arguments;
    options += branch("everywhere", names_of(common_options(program)));
    for (const auto* command : all_commands(program)) {
        std::string below, expected;
        for (const auto& one : command->commands) below += (below.empty() ? "" : " ") + one.name();
        if (!below.empty()) commands += branch(quoted(command->path), below);
        options += branch(quoted(command->path), names_of(command->options));
        for (const auto& argument : command->arguments)
            expected +=
                (expected.empty() ? "" : " ") + word_for_argument(argument) + (argument.repeats ? "..." : "");
        if (!expected.empty()) arguments += branch(quoted(command->path), expected);
    }
    return "# bash completion for timebank, printed by: timebank completion bash\n" +
           function("_timebank_commands", "The commands below a command.", "$1", commands) +
           function("_timebank_options", "The options of a command.", "$1", options) +
           function("_timebank_value", "What stands behind an option of a command.", "$1",
                    value_branches(program)) +
           function("_timebank_arguments", "The arguments of a command, in their order.", "$1", arguments) +
           walk;
}

}  // namespace timebank::cli
