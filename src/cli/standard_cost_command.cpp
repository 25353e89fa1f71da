#include <nlohmann/json.hpp>

#include "cli/dates.hpp"
#include "cli/names.hpp"
#include "cli/output.hpp"
#include "cli/standard_commands.hpp"
#include "timebank/standard_cost.hpp"

// standard cost: what recorded services would have earned under another standard.

namespace timebank::cli {
namespace {

struct CostOptions {
    LedgerPlace place;
    std::string document;
    Period period;
    bool csv = false;
};

/// The three amounts of a sum in the words of the unit, as the ledger defines it; the text of the report
/// where the ledger does not know the unit, or an amount is so large that only the text can say it.
class Amounts {
  public:
    Amounts(const Ledger& ledger, Language language) : ledger_(ledger), language_(language) {}

    void add_texts(const CostSum& sum, std::vector<std::string>& cells) const {
        const auto unit = unit_of(sum);
        cells.push_back(unit ? unit->name.in(language_) : sum.unit);
        for (const auto& text : {sum.recorded, sum.proposed, sum.difference}) {
            const auto amount = amount_of(text, unit);
            cells.push_back(amount ? bare_amount_text(*amount, *unit, language_) : text);
        }
    }
    void add_cells(const CostSum& sum, std::vector<CsvCell>& cells) const {
        const auto unit = unit_of(sum);
        cells.push_back({unit ? counted_in(*unit, language_) : sum.unit});
        for (const auto& text : {sum.recorded, sum.proposed, sum.difference}) {
            const auto amount = amount_of(text, unit);
            cells.push_back(amount ? amount_cell(*amount, *unit) : CsvCell{text, CsvKind::number});
        }
    }

  private:
    std::optional<UnitContent> unit_of(const CostSum& sum) const {
        auto unit = ledger_.unit(sum.unit);
        return unit ? std::move(*unit) : std::nullopt;
    }
    static std::optional<Amount> amount_of(const std::string& text, const std::optional<UnitContent>& unit) {
        if (!unit) return std::nullopt;
        const auto amount = parse_amount(text, unit->minor_units_in_one);
        return amount ? std::optional(*amount) : std::nullopt;
    }

    const Ledger& ledger_;
    Language language_;
};

std::vector<std::string> sum_headings(const Shell& shell) {
    return {shell.say("单位", "unit"), shell.say("已记", "recorded"),
            shell.say("按新标准", "by the new standard"), shell.say("相差", "difference")};
}

std::vector<std::string> headings_with(const std::vector<std::string>& first,
                                       const std::vector<std::string>& last, const Shell& shell) {
    auto headings = first;
    for (const auto& heading : sum_headings(shell)) headings.push_back(heading);
    headings.insert(headings.end(), last.begin(), last.end());
    return headings;
}

std::vector<std::string> service_headings(const Shell& shell) {
    return {shell.say("多得的服务", "services that earn more"), shell.say("少得", "less"),
            shell.say("不变", "the same")};
}

void print_units(const StandardCost& cost, const Amounts& amounts, const Shell& shell) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& unit : cost.units) {
        std::vector<std::string> cells;
        amounts.add_texts(unit.sum, cells);
        for (const auto count : {unit.services_more, unit.services_less, unit.services_same})
            cells.push_back(std::to_string(count));
        rows.push_back(std::move(cells));
    }
    print_table(headings_with({}, service_headings(shell), shell), rows, {1, 2, 3, 4, 5, 6});
}

void print_categories(const StandardCost& cost, const Amounts& amounts, const Shell& shell) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& category : cost.categories) {
        std::vector<std::string> cells = {category.name.in(shell.language)};
        amounts.add_texts(category.sum, cells);
        rows.push_back(std::move(cells));
    }
    print_line("");
    print_table(headings_with({shell.say("类别", "category")}, {}, shell), rows, {2, 3, 4});
}

void print_members(const StandardCost& cost, const Amounts& amounts, const Names& names, const Shell& shell) {
    if (cost.members.empty()) return;
    std::vector<std::vector<std::string>> rows;
    for (const auto& member : cost.members) {
        std::vector<std::string> cells = {member.owner, names.of(member.owner)};
        amounts.add_texts(member.sum, cells);
        rows.push_back(std::move(cells));
    }
    print_line("");
    print_table(
        headings_with({shell.say("变化最大的成员", "most changed"), shell.say("姓名", "name")}, {}, shell),
        rows, {3, 4, 5});
}

void print_heading(const StandardCost& cost, const Days& days, const Shell& shell) {
    print_line(shell.say("{0}：{1} 次服务按 {2} {3} 重新计算", "{0}: {1} services decided again by {2} {3}",
                         {days_text(days, shell.language), std::to_string(cost.services), cost.standard.id,
                          cost.standard.edition}));
    if (cost.pending > 0)
        print_line(shell.say("其中 {} 次待确认，尚未计入",
                             "{} of them would be pending, and earn nothing as yet",
                             {std::to_string(cost.pending)}));
    for (const auto& [code, count] : cost.refused)
        print_line(shell.say("其中 {0} 次不会被接受：{1}", "{0} of them would be refused: {1}",
                             {std::to_string(count), to_text(code)}));
}

void print_text(const StandardCost& cost, const Days& days, const Ledger& ledger, const Names& names,
                const Shell& shell) {
    const Amounts amounts(ledger, shell.language);
    print_heading(cost, days, shell);
    print_line("");
    print_units(cost, amounts, shell);
    print_categories(cost, amounts, shell);
    print_members(cost, amounts, names, shell);
}

/// One table, for spreadsheets: what a row is about stands in its first column.
void print_cost_csv(const StandardCost& cost, const Ledger& ledger, const Shell& shell) {
    const Amounts amounts(ledger, shell.language);
    std::vector<std::vector<CsvCell>> rows;
    const auto begin_row = [&](const std::string& about, const std::string& code, const CostSum& sum) {
        std::vector<CsvCell> cells = {{about}, {code}};
        amounts.add_cells(sum, cells);
        return cells;
    };
    for (const auto& unit : cost.units) {
        auto cells = begin_row(shell.say("合计", "total"), "", unit.sum);
        for (const auto count : {unit.services_more, unit.services_less, unit.services_same})
            cells.push_back(number_cell(count));
        rows.push_back(std::move(cells));
    }
    for (const auto& category : cost.categories)
        rows.push_back(begin_row(shell.say("类别", "category"), category.category, category.sum));
    for (const auto& member : cost.members)
        rows.push_back(begin_row(shell.say("成员", "member"), member.owner, member.sum));
    for (const auto& [code, count] : cost.refused)
        rows.push_back({{shell.say("不接受的服务", "services refused")},
                        {std::string(to_text(code))},
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        number_cell(count)});
    if (cost.pending > 0)
        rows.push_back({{shell.say("待确认的服务", "services pending")},
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        number_cell(cost.pending)});
    auto last = service_headings(shell);
    last.push_back(shell.say("服务次数", "services"));
    print_csv(headings_with({shell.say("内容", "what"), shell.say("代码", "code")}, last, shell), rows);
}

nlohmann::ordered_json to_json(const CostSum& sum) {
    return {{"unit", sum.unit},
            {"recorded", sum.recorded},
            {"proposed", sum.proposed},
            {"difference", sum.difference}};
}

void print_cost_json(const StandardCost& cost) {
    for (const auto& category : cost.categories) {
        nlohmann::ordered_json object = {{"category", category.category},
                                         {"name", cli::to_json(category.name)}};
        object.update(to_json(category.sum));
        print_json(object);
    }
    for (const auto& member : cost.members) {
        nlohmann::ordered_json object = {{"member", member.owner}};
        object.update(to_json(member.sum));
        print_json(object);
    }
    nlohmann::ordered_json units = nlohmann::ordered_json::array();
    for (const auto& unit : cost.units) {
        auto object = to_json(unit.sum);
        object["more"] = unit.services_more;
        object["less"] = unit.services_less;
        object["same"] = unit.services_same;
        units.push_back(std::move(object));
    }
    auto refused = nlohmann::ordered_json::object();
    for (const auto& [code, count] : cost.refused) refused[std::string(to_text(code))] = count;
    print_json({{"document", cost.standard.id},
                {"edition", cost.standard.edition},
                {"services", cost.services},
                {"pending", cost.pending},
                {"refused", refused},
                {"units", units}});
}

Result<void> cost(const CostOptions& asked, Shell& shell) {
    if (auto form = require_one_form(asked.csv, shell); !form) return form;
    auto days = days_of(asked.period);
    if (!days) return days.error();
    auto document = read_input(asked.document);
    if (!document) return document.error();
    if (auto sound = read_standard(bytes_of(*document)); !sound)
        return in_file(asked.document, sound.error());
    auto result = cost_under_standard(asked.place.folder, bytes_of(*document), days->from, days->until);
    if (!result) return result.error();
    if (shell.json) {
        print_cost_json(*result);
        return {};
    }
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    if (asked.csv)
        print_cost_csv(*result, **ledger, shell);
    else
        print_text(*result, *days, **ledger, Names(asked.place.folder, **ledger), shell);
    return {};
}

}  // namespace

void add_standard_cost(CommandSyntax standard, Shell& shell) {
    auto asked = std::make_shared<CostOptions>();
    auto command = standard.add_subcommand(
        "cost", shell.say("已记的服务若按另一份积分标准，会得多少",
                          "what recorded services would have earned under another credit standard"));
    asked->place.add_folder(command, shell);
    command
        .add_option("NEW", asked->document,
                    shell.say("另一份积分标准（JSON）", "the other credit standard (JSON)"))
        .required()
        .type_name("FILE");
    asked->place.add_anchor(command, shell);
    add_period(command, asked->period, shell);
    add_csv_flag(command, asked->csv, shell);
    command.callback([asked, &shell] { shell.run([&] { return cost(*asked, shell); }); });
}

}  // namespace timebank::cli
