#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/field_path.hpp"
#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "cli/shell.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/correction.hpp"

// reverse, correct: how mistakes are undone and put right.

namespace timebank::cli {
namespace {

using Json = nlohmann::ordered_json;

struct CorrectionOptions {
    LedgerPlace place;
    std::optional<std::uint64_t> index;
    std::string batch;
    std::string reason;
    std::vector<std::string> units;
    std::vector<std::string> changes;   ///< FIELD=VALUE
    std::vector<std::string> removals;  ///< FIELD
    std::string file;
    bool dry_run = false;
};

CorrectionSigning as_corrector(const OwnSigning& own) {
    return {own.author.get(), own.owner, own.second_officer.get()};
}

Result<Entry> entry_at(const Ledger& ledger, std::uint64_t index) {
    auto entry = ledger.entry(index);
    if (!entry) return entry.error();
    if (!*entry)
        return fail(Code::not_found, "没有条目 {}：请核对条目号", "there is no entry {}: check the index",
                    {std::to_string(index)});
    return std::move(**entry);
}

/// When the entry is undone already, says what to do instead: a refusal can only say that it is.
Result<void> advise(const Ledger& ledger, std::uint64_t index, bool corrects, const Shell& shell) {
    auto counting = counting_entry(ledger, index);
    if (!counting) return counting.error();
    const auto entry = std::to_string(index);
    std::string advice;
    if (!*counting && corrects)
        advice = shell.say(
            "条目 {} 已经冲销，没有可更正的了：请把正确的内容重新记入（post；表里的行，改正后再次 import）",
            "entry {} was taken back, and nothing of it is left to correct: record anew what is right (post; "
            "or, if it came with a sheet, mend the row and import the sheet again)",
            {entry});
    else if (*counting && **counting != index)
        advice =
            shell.say("条目 {0} 已经更正，现以条目 {1} 为准：请改对条目 {1} 操作（{2} {1}）",
                      "entry {0} was corrected, and what counts now is entry {1}: name that one ({2} {1})",
                      {entry, std::to_string(**counting), corrects ? "correct" : "reverse"});
    if (!advice.empty()) std::cerr << "timebank: " << advice << '\n';
    return {};
}

bool is_refused(const PostResult& result) {
    return result.outcome == PostOutcome::refused;
}

// reverse

Result<void> reverse_one(const CorrectionOptions& asked, Ledger& ledger, const CorrectionSigning& signing,
                         Shell& shell) {
    auto entry = entry_at(ledger, *asked.index);
    if (!entry) return entry.error();
    auto units = asked.units;
    std::sort(units.begin(), units.end());
    auto claim = reverse_entry(*entry, asked.reason, units, signing);
    if (!claim) return claim.error();
    auto result = ledger.post(*claim);
    if (!result) return result.error();
    print_result(*result, shell);
    if (is_refused(*result)) return advise(ledger, entry->index, false, shell);
    return {};
}

/// The entries of an import that cannot be undone, as far as anybody reads on.
void print_refused(const UndoneImport& outcome, Shell& shell) {
    constexpr std::size_t shown_max = 100;
    if (!outcome.refused.empty()) shell.exit_code = refused;
    for (std::size_t i = 0; i < outcome.refused.size() && i < shown_max; ++i) {
        const auto& [entry, result] = outcome.refused[i];
        if (shell.json) {
            auto object = Json::parse(write_post_result(result));
            object["entry"] = entry;
            print_json(object);
            continue;
        }
        print_line(shell.say("条目 {0} 未冲销：{1} [{2}]", "entry {0} stays: {1} [{2}]",
                             {std::to_string(entry), explain_refusal(result.refusal).in(shell.language),
                              to_text(result.refusal.code)}));
    }
    if (outcome.refused.size() > shown_max && !shell.json)
        print_line(shell.say("还有 {} 条也未冲销，未列出", "and {} more, not listed",
                             {std::to_string(outcome.refused.size() - shown_max)}));
}

Result<void> reverse_import(const CorrectionOptions& asked, Ledger& ledger, const CorrectionSigning& signing,
                            Shell& shell) {
    auto batch = parse_claim_id(asked.batch);
    if (!batch) return batch.error();
    auto outcome = undo_import(ledger, batch->bytes, asked.reason, signing);
    if (!outcome) return outcome.error();
    print_refused(*outcome, shell);
    if (shell.json) {
        print_json({{"import", asked.batch},
                    {"undone", outcome->undone},
                    {"undone_before", outcome->undone_before},
                    {"refused", outcome->refused.size()},
                    {"left", outcome->left}});
        return {};
    }
    print_line(shell.say("导入 {0}：冲销 {1} 条，此前已冲销 {2} 条，未接受 {3} 条",
                         "import {0}: {1} entries reversed, {2} were before, {3} refused",
                         {asked.batch, std::to_string(outcome->undone),
                          std::to_string(outcome->undone_before), std::to_string(outcome->refused.size())}));
    if (outcome->left != 0)
        print_line(shell.say(
            "还有 {} 条更早的没有尝试：请先解决上面的原因，再执行同一命令",
            "{} older entries were not tried: remove the cause named above, then give the same command",
            {std::to_string(outcome->left)}));
    return {};
}

Result<void> reverse(const CorrectionOptions& asked, Shell& shell) {
    if (asked.index.has_value() == !asked.batch.empty())
        return fail(Code::invalid_argument, "请给出一个条目号，或用 --import 给出一批导入的编号，二者取一",
                    "give the index of an entry, or an import's id with --import: one of the two");
    if (!asked.batch.empty() && !asked.units.empty())
        return fail(Code::invalid_argument, "--only 用于单个条目，不能与 --import 同用",
                    "--only is for a single entry and cannot stand beside --import");
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto own = own_signing(asked.place, **ledger);
    if (!own) return own.error();
    const auto signing = as_corrector(*own);
    auto done = asked.index ? reverse_one(asked, **ledger, signing, shell)
                            : reverse_import(asked, **ledger, signing, shell);
    if (!done) return done.error();
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

// correct

/// What the entry says, as a line that could be posted anew: without what signing it adds.
Json plain_line(const SignedClaim& claim) {
    auto line = Json::parse(write_claim_line(claim));
    for (const char* member : {"id", "acting_for", "valid_until", "batch", "group_digest", "origin", "ledger",
                               "cosigners", "author", "capacity", "signature", "cosignatures"})
        line.erase(member);
    return line;
}

Result<Json> corrected_line(const CorrectionOptions& asked, const Json& wrong) {
    auto right = wrong;
    if (!asked.file.empty()) {
        auto text = read_input(asked.file);
        if (!text) return text.error();
        right = Json::parse(*text, nullptr, false);
        if (!right.is_object())
            return fail(Code::bad_json, "{} 不是一个 JSON 对象：应是一条声明",
                        "{} is no JSON object: it must hold one claim", {asked.file});
    }
    for (const auto& change : asked.changes)
        if (auto set = set_field(right, change); !set) return set.error();
    for (const auto& field : asked.removals)
        if (auto removed = remove_field(right, field); !removed) return removed.error();
    return right;
}

Result<ClaimContent> content_of(const Json& line, const Ledger& ledger, const OwnSigning& own) {
    auto claim =
        read_claim_line(line.dump(), {ledger.origin(), ledger.genesis_hash(), own.author.get(), own.owner});
    if (!claim) return claim.error();
    return std::move(claim->claim.content);
}

/// "actual.end: 2018-06-04T11:20+08:00 -> 2018-06-04T11:30+08:00", one for each field that differs.
std::vector<std::string> differences(const Json& wrong, const Json& right) {
    auto shown = [](const Json& value) {
        return value.is_string() ? value.get<std::string>() : value.dump();
    };
    std::vector<std::string> lines;
    for (const auto& step : Json::diff(wrong, right)) {
        const auto path = step["path"].get<std::string>();
        const Json::json_pointer pointer(path);
        const auto before = step["op"] == "add" ? "-" : shown(wrong.at(pointer));
        const auto after = step["op"] == "remove" ? "-" : shown(step["value"]);
        lines.push_back(field_of_pointer(path) + ": " + before + " -> " + after);
    }
    return lines;
}

/// What moved before and what moves now, by owner and unit.
Result<std::vector<std::vector<std::string>>> movements(const Ledger& ledger, const std::vector<Leg>& before,
                                                        const std::vector<Leg>& after, Language language) {
    std::map<std::pair<std::string, std::string>, std::pair<Amount, Amount>> by_account;
    for (const auto& leg : before) by_account[{leg.owner, leg.unit}].first = leg.amount;
    for (const auto& leg : after) by_account[{leg.owner, leg.unit}].second = leg.amount;
    std::vector<std::vector<std::string>> rows;
    for (const auto& [account, amounts] : by_account) {
        auto unit = ledger.unit(account.second);
        if (!unit) return unit.error();
        if (!*unit)
            return fail(Code::data_damaged, "数据文件损坏：单位 {} 缺失",
                        "data file damaged: the unit {} is missing", {account.second});
        rows.push_back({account.first, amount_text(amounts.first, **unit, language),
                        amount_text(amounts.second, **unit, language)});
    }
    return rows;
}

Result<void> show_correction(const Ledger& ledger, const Entry& entry, const std::vector<Quote>& quotes,
                             const std::vector<std::string>& changed, Shell& shell) {
    const auto& quote = quotes.back();
    if (shell.json) {
        Json object = {{"corrects", entry.index}, {"changes", changed}};
        object["result"] = Json::parse(write_post_result(quote.result));
        print_json(object);
        return {};
    }
    for (const auto& line : changed) print_line(line);
    if (quote.result.outcome == PostOutcome::refused) return {};
    auto rows = movements(ledger, entry.decision.legs, quote.decision.legs, shell.language);
    if (!rows) return rows.error();
    print_table({shell.say("账户", "owner"), shell.say("原为", "was"), shell.say("现为", "is now")}, *rows,
                {1, 2});
    return {};
}

Result<void> correct(const CorrectionOptions& asked, Shell& shell) {
    if (asked.changes.empty() && asked.removals.empty() && asked.file.empty())
        return fail(Code::invalid_argument,
                    "没有说明改成什么：用 --set 字段=值、--unset 字段，或 --claim 文件",
                    "nothing says what to change: --set FIELD=VALUE, --unset FIELD or --claim FILE");
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto entry = entry_at(**ledger, *asked.index);
    if (!entry) return entry.error();
    auto own = own_signing(asked.place, **ledger);
    if (!own) return own.error();
    const auto wrong = plain_line(entry->signed_claim);
    auto right = corrected_line(asked, wrong);
    if (!right) return right.error();
    auto content = content_of(*right, **ledger, *own);
    if (!content) return content.error();
    auto group = correct_entry(*entry, std::move(*content), asked.reason, as_corrector(*own));
    if (!group) return group.error();

    auto quotes = (*ledger)->quote(*group);
    if (!quotes) return quotes.error();
    auto shown =
        show_correction(**ledger, *entry, *quotes, differences(wrong, plain_line(group->back())), shell);
    if (!shown) return shown.error();
    if (asked.dry_run) {
        for (const auto& quote : *quotes)
            if (is_refused(quote.result)) print_result(quote.result, shell);
        if (is_refused(quotes->back().result)) return advise(**ledger, entry->index, true, shell);
        return {};
    }
    auto results = (*ledger)->post(*group);
    if (!results) return results.error();
    for (const auto& result : *results) print_result(result, shell);
    if (is_refused(results->back())) return advise(**ledger, entry->index, true, shell);
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

std::shared_ptr<CorrectionOptions> add_command(CommandSyntax program, Shell& shell, const std::string& name,
                                               const std::string& about, bool needs_index,
                                               Result<void> (*work)(const CorrectionOptions&, Shell&)) {
    auto asked = std::make_shared<CorrectionOptions>();
    auto command = program.add_subcommand(name, about);
    asked->place.add_folder(command, shell);
    auto index = command.add_option("INDEX", asked->index, shell.say("条目号", "index of the entry"));
    if (needs_index) index.required();
    command
        .add_option("--reason", asked->reason,
                    shell.say("原因代码，如 wrong-person", "a code such as wrong-person"))
        .required();
    asked->place.add_writing(command, shell);
    command.callback([asked, work, &shell] { shell.run([&] { return work(*asked, shell); }); });
    return asked;
}

}  // namespace

void add_correction_commands(CommandSyntax program, Shell& shell) {
    auto asked = add_command(program, shell, "reverse",
                             shell.say("以相反条目冲销一个条目，或一整批导入",
                                       "undo an entry, or all of an import, by opposite entries"),
                             false, reverse);
    auto command = program.subcommand("reverse");
    command.add_option("--import", asked->batch,
                       shell.say("冲销这一批导入的全部条目", "undo every entry of this import"));
    command.add_option(
        "--only", asked->units,
        shell.say("只冲销这种单位（可重复），如只冲积分、保留时数",
                  "undo only this unit (may be repeated), such as the points but not the hours"));

    asked = add_command(program, shell, "correct",
                        shell.say("更正一个条目：冲销它，并在同一组里写入正确的声明",
                                  "put an entry right: reverse it and state it anew, in one group"),
                        true, correct);
    command = program.subcommand("correct");
    command.add_option("--set", asked->changes,
                       shell.say("字段=值，如 actual.end=2025-01-04T08:20+08:00（可重复）",
                                 "FIELD=VALUE, such as actual.end=2025-01-04T08:20+08:00 (may be repeated)"));
    command.add_option("--unset", asked->removals,
                       shell.say("去掉一个字段（可重复）", "remove a field (may be repeated)"));
    command
        .add_option("--claim", asked->file,
                    shell.say("整条正确的声明（JSON）；- 为标准输入",
                              "the whole right claim (JSON); - is standard input"))
        .type_name("FILE");
    command.add_flag("--dry-run", asked->dry_run, shell.say("只试算，不写入", "decide, and write nothing"));
}

}  // namespace timebank::cli
