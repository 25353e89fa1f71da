#include "cli/command_tree.hpp"

#include <algorithm>

namespace timebank::cli {
namespace {

/// CLI11 writes a validator that has a list of choices as "TEXT:{zh,en}".
std::vector<std::string> choices_in(const std::string& type) {
    const auto begin = type.find('{');
    const auto end = type.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos) return {};
    return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

/// An argument is named for what it is; an option says that it takes a file or folder with type_name().
ValueKind kind_of(const CLI::Option& option, const std::string& type, bool is_argument) {
    if (option.get_items_expected_max() == 0) return ValueKind::none;
    if (type.find('{') != std::string::npos) return ValueKind::choice;
    const auto& word = is_argument ? option.get_name(true) : type;
    if (word == "LEDGER" || word == "FOLDER" || word == "DIR") return ValueKind::folder;
    if (word == "FILE" || type == "FILE") return ValueKind::file;
    if (type == "UINT" || type == "INT" || word == "INDEX") return ValueKind::number;
    return ValueKind::text;
}

CommandInput input_of(const CLI::Option& option) {
    const bool is_argument = option.get_positional();
    const auto type = option.get_type_name();
    CommandInput input;
    if (is_argument) input.names.push_back(option.get_name(true));
    for (const auto& name : option.get_snames()) input.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) input.names.push_back("--" + name);
    input.kind = kind_of(option, type, is_argument);
    if (input.kind == ValueKind::choice) input.choices = choices_in(type);
    input.required = option.get_required();
    input.repeats = option.get_items_expected_max() > 1;
    input.otherwise = option.get_default_str();
    input.about = option.get_description();
    return input;
}

}  // namespace

Command command_tree(const CLI::App& app, const std::string& parent) {
    Command command;
    if (app.get_parent() != nullptr)
        command.path = parent.empty() ? app.get_name() : parent + " " + app.get_name();
    command.about = app.get_description();
    for (const auto* option : app.get_options({})) {
        if (option->get_group().empty()) continue;  // hidden
        (option->get_positional() ? command.arguments : command.options).push_back(input_of(*option));
    }
    for (const auto* below : app.get_subcommands({}))
        if (!below->get_group().empty()) command.commands.push_back(command_tree(*below, command.path));
    return command;
}

std::vector<const Command*> all_commands(const Command& top) {
    std::vector<const Command*> all = {&top};
    for (const auto& below : top.commands)
        for (const auto* one : all_commands(below)) all.push_back(one);
    return all;
}

std::vector<CommandInput> common_options(const Command& program) {
    std::vector<CommandInput> common;
    for (const auto& option : program.options)
        if (option.names.back() != "--help" && option.names.back() != "--version") common.push_back(option);
    return common;
}

std::string about_in_full(const CommandInput& input, Language language) {
    const bool is_option = input.names.front().front() == '-';
    auto text = input.about;
    if (is_option && input.required) text += say("（必填）", " (required)").in(language);
    if (!input.otherwise.empty())
        text += say("（默认 {}）", " (otherwise {})", {input.otherwise}).in(language);
    return text;
}

std::string value_word(const CommandInput& input, Language language) {
    switch (input.kind) {
        case ValueKind::none:
            return "";
        case ValueKind::text:
            return say("文字", "TEXT").in(language);
        case ValueKind::number:
            return say("数", "NUMBER").in(language);
        case ValueKind::choice:
            return CLI::detail::join(input.choices, "|");
        case ValueKind::file:
            return say("文件", "FILE").in(language);
        case ValueKind::folder:
            return say("文件夹", "FOLDER").in(language);
    }
    return "";
}

}  // namespace timebank::cli
