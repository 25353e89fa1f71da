#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/example.hpp"
#include "timebank/standard.hpp"

// standard check, standard test: rule documents before they are adopted.

namespace timebank::cli {
namespace {

using Files = std::vector<std::string>;

Result<void> check_file(const std::string& file, Shell& shell) {
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

Result<void> test_file(const std::string& file, Shell& shell) {
    auto document = read_input(file);
    if (!document) return document.error();
    auto outcomes = test_standard(bytes_of(*document));
    if (!outcomes)
        return Error{outcomes.error().code,
                     {file + "：" + outcomes.error().text.zh, file + ": " + outcomes.error().text.en}};
    for (const auto& outcome : *outcomes) {
        if (!outcome.passed) shell.exit_code = std::max<int>(shell.exit_code, refused);
        if (shell.json)
            print_json({{"file", file},
                        {"name", outcome.name},
                        {"result", outcome.passed ? "pass" : "fail"},
                        {"expected", outcome.expected},
                        {"got", outcome.got}});
        else
            print_line((outcome.passed ? "pass  " : "FAIL  ") + outcome.name + ": " +
                       (outcome.passed ? outcome.got
                                       : shell.say("应为 {0}，算得 {1}", "expected {0}, got {1}",
                                                   {outcome.expected, outcome.got})));
    }
    return {};
}

/// A file that cannot be read stops none of the others.
void for_each_file(const Files& files, Shell& shell, Result<void> (*work)(const std::string&, Shell&)) {
    int worst = done;
    for (const auto& file : files) {
        shell.run([&] { return work(file, shell); });
        worst = std::max(worst, shell.exit_code);
    }
    shell.exit_code = worst;
}

void add_file_command(CLI::App& parent, Shell& shell, const std::string& name, const std::string& about,
                      Result<void> (*work)(const std::string&, Shell&)) {
    auto files = std::make_shared<Files>();
    auto* command = parent.add_subcommand(name, about);
    command->add_option("FILE", *files, shell.say("标准文件（JSON）", "rule documents (JSON)"))->required();
    command->callback([files, work, &shell] { for_each_file(*files, shell, work); });
}

}  // namespace

void add_standard_commands(CLI::App& program, Shell& shell) {
    auto* command =
        program.add_subcommand("standard", shell.say("标准文件：check、test", "rule documents: check, test"));
    command->require_subcommand(1);
    add_file_command(
        *command, shell, "check",
        shell.say("检查文件，并列出没有写明之处", "check documents and list what they leave unsaid"),
        check_file);
    add_file_command(*command, shell, "test",
                     shell.say("运行文件自带的算例", "run the worked examples inside"), test_file);
}

}  // namespace timebank::cli
