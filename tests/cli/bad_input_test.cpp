#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "catch.hpp"
#include "program.hpp"

// Bad input gets a clear error, the right exit code, and changes nothing.

using namespace timebank::cli_test;

namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string service(const std::string& members) {
    return R"({"kind":"service","id":"00000000-0000-8000-8000-0000000000a1",)" + members + "}";
}

const std::string times = R"("actual":{"start":"2018-07-01T08:00+08:00","end":"2018-07-01T10:30+08:00"})";
const std::string volunteer = R"("participants":[{"owner":"v-002","role":"volunteer"}])";
const std::string canteen = R"("category":"canteen-help")";

struct Row {
    std::string what;
    std::string line;
    int exit_code;
    std::string says;  ///< on standard output for refusals, on standard error for errors
};

std::vector<Row> bad_lines() {
    const auto good = service(canteen + "," + times + "," + volunteer);
    std::string deep = good;
    deep.insert(deep.size() - 1, R"(,"facts":)" + std::string(400, '[') + std::string(400, ']'));
    return {
        {"malformed", "{\"kind\":\"service\",,}", 2, "line 1"},
        {"truncated", good.substr(0, good.size() / 2), 2, "bad_json"},
        {"oversized",
         service(canteen + "," + times + "," + volunteer + ",\"place\":\"" + std::string(300'000, 'x') +
                 "\""),
         2, "262144"},
        {"not UTF-8", service(canteen + "," + times + "," + volunteer + ",\"place\":\"\xff\xfe\""), 2,
         "UTF-8"},
        {"deeply nested", deep, 2, "deep"},
        {"duplicate key", service(canteen + "," + canteen + "," + times + "," + volunteer), 2, "category"},
        {"a float", service(canteen + "," + times + "," + volunteer + R"(,"quantity":1.5)"), 2, "$.quantity"},
        {"an exponent", service(canteen + "," + times + "," + volunteer + R"(,"quantity":1e3)"), 2,
         "$.quantity"},
        {"unknown member", service(canteen + "," + times + "," + volunteer + R"(,"quantiti":1)"), 2,
         "quantity"},
        {"unknown kind", R"({"kind":"servise"})", 2, "service"},
        {"no offset",
         service(canteen + R"(,"actual":{"start":"2018-07-01T08:00","end":"2018-07-01T10:30+08:00"},)" +
                 volunteer),
         2, "+08:00"},
        {"end before start",
         service(canteen + R"(,"actual":{"start":"2018-07-01T10:30+08:00","end":"2018-07-01T08:00+08:00"},)" +
                 volunteer),
         2, "before the start"},
        {"nobody", service(canteen + "," + times + R"(,"participants":[])"), 2, "participants"},
        {"unknown category", service(R"("category":"gardening",)" + times + "," + volunteer), 1,
         "category_unknown"},
        {"unknown account",
         service(canteen + "," + times + R"(,"participants":[{"owner":"v-999","role":"volunteer"}])"), 1,
         "account_unknown"},
        {"before any edition",
         service(canteen + R"(,"actual":{"start":"2017-07-01T08:00+08:00","end":"2017-07-01T10:30+08:00"},)" +
                 volunteer),
         1, "standard_missing"},
        {"in the future",
         service(canteen + R"(,"actual":{"start":"2150-07-01T08:00+08:00","end":"2150-07-01T10:30+08:00"},)" +
                 volunteer),
         1, "service_in_future"},
        {"twice in one role",
         service(
             canteen + "," + times +
             R"(,"participants":[{"owner":"v-002","role":"volunteer"},{"owner":"v-002","role":"volunteer"}])"),
         1, "participant_repeated"},
        {"a part longer than the whole",
         service(canteen + "," + times +
                 R"(,"participants":[{"owner":"v-002","role":"volunteer","own_minutes":151}])"),
         1, "own_minutes_too_long"},
        {"a fact nobody declared",
         service(canteen + "," + times + "," + volunteer + R"(,"facts":{"age":70})"), 1, "fact_unknown"},
        {"unknown item",
         R"({"kind":"redemption","id":"00000000-0000-8000-8000-0000000000a2","owner":"v-002","item":"haircut","at":"2018-08-01T08:00+08:00"})",
         1, "item_unknown"},
        {"nothing to spend",
         R"({"kind":"redemption","id":"00000000-0000-8000-8000-0000000000a3","owner":"v-002","item":"breakfast","at":"2018-08-01T08:00+08:00"})",
         1, "balance_too_low"},
        {"more than 64 bits",
         R"({"kind":"redemption","id":"00000000-0000-8000-8000-0000000000a3","owner":"v-002","item":"breakfast","quantity":4294967295,"at":"2018-08-01T08:00+08:00"})",
         1, "refused"},
        {"quantity over 32 bits",
         R"({"kind":"redemption","id":"00000000-0000-8000-8000-0000000000a3","owner":"v-002","item":"breakfast","quantity":9223372036854775808,"at":"2018-08-01T08:00+08:00"})",
         2, "quantity"},
        {"unknown unit in a standard",
         R"({"kind":"standard","id":"00000000-0000-8000-8000-0000000000a4","document":"{\"language\":1}"})",
         1, "standard_invalid"},
        {"a unit again",
         R"({"kind":"unit","id":"00000000-0000-8000-8000-0000000000a5","code":"point","minor_units_in_one":100,"name":{"zh":"积分","en":"point"}})",
         1, "unit_known"},
        {"another class",
         R"({"kind":"account","id":"00000000-0000-8000-8000-0000000000a6","owner":"v-002","class":"team"})",
         1, "account_class_differs"},
        {"no such entry",
         R"({"kind":"reversal","id":"00000000-0000-8000-8000-0000000000a7","entry":99999,"claim":"00000000-0000-8000-8000-0000000000a1","reason":"slip"})",
         1, "entry_unknown"},
        {"half a group",
         R"({"kind":"account","id":"00000000-0000-8000-8000-0000000000a8","owner":"v-800","class":"member","group":"g"})"
         "\n"
         R"({"kind":"account","id":"00000000-0000-8000-8000-0000000000a9","owner":"v-002","class":"team","group":"g"})",
         1, "group_incomplete"},
    };
}

/// Runs `work` in a child that may mount; false where mounting is not permitted.
bool in_mount_namespace(const std::function<void()>& work) {
    const auto child = ::fork();
    if (child == 0) {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            ::_exit(2);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("every kind of bad line is refused with its reason, and the root stays") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto before = head(folder);
    for (const auto& row : bad_lines()) {
        INFO(row.what);
        write_file(folder / "bad.jsonl", row.line + "\n");
        const auto outcome =
            run({"post", folder / "ledger", folder / "bad.jsonl", "--keys", folder / "keys"});
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK(contains(row.exit_code == 1 ? outcome.out : outcome.err, row.says));
        CHECK(head(folder) == before);
        // And in Chinese, with something to read.
        const auto chinese =
            run({"--lang", "zh", "post", folder / "ledger", folder / "bad.jsonl", "--keys", folder / "keys"});
        CHECK(chinese.exit_code == row.exit_code);
        CHECK(chinese.out + chinese.err != outcome.out + outcome.err);
    }
    CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
}

TEST_CASE("one broken line refuses the whole file before anything is posted") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto before = head(folder);
    write_file(folder / "mixed.jsonl", service(canteen + "," + times + "," + volunteer) + "\n{oops\n");
    const auto outcome = run({"post", folder / "ledger", folder / "mixed.jsonl", "--keys", folder / "keys"});
    CHECK(outcome.exit_code == 2);
    CHECK(contains(outcome.err, "line 2"));
    CHECK(head(folder) == before);
}

TEST_CASE("other bytes under a used id are refused and the field is named") {
    TempFolder folder;
    found_fuyuan(folder);
    write_file(folder / "a.jsonl", service(canteen + "," + times + "," + volunteer) + "\n");
    REQUIRE(run({"post", folder / "ledger", folder / "a.jsonl", "--keys", folder / "keys"}).exit_code == 0);
    const auto before = head(folder);
    write_file(
        folder / "b.jsonl",
        service(canteen + R"(,"actual":{"start":"2018-07-01T08:00+08:00","end":"2018-07-01T11:30+08:00"},)" +
                volunteer) +
            "\n");
    const auto outcome =
        run({"post", folder / "ledger", folder / "b.jsonl", "--keys", folder / "keys", "--json"});
    CHECK(outcome.exit_code == 1);
    CHECK(contains(outcome.out, "\"code\":\"id_used\""));
    CHECK(contains(outcome.out, "\"found\":\"actual.end\""));
    CHECK(head(folder) == before);
}

TEST_CASE("a data file that is missing, empty, cut short or foreign is never taken for a new ledger") {
    struct Damage {
        std::string what;
        std::function<void(const std::string&)> make;
        int exit_code;
        std::string says;
    };
    const std::vector<Damage> rows = {
        {"missing", [](const std::string& file) { fs::remove(file); }, 2, "not_found"},
        {"empty", [](const std::string& file) { write_file(file, ""); }, 3, "data_damaged"},
        {"cut short", [](const std::string& file) { fs::resize_file(file, fs::file_size(file) / 2); }, 3,
         "data_damaged"},
        {"cut to one page", [](const std::string& file) { fs::resize_file(file, 4096); }, 3, "data_damaged"},
        {"foreign", [](const std::string& file) { write_file(file, std::string(100'000, 'x')); }, 3,
         "data_damaged"},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        TempFolder folder;
        found_fuyuan(folder);
        const auto file = folder / "ledger/book/data.mdb";
        row.make(file);
        const bool exists = fs::exists(file);
        const auto damaged = exists ? read_file(file) : "";
        const std::vector<std::vector<std::string>> commands = {
            {"balance", folder / "ledger"},
            {"post", folder / "ledger", fuyuan("claims.jsonl"), "--keys", folder / "keys"}};
        for (const auto& command : commands) {
            const auto outcome = run(command);
            INFO(command[0] << ": " << outcome.err);
            CHECK(outcome.exit_code == row.exit_code);
            CHECK(contains(outcome.err, row.says));
        }
        const auto audit = run({"audit", folder / "ledger", "--keys", folder / "keys"});
        CHECK(audit.exit_code != 0);
        CHECK(fs::exists(file) == exists);
        if (exists) CHECK(read_file(file) == damaged);
    }
}

TEST_CASE("yesterday's copy beside today's anchor is read, never written") {
    TempFolder folder;
    found_fuyuan(folder);
    fs::copy(folder / "ledger", folder / "yesterday", fs::copy_options::recursive);
    REQUIRE(run({"post", folder / "ledger", fuyuan("claims.jsonl"), "--keys", folder / "keys"}).exit_code ==
            0);
    const auto post = run({"post", folder / "yesterday", fuyuan("claims.jsonl"), "--keys", folder / "keys"});
    CHECK(post.exit_code == 3);
    CHECK(contains(post.err, "older copy"));
    const auto balance = run({"balance", folder / "yesterday", "--keys", folder / "keys"});
    CHECK(balance.exit_code == 0);
    CHECK(contains(balance.err, "older copy"));
    CHECK(run({"audit", folder / "yesterday", "--keys", folder / "keys"}).exit_code == 1);
}

TEST_CASE("A23: a member's receipt is a head to audit with, and finds an older copy and another book") {
    TempFolder folder;
    found_fuyuan(folder);
    fs::copy(folder / "ledger", folder / "yesterday", fs::copy_options::recursive);
    const auto ledger = folder / "ledger";
    REQUIRE(run({"post", ledger, fuyuan("claims.jsonl"), "--keys", folder / "keys"}).exit_code == 0);
    REQUIRE(run({"checkpoint", ledger, "--keys", folder / "keys"}).exit_code == 0);
    REQUIRE(run({"receipt", ledger, "1", "-o", folder / "receipt"}).exit_code == 0);

    const auto sound = run({"audit", ledger, "--anchor", folder / "receipt"});
    INFO(sound.out << sound.err);
    CHECK(sound.exit_code == 0);
    CHECK_FALSE(contains(sound.out + sound.err, "not compared"));
    const auto older = run({"audit", folder / "yesterday", "--anchor", folder / "receipt"});
    INFO(older.out << older.err);
    CHECK(older.exit_code == 1);
    CHECK(contains(older.out, "older copy"));
    CHECK_FALSE(contains(older.out, "altered"));

    TempFolder elsewhere;
    found_fuyuan(elsewhere);
    const auto other = run({"audit", elsewhere / "ledger", "--anchor", folder / "receipt"});
    INFO(other.out << other.err);
    CHECK(other.exit_code == 1);

    // A receipt that was altered is no head at all.
    auto altered = read_file(folder / "receipt");
    altered[altered.size() - 10] ^= 1;
    write_file(folder / "altered", altered);
    CHECK(run({"audit", ledger, "--anchor", folder / "altered"}).exit_code != 0);
}

TEST_CASE("on a read-only disk the ledger can be read and audited, not written") {
    TempFolder folder;
    found_fuyuan(folder);
    const bool mounted = in_mount_namespace([&] {
        const auto place = folder / "ledger";
        if (::mount(place.c_str(), place.c_str(), nullptr, MS_BIND, nullptr) != 0) ::_exit(2);
        if (::mount(nullptr, place.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0)
            ::_exit(2);
        const auto post = run({"post", place, fuyuan("claims.jsonl"), "--keys", folder / "keys"});
        const auto balance = run({"balance", place, "v-002"});
        const auto audit = run({"audit", place, "--keys", folder / "keys"});
        const bool right = post.exit_code == 3 && contains(post.err, "permission_denied") &&
                           balance.exit_code == 0 && audit.exit_code == 0;
        write_file(folder / "outcome", right ? "right" : post.err + balance.err + audit.out + audit.err);
    });
    if (!mounted) {
        WARN("not checked: mounting is not permitted here");
        return;
    }
    CHECK(read_file(folder / "outcome") == "right");  // a bind mount of the folder, remounted read-only
}

TEST_CASE("without a key, with a missing one, and with one that is not the log's") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto ledger = folder / "ledger";
    write_file(folder / "a.jsonl", service(canteen + "," + times + "," + volunteer) + "\n");
    struct Row2 {
        std::vector<std::string> options;
        std::string says;
    };
    REQUIRE(run({"key", "new", folder / "other.pem"}).exit_code == 0);
    const std::vector<Row2> rows = {
        {{"--anchor", folder / "keys/anchor"}, "signature"},
        {{"--anchor", folder / "keys/anchor", "--key", folder / "nothing.pem"}, "nothing.pem"},
        {{"--key", folder / "keys/operator.pem"}, "anchor"},
        {{"--keys", folder / "keys", "--log-key", folder / "other.pem"}, "log key"},
        {{"--keys", folder / "keys", "--commit", "0"}, "4096"},
    };
    for (const auto& row : rows) {
        std::vector<std::string> command = {"post", ledger, folder / "a.jsonl"};
        command.insert(command.end(), row.options.begin(), row.options.end());
        const auto outcome = run(command);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 2);
        CHECK(contains(outcome.err, row.says));
    }
    const auto entries = lines_of(run({"entries", ledger}).out).size();
    CHECK(entries == 1 + 374 + 2);
}

TEST_CASE("a ledger is not founded over something that is there") {
    TempFolder folder;
    found(folder);
    auto init = [&](const std::string& ledger, const std::string& keys, const std::string& origin) {
        return run({"init", ledger, "--origin", origin, "--keys", keys});
    };
    CHECK(init(folder / "ledger", folder / "keys2", "test.example/other").exit_code == 2);
    CHECK(contains(init(folder / "new", folder / "keys", "test.example/other").err, "anchor"));
    CHECK(contains(init(folder / "new", folder / "new/keys", "test.example/other").err, "inside"));
    CHECK(contains(init(folder / "new2", folder / "keys3", "Not an Origin").err, "schemeless"));
    CHECK_FALSE(fs::exists(folder / "new2"));
    CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
}

TEST_CASE("A15: reverse 0600 is not entry 384: numbers are decimal, and nothing but digits") {
    TempFolder folder;
    found_fuyuan(folder);
    for (const std::string number : {"0600", "0x10", "+1", " 1", "1 ", "1.0", "1e3", "", "０６"}) {
        INFO(number);
        CHECK(run({"reverse", folder / "ledger", number, "--reason", "slip", "--keys", folder / "keys"})
                  .exit_code == 2);
        const auto listed = run({"entries", folder / "ledger", "--limit", number});
        CHECK(listed.exit_code == 2);
        CHECK(contains(listed.err, "no decimal number"));
        CHECK(contains(run({"--lang", "zh", "entries", folder / "ledger", "--limit", number}).err, "十进制"));
    }
    CHECK(run({"entries", folder / "ledger", "--limit", "-1"}).exit_code == 2);
    CHECK(run({"entries", folder / "ledger", "--limit", "0"}).exit_code == 2);
    CHECK(run({"entries", folder / "ledger", "--limit", "1"}).exit_code == 0);
}
