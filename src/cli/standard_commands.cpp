#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "cli/standard_commands.hpp"
#include "timebank/example.hpp"
#include "timebank/standard.hpp"

// standard check, standard test, and the room for what else is done with rule documents before adopting them.

namespace timebank::cli {
namespace {

using Files = std::vector<std::string>;
using FileWork = Result<void> (*)(const std::string& file, bool several, Shell& shell);

Result<void> check_file(const std::string& file, bool, Shell& shell) {
    auto document = read_input(file);
    if (!document) return document.error();
    auto remarks = check_standard(bytes_of(*document));
    if (!remarks) {
        // A fault is this command's finding, not its failure: the other files are checked too.
        shell.exit_code = std::max<int>(shell.exit_code, refused);
        if (shell.json)
            print_json({{"file", file}, {"result", "fault"}, {"text", to_json(remarks.error().text)}});
        else
            print_line(file + ": " + remarks.error().text.in(shell.language));
        return {};
    }
    if (!shell.json)
        print_line(file + ": " +
                   shell.say("成立，{} 条说明", "sound, {} remarks", {std::to_string(remarks->size())}));
    if (shell.json) print_json({{"file", file}, {"result", "sound"}, {"remarks", remarks->size()}});
    for (const auto& remark : *remarks) {
        if (shell.json)
            print_json({{"file", file},
                        {"path", remark.path},
                        {"remark", remark.code},
                        {"text", to_json(remark.text)}});
        else
            print_line("  " + remark.path + ": " + remark.text.in(shell.language));
    }
    return {};
}

/// Of one file among several, its name stands above its examples.
void print_outcomes(const std::string& file, bool several, const std::vector<ExampleOutcome>& outcomes,
                    const Shell& shell) {
    const auto passed = std::count_if(outcomes.begin(), outcomes.end(),
                                      [](const ExampleOutcome& outcome) { return outcome.passed; });
    if (several)
        print_line(file + ": " +
                   shell.say("{1} 个算例中 {0} 个成立", "{0} of {1} examples pass",
                             {std::to_string(passed), std::to_string(outcomes.size())}));
    for (const auto& outcome : outcomes)
        print_line(
            (several ? "  " : "") + std::string(outcome.passed ? "pass  " : "FAIL  ") + outcome.name + ": " +
            (outcome.passed
                 ? outcome.got
                 : say_with("应为 {0}，算得 {1}", "expected {0}, got {1}", {outcome.expected, outcome.got}))
                .in(shell.language));
}

Result<void> test_file(const std::string& file, bool several, Shell& shell) {
    auto document = read_input(file);
    if (!document) return document.error();
    auto summary = read_standard(bytes_of(*document));
    if (!summary) return in_file(file, summary.error());
    auto outcomes = test_standard(bytes_of(*document));
    if (!outcomes) return in_file(file, outcomes.error());
    for (const auto& outcome : *outcomes) {
        if (!outcome.passed) shell.exit_code = std::max<int>(shell.exit_code, refused);
        if (shell.json)
            print_json({{"document", summary->id},
                        {"file", file},
                        {"example", outcome.name},
                        {"passed", outcome.passed},
                        {"expected", outcome.expected.en},
                        {"got", outcome.got.en}});
    }
    if (!shell.json) print_outcomes(file, several, *outcomes, shell);
    return {};
}

/// A file that cannot be read, or holds no sound document, stops none of the others.
void for_each_file(const Files& files, Shell& shell, FileWork work) {
    int worst = done;
    for (const auto& file : files) {
        shell.run([&] { return work(file, files.size() > 1, shell); });
        worst = std::max(worst, shell.exit_code);
    }
    shell.exit_code = worst;
}

void add_file_command(CommandSyntax parent, Shell& shell, const std::string& name, const std::string& about,
                      FileWork work) {
    auto files = std::make_shared<Files>();
    auto command = parent.add_subcommand(name, about);
    command.add_option("FILE", *files, shell.say("标准文件（JSON）", "rule documents (JSON)")).required();
    command.callback([files, work, &shell] { for_each_file(*files, shell, work); });
}

}  // namespace

Error in_file(const std::string& file, const Error& error) {
    return {error.code, {file + "：" + error.text.zh, file + ": " + error.text.en}};
}

void add_standard_commands(CommandSyntax program, Shell& shell) {
    auto command = program.add_subcommand(
        "standard",
        shell.say("标准文件：check、test、new、diff、cost", "rule documents: check, test, new, diff, cost"));
    command.require_subcommand();
    add_file_command(
        command, shell, "check",
        shell.say("检查文件，并列出没有写明之处", "check documents and list what they leave unsaid"),
        check_file);
    add_file_command(command, shell, "test",
                     shell.say("运行文件自带的算例", "run the worked examples inside"), test_file);
    add_standard_new(command, shell);
    add_standard_diff(command, shell);
    add_standard_cost(command, shell);
}

}  // namespace timebank::cli
