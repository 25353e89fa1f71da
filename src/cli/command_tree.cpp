#include "cli/command_tree.hpp"

namespace timebank::cli {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : between) + word;
    return text;
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
            return joined(input.choices, "|");
        case ValueKind::file:
            return say("文件", "FILE").in(language);
        case ValueKind::folder:
            return say("文件夹", "FOLDER").in(language);
    }
    return "";
}

}  // namespace timebank::cli
