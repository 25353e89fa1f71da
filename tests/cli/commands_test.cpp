#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string first_visit =
    R"({"kind":"service","id":"00000000-0000-8000-8000-0000000000a1","session":"00000000-0000-8000-8000-0000000000b1","category":"canteen-help","actual":{"start":"2018-07-01T23:30+08:00","end":"2018-07-02T02:00+08:00"},"participants":[{"owner":"v-002","role":"volunteer"}]})";

nlohmann::json json_of(const Outcome& outcome) {
    INFO(outcome.out << outcome.err);
    const auto lines = lines_of(outcome.out);
    REQUIRE(!lines.empty());
    return nlohmann::json::parse(lines.back());
}

}  // namespace

TEST_CASE("every command in --help answers --help, in both languages") {
    const auto help = run({"--help"});
    CHECK(help.exit_code == 0);
    for (const std::string command :
         {"init", "key", "standard", "adopt", "post", "quote", "find", "entries", "balance", "totals",
          "explain", "reverse", "checkpoint", "receipt", "verify", "audit", "rebuild", "demo"}) {
        INFO(command);
        CHECK(contains(help.out, "  " + command));
        CHECK(run({command, "--help"}).exit_code == 0);
        CHECK(run({"--lang", "zh", command, "--help"}).exit_code == 0);
    }
}

TEST_CASE("wrong usage ends with 2 and says what to do") {
    struct Row {
        std::vector<std::string> arguments;
        std::string says;
    };
    const std::vector<Row> rows = {
        {{}, "subcommand"},
        {{"blance", "x"}, "did you mean balance?"},
        {{"frobnicate"}, "--help lists them all"},
        {{"balance"}, "LEDGER"},
        {{"explain", "x", "notanumber"}, "notanumber"},
        {{"--lang", "fr", "balance", "x"}, "fr"},
        {{"init", "x"}, "--origin"},
        {{"verify", "/nonexistent", "--key", "x"}, "/nonexistent"},
    };
    for (const auto& row : rows) {
        const auto outcome = run(row.arguments);
        INFO(outcome.err);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.err, row.says));
    }
}

TEST_CASE("a service across midnight is taken, quoted, found, explained and reversed") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto ledger = folder / "ledger";
    const auto keys = folder / "keys";
    write_file(folder / "visit.jsonl", first_visit + "\n");

    const auto before = head(folder);
    auto quote = run({"quote", ledger, folder / "visit.jsonl", "--keys", keys, "--json"});
    CHECK(quote.exit_code == 0);
    CHECK(json_of(quote).at("legs").size() == 4);
    CHECK(head(folder) == before);

    auto posted = json_of(run({"post", ledger, folder / "visit.jsonl", "--keys", keys, "--json"}));
    CHECK(posted.at("result") == "accepted");
    const auto index = std::to_string(posted.at("index").get<int>());
    CHECK(json_of(run({"post", ledger, folder / "visit.jsonl", "--keys", keys, "--json"})).at("result") ==
          "exists");
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "15 point"));
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "2 h 30 min"));
    CHECK(contains(run({"--lang", "zh", "balance", ledger, "v-002"}).out, "2 小时 30 分钟"));
    CHECK(contains(run({"find", ledger, "00000000-0000-8000-8000-0000000000a1"}).out, "entry " + index));
    CHECK(run({"find", ledger, "00000000-0000-8000-8000-0000000000ff"}).exit_code == 1);
    CHECK(contains(run({"explain", ledger, index}).out, "150 minutes"));

    CHECK(run({"receipt", ledger, index, "-o", folder / "r.tlog-proof"}).exit_code == 0);
    const auto vkey = json_of(run({"audit", ledger, "--keys", keys, "--json"}));
    CHECK(vkey.at("findings") == 0);

    CHECK(run({"reverse", ledger, index, "--reason", "wrong-person", "--keys", keys}).exit_code == 0);
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "0 point"));
    const auto again = run({"reverse", ledger, index, "--reason", "wrong-person", "--keys", keys});
    CHECK(again.exit_code == 0);  // the same claim, as after a crash
    CHECK(contains(again.out, "already"));
    const auto twice = run({"reverse", ledger, index, "--reason", "wrong-day", "--keys", keys});
    CHECK(twice.exit_code == 1);
    CHECK(contains(twice.out, "reversed_already"));
    CHECK(run({"rebuild", ledger}).exit_code == 0);
    CHECK(run({"audit", ledger, "--keys", keys}).exit_code == 0);
}

TEST_CASE("a receipt verifies with the published key and with no other") {
    TempFolder folder;
    const auto init = run({"init", folder / "ledger", "--origin", "test.example/timebank", "--keys",
                           folder / "keys", "--json"});
    const std::string vkey = json_of(init).at("log_key");
    REQUIRE(run({"receipt", folder / "ledger", "0", "-o", folder / "r"}).exit_code == 0);
    CHECK(run({"key", "log", folder / "ledger"}).out == vkey + "\n");
    std::filesystem::remove_all(folder / "ledger");
    const auto verified = run({"verify", folder / "r", "--key", vkey});
    CHECK(verified.exit_code == 0);
    CHECK(contains(verified.out, "verified: entry 0"));
    auto text = read_file(folder / "r");
    text[text.find("index 0") + 6] = '1';
    write_file(folder / "r2", text);
    CHECK(run({"verify", folder / "r2", "--key", vkey}).exit_code == 1);
    CHECK(run({"verify", folder / "r", "--key", "test.example/timebank+00000000+AAAA"}).exit_code == 2);
}

TEST_CASE("a key must be enrolled with the right role before it signs") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto ledger = folder / "ledger";
    write_file(folder / "visit.jsonl", first_visit + "\n");
    REQUIRE(run({"key", "new", folder / "desk.pem"}).exit_code == 0);
    const std::vector<std::string> post = {
        "post", ledger, folder / "visit.jsonl", "--key", folder / "desk.pem", "--keys", folder / "keys"};
    auto refused = run(post);
    CHECK(refused.exit_code == 1);
    CHECK(contains(refused.out, "key_unknown"));

    auto enrol = [&](const std::string& role, const std::string& owner) {
        return run({"key", "enrol", ledger, "--new", folder / "desk.pem", "--role", role, "--owner", owner,
                    "--keys", folder / "keys"});
    };
    SECTION("a member may not record for others") {
        REQUIRE(enrol("member", "v-001").exit_code == 0);
        refused = run(post);
        CHECK(refused.exit_code == 1);
        CHECK(contains(refused.out, "role_not_allowed"));
    }
    SECTION("a coordinator may") {
        REQUIRE(enrol("coordinator", "").exit_code == 0);
        CHECK(run(post).exit_code == 0);
        SECTION("but not adopt a standard") {
            auto adopt = run({"adopt", ledger, fuyuan("credit-standard.json"), "--key", folder / "desk.pem",
                              "--keys", folder / "keys"});
            CHECK(adopt.exit_code == 1);
            CHECK(contains(adopt.out, "role_not_allowed"));
        }
    }
}

TEST_CASE("a key file that others can read is refused with the command that mends it") {
    TempFolder folder;
    found_fuyuan(folder);
    ::chmod((folder / "keys/operator.pem").c_str(), 0644);
    write_file(folder / "visit.jsonl", first_visit + "\n");
    const auto outcome = run({"post", folder / "ledger", folder / "visit.jsonl", "--keys", folder / "keys"});
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.err, "chmod"));
}

TEST_CASE("standards are checked and their examples run from the command line") {
    const auto check = run({"standard", "check", fuyuan("credit-standard.json"), "--json"});
    CHECK(check.exit_code == 0);
    const auto test = run(
        {"standard", "test", fuyuan("credit-standard.json"), fuyuan("redemption-standard.json"), "--json"});
    CHECK(test.exit_code == 0);
    std::size_t passed = 0;
    for (const auto& line : lines_of(test.out)) {
        const auto outcome = nlohmann::json::parse(line);
        CHECK(outcome.at("passed") == true);
        if (outcome.at("example").get<std::string>().rfind("CN-WH-SY-2018#", 0) == 0) ++passed;
    }
    CHECK(passed == 4);

    TempFolder folder;
    auto wrong = nlohmann::ordered_json::parse(read_file(fuyuan("redemption-standard.json")));
    wrong["catalogue"][0]["price"] = "3";
    write_file(folder / "wrong.json", wrong.dump());
    CHECK(run({"standard", "test", folder / "wrong.json"}).exit_code == 1);
    found(folder);
    REQUIRE(run({"post", folder / "ledger", fuyuan("setup.jsonl"), "--keys", folder / "keys"}).exit_code ==
            0);
    const auto adopt = run({"adopt", folder / "ledger", folder / "wrong.json", "--keys", folder / "keys"});
    CHECK(adopt.exit_code == 1);
    CHECK(contains(adopt.out, "example_fails"));
}
