#include "cli/help.hpp"

#include <algorithm>

#include "timebank/text_table.hpp"

namespace timebank::cli {
namespace {

struct Line {
    std::string left;
    std::string right;
};

constexpr std::size_t left_columns_max = 34;

/// A heading and its lines, the right halves below each other; a left half that is too wide has a line of its
/// own.
std::string block(const std::string& heading, const std::vector<Line>& lines) {
    if (lines.empty()) return "";
    std::size_t columns = 0;
    for (const auto& line : lines)
        if (const auto width = display_width(line.left); width <= left_columns_max)
            columns = std::max(columns, width);
    std::string text = "\n" + heading + ":\n";
    for (const auto& [left, right] : lines) {
        const auto width = display_width(left);
        text += "  " + left;
        if (width > columns) text += "\n  ";
        text += std::string(width > columns ? columns : columns - width, ' ') + "  " + right + "\n";
    }
    return text;
}

std::vector<Line> lines_of(const std::vector<CommandInput>& inputs, Language language) {
    std::vector<Line> lines;
    for (const auto& input : inputs) {
        auto left = joined(input.names, ", ");
        const bool is_option = left.front() == '-';
        if (is_option && input.kind != ValueKind::none) left += " " + value_word(input, language);
        if (input.repeats) left += " ...";
        lines.push_back({left, about_in_full(input, language)});
    }
    return lines;
}

std::string usage(const Command& command, const std::string& name, Language language) {
    auto text = say("用法: {}", "Usage: {}", {name}).in(language);
    if (!command.options.empty()) text += say(" [选项]", " [OPTIONS]").in(language);
    for (const auto& argument : command.arguments) {
        const auto word = argument.names.front() + (argument.repeats ? "..." : "");
        text += argument.required ? " " + word : " [" + word + "]";
    }
    if (!command.commands.empty()) text += say(" 命令", " COMMAND").in(language);
    return text + "\n";
}

}  // namespace

std::string help_page(const Command& command, const std::string& called, const Command* program,
                      Language language) {
    auto word = [language](std::string_view zh, std::string_view en) { return say(zh, en).in(language); };
    std::vector<Line> commands;
    for (const auto& below : command.commands) commands.push_back({below.name(), below.about});
    auto text = command.about + "\n" + usage(command, called, language);
    text += block(word("参数", "Arguments"), lines_of(command.arguments, language));
    text += block(word("选项", "Options"), lines_of(command.options, language));
    if (program)
        text += block(word("每条命令都有的选项", "Options of every command"),
                      lines_of(common_options(*program), language));
    return text + block(word("命令", "Commands"), commands) + "\n";
}

}  // namespace timebank::cli
