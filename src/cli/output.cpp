#include "cli/output.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "timebank/text_table.hpp"

namespace timebank::cli {

void print_json(const nlohmann::ordered_json& object) {
    // Whatever is not UTF-8 in a damaged book is shown as U+FFFD rather than hidden.
    std::cout << object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void print_line(const std::string& line) {
    std::cout << line << '\n';
}

nlohmann::ordered_json to_json(const Text& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

nlohmann::ordered_json to_json(const Finding& finding) {
    nlohmann::ordered_json object = {{"finding", to_text(finding.kind)}};
    if (finding.entry) object["entry"] = *finding.entry;
    object["text"] = to_json(finding.text);
    return object;
}

std::string amount_text(Amount amount, const UnitContent& unit, Language language) {
    // Only units that count whole minutes are said as hours and minutes.
    const bool is_time = unit.minutes_in_one == 60 && unit.minor_units_in_one == 60;
    const auto minutes = amount.minor_units;
    if (!is_time) return to_text(amount, unit.minor_units_in_one) + " " + unit.name.in(language);
    const auto size = minutes < 0 ? -minutes : minutes;
    return (minutes < 0 ? "-" : "") +
           say("{} 小时 {} 分钟", "{} h {} min", {std::to_string(size / 60), std::to_string(size % 60)})
               .in(language);
}

void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right) {
    std::vector<TableColumn> columns;
    for (const auto& heading : headings) columns.push_back({heading, Alignment::left});
    for (auto column : right) columns[column].alignment = Alignment::right;
    std::cout << write_table(columns, rows);
}

namespace {

/// An amount that a report wrote, in the words of its unit.
std::string credit_text(const std::string& unit_code, const std::string& amount, const Ledger& ledger,
                        Language language) {
    const auto unit = ledger.unit(unit_code);
    if (!unit || !*unit) return amount + " " + unit_code;
    const auto parsed = parse_amount(amount, (*unit)->minor_units_in_one);
    return parsed ? amount_text(*parsed, **unit, language) : amount + " " + unit_code;
}

}  // namespace

void print_totals(const ServiceTotals& totals, const Ledger& ledger, Language language) {
    auto word = [&](std::string_view zh, std::string_view en) { return say(zh, en).in(language); };
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : totals.categories) {
        std::string credits;
        for (const auto& [unit, amount] : one.credits)
            credits += (credits.empty() ? "" : ", ") + credit_text(unit, amount, ledger, language);
        rows.push_back({one.name.in(language),
                        one.ongoing ? word("常设", "ongoing") : std::to_string(one.sessions),
                        std::to_string(one.person_times), std::to_string(one.people),
                        std::to_string(one.volunteers), std::to_string(one.served_minutes), credits});
    }
    rows.push_back({word("合计", "total"), std::to_string(totals.sessions),
                    std::to_string(totals.person_times), "", "", "", ""});
    print_table({word("类别", "category"), word("场次", "sessions"), word("人次", "person-times"),
                 word("人数", "people"), word("服务者", "servers"), word("服务分钟", "minutes"),
                 word("积分", "credits")},
                rows, {1, 2, 3, 4, 5});
}

void print_explanation(const Explanation& explanation, Language language) {
    print_line(explanation.heading.in(language));
    for (const auto& step : explanation.steps) print_line("  " + step.in(language));
    for (const auto& line : explanation.outcome) print_line("  → " + line.in(language));
}

Result<std::string> read_input(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    if (std::filesystem::is_directory(file))
        return fail(Code::invalid_argument, "{} 是文件夹，这里要一个文件",
                    "{} is a folder; a file is wanted here", {file});
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail(errno == ENOENT ? Code::not_found : Code::permission_denied, "读不到文件 {0}：{1}",
                    "cannot read the file {0}: {1}", {file, std::strerror(errno)});
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return fail(Code::io_failed, "读取 {} 时出错", "reading {} failed", {file});
    return text;
}

Result<void> write_output(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out)
        return fail(Code::permission_denied, "无法写入 {0}：{1}", "cannot write {0}: {1}",
                    {file, std::strerror(errno)});
    return {};
}

}  // namespace timebank::cli
