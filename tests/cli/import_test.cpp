#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "catch.hpp"
#include "program.hpp"

// import, as an office uses it: a half-year of sign-in sheets, again, corrected, and interrupted.

using namespace timebank::cli_test;
namespace fs = std::filesystem;
using Json = nlohmann::json;
using Milliseconds = std::chrono::duration<long, std::milli>;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> import_command(const TempFolder& folder, const std::string& file,
                                        const std::vector<std::string>& options = {}) {
    std::vector<std::string> command = {"import",        folder / "ledger", file,    "--keys",
                                        folder / "keys", "--offset",        "+08:00"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
}

Outcome import(const TempFolder& folder, const std::string& file,
               const std::vector<std::string>& options = {}) {
    return run(import_command(folder, file, options));
}

/// The last line of an import's --json.
Json summary_of(const Outcome& outcome) {
    INFO(outcome.out << outcome.err);
    const auto lines = lines_of(outcome.out);
    REQUIRE(!lines.empty());
    return Json::parse(lines.back());
}

/// Category -> {sessions, person-times}, and the totals under "".
using Figures = std::map<std::string, std::pair<Json, Json>>;

Figures figures_in(const TempFolder& folder) {
    Figures figures;
    for (const auto& line : lines_of(run({"totals", folder / "ledger", "--json"}).out)) {
        const auto object = Json::parse(line);
        if (!object.contains("sessions")) continue;
        const bool ongoing = object.value("ongoing", false);
        figures[object.value("category", "")] = {ongoing ? Json() : object.at("sessions"),
                                                 object.at("person_times")};
    }
    return figures;
}

/// Owner -> the balance of one unit, as text.
std::map<std::string, std::string> balances_in(const TempFolder& folder, const std::string& unit) {
    std::map<std::string, std::string> balances;
    for (const auto& line : lines_of(run({"balance", folder / "ledger", "--json"}).out)) {
        const auto object = Json::parse(line);
        if (object.at("unit") == unit) balances[object.at("owner")] = object.at("minor_units");
    }
    return balances;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the figures of a half-year as sign-in sheets add up row by row, and only once") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto expected = Json::parse(read_file(fuyuan("expected.json")));

    const auto dry_run = import(folder, fuyuan("sign-in.csv"), {"--dry-run"});
    const auto first = import(folder, fuyuan("sign-in.csv"));
    INFO(first.out << first.err);
    REQUIRE(first.exit_code == 0);
    CHECK(dry_run.out == first.out);
    CHECK(contains(first.out, "1817 rows, 183 sessions, 1414 person-times"));
    CHECK(contains(first.out, "1817 new, 0 recorded already, 0 broken, 0 refused"));

    const auto figures = figures_in(folder);
    for (const auto& row : expected.at("rows")) {
        INFO(row.dump());
        const auto& found = figures.at(row.at("category"));
        CHECK(found.first == row.at("sessions"));
        CHECK(found.second == row.at("person_times"));
    }
    CHECK(summary_of(run({"totals", folder / "ledger", "--json"})).at("sessions") == 183);
    CHECK(summary_of(run({"totals", folder / "ledger", "--json"})).at("person_times") == 1414);

    // The canteen's own sheet has other headings, and no ends.
    const auto canteen = import(folder, fuyuan("canteen.csv"), {"--json"});
    CHECK(canteen.exit_code == 0);
    CHECK(summary_of(canteen).at("sessions") == 50);
    CHECK(summary_of(canteen).at("new") == 200);
    const auto minutes = balances_in(folder, "hour");
    for (const auto& one : expected.at("balances")) {
        INFO(one.dump());
        CHECK(minutes.at(one.at("owner")) == std::to_string(one.at("served").at("minutes").get<int>()));
    }

    // Again: nothing new, not even in the head.
    const auto before = head(folder);
    const auto again = import(folder, fuyuan("sign-in.csv"));
    CHECK(again.exit_code == 0);
    CHECK(contains(again.out, "0 new, 1817 recorded already"));
    CHECK(contains(again.out, "lines 2 to 1818: recorded already, entries 377 to 2193"));
    CHECK(import(folder, fuyuan("sign-in.csv"), {"--dry-run"}).out == again.out);
    CHECK(head(folder) == before);

    // One cell changed: the row is named with its entry, and nothing is posted.
    write_file(folder / "changed.csv", replaced(read_file(fuyuan("sign-in.csv")), "13,2018/6/6,10:40,11:20",
                                                "13,2018/6/6,10:40,11:40"));
    const auto changed = import(folder, folder / "changed.csv");
    INFO(changed.out);
    CHECK(changed.exit_code == 1);
    CHECK(contains(changed.out,
                   "line 14, 结束时间: was recorded with 40 minutes in entry 389, here it is 60 minutes: "
                   "correct it there"));
    CHECK(import(folder, folder / "changed.csv", {"--dry-run"}).out == changed.out);
    CHECK(head(folder) == before);
    CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
}

TEST_CASE("dry run and real run say the same in both languages and as JSON, whatever the sheet is like") {
    const auto good = "日期,开始,结束,编号,类别\n2018/6/5,7:00,9:30,v-002,食堂帮厨\n";
    const std::vector<std::string> sheets = {
        good,
        good + std::string("2018/6/5,7:00,9:30,v-003,食堂\n"),
        good + std::string("2018/6/5,7:00,9:30,v-999,食堂帮厨\n"),
        good + std::string("2018/6/5,7:00,9:30,v-003,食堂帮厨\n2018/6/5,7:00,9:30,v-004,\n"),
        "日期,开始\n",
    };
    const std::vector<std::vector<std::string>> forms = {
        {"--lang", "zh"}, {"--lang", "en"}, {"--json"}, {"--keep-good"}, {"--keep-good", "--json"}};
    TempFolder folder;
    found_fuyuan(folder);
    fs::copy(folder / "ledger", folder / "empty", fs::copy_options::recursive);
    fs::copy(folder / "keys", folder / "empty-keys", fs::copy_options::recursive);
    for (const auto& sheet : sheets)
        for (const auto& form : forms) {
            for (const std::string name : {"ledger", "keys"}) {
                fs::remove_all(folder / name);
                fs::copy(folder / (name == "keys" ? "empty-keys" : "empty"), folder / name,
                         fs::copy_options::recursive);
            }
            write_file(folder / "sheet.csv", sheet);
            auto dry = form;
            dry.push_back("--dry-run");
            const auto tried = import(folder, folder / "sheet.csv", dry);
            const auto real = import(folder, folder / "sheet.csv", form);
            INFO(sheet << real.out << real.err);
            CHECK(tried.out == real.out);
            CHECK(tried.exit_code == real.exit_code);
        }
}

TEST_CASE("the template imports as it stands, in both languages") {
    for (const std::string language : {"zh", "en"}) {
        TempFolder folder;
        found_fuyuan(folder);
        const auto sheet = run({"import", "--template", "--lang", language});
        REQUIRE(sheet.exit_code == 0);
        CHECK(sheet.out.rfind("\xEF\xBB\xBF", 0) == 0);
        CHECK(lines_of(sheet.out).size() == 3);
        write_file(folder / "template.csv", sheet.out);
        const auto outcome = import(folder, folder / "template.csv", {"--json"});
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 0);
        CHECK(summary_of(outcome).at("new") == 2);
        CHECK(summary_of(outcome).at("person_times") == 1);
    }
}

TEST_CASE("import --columns lists every column, and --column takes a heading of one's own") {
    CHECK(lines_of(run({"import", "--columns", "--json"}).out).size() == 20);
    CHECK(contains(run({"--lang", "zh", "import", "--columns"}).out, "人员编号"));
    TempFolder folder;
    found_fuyuan(folder);
    write_file(folder / "own.csv", "日期,开始,结束,卡号,类别,天气\n2018/6/5,7:00,9:30,v-002,食堂帮厨,晴\n");
    CHECK(import(folder, folder / "own.csv").exit_code == 2);
    CHECK(import(folder, folder / "own.csv", {"--column", "volunteer=卡号", "--column", "note=天气"})
              .exit_code == 0);
}

TEST_CASE("wrong usage of import is answered with what to do") {
    TempFolder folder;
    found_fuyuan(folder);
    write_file(folder / "one.csv", "日期,开始,结束,编号,类别\n2018/6/5,7:00,9:30,v-002,食堂帮厨\n");
    struct Row {
        std::vector<std::string> arguments;
        std::string says;
    };
    const auto ledger = folder / "ledger";
    const auto one = folder / "one.csv";
    const std::vector<Row> rows = {
        {{"import"}, "timebank import LEDGER FILE"},
        {{"import", ledger}, "timebank import LEDGER FILE"},
        {{"import", ledger, folder / "none.csv", "--keys", folder / "keys"}, "none.csv"},
        {{"import", ledger, one, "--keys", folder / "keys"}, "--offset +08:00"},
        {{"import", ledger, one, "--keys", folder / "keys", "--offset", "8"}, "--offset 8"},
        {{"import", ledger, one, "--keys", folder / "keys", "--offset", "+08:00", "--column", "卡号"},
         "COLUMN=HEADING"},
        {{"import", ledger, one, "--keys", folder / "keys", "--offset", "+08:00", "--commit", "5000"},
         "4096"},
        {{"import", ledger, one, "--anchor", folder / "keys/anchor", "--offset", "+08:00"}, "key"},
    };
    for (const auto& row : rows) {
        const auto outcome = run(row.arguments);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.err, row.says));
    }
}

TEST_CASE(
    "report 14: a row of 23 hours and a day of 30 are asked about, and one above 24 takes a second person") {
    TempFolder folder;
    found_fuyuan(folder);
    const std::string headings = "日期,开始时间,结束时间,编号,类别,场次\n";
    write_file(folder / "over.csv", headings +
                                        "2018/6/5,08:00,18:00,v-001,食堂帮厨,a\n"
                                        "2018/6/5,08:00,18:00,v-001,食堂帮厨,b\n"
                                        "2018/6/5,08:00,18:00,v-001,食堂帮厨,c\n");
    const auto over = import(folder, folder / "over.csv");
    INFO(over.out << over.err);
    CHECK(over.exit_code == 0);
    CHECK(contains(over.out, "30 h 0 min served"));
    CHECK(contains(over.out, "please check: v-001 serves 30:00 (h:mm) on 2018-06-05, more than 24 hours"));

    write_file(folder / "night.csv", headings + "2018/6/6,10:30,10:03,v-006,食堂帮厨,d\n");
    const auto night = import(folder, folder / "night.csv", {"--overnight"});
    INFO(night.out << night.err);
    CHECK(contains(night.out, "please check: line 2 lasts 23:33 (h:mm)"));

    write_file(folder / "long.csv", "日期,开始时间,分钟,编号,类别\n2018/6/5,08:00,1500,v-002,食堂帮厨\n");
    const auto too_long = import(folder, folder / "long.csv");
    CHECK(too_long.exit_code == 1);
    CHECK(contains(too_long.out, "second_person_missing"));
}
