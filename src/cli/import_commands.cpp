#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/opening_import.hpp"
#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "cli/shell.hpp"
#include "timebank/limits.hpp"
#include "timebank/opening_sheet.hpp"
#include "timebank/sheet.hpp"

// import: a year of sign-in sheets.

namespace timebank::cli {
namespace {

struct ImportAsked {
    LedgerPlace place;
    OpeningAsked opening;
    std::string file;
    std::string offset;
    std::vector<std::string> own_headings;  ///< CODE=HEADING
    bool overnight = false;
    bool keep_good = false;
    bool dry_run = false;
    bool shows_progress = false;
    bool shows_template = false;
    bool lists_columns = false;
};

Result<std::vector<OwnHeading>> own_headings_of(const ImportAsked& asked) {
    std::vector<OwnHeading> headings;
    for (const auto& text : asked.own_headings) {
        const auto sign = text.find('=');
        if (sign == text.npos || sign == 0 || sign + 1 == text.size())
            return fail(Code::invalid_argument, "--column {}：请写成 列=表头，如 volunteer=会员号",
                        "--column {}: write COLUMN=HEADING, as in volunteer=\"card number\"", {text});
        headings.push_back({text.substr(0, sign), text.substr(sign + 1)});
    }
    return headings;
}

/// "+08:00", by reading a time that ends so.
Result<std::optional<std::int16_t>> offset_of(const std::string& text) {
    if (text.empty()) return std::optional<std::int16_t>();
    auto time = parse_civil_time("2000-01-01T00:00" + text);
    if (time) return std::optional(time->offset_minutes);
    return fail(Code::invalid_argument, "--offset {0}：请写成 +08:00，在 -{1}:00 与 +{1}:00 之间",
                "--offset {0}: write it as +08:00, within -{1}:00 and +{1}:00",
                {text, std::to_string(limits::offset_hours)});
}

/// A line on standard error that is written over as the work goes on.
std::function<void(ImportPhase, std::size_t, std::size_t)> progress_of(const ImportAsked& asked,
                                                                       const Shell& shell) {
    if (!asked.shows_progress && ::isatty(STDERR_FILENO) == 0) return {};
    return [&shell](ImportPhase phase, std::size_t done, std::size_t of) {
        const auto doing =
            phase == ImportPhase::trial ? shell.say("试算", "trying") : shell.say("写入", "posting");
        std::cerr << '\r' << doing << ' ' << done << " / " << of << (done == of ? "\n" : "") << std::flush;
    };
}

/// The same words whether the rows are posted now or only tried.
void print_summary(const ImportReport& report, const Shell& shell) {
    const auto id = to_text(ClaimId{report.batch});
    if (shell.json)
        return print_json({{"import", id},
                           {"rows", report.rows},
                           {"new", report.new_rows},
                           {"recorded", report.recorded_rows},
                           {"broken", report.broken_rows},
                           {"refused", report.refused_rows},
                           {"unreported", report.unreported_rows},
                           {"sessions", report.sessions},
                           {"person_times", report.person_times},
                           {"served_minutes", report.served_minutes},
                           {"warnings", report.warnings.size()},
                           {"posts", report.posts}});
    const auto number = [](std::size_t count) { return std::to_string(count); };
    if (report.unreported_rows != 0)
        print_line(shell.say("还有 {} 行有问题，未列出：请先改正以上各行",
                             "and {} more such rows, not listed: mend those above first",
                             {number(report.unreported_rows)}));
    print_line(shell.say("导入 {0}：{1} 行，{2} 场次，{3} 人次，服务合计 {4}",
                         "import {0}: {1} rows, {2} sessions, {3} person-times, {4} served",
                         {id, number(report.rows), number(report.sessions), number(report.person_times),
                          hours_text(static_cast<std::int64_t>(report.served_minutes), shell.language)}));
    for (const auto& warning : report.warnings)
        print_line(shell.say("请留意：{}", "please check: {}", {warning.text.in(shell.language)}));
    print_line(shell.say("新记 {0} 行，早已记过 {1} 行，看不懂 {2} 行，不能记 {3} 行",
                         "{0} new, {1} recorded already, {2} broken, {3} refused",
                         {number(report.new_rows), number(report.recorded_rows), number(report.broken_rows),
                          number(report.refused_rows)}));
    if (!report.posts)
        print_line(
            shell.say("一行也没有写入：请改正以上各行再导入；若要先写入其余的行，请加 --keep-good",
                      "nothing was posted: mend these rows and import again, or say --keep-good to post the "
                      "others"));
}

void print_all(const ImportReport& report, Shell& shell) {
    for (const auto& one : report.reports) print_row_report(one, shell);
    print_summary(report, shell);
    if (report.broken_rows != 0)
        shell.exit_code = bad_input;
    else if (report.refused_rows != 0)
        shell.exit_code = refused;
}

/// An import that broke off, on a full disk say, has recorded what came before.
void say_how_far(std::uint64_t size_before, const Result<LedgerHead>& now, const Shell& shell) {
    if (now && now->size == size_before) return;
    const auto count = now ? std::to_string(now->size - size_before) : shell.say("若干", "some");
    std::cerr << shell.say("timebank: 中断之前已写入 {} 条。再次导入同一张表，会从断处继续\n",
                           "timebank: {} entries were recorded before it broke off. Import the same sheet "
                           "again, and it goes on from there\n",
                           {count});
}

Result<void> import_file(const ImportAsked& asked, Shell& shell) {
    ImportOptions options;
    auto headings = own_headings_of(asked);
    if (!headings) return headings.error();
    options.own_headings = std::move(*headings);
    auto offset = offset_of(asked.offset);
    if (!offset) return offset.error();
    options.offset_minutes = *offset;
    options.overnight = asked.overnight;
    options.keep_good = asked.keep_good;
    options.rows_per_step = asked.place.entries_per_commit;
    options.progress = progress_of(asked, shell);

    auto sheet = read_input(asked.file);
    if (!sheet) return sheet.error();
    auto ledger = asked.dry_run ? asked.place.open_to_read(shell) : asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    options.signer = signing->author.get();
    options.signer_owner = signing->owner;

    const auto before = (*ledger)->head();
    auto report =
        asked.dry_run ? try_import(**ledger, *sheet, options) : import_sheet(**ledger, *sheet, options);
    if (!report) {
        if (!asked.dry_run && before) say_how_far(before->size, (*ledger)->head(), shell);
        return report.error();
    }
    print_all(*report, shell);
    if (asked.dry_run) {
        std::cerr << shell.say("timebank: 只是试算，没有写入\n",
                               "timebank: a dry run, nothing was written\n");
        return {};
    }
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

void list_columns(const std::vector<SheetColumn>& columns, const Shell& shell) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& column : columns) {
        std::string spellings;
        for (const auto spelling : column.spellings)
            spellings += (spellings.empty() ? "" : shell.say("、", ", ")) + std::string(spelling);
        const auto use = column.use == SheetColumn::Use::required   ? shell.say("必填", "required")
                         : column.use == SheetColumn::Use::optional ? shell.say("可选", "optional")
                                                                    : shell.say("忽略", "ignored");
        if (shell.json)
            print_json({{"code", column.code},
                        {"use", use},
                        {"heading", to_json(column.heading)},
                        {"spellings", column.spellings},
                        {"meaning", to_json(column.meaning)}});
        else
            rows.push_back({std::string(column.code), column.heading.in(shell.language), use,
                            column.meaning.in(shell.language), spellings});
    }
    if (!shell.json)
        print_table({shell.say("代码", "code"), shell.say("表头", "heading"), shell.say("用法", "use"),
                     shell.say("内容", "what it holds"), shell.say("也可写作", "also written")},
                    rows, {});
}

Result<void> import(const ImportAsked& asked, Shell& shell) {
    if (asked.shows_template) {
        std::cout << (asked.opening.asked ? opening_template(shell.language)
                                          : sign_in_template(shell.language));
        return {};
    }
    if (asked.lists_columns) {
        list_columns(asked.opening.asked ? opening_columns() : sign_in_columns(), shell);
        return {};
    }
    if (asked.place.folder.empty() || asked.file.empty())
        return fail(Code::invalid_argument, "请说明账本文件夹和表：timebank import 账本 文件",
                    "name the ledger's folder and the sheet: timebank import LEDGER FILE");
    if (!asked.opening.asked) return import_file(asked, shell);
    auto headings = own_headings_of(asked);
    if (!headings) return headings.error();
    return import_opening_sheet(asked.opening, asked.place, asked.file, std::move(*headings), asked.dry_run,
                                shell);
}

void add_import_options(CommandSyntax command, ImportAsked& asked, const Shell& shell) {
    command.add_option(
        "--offset", asked.offset,
        shell.say("表中时间的时差，如 +08:00；时间自带时差的不需要",
                  "offset from UTC of the sheet's times, such as +08:00, unless they carry one"));
    command.add_flag("--overnight", asked.overnight,
                     shell.say("结束早于开始的，是第二天", "an end before the start is the next day's"));
    command
        .add_option("--column", asked.own_headings,
                    shell.say("表里自己的表头：列=表头，如 volunteer=会员号；可多次",
                              "a heading of the sheet's own: COLUMN=HEADING; may be given again"))
        .one_at_a_time();
    command.add_flag("--dry-run", asked.dry_run, shell.say("只试算，不写入", "decide it all, write nothing"));
    command.add_flag("--keep-good", asked.keep_good,
                     shell.say("有问题的行除外，其余照写", "post what is good even if other rows are not"));
    command.add_flag("--progress", asked.shows_progress,
                     shell.say("在标准错误上显示进度（终端上总是显示）",
                               "show progress on standard error, as on a terminal"));
    command.add_flag("--template", asked.shows_template,
                     shell.say("打印一张样表", "print a sheet to begin with"));
    command.add_flag("--columns", asked.lists_columns,
                     shell.say("列出可用的列", "list the columns that a sheet may have"));
    command.add_option("--commit", asked.place.entries_per_commit,
                       shell.say("每次提交最多多少条目", "how many entries a commit has at most"));
}

}  // namespace

void print_row_report(const RowReport& report, Shell& shell) {
    if (shell.json) {
        nlohmann::ordered_json object = {{"line", report.line}};
        if (report.last_line != report.line) object["last_line"] = report.last_line;
        object["result"] = to_text(report.outcome);
        if (!report.column.empty()) object["column"] = report.column;
        if (report.outcome == RowOutcome::recorded || report.outcome == RowOutcome::differs)
            object["entry"] = report.entry;
        if (report.refusal) object["code"] = to_text(*report.refusal);
        object["text"] = to_json(report.text);
        return print_json(object);
    }
    const auto line = std::to_string(report.line);
    auto where = report.last_line == report.line ? shell.say("第 {} 行", "line {}", {line})
                                                 : shell.say("第 {0} 至 {1} 行", "lines {0} to {1}",
                                                             {line, std::to_string(report.last_line)});
    if (!report.column.empty()) where += shell.say("，{}", ", {}", {report.column});
    auto text = where + shell.say("：", ": ") + report.text.in(shell.language);
    if (report.refusal) text += " [" + std::string(to_text(*report.refusal)) + "]";
    print_line(text);
}

void add_import_commands(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<ImportAsked>();
    auto command = program.add_subcommand(
        "import",
        shell.say("导入签到表或期初余额（CSV）", "import a sign-in sheet or opening balances (CSV)"));
    command.add_option("LEDGER", asked->place.folder, shell.say("账本文件夹", "the ledger's folder"));
    command.add_option(
        "FILE", asked->file,
        shell.say("签到表，CSV UTF-8；- 为标准输入", "the sheet, CSV in UTF-8; - is standard input"));
    add_import_options(command, *asked, shell);
    add_opening_options(command, asked->opening, shell);
    asked->place.add_writing(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return import(*asked, shell); }); });
}

}  // namespace timebank::cli
