#include "cli/opening_import.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "timebank/opening_sheet.hpp"

namespace timebank::cli {
namespace {

/// "point=2000", or "2000" where one unit was named for the whole sheet.
Result<std::vector<StatedIssue>> issues_of(const OpeningAsked& asked) {
    std::vector<StatedIssue> issues;
    for (const auto& text : asked.totals) {
        const auto sign = text.find('=');
        const bool named = sign != text.npos;
        if (!named && asked.unit.empty())
            return fail(
                Code::invalid_argument, "--total {}：请写成 单位=总额，如 point=2000，或用 --unit 说明单位",
                "--total {}: write it as UNIT=AMOUNT, such as point=2000, or name the unit with --unit",
                {text});
        issues.push_back(named ? StatedIssue{text.substr(0, sign), text.substr(sign + 1)}
                               : StatedIssue{asked.unit, text});
    }
    return issues;
}

Result<OpeningOptions> options_of(const OpeningAsked& asked, const OwnSigning& own,
                                  std::vector<OwnHeading> own_headings) {
    OpeningOptions options;
    options.signing = {own.author.get(), own.owner, own.second_officer.get()};
    options.issuer = asked.issuer;
    options.unit = asked.unit;
    options.own_headings = std::move(own_headings);
    auto issues = issues_of(asked);
    if (!issues) return issues.error();
    options.issues = std::move(*issues);
    if (asked.date.empty()) return options;
    auto date = parse_civil_date(asked.date);
    if (!date) return date.error();
    options.lot_date = *date;
    return options;
}

void print_sums(const OpeningReport& report, Shell& shell) {
    for (const auto& sum : report.sums) {
        if (shell.json)
            print_json({{"unit", sum.unit}, {"amount", sum.amount}, {"accounts", sum.accounts}});
        else
            print_line(shell.say("{0}：{1} 笔，合计 {2}", "{0}: {1} balances, {2} in all",
                                 {sum.unit, std::to_string(sum.accounts), sum.amount}));
    }
}

void print_summary(const OpeningReport& report, Shell& shell) {
    const auto id = to_text(ClaimId{report.batch});
    if (shell.json)
        return print_json({{"import", id},
                           {"rows", report.rows},
                           {"zero", report.zero_rows},
                           {"new", report.new_rows},
                           {"recorded", report.recorded_rows},
                           {"broken", report.broken_rows},
                           {"refused", report.refused_rows},
                           {"posts", report.posts}});
    const auto number = [](std::size_t count) { return std::to_string(count); };
    print_line(shell.say("期初余额导入 {0}：{1} 行，其中零余额 {2} 行",
                         "opening balances {0}: {1} rows, {2} of them zero",
                         {id, number(report.rows), number(report.zero_rows)}));
    print_line(shell.say("新记 {0} 行，早已记过 {1} 行，看不懂 {2} 行，不能记 {3} 行",
                         "{0} new, {1} recorded already, {2} broken, {3} refused",
                         {number(report.new_rows), number(report.recorded_rows), number(report.broken_rows),
                          number(report.refused_rows)}));
    if (!report.posts)
        print_line(shell.say("一行也没有写入：请改正以上各行再导入",
                             "nothing was posted: mend these rows and import again"));
}

}  // namespace

void add_opening_options(CommandSyntax command, OpeningAsked& asked, const Shell& shell) {
    command.add_flag("--opening", asked.asked,
                     shell.say("表里是期初余额，须由两位负责人签署（--second-key）",
                               "the sheet holds opening balances; two officers sign (--second-key)"));
    command.add_option("--issuer", asked.issuer,
                       shell.say("期初余额：从哪个发行户发出", "opening balances: the issuer's account"));
    command.add_option("--unit", asked.unit,
                       shell.say("期初余额：全表的单位", "opening balances: the unit of the whole sheet"));
    command.add_option("--date", asked.date,
                       shell.say("期初余额：取得日期，如 2019-12-31",
                                 "opening balances: when they were earned, such as 2019-12-31"));
    command.add_option("--total", asked.totals,
                       shell.say("期初余额：总额，如 2000 或 point=2000；合计不符就不导入",
                                 "opening balances: what they must add up to, such as 2000 or point=2000"));
}

Result<void> import_opening_sheet(const OpeningAsked& asked, const LedgerPlace& place,
                                  const std::string& file, std::vector<OwnHeading> own_headings, bool dry_run,
                                  Shell& shell) {
    auto sheet = read_input(file);
    if (!sheet) return sheet.error();
    auto ledger = dry_run ? place.open_to_read(shell) : place.open_to_write();
    if (!ledger) return ledger.error();
    auto own = own_signing(place, **ledger);
    if (!own) return own.error();
    auto options = options_of(asked, *own, std::move(own_headings));
    if (!options) return options.error();
    auto report =
        dry_run ? try_openings(**ledger, *sheet, *options) : import_openings(**ledger, *sheet, *options);
    if (!report) return report.error();
    for (const auto& one : report->reports) print_row_report(one, shell);
    print_sums(*report, shell);
    print_summary(*report, shell);
    if (report->broken_rows != 0)
        shell.exit_code = bad_input;
    else if (report->refused_rows != 0)
        shell.exit_code = refused;
    if (dry_run) {
        std::cerr << shell.say("timebank: 只是试算，没有写入\n",
                               "timebank: a dry run, nothing was written\n");
        return {};
    }
    return checkpoint_if_possible(**ledger, place, shell);
}

}  // namespace timebank::cli
