#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

using Json = nlohmann::ordered_json;

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<Json> objects_in(const std::string& text) {
    std::vector<Json> objects;
    for (const auto& line : lines_of(text)) objects.push_back(Json::parse(line));
    return objects;
}

/// Runs the program with a terminal as its standard input, on which somebody types, and then ends the input.
Outcome run_on_terminal(std::vector<std::string> arguments, const std::string& typed) {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0);
    REQUIRE(::grantpt(terminal) == 0);
    REQUIRE(::unlockpt(terminal) == 0);
    const std::string name = ::ptsname(terminal);
    int from_child[2] = {};
    REQUIRE(::pipe(from_child) == 0);
    arguments.insert(arguments.begin(), TIMEBANK_PROGRAM);
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        const int input = ::open(name.c_str(), O_RDWR | O_NOCTTY);
        ::dup2(input, 0);
        ::dup2(from_child[1], 1);
        ::dup2(from_child[1], 2);
        ::close(from_child[0]);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    ::close(from_child[1]);
    constexpr char end_of_input = 4;
    const auto keys = typed + end_of_input;
    REQUIRE(::write(terminal, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    Outcome outcome;
    char buffer[4096];
    for (ssize_t count; (count = ::read(from_child[0], buffer, sizeof buffer)) > 0;)
        outcome.out.append(buffer, static_cast<std::size_t>(count));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    ::close(from_child[0]);
    ::close(terminal);
    return outcome;
}

Json credit_standard() {
    return Json::parse(read_file(fuyuan("credit-standard.json")));
}

}  // namespace

TEST_CASE("of several standards each example is one line, and a bad document stops no other") {
    TempFolder folder;
    auto wrong = credit_standard();
    wrong["examples"][0]["expect"]["credits"]["point"] = "16";
    write_file(folder / "wrong.json", wrong.dump());
    auto bad = credit_standard();
    bad["rules"][0].erase("steps");
    write_file(folder / "bad.json", bad.dump());
    const auto sound = fuyuan("redemption-standard.json");

    struct Row {
        std::vector<std::string> files;
        int exit_code;
        std::size_t examples;
        std::size_t failed;
    };
    const auto of_sound = Json::parse(read_file(sound)).at("examples").size();
    const auto of_wrong = wrong.at("examples").size();
    const Row rows[] = {
        {{sound}, 0, of_sound, 0},
        {{folder / "wrong.json", sound}, 1, of_wrong + of_sound, 1},
        {{sound, folder / "wrong.json"}, 1, of_wrong + of_sound, 1},
        {{folder / "bad.json", sound, folder / "wrong.json"}, 2, of_wrong + of_sound, 1},
        {{folder / "nowhere.json", sound}, 2, of_sound, 0},
    };
    for (const auto& row : rows) {
        std::vector<std::string> arguments = {"standard", "test", "--json"};
        arguments.insert(arguments.end(), row.files.begin(), row.files.end());
        const auto outcome = run(arguments);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        std::size_t failed = 0;
        const auto lines = objects_in(outcome.out);
        for (const auto& line : lines)
            if (!line.at("passed").get<bool>()) ++failed;
        CHECK(lines.size() == row.examples);
        CHECK(failed == row.failed);
        CHECK(contains(outcome.err, "bad.json: $.rules[0]") == (row.files.front() == folder / "bad.json"));
    }
    const auto lines = objects_in(run({"standard", "test", "--json", folder / "wrong.json"}).out);
    CHECK(lines.at(0) == Json({{"document", "fuyuan-credit"},
                               {"file", folder / "wrong.json"},
                               {"example", "CN-WH-SY-2018#1"},
                               {"passed", false},
                               {"expected", "credits 2.5 hour, credits 16 point"},
                               {"got", "credits 2.5 hour, credits 15 point"}}));
}

TEST_CASE("as text, the names of files stand above their examples where there are several") {
    TempFolder folder;
    auto wrong = credit_standard();
    wrong["examples"][0]["expect"]["credits"]["point"] = "16";
    write_file(folder / "wrong.json", wrong.dump());
    const auto one = run({"standard", "test", folder / "wrong.json"});
    CHECK(lines_of(one.out).at(0) ==
          "FAIL  CN-WH-SY-2018#1: expected credits 2.5 hour, credits 16 point, got credits 2.5 hour, credits "
          "15 point");
    const auto two = run({"standard", "test", folder / "wrong.json", folder / "wrong.json"});
    CHECK(lines_of(two.out).at(0) == folder / "wrong.json" + std::string(": 6 of 7 examples pass"));
    CHECK(lines_of(two.out).at(1).substr(0, 23) == "  FAIL  CN-WH-SY-2018#1");
    CHECK(lines_of(two.out).at(2).substr(0, 23) == "  pass  CN-WH-SY-2018#4");
    const auto zh = run({"--lang", "zh", "standard", "test", folder / "wrong.json", folder / "wrong.json"});
    CHECK(lines_of(zh.out).at(0) == folder / "wrong.json" + std::string(": 7 个算例中 6 个成立"));
}

TEST_CASE("a new standard is written from options, is sound, and overwrites nothing") {
    TempFolder folder;
    const auto file = folder / "garden.json";
    const std::vector<std::string> command = {
        "standard",    "new",      "--id",        "garden-credit", "--unit",        "point",
        "--per-hour",  "6",        "--rounding",  "half",          "--scope",       "running_total",
        "--daily-cap", "20",       "--at-cap",    "overflow",      "--overflow-to", "pot",
        "--overlap",   "warn",     "--first-day", "2026-01-01",    "--unit2",       "hour",
        "--title-zh",  "菜园积分", "--title-en",  "Garden credits"};
    const auto printed = run(command);
    REQUIRE(printed.exit_code == 0);
    auto to_file = command;
    to_file.insert(to_file.end(), {"--output", file});
    const auto written = run(to_file);
    CHECK(written.exit_code == 0);
    CHECK(contains(written.out, file));
    CHECK(read_file(file) == printed.out);
    const auto document = Json::parse(printed.out);
    CHECK(document.at("id") == "garden-credit");
    CHECK(document.at("title").at("zh") == "菜园积分");
    CHECK(document.at("units").at("point") == 2);
    CHECK(document.at("units").at("hour") == 60);
    CHECK(document.at("effective_from") == "2026-01-01");
    CHECK(document.at("categories")[0].at("overlap") == "warn");
    const auto& steps = document.at("rules")[0].at("steps");
    CHECK(steps[1].at("tariff").at("amount") == "6");
    CHECK(steps[2].at("rounding").at("step") == "0.5");
    CHECK(steps[2].at("rounding").at("scope") == "running_total");
    CHECK(steps[3].at("cap").at("limit") == "20");
    CHECK(steps[3].at("cap").at("overflow_to") == "pot");
    CHECK(run({"standard", "check", file}).exit_code == 0);
    CHECK(run({"standard", "test", file}).exit_code == 0);

    write_file(file, "mine");
    const auto again = run(to_file);
    CHECK(again.exit_code == 2);
    CHECK(contains(again.err, "will not be overwritten"));
    CHECK(read_file(file) == "mine");
}

TEST_CASE("what a new standard cannot be is said, in both languages, and no file is made") {
    TempFolder folder;
    struct Row {
        std::vector<std::string> arguments;
        std::string en;
        std::string zh;
    };
    const Row rows[] = {
        {{}, "--id is missing", "还缺 --id"},
        {{"--id", "a"}, "--unit is missing", "还缺 --unit"},
        {{"--id", "a", "--unit", "p", "--per-hour", "0"}, "above zero", "须大于零"},
        {{"--id", "A b", "--unit", "p"}, "$.id", "$.id"},
        {{"--id", "a", "--unit", "p", "--first-day", "soon"}, "soon", "soon"},
        {{"--id", "a", "--unit", "p", "--rounding", "third"}, "third", "third"},
    };
    for (const auto& row : rows) {
        for (const std::string language : {"en", "zh"}) {
            std::vector<std::string> arguments = {"--lang", language, "standard",
                                                  "new",    "-o",     folder / "new.json"};
            arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
            const auto outcome = run(arguments);
            INFO(outcome.out << outcome.err);
            CHECK(outcome.exit_code == 2);
            CHECK(contains(outcome.err, language == "en" ? row.en : row.zh));
            CHECK_FALSE(std::filesystem::exists(folder / "new.json"));
        }
    }
}

TEST_CASE("on a terminal, a new standard is asked for, and a wrong answer is asked for again") {
    TempFolder folder;
    const auto file = folder / "asked.json";
    // Titles as proposed; id; unit; 3 an hour; first no rounding that there is; a cap; what happens at it.
    const auto outcome = run_on_terminal({"--lang", "en", "standard", "new", "-o", file},
                                         "\n\ngarden-credit\npoint\n3\nthirds\nquarter\nservice\n8\nrefuse\n"
                                         "allow\n2026-03-01\n");
    INFO(outcome.out);
    CHECK(outcome.exit_code == 0);
    CHECK(contains(outcome.out, "Rounded down to (exact, half, quarter, whole) [whole]: "));
    const auto from_options = run({"standard", "new", "--id", "garden-credit", "--unit", "point",
                                   "--per-hour", "3", "--rounding", "quarter", "--daily-cap", "8", "--at-cap",
                                   "refuse", "--overlap", "allow", "--first-day", "2026-03-01"});
    REQUIRE(from_options.exit_code == 0);
    CHECK(read_file(file) == from_options.out);

    const auto zh = run_on_terminal({"--lang", "zh", "standard", "new"}, "\n\n");
    CHECK(zh.exit_code == 2);
    CHECK(contains(zh.out, "标准的代码"));
    CHECK(contains(zh.out, "回答没有完"));
}

TEST_CASE("two editions are compared in words and as JSON") {
    TempFolder folder;
    auto newer = credit_standard();
    newer["edition"] = "2019-01";
    newer["rules"][1]["steps"][0]["tariff"]["amount"] = "7";
    newer["rules"].erase(4);
    write_file(folder / "newer.json", newer.dump());
    const auto older = fuyuan("credit-standard.json");

    const auto en = run({"--lang", "en", "standard", "diff", older, folder / "newer.json"});
    CHECK(en.exit_code == 0);
    const auto lines = lines_of(en.out);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "$.edition  edition: was \"2018-06\", is \"2019-01\"");
    CHECK(lines[1] ==
          "$.rules[1].steps[0].tariff.amount  rule canteen-points, step 1, tariff, amount: was \"6\", is "
          "\"7\"");
    CHECK(lines[2].substr(0, 55) == "$.rules[4]  rule participation-points: removed {\"catego");
    const auto zh = run({"--lang", "zh", "standard", "diff", older, folder / "newer.json"});
    CHECK(contains(zh.out, "规则 canteen-points，第 1 步，tariff，amount：原为 \"6\"，现为 \"7\""));

    const auto objects = objects_in(run({"standard", "diff", "--json", older, folder / "newer.json"}).out);
    REQUIRE(objects.size() == 3);
    CHECK(objects[1].at("change") == "changed");
    CHECK(objects[1].at("path") == "$.rules[1].steps[0].tariff.amount");
    CHECK(objects[1].at("before") == "6");
    CHECK(objects[1].at("after") == "7");
    CHECK(objects[2].at("change") == "removed");
    CHECK(objects[2].at("before").at("id") == "participation-points");
    CHECK_FALSE(objects[2].contains("after"));

    CHECK(run({"standard", "diff", older, older}).out == "the two standards say the same\n");
    CHECK(run({"--lang", "zh", "standard", "diff", older, older}).out == "两份标准所说相同\n");
    CHECK(run({"standard", "diff", older, fuyuan("redemption-standard.json")}).exit_code == 2);
    CHECK(run({"standard", "diff", older, folder / "nowhere"}).exit_code == 2);
}

TEST_CASE("what a year would have cost under other rules is printed, with names, and as JSON and CSV") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto ledger = folder / "ledger";
    const auto visit = [](const std::string& day, const std::string& owner) {
        return R"({"kind":"service","category":"canteen-help","actual":{"start":")" + day +
               R"(T07:00+08:00","end":")" + day + R"(T08:30+08:00"},"participants":[{"owner":")" + owner +
               R"(","role":"volunteer"}]})" + "\n";
    };
    write_file(folder / "claims.jsonl",
               visit("2018-07-02", "v-001") + visit("2018-07-03", "v-001") + visit("2018-08-01", "v-002"));
    REQUIRE(run({"post", ledger, folder / "claims.jsonl", "--keys", folder / "keys"}).exit_code == 0);
    auto dearer = credit_standard();
    dearer["rules"][1]["steps"][0]["tariff"]["amount"] = "8";
    write_file(folder / "dearer.json", dearer.dump());
    const std::vector<std::string> command = {"standard", "cost", ledger, folder / "dearer.json"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), command.begin(), command.end());
        return run(more);
    };
    const auto before = head(folder);

    // 90 minutes: 9 points each, 12 under the other rules.
    const auto objects = objects_in(with({"--json"}).out);
    REQUIRE(objects.size() == 5);
    CHECK(objects[1] == Json({{"category", "canteen-help"},
                              {"name", {{"zh", "食堂帮厨"}, {"en", "canteen help"}}},
                              {"unit", "point"},
                              {"recorded", "27"},
                              {"proposed", "36"},
                              {"difference", "9"}}));
    CHECK(objects[2].at("member") == "v-001");
    CHECK(objects[2].at("difference") == "6");
    CHECK(objects[4].at("services") == 3);
    CHECK(objects[4].at("units")[1].at("more") == 3);
    const auto in_july = objects_in(with({"--json", "--from", "2018-07-01", "--until", "2018-08-01"}).out);
    CHECK(in_july.back().at("units")[1].at("difference") == "6");

    const auto en = with({"--lang", "en", "--until", "2018-09-01"});
    INFO(en.out);
    CHECK(en.exit_code == 0);
    CHECK(lines_of(en.out).at(0) == "before 2018-09-01: 3 services decided again by fuyuan-credit 2018-06");
    CHECK(contains(en.out, "by the new standard"));
    CHECK(contains(en.out, "v-001"));
    CHECK(contains(with({"--lang", "zh"}).out, "变化最大的成员"));
    const auto csv = with({"--lang", "en", "--csv"});
    CHECK(contains(csv.out, "category,canteen-help,point,27,36,9"));
    CHECK(contains(csv.out, "member,v-001,point,18,24,6"));
    CHECK(with({"--csv", "--json"}).exit_code == 2);
    CHECK(run({"standard", "cost", ledger, fuyuan("redemption-standard.json")}).exit_code == 2);
    CHECK(head(folder) == before);
}
