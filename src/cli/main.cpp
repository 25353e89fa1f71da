#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "cli/shell.hpp"
#include "timebank/text.hpp"
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
bool is_unknown_command(timebank::cli::CommandSyntax program, const Shell& shell, std::string_view word) {
    if (word.empty()) return false;
    std::vector<std::string> names;
    for (const auto& command : program.whole_program().commands) names.push_back(command.name());
    if (std::find(names.begin(), names.end(), word) != names.end()) return false;
    const auto nearest = timebank::nearest_word(word, {names.begin(), names.end()});
    std::cerr << "timebank: " << shell.say("没有命令 {}", "there is no command {}", {word});
    if (nearest) std::cerr << shell.say("；是否想用 {}？", "; did you mean {}?", {*nearest});
    std::cerr << shell.say("（timebank --help 列出全部）\n", " (timebank --help lists them all)\n");
    return true;
}

/// A parent may have closed 0, 1 or 2: then the next file opened would get that number, and our words would
/// be written into it. And a limit on file sizes is to be an error with a name, not the end.
void take_the_host_as_it_is() {
    int number = 0;
    do number = ::open("/dev/null", O_RDWR);
    while (number >= 0 && number <= STDERR_FILENO);
    if (number >= 0) ::close(number);
    ::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

int main(int count, char** arguments) {
    take_the_host_as_it_is();
    Shell shell;
    shell.language = language_of(count, arguments);
    const timebank::cli::CommandLine command_line(
        shell.say("时间银行的账本：事实由人签署，积分由公布的规则计算，任何人都可离线核对",
                  "The ledger that time banks run on: people sign facts, published rules compute the "
                  "credits, anyone can check it offline"),
        "timebank", timebank::version_text, shell.language);
    const auto program = command_line.program();
    std::string language;
    program
        .add_option("--lang", language, shell.say("输出语言：zh 或 en", "language of the output: zh or en"))
        .one_of({"zh", "en"});
    program.add_flag("--json", shell.json,
                     shell.say("每行一个 JSON 对象", "print facts as one JSON object a line"));
    timebank::cli::add_founding_commands(program, shell);
    timebank::cli::add_key_commands(program, shell);
    timebank::cli::add_standard_commands(program, shell);
    timebank::cli::add_posting_commands(program, shell);
    timebank::cli::add_correction_commands(program, shell);
    timebank::cli::add_ruling_command(program, shell);
    timebank::cli::add_import_commands(program, shell);
    timebank::cli::add_query_commands(program, shell);
    timebank::cli::add_statement_command(program, shell);
    timebank::cli::add_totals_command(program, shell);
    timebank::cli::add_member_commands(program, shell);
    timebank::cli::add_confirm_command(program, shell);
    timebank::cli::add_redemption_commands(program, shell);
    timebank::cli::add_hold_commands(program, shell);
    timebank::cli::add_transfer_command(program, shell);
    timebank::cli::add_proof_commands(program, shell);
    timebank::cli::add_backup_commands(program, shell);
    timebank::cli::add_demo_command(program, shell);
    timebank::cli::add_help_commands(program, shell);
    if (is_unknown_command(program, shell, command_word(count, arguments))) return timebank::cli::bad_input;
    if (const auto code = command_line.run(count, arguments)) return *code;
    return shell.exit_code;
}
