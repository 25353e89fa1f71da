#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

// What is ordered today and delivered later: credits are set aside, and settled one way or another.

namespace timebank::cli_test {
namespace {

using nlohmann::json;

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The Fuyuan ledger with a year of services in it, whose catalogue sets credits aside for a haircut at home
/// (ten points, two weeks, four points when nobody opens the door) and for an outing (one point).
struct Salon {
    Salon() {
        found_fuyuan(folder);
        call({"post", fuyuan("claims.jsonl")});
        call({"member", "add", "escrow", "--class", "pool"});
        auto document = json::parse(read_file(fuyuan("redemption-standard.json")));
        document["edition"] = "2019-01";
        document["effective_from"] = "2019-01-01";
        const json haircut = {
            {"item", "haircut"},      {"name", {{"zh", "上门理发"}, {"en", "a haircut at home"}}},
            {"unit", "point"},        {"price", "10"},
            {"paid_to", "canteen-1"}, {"unlock", "none"},
            {"limits", "none"},       {"hold", {{"kept_by", "escrow"}, {"days", 14}, {"missed_costs", "4"}}}};
        auto outing = haircut;
        outing["item"] = "outing";
        outing["name"] = {{"zh", "出游"}, {"en", "an outing"}};
        outing["price"] = "1";
        outing["hold"] = {{"kept_by", "escrow"}, {"days", "never"}};
        document["catalogue"].push_back(haircut);
        document["catalogue"].push_back(outing);
        write_file(folder / "held.json", document.dump());
        call({"adopt", folder / "held.json"});
    }
    /// Words such as redeem v-002 haircut, in the ledger and with the operator's key. `member add` has its
    /// ledger after two words.
    Outcome call(std::vector<std::string> words) const {
        words.insert(words.begin() + (words[0] == "member" ? 2 : 1), folder / "ledger");
        words.insert(words.end(), {"--keys", folder / "keys"});
        return run(words);
    }
    std::vector<json> holds(std::vector<std::string> more = {}) const {
        std::vector<std::string> words = {"holds", folder / "ledger", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        std::vector<json> found;
        for (const auto& line : lines_of(run(words).out)) found.push_back(json::parse(line));
        return found;
    }
    /// Orders it, and says at which entry.
    std::string order(const std::string& item, const std::string& quantity,
                      const std::string& at = {}) const {
        std::vector<std::string> words = {"redeem", "v-002", item, "--quantity", quantity};
        if (!at.empty()) words.insert(words.end(), {"--at", at});
        const auto outcome = call(words);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
        return std::to_string(holds().back().at("entry").get<int>());
    }
    std::string points_of(const std::string& owner) const {
        for (const auto& line : lines_of(run({"balance", folder / "ledger", owner, "--json"}).out))
            if (const auto balance = json::parse(line); balance.at("unit") == "point")
                return balance.at("amount").get<std::string>();
        return "0";
    }
    TempFolder folder;
};

}  // namespace

TEST_CASE("an order is set aside, delivered in parts, and the rest is paid back but for what a miss costs") {
    const Salon salon;
    const auto before = salon.points_of("v-002");
    REQUIRE(before == "56");
    const auto ordered = salon.call({"redeem", "v-002", "haircut", "--quantity", "3"});
    CHECK(contains(ordered.out, "v-002: haircut × 3, 30 point set aside until 20"));
    const auto held = salon.holds();
    REQUIRE(held.size() == 1);
    CHECK(held[0].at("item") == "haircut");
    CHECK(held[0].at("items_left") == 3);
    CHECK(held[0].at("minor_units") == "30");
    const auto entry = std::to_string(held[0].at("entry").get<int>());
    CHECK(salon.points_of("escrow") == "30");
    REQUIRE(salon.points_of("canteen-1") == "78");

    CHECK(contains(salon.call({"fulfil", entry, "--quantity", "1"}).out,
                   "v-002, haircut × 1: fulfilled, 10 point paid, 0 point back"));
    CHECK(salon.points_of("canteen-1") == "88");
    CHECK(salon.holds()[0].at("items_left") == 2);
    const auto missed = salon.call({"cancel", entry, "--missed", "--lang", "zh"});
    CHECK(contains(missed.out, "v-002 的 haircut × 2：爽约，付出 4 积分，退回 16 积分"));
    CHECK(salon.points_of("v-002") == "42");
    CHECK(salon.points_of("canteen-1") == "92");
    CHECK(salon.points_of("escrow") == "0");
    CHECK(salon.holds().empty());
    CHECK(run({"audit", salon.folder / "ledger", "--keys", salon.folder / "keys"}).exit_code == 0);
}

TEST_CASE("a cancelled order is paid back whole; the list says who waits for what, until when") {
    const Salon salon;
    const auto outing = salon.order("outing", "2");
    CHECK(lines_of(run({"holds", salon.folder / "ledger"}).out) ==
          std::vector<std::string>{"entry  owner  item    left  set aside  until",
                                   "-----  -----  ------  ----  ---------  -----",
                                   "  " + outing + "  v-002  outing     2  2 point    never"});
    CHECK(contains(run({"holds", salon.folder / "ledger", "--lang", "zh"}).out, "2 积分  永不"));
    CHECK(salon.holds({"v-001"}).empty());
    CHECK(salon.holds({"v-002"}).size() == 1);
    CHECK(contains(salon.call({"cancel", outing}).out, "outing × 2: cancelled, 0 point paid, 2 point back"));
    CHECK(salon.points_of("v-002") == "56");
}

TEST_CASE(
    "what has passed its last day expires once, however often that is run, and what has not, does not") {
    const Salon salon;
    const auto old = salon.order("haircut", "2", "2019-01-05T10:00+08:00");
    salon.order("haircut", "1");
    salon.order("outing", "1", "2019-01-05T10:00+08:00");
    const auto asked = salon.call({"run-due", "--dry-run"});
    CHECK(asked.out == "entry " + old + ": haircut of v-002, until 2019-01-19\n");
    CHECK(salon.holds().size() == 3);
    // A day that is given looks back from there: nothing had passed by then.
    CHECK(salon.call({"run-due", "--until", "2019-01-19"}).out == "0 expired\n");
    CHECK(salon.call({"run-due"}).out ==
          "v-002, haircut × 2: expired, 0 point paid, 20 point back\n1 expired\n");
    CHECK(salon.call({"run-due"}).out == "0 expired\n");
    CHECK(salon.holds().size() == 2);
    CHECK(salon.points_of("v-002") == "45");
    // Undone, it waits again, and expires again.
    const auto last = lines_of(run({"entries", salon.folder / "ledger", "--json"}).out).back();
    const auto expiry = std::to_string(json::parse(last).at("index").get<int>());
    CHECK(salon.call({"reverse", expiry, "--reason", "was-delivered"}).exit_code == 0);
    CHECK(salon.holds().size() == 3);
    CHECK(contains(salon.call({"run-due"}).out, "1 expired\n"));
    CHECK(salon.points_of("v-002") == "45");
    CHECK(run({"audit", salon.folder / "ledger", "--keys", salon.folder / "keys"}).exit_code == 0);
}

TEST_CASE("settling what is not there, too much of it, or twice says so and moves nothing") {
    const Salon salon;
    const auto entry = salon.order("haircut", "2");
    struct Row {
        std::vector<std::string> words;
        int exit_code;
        std::string said;
    };
    const std::vector<Row> rows = {
        {{"fulfil", "99999"}, 2, "nothing waits to be settled at entry 99999: `holds` lists what does"},
        {{"fulfil", "3"}, 2, "nothing waits to be settled at entry 3"},
        {{"cancel", "99999", "--lang", "zh"}, 2, "条目 99999 没有待结清的预留；holds 列出全部"},
        {{"fulfil", entry, "--quantity", "3"}, 1, "at most the 2 that are left, found 3"},
        {{"fulfil", entry, "--quantity", "0"}, 2, "field quantity: must be at least 1"},
        {{"fulfil", entry, "--quantity", "4294967296"}, 2, "--quantity"},
        {{"fulfil", entry, "--quantity", "-1"}, 2, "--quantity"},
        {{"fulfil", entry, "--at", "yesterday"}, 2, "yesterday"},
        {{"fulfil"}, 2, "ENTRY is required"},
        {{"run-due", "--until", "tomorrow"}, 2, "tomorrow"},
        {{"fulfil", entry, "--at", "2018-12-30T10:00+08:00"}, 1, "not before it was redeemed"},
    };
    for (const auto& row : rows) {
        const auto outcome = salon.call(row.words);
        INFO(row.words[0] << ' ' << row.said << '\n' << outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK(contains(outcome.out + outcome.err, row.said));
    }
    CHECK(salon.holds()[0].at("items_left") == 2);
    CHECK(salon.points_of("escrow") == "20");
    CHECK(salon.call({"fulfil", entry}).exit_code == 0);
    CHECK(salon.call({"fulfil", entry}).exit_code == 2);
    CHECK(salon.call({"cancel", entry}).exit_code == 2);
    CHECK(salon.points_of("canteen-1") == "98");
}

}  // namespace timebank::cli_test
