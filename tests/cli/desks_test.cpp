#include <nlohmann/json.hpp>
#include <thread>

#include "catch.hpp"
#include "program.hpp"

// Two desks at once: what one has tried is tried again inside the write, so that nothing counts twice and
// nothing of anybody's is lost.

using namespace timebank::cli_test;
using Json = nlohmann::json;

namespace {

const std::string headings = "日期,开始时间,结束时间,编号,角色,类别,场次\n";

/// The same command by several desks at the same moment.
std::vector<Outcome> at_once(const std::vector<std::vector<std::string>>& commands) {
    std::vector<Outcome> outcomes(commands.size());
    std::vector<std::thread> desks;
    for (std::size_t i = 0; i < commands.size(); ++i)
        desks.emplace_back([&, i] { outcomes[i] = run(commands[i]); });
    for (auto& desk : desks) desk.join();
    return outcomes;
}

std::vector<std::string> import(const TempFolder& folder, const std::string& sheet) {
    return {"import", folder / "ledger", sheet, "--offset", "+08:00", "--keys", folder / "keys", "--json"};
}

Json last_line(const Outcome& outcome) {
    INFO(outcome.out << outcome.err);
    const auto lines = lines_of(outcome.out);
    REQUIRE(!lines.empty());
    return Json::parse(lines.back());
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("report 17: one person in two desks' lists of one session counts once, whoever is faster") {
    for (int attempt = 0; attempt < 8; ++attempt) {
        TempFolder folder;
        found_fuyuan(folder);
        write_file(folder / "s1.csv",
                   headings + "2018/6/5,14:00,15:30,r-001,参加者,老年人智能手机学习小组,A\n");
        write_file(folder / "s2.csv",
                   headings + "2018/6/5,14:05,15:30,r-001,参加者,老年人智能手机学习小组,A\n");
        const auto outcomes = at_once({import(folder, folder / "s1.csv"), import(folder, folder / "s2.csv")});
        INFO(outcomes[0].out << outcomes[0].err << outcomes[1].out << outcomes[1].err);
        const bool first_is_in = outcomes[0].exit_code == 0;
        CHECK(first_is_in != (outcomes[1].exit_code == 0));
        const auto& late = outcomes[first_is_in ? 1 : 0];
        CHECK(contains(late.out, "was served in the same session in entry"));
        const auto totals = last_line(run({"totals", folder / "ledger", "--json"}));
        CHECK(totals.at("person_times") == 1);
        CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
    }
}

TEST_CASE(
    "report 17: one sheet by three desks at once is entered once, and the others hear that it is recorded") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto outcomes =
        at_once(std::vector<std::vector<std::string>>(3, import(folder, fuyuan("sign-in.csv"))));
    int fresh = 0, recorded = 0;
    for (const auto& outcome : outcomes) {
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 0);
        const auto summary = last_line(outcome);
        fresh += summary.at("new").get<int>();
        recorded += summary.at("recorded").get<int>();
    }
    CHECK(fresh == 1817);
    const auto totals = last_line(run({"totals", folder / "ledger", "--json"}));
    CHECK(totals.at("sessions") == 183);
    CHECK(totals.at("person_times") == 1414);
    CHECK(recorded == 2 * 1817);
    CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
}

TEST_CASE("two desks that register with --next get a number each, and keep no text of what was refused") {
    TempFolder folder;
    found_fuyuan(folder);
    std::vector<std::vector<std::string>> commands;
    for (const std::string name : {"张一", "张二", "张三", "张四"})
        commands.push_back({"member", "add", folder / "ledger", "--next", "z-", "--name", name, "--keys",
                            folder / "keys", "--json"});
    std::set<std::string> owners;
    for (const auto& outcome : at_once(commands)) {
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 0);
        owners.insert(last_line(outcome).at("owner").get<std::string>());
    }
    CHECK(owners == std::set<std::string>{"z-001", "z-002", "z-003", "z-004"});

    // The text is written before the ledger hears the claim; the ledger refuses, and the name reaches no
    // backup.
    const auto refused = run({"member", "add", folder / "ledger", "z-005", "--name", "不该留下的人",
                              "--household", "h-404", "--keys", folder / "keys"});
    INFO(refused.out << refused.err);
    CHECK(refused.exit_code != 0);
    CHECK(contains(refused.out, "account_unknown"));
    REQUIRE(run({"backup", folder / "ledger", folder / "backup"}).exit_code == 0);
    CHECK(contains(read_file(folder / "backup/people/data.mdb"), "张一"));
    CHECK_FALSE(contains(read_file(folder / "backup/people/data.mdb"), "不该留下的人"));
    CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
}

TEST_CASE("two desks that tag one person at once lose neither's tag") {
    for (int attempt = 0; attempt < 4; ++attempt) {
        TempFolder folder;
        found_fuyuan(folder);
        REQUIRE(
            run({"member", "add", folder / "ledger", "z-001", "--name", "张一", "--keys", folder / "keys"})
                .exit_code == 0);
        std::vector<std::vector<std::string>> commands;
        for (const std::string tag : {"senior", "trained", "driver"})
            commands.push_back({"member", "tag", folder / "ledger", "z-001", tag, "--keys", folder / "keys"});
        for (const auto& outcome : at_once(commands)) {
            INFO(outcome.out << outcome.err);
            CHECK(outcome.exit_code == 0);
        }
        const auto shown = run({"member", "show", folder / "ledger", "z-001"}).out;
        for (const std::string tag : {"senior", "trained", "driver"}) {
            INFO(shown);
            CHECK(contains(shown, tag));
        }
    }
}
