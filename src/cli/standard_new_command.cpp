#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/standard_commands.hpp"
#include "timebank/standard_draft.hpp"

// standard new: a rule document to begin with, from options, or from questions on a terminal.

namespace timebank::cli {
namespace {

template <class T>
using Words = std::map<std::string, T>;

const Words<DraftRounding> roundings = {{"exact", DraftRounding::exact},
                                        {"quarter", DraftRounding::quarter},
                                        {"half", DraftRounding::half},
                                        {"whole", DraftRounding::whole}};
const Words<bool> scopes = {{"service", false}, {"running_total", true}};
const Words<DraftAtCap> ways_at_cap = {{"refuse", DraftAtCap::refuse},
                                       {"clip", DraftAtCap::clip},
                                       {"overflow", DraftAtCap::overflow},
                                       {"warn", DraftAtCap::warn},
                                       {"needs_approval", DraftAtCap::needs_approval}};
const Words<DraftOverlap> overlaps = {
    {"refuse", DraftOverlap::refuse}, {"warn", DraftOverlap::warn}, {"allow", DraftOverlap::allow}};

template <class T>
std::vector<std::string> names_of(const Words<T>& words) {
    std::vector<std::string> names;
    for (const auto& [name, meaning] : words) names.push_back(name);
    return names;
}

/// One thing to decide: an option, and a question for those who give none.
struct Choice {
    std::string option;
    std::string value;                 ///< what was said, or what holds when nothing is
    Text about;                        ///< of the option
    Text question;                     ///< empty: not asked
    std::vector<std::string> allowed;  ///< empty: any text
    bool required = false;
};

class Choices {
  public:
    Choices() {
        add_names();
        add_rules();
    }

    std::vector<Choice>& all() { return all_; }
    const std::string& operator[](const std::string& option) const {
        for (const auto& choice : all_)
            if (choice.option == option) return choice.value;
        static const std::string nothing;
        return nothing;
    }

  private:
    void add_names() {
        add({"--title-zh",
             "积分标准",
             {"中文名称", "title in Chinese"},
             {"中文名称", "Title in Chinese"},
             {}});
        add({"--title-en",
             "Credit standard",
             {"英文名称", "title in English"},
             {"英文名称", "Title in English"},
             {}});
        add({"--id",
             "",
             {"标准的代码，各版本共用", "code of the standard, of all its editions"},
             {"标准的代码，如 garden-credit", "Code of the standard, such as garden-credit"},
             {},
             true});
        add({"--unit",
             "",
             {"单位的代码，如 point", "code of the unit, such as point"},
             {"单位的代码，如 point", "Code of the unit, such as point"},
             {},
             true});
    }

    void add_rules() {
        add({"--per-hour",
             "1",
             {"每小时得多少", "what an hour earns"},
             {"每小时得多少，如 1、1.5、3/2", "What an hour earns, such as 1, 1.5 or 3/2"},
             {}});
        add({"--rounding",
             "whole",
             {"向下取整到", "rounded down to"},
             {"向下取整到", "Rounded down to"},
             names_of(roundings)});
        add({"--scope",
             "service",
             {"按次取整，还是按累计取整", "each service is rounded, or the running total"},
             {"按次取整（service），还是按累计取整（running_total）",
              "Round each service, or the running total, which keeps what is left over"},
             names_of(scopes)});
        add({"--daily-cap",
             "none",
             {"每人每天至多得多少，或 none", "the most that a person earns in a day, or none"},
             {"每人每天至多得多少，没有上限写 none", "The most that a person earns in a day, or none"},
             {}});
        add({"--at-cap",
             "clip",
             {"超出上限怎么办", "what happens above the limit"},
             {"超出上限怎么办", "What happens above the limit"},
             names_of(ways_at_cap)});
        add({"--overflow-to",
             "pool",
             {"at-cap 为 overflow 时记入哪个账户", "the account of the at-cap overflow"},
             {"", ""},
             {}});
        add({"--overlap",
             "refuse",
             {"同一人在同一时间另有记录时怎么办", "when a person is recorded elsewhere at that time"},
             {"同一人在同一时间另有记录时怎么办", "When a person is recorded elsewhere at that time"},
             names_of(overlaps)});
        add({"--first-day",
             to_text(utc_day(SystemClock().now_unix_s())),
             {"从哪天的服务起生效", "the first day whose services it decides"},
             {"从哪天的服务起生效", "The first day whose services it decides"},
             {}});
        add({"--unit2",
             "",
             {"同时得的第二种单位，如 hour，不取整",
              "a second unit earned beside it, such as hour, never rounded"},
             {"", ""},
             {}});
        add({"--per-hour2",
             "1",
             {"每小时得多少第二种单位", "what an hour earns of the second unit"},
             {"", ""},
             {}});
    }

    void add(Choice choice) { all_.push_back(std::move(choice)); }

    std::vector<Choice> all_;
};

struct NewOptions {
    Choices choices;
    std::string output;
};

bool is_allowed(const Choice& choice, const std::string& answer) {
    if (choice.required && answer.empty()) return false;
    if (choice.option == "--first-day" && !parse_civil_date(answer)) return false;
    return choice.allowed.empty() ||
           std::find(choice.allowed.begin(), choice.allowed.end(), answer) != choice.allowed.end();
}

/// Asks on standard error, since the document may go to standard output; an empty line takes what stands in
/// brackets, and what is not allowed is asked again.
Result<void> ask(Choice& choice, const Shell& shell) {
    auto words = choice.question.in(shell.language);
    if (!choice.allowed.empty()) words += " (" + joined(choice.allowed, ", ") + ")";
    if (!choice.value.empty()) words += " [" + choice.value + "]";
    for (std::string answer;;) {
        std::cerr << words << ": " << std::flush;
        if (!std::getline(std::cin, answer))
            return fail(Code::invalid_argument, "回答没有完：什么也没有写；可用选项代替回答，见 --help",
                        "the answers ended: nothing was written; options may stand for them, see --help");
        if (answer.empty()) answer = choice.value;
        if (!is_allowed(choice, answer)) continue;
        choice.value = answer;
        return {};
    }
}

Result<void> ask_all(Choices& choices, const Shell& shell) {
    for (auto& choice : choices.all()) {
        if (choice.question.en.empty()) continue;
        if (choice.option == "--scope" && choices["--rounding"] == "exact") continue;
        if (choice.option == "--at-cap" && choices["--daily-cap"] == "none") continue;
        if (auto asked = ask(choice, shell); !asked) return asked;
    }
    return {};
}

/// One whole text, or what went wrong; a file that is there stays as it is.
Result<void> write_new_file(const std::string& file, const std::string& text) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
        return fail(Code::already_there, "{} 已经存在，不会覆盖：请换一个文件名",
                    "{} is there already and will not be overwritten: name another file", {file});
    if (descriptor >= 0) ::close(descriptor);
    return write_output(file, text);
}

Result<StandardDraft> draft_of(const Choices& said) {
    StandardDraft draft;
    draft.id = said["--id"];
    draft.title = {said["--title-zh"], said["--title-en"]};
    draft.unit = said["--unit"];
    draft.credits_per_hour = said["--per-hour"];
    draft.rounding = roundings.at(said["--rounding"]);
    draft.rounds_running_total = scopes.at(said["--scope"]);
    if (said["--daily-cap"] != "none") draft.credits_a_day = said["--daily-cap"];
    draft.at_cap = ways_at_cap.at(said["--at-cap"]);
    draft.overflow_to = said["--overflow-to"];
    draft.overlap = overlaps.at(said["--overlap"]);
    draft.second_unit = said["--unit2"];
    draft.second_credits_per_hour = said["--per-hour2"];
    auto day = parse_civil_date(said["--first-day"]);
    if (!day) return day.error();
    draft.effective_from = *day;
    return draft;
}

/// `none_given`: not one of the options that say what the document is.
Result<void> make_new(NewOptions& asked, bool none_given, const Shell& shell) {
    if (none_given && ::isatty(STDIN_FILENO) != 0) {
        if (auto answered = ask_all(asked.choices, shell); !answered) return answered;
    }
    for (const auto& choice : asked.choices.all())
        if (!is_allowed(choice, choice.value) && choice.value.empty())
            return fail(Code::invalid_argument, "还缺 {}：请写出它，或在终端里不带选项运行以逐项回答",
                        "{} is missing: give it, or run this on a terminal without options to be asked",
                        {choice.option});
    auto draft = draft_of(asked.choices);
    if (!draft) return draft.error();
    auto document = draft_standard(*draft);
    if (!document) return document.error();
    if (asked.output.empty()) {
        std::cout << *document;
        return {};
    }
    if (auto written = write_new_file(asked.output, *document); !written) return written;
    if (shell.json)
        print_json({{"file", asked.output}, {"document", draft->id}});
    else
        print_line(
            shell.say("已写入 {}：请按其中的 note 逐处决定，再运行 standard check 和 standard test",
                      "wrote {}: decide what its notes name, then run standard check and standard test",
                      {asked.output}));
    return {};
}

}  // namespace

void add_standard_new(CommandSyntax standard, Shell& shell) {
    auto asked = std::make_shared<NewOptions>();
    auto command = standard.add_subcommand(
        "new", shell.say("写一份带注释的积分标准草稿；不带选项则逐项询问",
                         "write a commented credit standard to begin with; without options, it asks"));
    std::vector<OptionSyntax> options;
    for (auto& choice : asked->choices.all()) {
        auto option = command.add_option(choice.option, choice.value, choice.about.in(shell.language));
        if (!choice.allowed.empty()) option.one_of(choice.allowed);
        // The day of today is no part of a manual that is written once.
        if (!choice.value.empty() && choice.option != "--first-day") option.shows_default();
        options.push_back(option);
    }
    command
        .add_option("-o,--output", asked->output,
                    shell.say("写入此文件（已存在则不写），否则写到标准输出",
                              "write to this file, which must not be there; else to standard output"))
        .type_name("FILE");
    command.callback([asked, options, &shell] {
        const bool none_given = std::all_of(options.begin(), options.end(),
                                            [](const auto& option) { return !option.is_given(); });
        shell.run([&] { return make_new(*asked, none_given, shell); });
    });
}

}  // namespace timebank::cli
