#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/dates.hpp"
#include "cli/output.hpp"
#include "cli/shell.hpp"

// totals: how much was done.

namespace timebank::cli {
namespace {

struct TotalsOptions {
    LedgerPlace place;
    Period period;
    std::string by = "category";
    bool csv = false;
};

const std::map<std::string, TotalsBy> ways = {
    {"category", TotalsBy::category}, {"month", TotalsBy::month}, {"team", TotalsBy::team}};

std::string key_heading(TotalsBy by, Language language) {
    switch (by) {
        case TotalsBy::category:
            return say("类别", "category").in(language);
        case TotalsBy::month:
            return say("月份", "month").in(language);
        case TotalsBy::team:
            break;
    }
    return say("团队", "team").in(language);
}

/// The units that any row earned, as the ledger defines them, in the order of their codes.
Result<std::vector<UnitContent>> units_of(const std::vector<TotalsRow>& rows, const Ledger& ledger) {
    std::set<std::string> codes;
    for (const auto& row : rows)
        for (const auto& [code, amount] : row.total.credits) codes.insert(code);
    std::vector<UnitContent> units;
    for (const auto& code : codes) {
        auto unit = ledger.unit(code);
        if (!unit) return unit.error();
        if (!*unit)
            return fail(Code::data_damaged, "数据文件损坏：单位 {} 缺失",
                        "data file damaged: the unit {} is missing", {code});
        units.push_back(std::move(**unit));
    }
    return units;
}

/// What was earned in the unit: nothing, or the text of the report; the amount too, unless it is so large
/// that only the text can say it.
struct Earned {
    std::string text;
    std::optional<Amount> amount;
};

Earned earned_in(const ServiceTotal& total, const UnitContent& unit) {
    for (const auto& [code, text] : total.credits) {
        if (code != unit.code) continue;
        const auto amount = parse_amount(text, unit.minor_units_in_one);
        return {text, amount ? std::optional(*amount) : std::nullopt};
    }
    return {};
}

std::vector<std::string> headings_of(TotalsBy by, Language language) {
    std::vector<std::string> headings = {key_heading(by, language)};
    for (const auto& word : {say("场次", "sessions"), say("人次", "person-times"), say("人数", "people"),
                             say("志愿者", "volunteers")})
        headings.push_back(word.in(language));
    return headings;
}

std::vector<std::string> text_row(const TotalsRow& row, const std::vector<UnitContent>& units,
                                  Language language) {
    const auto& total = row.total;
    std::vector<std::string> cells = {
        row.name.in(language),
        row.ongoing ? say("常设", "ongoing").in(language) : std::to_string(total.sessions),
        std::to_string(total.person_times),
        std::to_string(total.people),
        std::to_string(total.volunteers),
        hours_text(total.served_minutes, language)};
    for (const auto& unit : units) {
        const auto earned = earned_in(total, unit);
        cells.push_back(earned.amount ? bare_amount_text(*earned.amount, unit, language) : earned.text);
    }
    return cells;
}

/// What names the row: of a category its code and its name; a month as its first day, a date that
/// spreadsheets know.
std::vector<CsvCell> csv_names(TotalsBy by, const TotalsRow& row, Language language) {
    const CsvCell name = {row.name.in(language)};
    if (by == TotalsBy::category) return {{row.key}, name};
    if (by == TotalsBy::month && !row.key.empty()) return {{row.key + "-01", CsvKind::date}};
    return {name};
}

std::vector<CsvCell> csv_row(TotalsBy by, const TotalsRow& row, const std::vector<UnitContent>& units,
                             Language language) {
    const auto& total = row.total;
    auto cells = csv_names(by, row, language);
    cells.push_back(row.ongoing ? CsvCell() : number_cell(total.sessions));
    for (const auto count : {total.person_times, total.people, total.volunteers})
        cells.push_back(number_cell(count));
    cells.push_back({std::to_string(total.served_minutes), CsvKind::number});
    for (const auto& unit : units) {
        const auto earned = earned_in(total, unit);
        cells.push_back(earned.amount ? amount_cell(*earned.amount, unit) : CsvCell{earned.text});
    }
    return cells;
}

TotalsRow sum_row(const ServiceTotal& sum) {
    TotalsRow row;
    row.name = {"合计", "total"};
    row.total = sum;
    return row;
}

Result<void> print_totals_csv(TotalsBy by, const ServiceTotals& totals, const Ledger& ledger,
                              Language language) {
    auto units = units_of(totals.rows, ledger);
    if (!units) return units.error();
    auto headings = headings_of(by, language);
    if (by == TotalsBy::category) headings.insert(headings.begin() + 1, say("名称", "name").in(language));
    if (by == TotalsBy::month) headings.front() = say("月份（首日）", "month (its first day)").in(language);
    headings.push_back(say("服务分钟", "minutes served").in(language));
    for (const auto& unit : *units)
        headings.push_back(say("所得：{}", "earned: {}", {counted_in(unit, language)}).in(language));
    std::vector<std::vector<CsvCell>> rows;
    for (const auto& row : totals.rows) rows.push_back(csv_row(by, row, *units, language));
    rows.push_back(csv_row(by, sum_row(totals.sum), *units, language));
    print_csv(headings, rows);
    return {};
}

nlohmann::ordered_json to_json(const ServiceTotal& total) {
    auto credits = nlohmann::ordered_json::object();
    for (const auto& [unit, amount] : total.credits) credits[unit] = amount;
    return {
        {"sessions", total.sessions},     {"person_times", total.person_times},     {"people", total.people},
        {"volunteers", total.volunteers}, {"served_minutes", total.served_minutes}, {"credits", credits}};
}

void print_totals_json(const std::string& by, const ServiceTotals& totals) {
    for (const auto& row : totals.rows) {
        nlohmann::ordered_json object = {{by, row.key}, {"name", cli::to_json(row.name)}};
        if (by == "category") object["ongoing"] = row.ongoing;
        object.update(to_json(row.total));
        print_json(object);
    }
    print_json(to_json(totals.sum));
}

Result<void> totals(const TotalsOptions& asked, Shell& shell) {
    if (auto form = require_one_form(asked.csv, shell); !form) return form;
    auto days = days_of(asked.period);
    if (!days) return days.error();
    const auto by = ways.at(asked.by);
    auto all = total_services(asked.place.folder, by, days->from, days->until);
    if (!all) return all.error();
    if (shell.json) {
        print_totals_json(asked.by, *all);
        return {};
    }
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    if (asked.csv) return print_totals_csv(by, *all, **ledger, shell.language);
    if (auto printed = print_totals(by, all->rows, &all->sum, **ledger, shell.language); !printed)
        return printed;
    if (by == TotalsBy::team)
        print_line(shell.say("几个团队共同完成的服务在每个团队中各计一次，合计中只计一次。",
                             "a service of several teams counts in each of them, and once in the total."));
    return {};
}

}  // namespace

Result<void> print_totals(TotalsBy by, const std::vector<TotalsRow>& rows, const ServiceTotal* sum,
                          const Ledger& ledger, Language language) {
    auto units = units_of(rows, ledger);
    if (!units) return units.error();
    auto headings = headings_of(by, language);
    headings.push_back(say("服务时长", "time served").in(language));
    for (const auto& unit : *units)
        headings.push_back(say("所得：{}", "earned: {}", {unit.name.in(language)}).in(language));
    std::vector<std::size_t> numbers;
    for (std::size_t i = 1; i < headings.size(); ++i) numbers.push_back(i);
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : rows) cells.push_back(text_row(row, *units, language));
    if (sum) cells.push_back(text_row(sum_row(*sum), *units, language));
    print_table(headings, cells, numbers);
    return {};
}

void add_totals_command(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<TotalsOptions>();
    auto command = program.add_subcommand(
        "totals", shell.say("按类别、月份或团队合计服务", "total the services by category, month or team"));
    asked->place.add_folder(command, shell);
    asked->place.add_anchor(command, shell);
    command
        .add_option("--by", asked->by,
                    shell.say("按什么分行：category、month 或 team", "the rows: category, month or team"))
        .one_of({"category", "month", "team"})
        .shows_default();
    add_period(command, asked->period, shell);
    add_csv_flag(command, asked->csv, shell);
    command.callback([asked, &shell] { shell.run([&] { return totals(*asked, shell); }); });
}

}  // namespace timebank::cli
