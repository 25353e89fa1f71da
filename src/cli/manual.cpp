#include "cli/manual.hpp"

#include <algorithm>
#include <iostream>

#include "cli/completion.hpp"
#include "cli/manual_data.hpp"
#include "cli/shell.hpp"
#include "timebank/text_table.hpp"
#include "timebank/version.hpp"

// manual, completion: what is written from the tree of commands.

namespace timebank::cli {
namespace {

/// Text as roff takes it: hyphens that may be copied, no line that looks like a request.
std::string roff(const std::string& text) {
    std::string out;
    if (!text.empty() && (text.front() == '.' || text.front() == '\'')) out += "\\&";
    for (const char character : text) {
        if (character == '\\')
            out += "\\e";
        else if (character == '-')
            out += "\\-";
        else
            out += character;
    }
    return out;
}

/// ".B word" and its like take quoted words.
std::string bold(const std::string& text) {
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(const std::string& text) {
    return "\\fI" + roff(text) + "\\fR";
}

/// A tagged paragraph: what is defined, then what it means.
std::string paragraph(const std::string& tag, const std::string& about) {
    return ".TP\n" + tag + "\n" + (about.empty() ? "\\&" : roff(about)) + "\n";
}

std::string input_paragraph(const CommandInput& input, Language language) {
    const bool is_option = input.names.front().front() == '-';
    std::string tag;
    for (const auto& name : input.names)
        tag += (tag.empty() ? "" : ", ") + (is_option ? bold(name) : italic(name));
    if (is_option && input.kind != ValueKind::none) tag += " " + italic(value_word(input, language));
    if (input.repeats) tag += " ...";
    return paragraph(tag, about_in_full(input, language));
}

std::string command_section(const Command& command, Language language) {
    auto title = ".SS timebank " + roff(command.path);
    for (const auto& argument : command.arguments) {
        const auto word = argument.names.front() + (argument.repeats ? "..." : "");
        title += argument.required ? " " + word : " [" + word + "]";
    }
    title += say(" [选项]", " [options]").in(language);
    auto text = title + "\n" + roff(command.about) + "\n";
    for (const auto& argument : command.arguments) text += input_paragraph(argument, language);
    for (const auto& option : command.options)
        if (option.names.back() != "--help") text += input_paragraph(option, language);
    return text;
}

/// Commands that only hold others are left to those.
std::string commands_section(const Command& program, Language language) {
    std::string text = ".SS " + say("每条命令都有的选项", "Options of every command").in(language) + "\n";
    for (const auto& option : program.options) text += input_paragraph(option, language);
    for (const auto* command : all_commands(program))
        if (command->commands.empty()) text += command_section(*command, language);
    return text;
}

std::string replaced(std::string text, const std::string& mark, const std::string& by) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
        text.replace(at, mark.size(), by);
    return text;
}

/// Between two wide characters a line may be broken, which roff has to be told.
std::string with_breaks(const std::string& text) {
    std::string out;
    bool request = false, after_wide = false;
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = begin + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) ++end;
        const auto character = text.substr(begin, end - begin);
        if (begin == 0 || text[begin - 1] == '\n') request = character == "." || character == "'";
        const bool wide = display_width(character) == 2;
        // What may not begin a line stays with the character before it.
        const bool closing = std::string("，。；：、）”！？…—").find(character) != std::string::npos;
        if (wide && after_wide && !closing && !request) out += "\\:";
        after_wide = wide && std::string("（“").find(character) == std::string::npos;
        out += character;
        begin = end;
    }
    return out;
}

}  // namespace

std::string manual_page(const Command& program, const std::string& version, Language language) {
    const std::string prose = language == Language::zh ? manual_prose_zh : manual_prose_en;
    const auto page = replaced(replaced(prose, ".\\\" COMMANDS\n", commands_section(program, language)),
                               "VERSION", version);
    return language == Language::zh ? with_breaks(page) : page;
}

void add_help_commands(CommandSyntax program, Shell& shell) {
    auto shell_name = std::make_shared<std::string>();
    auto completion = program.add_subcommand(
        "completion",
        shell.say("打印命令行补全脚本", "print a script with which your shell completes commands"));
    completion
        .add_option("SHELL", *shell_name, shell.say("bash、zsh 或 fish", "the shell: bash, zsh or fish"))
        .required()
        .one_of({"bash", "zsh", "fish"});
    completion.callback([completion, shell_name, &shell] {
        auto write = *shell_name == "bash"  ? bash_completion
                     : *shell_name == "zsh" ? zsh_completion
                                            : fish_completion;
        shell.run([&]() -> Result<void> {
            std::cout << write(completion.whole_program());
            return {};
        });
    });

    auto manual = program.add_subcommand(
        "manual", shell.say("打印使用手册（roff 格式）", "print the manual page, for: man -l -"));
    manual.callback([manual, &shell] {
        shell.run([&]() -> Result<void> {
            std::cout << manual_page(manual.whole_program(), version_text, shell.language);
            return {};
        });
    });
}

}  // namespace timebank::cli
