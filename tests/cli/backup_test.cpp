#include <filesystem>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

std::vector<std::string> with_keys(const TempFolder& folder, std::vector<std::string> command) {
    command.insert(command.end(), {"--keys", folder / "keys"});
    return command;
}

/// A ledger of the Fuyuan figures' units, accounts and standards, and `count` of its claims behind `from`.
void post_claims(const TempFolder& folder, std::size_t from, std::size_t count) {
    const auto lines = lines_of(read_file(fuyuan("claims.jsonl")));
    std::string some;
    for (std::size_t i = from; i < from + count; ++i) some += lines.at(i) + "\n";
    const auto posted = run(with_keys(folder, {"post", folder / "ledger", "-"}), some);
    INFO(posted.out << posted.err);
    REQUIRE(posted.exit_code == 0);
}

void check_says(const std::string& text, const std::vector<std::string>& words) {
    INFO(text);
    for (const auto& word : words) CHECK(text.find(word) != std::string::npos);
}

}  // namespace

TEST_CASE("a ledger is backed up, lost and restored, and answers as before") {
    const TempFolder folder;
    found_fuyuan(folder);
    post_claims(folder, 0, 40);
    const auto before = run({"entries", folder / "ledger", "--json"}).out;

    const auto backed_up = run({"backup", folder / "ledger", folder / "backup", "--json"});
    INFO(backed_up.err);
    REQUIRE(backed_up.exit_code == 0);
    const auto made = nlohmann::json::parse(backed_up.out);
    CHECK(made.at("origin") == "test.example/timebank");
    CHECK(made.at("entries") == lines_of(before).size());
    CHECK(made.at("entries") == made.at("signed_entries"));
    CHECK(run({"balance", folder / "backup"}).out == run({"balance", folder / "ledger"}).out);
    CHECK(run(with_keys(folder, {"audit", folder / "backup"})).exit_code == 0);

    std::filesystem::remove_all(folder / "ledger");
    const auto restored = run(with_keys(folder, {"restore", folder / "backup", folder / "ledger", "--json"}));
    INFO(restored.err);
    REQUIRE(restored.exit_code == 0);
    const auto answer = nlohmann::json::parse(restored.out);
    CHECK(answer.at("anchor") == "compared");
    CHECK(answer.at("root") == made.at("root"));
    CHECK_FALSE(answer.contains("missing"));
    CHECK(run({"entries", folder / "ledger", "--json"}).out == before);
    post_claims(folder, 40, 5);
}

TEST_CASE("a backup that is too old names the entries it lacks and the ways forward, in both languages") {
    const TempFolder folder;
    found_fuyuan(folder);
    post_claims(folder, 0, 10);
    REQUIRE(run({"backup", folder / "ledger", folder / "backup"}).exit_code == 0);
    const auto first = lines_of(run({"entries", folder / "ledger", "--json"}).out).size();
    post_claims(folder, 10, 7);
    const auto from = std::to_string(first);
    const auto to = std::to_string(first + 6);

    const auto english = run(with_keys(folder, {"restore", folder / "backup", folder / "en"}));
    CHECK(english.exit_code == 1);
    check_says(english.out,
               {"the last signed head has " + std::to_string(first + 7) + " entries", "this copy has " + from,
                "7 missing, " + from + " to " + to, "recorded after 20", "can be read but not written",
                "newer backup", "receipts or checkpoints", "timebank balance " + (folder / "en") + " --csv"});
    const auto chinese =
        run(with_keys(folder, {"restore", folder / "backup", folder / "zh", "--lang", "zh"}));
    CHECK(chinese.exit_code == 1);
    check_says(chinese.out, {"缺 7 条，即 " + from + " 至 " + to, "只能读取", "更新的备份", "期初余额"});
    const auto json = run(with_keys(folder, {"restore", folder / "backup", folder / "json", "--json"}));
    CHECK(json.exit_code == 1);
    CHECK(nlohmann::json::parse(json.out).at("missing") ==
          nlohmann::json{{"count", 7}, {"first", first}, {"last", first + 6}});

    CHECK(run({"balance", folder / "en"}).exit_code == 0);
    const auto posted = run(with_keys(folder, {"post", folder / "en", fuyuan("setup.jsonl")}));
    CHECK(posted.exit_code == 3);
    check_says(posted.err, {"anchor_mismatch"});

    const auto blind = run({"restore", folder / "backup", folder / "blind"});
    CHECK(blind.exit_code == 0);
    check_says(blind.out, {"not compared with the anchor"});
}

TEST_CASE("backing up does not stop a program that posts, nor the other way round") {
    const TempFolder folder;
    found_fuyuan(folder);
    Running posting(
        with_keys(folder, {"post", folder / "ledger", fuyuan("claims.jsonl"), "--commit", "1", "--json"}));
    for (int round = 0; round < 3; ++round) {
        const auto made = run({"backup", folder / "ledger", folder / ("backup-" + std::to_string(round))});
        INFO(made.err);
        CHECK(made.exit_code == 0);
    }
    const auto answers = lines_of(posting.rest());
    CHECK(answers.size() == lines_of(read_file(fuyuan("claims.jsonl"))).size());
    for (const auto& answer : answers) CHECK(nlohmann::json::parse(answer).at("result") != "refused");
}

TEST_CASE("what cannot be backed up or restored is said with what to do") {
    const TempFolder folder;
    found(folder);
    const auto ledger = folder / "ledger";
    const auto backup = folder / "backup";
    REQUIRE(run({"backup", ledger, backup}).exit_code == 0);
    std::filesystem::copy(backup, folder / "edited");
    write_file((folder / "edited") + "/backup.json", read_file(backup + "/backup.json") + " ");
    struct Row {
        std::vector<std::string> command;
        int exit_code;
        const char* code;
        const char* words;
    };
    const Row rows[] = {
        {{"backup", folder / "none", folder / "b"}, 2, "not_found", "there is no ledger"},
        {{"backup", ledger, backup}, 2, "already_there", "choose a new one"},
        {{"backup", ledger, ledger + "/backup"}, 2, "invalid_argument", "best on another disk"},
        {{"backup", ledger, folder / "none/b"}, 2, "not_found", "is the disk attached"},
        {{"restore", folder / "none", folder / "r"}, 2, "not_found", "there is no backup"},
        {{"restore", ledger, folder / "r"}, 2, "not_found", "there is no backup"},
        {{"restore", backup, ledger}, 2, "already_there", "nothing in it will be overwritten"},
        {{"restore", folder / "edited", folder / "r"}, 3, "data_damaged", "use another backup"},
        {{"restore", backup, folder / "r", "--anchor", folder / "none"}, 2, "not_found", "--renew-anchor"},
        {{"post", backup, fuyuan("setup.jsonl"), "--keys", folder / "keys"},
         2,
         "invalid_argument",
         "timebank restore"},
    };
    for (const auto& row : rows) {
        const auto outcome = run(row.command);
        INFO(row.command.at(0) << " " << row.command.at(1) << " " << row.command.at(2) << ": "
                               << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        check_says(outcome.err, {row.code, row.words});
        CHECK_FALSE(std::filesystem::exists(folder / "r"));
    }
}
