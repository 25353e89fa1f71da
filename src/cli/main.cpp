#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "cli/help.hpp"
#include "cli/shell.hpp"
#include "timebank/version.hpp"

namespace {

using timebank::Language;
using timebank::cli::Shell;

/// The language must be known before the help can be written in it.
Language language_of(int count, char** arguments) {
    std::string_view asked;
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(variable); value && *value) {
            asked = value;
            break;
        }
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--lang" && i + 1 < count) asked = arguments[i + 1];
        if (argument.substr(0, 7) == "--lang=") asked = argument.substr(7);
    }
    return asked.substr(0, 2) == "zh" ? Language::zh : Language::en;
}

/// How many letters must be added, dropped or changed to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

/// The first word that is neither an option nor the value of --lang.
std::string_view command_word(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--lang") {
            ++i;
            continue;
        }
        if (argument.substr(0, 1) != "-") return argument;
    }
    return {};
}

/// Done here when the command does not exist: names the nearest one.
bool is_unknown_command(const CLI::App& program, const Shell& shell, std::string_view word) {
    if (word.empty()) return false;
    std::string nearest;
    std::size_t best = 4;
    for (const auto* command : program.get_subcommands({})) {
        if (command->get_name() == word) return false;
        if (auto edits = distance(word, command->get_name()); edits < best) {
            best = edits;
            nearest = command->get_name();
        }
    }
    std::cerr << "timebank: " << shell.say("没有命令 {}", "there is no command {}", {word});
    if (!nearest.empty()) std::cerr << shell.say("；是否想用 {}？", "; did you mean {}?", {nearest});
    std::cerr << shell.say("（timebank --help 列出全部）\n", " (timebank --help lists them all)\n");
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    Shell shell;
    shell.language = language_of(count, arguments);
    CLI::App program(
        shell.say("时间银行的账本：事实由人签署，积分由公布的规则计算，任何人都可离线核对",
                  "The ledger that time banks run on: people sign facts, published rules compute the "
                  "credits, anyone can check it offline"),
        "timebank");
    // Subcommands take these over when they are added.
    program.formatter(std::make_shared<timebank::cli::HelpFormatter>(shell.language));
    program.set_help_flag("-h,--help", shell.say("显示这份帮助", "print this help"));
    program.set_version_flag("--version", timebank::version_text, shell.say("显示版本", "print the version"));
    program.require_subcommand(1);
    program.fallthrough();
    std::string language;
    program
        .add_option("--lang", language, shell.say("输出语言：zh 或 en", "language of the output: zh or en"))
        ->check(CLI::IsMember({"zh", "en"}));
    program.add_flag("--json", shell.json,
                     shell.say("每行一个 JSON 对象", "print facts as one JSON object a line"));
    timebank::cli::add_founding_commands(program, shell);
    timebank::cli::add_key_commands(program, shell);
    timebank::cli::add_standard_commands(program, shell);
    timebank::cli::add_posting_commands(program, shell);
    timebank::cli::add_correction_commands(program, shell);
    timebank::cli::add_import_commands(program, shell);
    timebank::cli::add_query_commands(program, shell);
    timebank::cli::add_statement_command(program, shell);
    timebank::cli::add_totals_command(program, shell);
    timebank::cli::add_member_commands(program, shell);
    timebank::cli::add_confirm_command(program, shell);
    timebank::cli::add_transfer_command(program, shell);
    timebank::cli::add_proof_commands(program, shell);
    timebank::cli::add_backup_commands(program, shell);
    timebank::cli::add_demo_command(program, shell);
    timebank::cli::add_help_commands(program, shell);
    if (is_unknown_command(program, shell, command_word(count, arguments))) return timebank::cli::bad_input;
    try {
        program.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        // CLI11 has exit codes of its own; ours say what to do next.
        if (error.get_exit_code() == 0) return program.exit(error);  // help or version was asked for
        std::cerr << timebank::cli::usage_fault(error, shell.language);
        return timebank::cli::bad_input;
    } catch (const std::exception& error) {
        std::cerr << "timebank: " << error.what() << '\n';
        return timebank::cli::failed;
    }
    return shell.exit_code;
}
