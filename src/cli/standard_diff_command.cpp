#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/standard_commands.hpp"
#include "timebank/standard_difference.hpp"

// standard diff: what a newer edition says otherwise.

namespace timebank::cli {
namespace {

struct DiffOptions {
    std::string older;
    std::string newer;
};

nlohmann::json parsed(const std::string& text) {
    return text.empty() ? nlohmann::json() : nlohmann::json::parse(text, nullptr, false);
}

void print_change(const StandardChange& change, const Shell& shell) {
    if (!shell.json) return print_line(change.path + "  " + change.text.in(shell.language));
    nlohmann::ordered_json object = {
        {"change", to_text(change.kind)}, {"path", change.path}, {"place", to_json(change.place)}};
    if (!change.before.empty()) object["before"] = parsed(change.before);
    if (!change.after.empty()) object["after"] = parsed(change.after);
    object["text"] = to_json(change.text);
    print_json(object);
}

Result<void> diff(const DiffOptions& asked, const Shell& shell) {
    auto older = read_input(asked.older);
    if (!older) return older.error();
    auto newer = read_input(asked.newer);
    if (!newer) return newer.error();
    auto changes = compare_standards(bytes_of(*older), bytes_of(*newer));
    if (!changes) return changes.error();
    for (const auto& change : *changes) print_change(change, shell);
    if (changes->empty() && !shell.json)
        print_line(shell.say("两份标准所说相同", "the two standards say the same"));
    return {};
}

}  // namespace

void add_standard_diff(CommandSyntax standard, Shell& shell) {
    auto asked = std::make_shared<DiffOptions>();
    auto command =
        standard.add_subcommand("diff", shell.say("比较两个版本：增、删、改了什么",
                                                  "compare two editions: what was added, removed, changed"));
    command.add_option("OLDER", asked->older, shell.say("旧版标准文件", "the older rule document"))
        .required()
        .type_name("FILE");
    command.add_option("NEWER", asked->newer, shell.say("新版标准文件", "the newer rule document"))
        .required()
        .type_name("FILE");
    command.callback([asked, &shell] { shell.run([&] { return diff(*asked, shell); }); });
}

}  // namespace timebank::cli
