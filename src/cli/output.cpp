#include "cli/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

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

namespace {

/// Only units that count whole minutes are said as hours and minutes.
bool is_time(const UnitContent& unit) {
    return unit.minutes_in_one == 60 && unit.minor_units_in_one == 60;
}

/// Whether every amount of the unit can be written with a point.
bool is_decimal(const UnitContent& unit) {
    auto rest = unit.minor_units_in_one;
    for (const int factor : {2, 5})
        while (rest > 1 && rest % factor == 0) rest /= factor;
    return rest == 1;
}

}  // namespace

std::string hours_text(std::int64_t minutes, Language language) {
    const auto size =
        static_cast<std::uint64_t>(minutes < 0 ? -(minutes + 1) : minutes) + (minutes < 0 ? 1 : 0);
    return (minutes < 0 ? "-" : "") +
           say("{} 小时 {} 分钟", "{} h {} min", {std::to_string(size / 60), std::to_string(size % 60)})
               .in(language);
}

std::string amount_text(Amount amount, const UnitContent& unit, Language language) {
    const auto text = bare_amount_text(amount, unit, language);
    return is_time(unit) ? text : text + " " + unit.name.in(language);
}

Result<std::string> amount_in(const Ledger& ledger, const std::string& unit, Amount amount,
                              Language language) {
    auto found = ledger.unit(unit);
    if (!found) return found.error();
    return *found ? amount_text(amount, **found, language) : to_text(amount, 1) + " " + unit;
}

std::string bare_amount_text(Amount amount, const UnitContent& unit, Language language) {
    return is_time(unit) ? hours_text(amount.minor_units, language)
                         : to_text(amount, unit.minor_units_in_one);
}

void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right) {
    std::vector<TableColumn> columns;
    for (const auto& heading : headings) columns.push_back({heading, Alignment::left});
    for (auto column : right) columns[column].alignment = Alignment::right;
    std::cout << write_table(columns, rows);
}

void add_csv_flag(CommandSyntax command, bool& csv, const Shell& shell) {
    command.add_flag("--csv", csv,
                     shell.say("以 CSV 输出，可用电子表格打开", "print a CSV table, for spreadsheets"));
}

Result<void> require_one_form(bool csv, const Shell& shell) {
    if (!csv || !shell.json) return {};
    return fail(Code::invalid_argument, "--json 与 --csv 只能选一个：请去掉一个",
                "choose one of --json and --csv");
}

void print_csv(const std::vector<std::string>& headings, const std::vector<std::vector<CsvCell>>& rows) {
    std::cout << write_csv(headings, rows);
}

CsvCell number_cell(std::uint64_t number) {
    return {std::to_string(number), CsvKind::number};
}

CsvCell amount_cell(Amount amount, const UnitContent& unit) {
    return {to_text(amount, is_decimal(unit) ? unit.minor_units_in_one : 1), CsvKind::number};
}

std::string counted_in(const UnitContent& unit, Language language) {
    const auto& name = unit.name.in(language);
    if (is_decimal(unit)) return name;
    if (is_time(unit)) return say("{}（以分钟计）", "{} (in minutes)", {name}).in(language);
    return say("{0}（以 1/{1} 计）", "{0} (in 1/{1})", {name, std::to_string(unit.minor_units_in_one)})
        .in(language);
}

void print_explanation(const Explanation& explanation, Language language) {
    print_line(explanation.heading.in(language));
    for (const auto& step : explanation.steps) print_line("  " + step.in(language));
    for (const auto& line : explanation.outcome) print_line("  → " + line.in(language));
}

namespace {

/// A descriptor that closes itself.
class OpenFile {
  public:
    OpenFile(const std::string& file, int flags) : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}
    ~OpenFile() { static_cast<void>(close()); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

Result<std::string> read_all(int from, const std::string& name) {
    std::string text;
    char buffer[65'536];
    for (;;) {
        const auto count = ::read(from, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure(errno, name, "read");
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

/// As root: what we have made belongs to its folder's owner.
void give_to_folder_owner(int made, const std::string& file) {
    struct stat folder {};
    auto above = std::filesystem::path(file).parent_path();
    if (above.empty()) above = ".";
    if (::geteuid() != 0 || ::stat(above.c_str(), &folder) != 0) return;
    static_cast<void>(!::fchown(made, folder.st_uid, folder.st_gid));
}

}  // namespace

Result<std::string> read_input(const std::string& file) {
    if (file == "-") return read_all(STDIN_FILENO, "stdin");
    const OpenFile in(file, O_RDONLY);
    if (!in.is_open()) return system_failure(errno, file);
    return read_all(in.number(), file);
}

Result<void> write_output(const std::string& file, const std::string& text) {
    // Made here and nobody else's: only then may it be given away, or taken away again.
    OpenFile fresh(file, O_WRONLY | O_CREAT | O_EXCL);
    OpenFile old(fresh.is_open() ? "/dev/null" : file, O_WRONLY | O_CREAT | O_TRUNC);
    OpenFile& out = fresh.is_open() ? fresh : old;
    if (!out.is_open()) return system_failure(errno, file);
    if (fresh.is_open()) give_to_folder_owner(fresh.number(), file);
    int failed = 0;
    for (std::size_t written = 0; failed == 0 && written < text.size();) {
        const auto count = ::write(out.number(), text.data() + written, text.size() - written);
        if (count >= 0)
            written += static_cast<std::size_t>(count);
        else if (errno != EINTR)
            failed = errno;
    }
    if (!out.close() && failed == 0) failed = errno;
    if (failed == 0) return {};
    if (&out == &fresh) ::unlink(file.c_str());
    return system_failure(failed, file, "write");
}

}  // namespace timebank::cli
