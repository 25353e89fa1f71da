#include "cli/help.hpp"

#include <algorithm>

#include "cli/command_tree.hpp"
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
        auto left = CLI::detail::join(input.names, ", ");
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

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const {
    auto word = [this](std::string_view zh, std::string_view en) { return say(zh, en).in(language_); };
    const auto command = command_tree(*app);
    std::vector<Line> commands;
    for (const auto& below : command.commands) commands.push_back({below.name(), below.about});
    auto text = command.about + "\n" + usage(command, name, language_);
    text += block(word("参数", "Arguments"), lines_of(command.arguments, language_));
    text += block(word("选项", "Options"), lines_of(command.options, language_));
    const auto* program = app;
    while (program->get_parent() != nullptr) program = program->get_parent();
    if (program != app)
        text += block(word("每条命令都有的选项", "Options of every command"),
                      lines_of(common_options(command_tree(*program)), language_));
    return text + block(word("命令", "Commands"), commands) + "\n";
}

std::string usage_fault(const CLI::ParseError& error, Language language) {
    const std::string english = error.what();
    const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
    // Of "LEDGER is required", "--lang: fr not in {zh,en}" and their like, the part that is nobody's
    // language.
    const auto behind = [&](const std::string& mark) {
        const auto at = english.find(mark);
        return at == std::string::npos ? english : english.substr(at + mark.size());
    };
    const auto before = [&](const std::string& mark) { return english.substr(0, english.find(mark)); };
    std::string chinese = english;
    if (english == "A subcommand is required")
        chinese = "缺少命令";
    else if (kind == CLI::ExitCodes::RequiredError)
        chinese = "缺少 " + before(" is required");
    else if (kind == CLI::ExitCodes::ExtrasError)
        chinese = "多余或不认识的参数：" + behind("expected: ");
    else if (kind == CLI::ExitCodes::ConversionError)
        chinese = "不是所要的数：" + behind("convert: ");
    else if (kind == CLI::ExitCodes::ValidationError && english.find(" not in ") != std::string::npos)
        chinese = before(" not in ") + " 不在可选的 " + behind(" not in ") + " 之中";
    else if (kind == CLI::ExitCodes::ArgumentMismatch)
        chinese = "值的个数不对：" + english;
    return say("timebank: {0}\n加上 --help 查看用法\n", "timebank: {1}\nAdd --help to see how it is used\n",
               {chinese, english})
        .in(language);
}

}  // namespace timebank::cli
