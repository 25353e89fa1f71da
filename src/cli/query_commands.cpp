#include <algorithm>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/names.hpp"
#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/claim_lines.hpp"

// find, entries, balance, explain: what people ask.

namespace timebank::cli {
namespace {

struct Query {
    LedgerPlace place;
    std::string id;
    std::uint64_t index = 0;
    std::uint64_t since = 0;
    std::uint64_t limit = 0;  ///< 0: all
    std::string owner;
    bool csv = false;
};

Result<void> find(const Query& query, Shell& shell) {
    auto id = parse_claim_id(query.id);
    if (!id) return id.error();
    auto ledger = query.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    auto indexes = (*ledger)->find(*id);
    if (!indexes) return indexes.error();
    if (indexes->empty()) {
        shell.exit_code = refused;
        if (shell.json)
            print_json({{"id", query.id}, {"result", "unknown"}});
        else
            print_line(shell.say("账本里没有声明 {}", "the claim {} is not in the ledger", {query.id}));
        return {};
    }
    for (const auto index : *indexes) {
        auto entry = (*ledger)->entry(index);
        if (!entry) return entry.error();
        if (!*entry)
            return fail(Code::data_damaged, "数据文件损坏：条目缺失",
                        "data file damaged: the entry is missing");
        print_line(shell.json ? write_entry(**entry)
                              : shell.say("条目 {0}，记录于 {1}", "entry {0}, recorded at {1}",
                                          {std::to_string(index),
                                           unix_seconds_to_text((*entry)->recorded_at_unix_s)}));
    }
    return {};
}

std::vector<CsvCell> csv_row(const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    const auto recorded_at = unix_seconds_to_text(entry.recorded_at_unix_s);  // "2018-06-04T08:00:00Z"
    return {number_cell(entry.index),
            {recorded_at.substr(0, 10), CsvKind::date},
            {recorded_at.substr(11, 8), CsvKind::date},
            {std::string(to_text(claim.kind())), CsvKind::text},
            {to_text(claim.id), CsvKind::text}};
}

std::string text_row(const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    return std::to_string(entry.index) + "  " + unix_seconds_to_text(entry.recorded_at_unix_s) + "  " +
           std::string(to_text(claim.kind())) + "  " + to_text(claim.id);
}

Result<void> entries(const Query& query, Shell& shell) {
    if (auto form = require_one_form(query.csv, shell); !form) return form;
    auto ledger = query.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    if (query.csv)
        print_csv({shell.say("条目", "entry"), shell.say("记录日期（UTC）", "recorded on (UTC)"),
                   shell.say("时间（UTC）", "at (UTC)"), shell.say("种类", "kind"),
                   shell.say("声明编号", "claim id")},
                  {});
    const auto end = query.limit == 0 ? std::numeric_limits<std::uint64_t>::max() : query.since + query.limit;
    for (auto next = query.since; next < end;) {
        auto page =
            (*ledger)->entries(next, static_cast<std::size_t>(std::min<std::uint64_t>(end - next, 1000)));
        if (!page) return page.error();
        if (page->empty()) break;
        for (const auto& entry : *page) {
            if (query.csv)
                std::cout << write_csv_line(csv_row(entry));
            else
                print_line(shell.json ? write_entry(entry) : text_row(entry));
        }
        next += page->size();
    }
    return {};
}

Result<void> balance(const Query& query, Shell& shell) {
    if (auto form = require_one_form(query.csv, shell); !form) return form;
    auto ledger = query.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    if (!query.owner.empty()) {
        auto account = (*ledger)->account(query.owner);
        if (!account) return account.error();
        if (!*account)
            return fail(Code::not_found, "没有账户 {}：请检查拼写",
                        "there is no account {}: check the spelling", {query.owner});
    }
    auto balances = (*ledger)->balances(query.owner);
    if (!balances) return balances.error();
    const Names names(query.place.folder, **ledger);
    std::vector<std::string> headings = {shell.say("账户", "owner"), shell.say("余额", "balance")};
    if (names.known()) headings.push_back(shell.say("姓名", "name"));
    std::vector<std::vector<std::string>> rows;
    std::vector<std::vector<CsvCell>> csv_rows;
    for (const auto& one : *balances) {
        auto unit = (*ledger)->unit(one.unit);
        if (!unit) return unit.error();
        if (!*unit)
            return fail(Code::data_damaged, "数据文件损坏：单位 {} 缺失",
                        "data file damaged: the unit {} is missing", {one.unit});
        if (query.csv)
            csv_rows.push_back({{one.owner},
                                {one.unit},
                                amount_cell(one.amount, **unit),
                                {counted_in(**unit, shell.language)}});
        else if (shell.json)
            print_json({{"owner", one.owner},
                        {"unit", one.unit},
                        {"amount", to_text(one.amount, (*unit)->minor_units_in_one)},
                        {"minor_units", std::to_string(one.amount.minor_units)}});
        else
            rows.push_back({one.owner, amount_text(one.amount, **unit, shell.language), names.of(one.owner)});
    }
    if (query.csv)
        print_csv({shell.say("账户", "owner"), shell.say("单位", "unit"), shell.say("余额", "balance"),
                   shell.say("计量", "counted in")},
                  csv_rows);
    else if (!shell.json)
        print_table(headings, rows, {1});
    return {};
}

Result<void> explain(const Query& query, Shell& shell) {
    auto ledger = query.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    auto explanation = explain_in(**ledger, query.index);
    if (!explanation) return explanation.error();
    if (!shell.json) {
        print_explanation(*explanation, shell.language);
        return {};
    }
    auto lines = [](const std::vector<Text>& texts) {
        auto all = nlohmann::ordered_json::array();
        for (const auto& text : texts) all.push_back(to_json(text));
        return all;
    };
    print_json({{"index", query.index},
                {"heading", to_json(explanation->heading)},
                {"steps", lines(explanation->steps)},
                {"outcome", lines(explanation->outcome)}});
    return {};
}

CommandSyntax add_query(CommandSyntax program, Shell& shell, const std::shared_ptr<Query>& query,
                        const std::string& name, const std::string& about,
                        Result<void> (*work)(const Query&, Shell&)) {
    auto command = program.add_subcommand(name, about);
    query->place.add_folder(command, shell);
    query->place.add_anchor(command, shell);
    command.callback([query, work, &shell] { shell.run([&] { return work(*query, shell); }); });
    return command;
}

}  // namespace

Result<Explanation> explain_in(const Ledger& ledger, std::uint64_t index) {
    auto entry = ledger.entry(index);
    if (!entry) return entry.error();
    if (!*entry) return fail(Code::not_found, "没有条目 {}", "there is no entry {}", {std::to_string(index)});
    // A reversal or ruling is worded with the edition of what it is about.
    auto edition = (*entry)->decision.edition;
    if (const auto named = subject_of(**entry)) {
        auto subject = ledger.entry(*named);
        if (!subject) return subject.error();
        if (*subject) edition = (*subject)->decision.edition;
    }
    Bytes document;
    if (edition != Digest{}) {
        auto found = ledger.edition_document(edition);
        if (!found) return found.error();
        document = std::move(*found);
    }
    return explain_entry(**entry, document, [&](std::uint64_t wanted) { return ledger.entry(wanted); });
}

void add_query_commands(CommandSyntax program, Shell& shell) {
    auto query = std::make_shared<Query>();
    auto command =
        add_query(program, shell, query, "find", shell.say("按编号查找声明", "find a claim by its id"), find);
    command.add_option("ID", query->id, shell.say("声明编号（UUID）", "the claim's id (a UUID)")).required();

    query = std::make_shared<Query>();
    command = add_query(program, shell, query, "entries", shell.say("列出条目", "list entries"), entries);
    command.add_option("--since", query->since, shell.say("从哪个条目起", "index of the first entry"));
    command.add_option("--limit", query->limit, shell.say("最多多少条", "how many at most")).above_zero();
    add_csv_flag(command, query->csv, shell);

    query = std::make_shared<Query>();
    command = add_query(program, shell, query, "balance", shell.say("查看余额", "show balances"), balance);
    command.add_option("OWNER", query->owner, shell.say("账户；省略则全部", "whose; all when left out"));
    add_csv_flag(command, query->csv, shell);

    query = std::make_shared<Query>();
    command = add_query(program, shell, query, "explain",
                        shell.say("逐步解释一个条目", "explain an entry step by step"), explain);
    command.add_option("INDEX", query->index, shell.say("条目号", "index of the entry")).required();
}

}  // namespace timebank::cli
