#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/dates.hpp"
#include "cli/names.hpp"
#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/statement.hpp"

// statement: what a member takes home.

namespace timebank::cli {
namespace {

struct StatementOptions {
    LedgerPlace place;
    Period period;
    std::string owner;
    bool csv = false;
};

/// One way of writing a statement: its words, and the units by their codes.
class Writing {
  public:
    Writing(const Statement& statement, Language language) : statement_(statement), language_(language) {
        for (const auto& one : statement.units) units_[one.unit.code] = &one.unit;
        shows_brought_in_ = std::any_of(statement.units.begin(), statement.units.end(),
                                        [](const auto& one) { return one.brought_in.minor_units != 0; });
        for (const auto& line : statement.lines)
            for (const auto& movement : line.movements)
                shows_brought_in_ = shows_brought_in_ || movement.brought_in;
    }

    void print_text(const std::string& name) const {
        print_heading(name);
        if (!statement_.units.empty()) {
            print_line("");
            print_units();
            print_line("");
            print_now();
        }
        print_line("");
        print_lines();
        print_line(word("期间服务时长：{}", "time served in these days: {}",
                        {hours_text(statement_.served_minutes, language_)}));
    }

    void print_as_csv() const {
        std::vector<std::vector<CsvCell>> rows;
        for (const auto& one : statement_.units) {
            const CsvCell from =
                statement_.from ? CsvCell{to_text(*statement_.from), CsvKind::date} : CsvCell();
            rows.push_back({from,
                            {},
                            {word("期初余额", "opening balance")},
                            {},
                            {one.unit.code},
                            {counted_in(one.unit, language_)},
                            {},
                            {},
                            {},
                            amount_cell(one.opening, one.unit)});
        }
        for (const auto& line : statement_.lines) add_csv_rows(line, rows);
        for (const auto& one : statement_.units)
            rows.push_back({{},
                            {},
                            {word("合计与期末余额", "sums and closing balance")},
                            {},
                            {one.unit.code},
                            {counted_in(one.unit, language_)},
                            amount_cell(one.brought_in, one.unit),
                            amount_cell(one.in, one.unit),
                            amount_cell(one.out, one.unit),
                            amount_cell(one.closing, one.unit)});
        print_csv({word("日期", "date"), word("条目", "entry"), word("事项", "what"),
                   word("服务分钟", "minutes served"), word("单位", "unit"), word("计量", "counted in"),
                   word("旧账转入", "brought in"), word("增加", "in"), word("减少", "out"),
                   word("余额", "balance")},
                  rows);
    }

  private:
    std::string word(std::string_view zh, std::string_view en,
                     std::initializer_list<std::string_view> arguments = {}) const {
        return say(zh, en, arguments).in(language_);
    }

    void print_heading(const std::string& name) const {
        print_line(name.empty() ? word("账户 {} 的对账单", "statement of account {}", {statement_.owner})
                                : word("账户 {0} 的对账单：{1}", "statement of account {0}: {1}",
                                       {statement_.owner, name}));
        print_line(
            word("期间：{}", "period: {}", {days_text({statement_.from, statement_.until}, language_)}));
        print_line(word(
            "截至条目 {0}（记录于 {1}）", "as of entry {0} (recorded {1})",
            {std::to_string(statement_.last_entry), unix_seconds_to_text(statement_.recorded_at_unix_s)}));
        if (!statement_.merged_into.empty())
            print_line(word("本账户已并入 {0}，余额在 {0} 名下",
                            "this account was merged into {0}, who has its credits now",
                            {statement_.merged_into}));
    }

    std::string amount(Amount amount, const UnitContent& unit) const {
        return bare_amount_text(amount, unit, language_);
    }

    void print_units() const {
        std::vector<std::string> headings = {
            word("单位", "unit"), word("期初余额", "opening"), word("旧账转入", "brought in"),
            word("增加", "in"),   word("减少", "out"),         word("期末余额", "closing")};
        std::vector<std::vector<std::string>> rows;
        for (const auto& one : statement_.units)
            rows.push_back({one.unit.name.in(language_), amount(one.opening, one.unit),
                            amount(one.brought_in, one.unit), amount(one.in, one.unit),
                            amount(one.out, one.unit), amount(one.closing, one.unit)});
        print_table(headings, rows, {1, 2, 3, 4, 5});
    }

    void print_now() const {
        std::vector<std::vector<std::string>> rows;
        for (const auto& one : statement_.units)
            rows.push_back(
                {one.unit.name.in(language_), amount(one.booked, one.unit), amount(one.available, one.unit)});
        print_table({word("现在", "now"), word("账面", "booked"), word("可用", "available")}, rows, {1, 2});
    }

    void print_lines() const {
        if (statement_.lines.empty()) return print_line(word("这段日子没有往来。", "nothing in these days."));
        std::vector<std::string> headings = {word("日期", "date"), word("条目", "entry"),
                                             word("事项", "what"), word("单位", "unit")};
        if (shows_brought_in_) headings.push_back(word("旧账转入", "brought in"));
        for (const auto& heading : {word("增加", "in"), word("减少", "out"), word("余额", "balance")})
            headings.push_back(heading);
        std::vector<std::vector<std::string>> rows;
        for (const auto& line : statement_.lines) add_rows(line, rows);
        std::vector<std::size_t> numbers = {1};
        for (std::size_t i = 4; i < headings.size(); ++i) numbers.push_back(i);
        print_table(headings, rows, numbers);
    }

    /// A row for each unit that moved; only the first says what it was.
    void add_rows(const StatementLine& line, std::vector<std::vector<std::string>>& rows) const {
        std::vector<std::string> beginning = {to_text(line.value_date), std::to_string(line.index),
                                              line.what.in(language_)};
        if (line.movements.empty()) rows.push_back(beginning);
        for (const auto& movement : line.movements) {
            const auto& unit = *units_.at(movement.unit);
            const auto columns = columns_of(movement);
            auto row = beginning;
            row.push_back(unit.name.in(language_));
            for (std::size_t i = shows_brought_in_ ? 0 : 1; i < columns.size(); ++i)
                row.push_back(columns[i] ? amount(*columns[i], unit) : std::string());
            rows.push_back(std::move(row));
            beginning = {"", "", ""};
        }
    }

    void add_csv_rows(const StatementLine& line, std::vector<std::vector<CsvCell>>& rows) const {
        std::vector<CsvCell> beginning = {{to_text(line.value_date), CsvKind::date},
                                          number_cell(line.index),
                                          {line.what.in(language_)},
                                          minutes_cell(line)};
        if (line.movements.empty()) rows.push_back(beginning);
        for (const auto& movement : line.movements) {
            const auto& unit = *units_.at(movement.unit);
            auto row = beginning;
            row.push_back({unit.code});
            row.push_back({counted_in(unit, language_)});
            for (const auto& column : columns_of(movement))
                row.push_back(column ? amount_cell(*column, unit) : CsvCell());
            rows.push_back(std::move(row));
            beginning[3] = {};  // or the minutes of one service would add up to twice as many
        }
    }

    static CsvCell minutes_cell(const StatementLine& line) {
        const bool counts = line.served_minutes > 0 && !line.reversed_by;
        return counts ? CsvCell{std::to_string(line.served_minutes), CsvKind::number} : CsvCell();
    }

    /// Brought in, in, out, balance.
    static std::vector<std::optional<Amount>> columns_of(const StatementMovement& movement) {
        std::vector<std::optional<Amount>> columns(4);
        if (movement.brought_in)
            columns[0] = movement.amount;
        else if (movement.amount.minor_units > 0)
            columns[1] = movement.amount;
        else
            columns[2] = checked_negate(movement.amount);
        columns[3] = movement.balance;
        return columns;
    }

    const Statement& statement_;
    Language language_;
    std::map<std::string, const UnitContent*> units_;
    bool shows_brought_in_ = false;
};

nlohmann::ordered_json json_of(const StatementUnit& one) {
    auto text = [&](Amount amount) { return to_text(amount, one.unit.minor_units_in_one); };
    return {{"unit", one.unit.code},
            {"name", to_json(one.unit.name)},
            {"opening", text(one.opening)},
            {"brought_in", text(one.brought_in)},
            {"in", text(one.in)},
            {"out", text(one.out)},
            {"closing", text(one.closing)},
            {"booked", text(one.booked)},
            {"available", text(one.available)}};
}

nlohmann::ordered_json json_of(const StatementLine& line, const Statement& statement) {
    auto movements = nlohmann::ordered_json::array();
    for (const auto& movement : line.movements)
        for (const auto& one : statement.units) {
            if (one.unit.code != movement.unit) continue;
            auto text = [&](Amount amount) { return to_text(amount, one.unit.minor_units_in_one); };
            movements.push_back({{"unit", movement.unit},
                                 {"amount", text(movement.amount)},
                                 {"balance", text(movement.balance)},
                                 {"brought_in", movement.brought_in}});
        }
    nlohmann::ordered_json object = {{"date", to_text(line.value_date)},
                                     {"entry", line.index},
                                     {"kind", to_text(line.kind)},
                                     {"what", to_json(line.what)},
                                     {"served_minutes", line.served_minutes}};
    if (line.reversed_by) object["reversed_by"] = *line.reversed_by;
    object["movements"] = movements;
    return object;
}

void print_statement_json(const Statement& statement) {
    nlohmann::ordered_json object = {{"owner", statement.owner}, {"class", to_text(statement.account_class)}};
    if (!statement.merged_into.empty()) object["merged_into"] = statement.merged_into;
    if (statement.from) object["from"] = to_text(*statement.from);
    if (statement.until) object["until"] = to_text(*statement.until);
    object["last_entry"] = statement.last_entry;
    object["recorded_at"] = unix_seconds_to_text(statement.recorded_at_unix_s);
    object["served_minutes"] = statement.served_minutes;
    object["units"] = nlohmann::ordered_json::array();
    for (const auto& one : statement.units) object["units"].push_back(json_of(one));
    object["lines"] = nlohmann::ordered_json::array();
    for (const auto& line : statement.lines) object["lines"].push_back(json_of(line, statement));
    print_json(object);
}

Result<void> statement(const StatementOptions& asked, Shell& shell) {
    if (auto form = require_one_form(asked.csv, shell); !form) return form;
    auto days = days_of(asked.period);
    if (!days) return days.error();
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    auto drawn = draw_statement(asked.place.folder, asked.owner, days->from, days->until);
    if (!drawn) return drawn.error();
    if (shell.json) {
        print_statement_json(*drawn);
        return {};
    }
    const Writing writing(*drawn, shell.language);
    if (asked.csv)
        writing.print_as_csv();
    else
        writing.print_text(Names(asked.place.folder, **ledger).of(asked.owner));
    return {};
}

}  // namespace

void add_statement_command(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<StatementOptions>();
    auto command = program.add_subcommand(
        "statement", shell.say("一个账户的对账单：期初、增减与期末",
                               "one account's movements, with opening and closing balance"));
    asked->place.add_folder(command, shell);
    asked->place.add_anchor(command, shell);
    command.add_option("OWNER", asked->owner, shell.say("谁的账户", "whose account")).required();
    add_period(command, asked->period, shell);
    add_csv_flag(command, asked->csv, shell);
    command.callback([asked, &shell] { shell.run([&] { return statement(*asked, shell); }); });
}

}  // namespace timebank::cli
