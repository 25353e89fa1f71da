#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

// What credits buy: the catalogue as one member sees it, and spending.

namespace timebank::cli_test {
namespace {

using nlohmann::json;

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The Fuyuan ledger with a year of services in it.
struct Station {
    Station() {
        found_fuyuan(folder);
        REQUIRE(
            run({"post", folder / "ledger", fuyuan("claims.jsonl"), "--keys", folder / "keys"}).exit_code ==
            0);
    }
    Outcome call(std::vector<std::string> words, std::vector<std::string> more = {}) const {
        words.insert(words.begin() + 1, folder / "ledger");
        words.insert(words.end(), {"--keys", folder / "keys"});
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    TempFolder folder;
};

}  // namespace

TEST_CASE("the catalogue says what a member may have, at what price, and why not the rest") {
    const Station station;
    const auto text = station.call({"catalogue", "v-002"}, {"--at", "2018-12-30T10:00+08:00"});
    CHECK(text.exit_code == 0);
    CHECK(lines_of(text.out) ==
          std::vector<std::string>{
              "open  item            name                                 price, or why not",
              "----  --------------  -----------------------------------  "
              "-------------------------------------------------------------------------",
              "yes   breakfast       a breakfast at the canteen           2 point",
              "no    oil-and-apples  a bottle of oil and a box of apples  the balance is too low: "
              "oil-and-apples takes 181 point, there is 56 point"});
    const auto chinese = station.call({"catalogue", "v-002"}, {"--lang", "zh"}).out;
    CHECK(contains(chinese, "食堂早餐一份"));
    CHECK(contains(chinese, "余额不足：oil-and-apples 需要 181 point，可用 56 point"));
    const auto lines = lines_of(station.call({"catalogue", "v-002"}, {"--json"}).out);
    REQUIRE(lines.size() == 2);
    const auto open = json::parse(lines[0]);
    CHECK(open.at("item") == "breakfast");
    CHECK(open.at("open") == true);
    CHECK(open.at("cost") == "2");
    const auto shut = json::parse(lines[1]);
    CHECK(shut.at("open") == false);
    CHECK(shut.at("code") == "balance_too_low");
    CHECK_FALSE(shut.contains("cost"));
    // Looking changes nothing.
    CHECK(run({"balance", station.folder / "ledger", "v-002", "--json"}).out ==
          "{\"owner\":\"v-002\",\"unit\":\"hour\",\"amount\":\"39.5\",\"minor_units\":\"2370\"}\n"
          "{\"owner\":\"v-002\",\"unit\":\"point\",\"amount\":\"56\",\"minor_units\":\"56\"}\n");
}

TEST_CASE(
    "the catalogue is that of the edition that would decide, also where the day of recording chooses it") {
    const TempFolder folder;
    found(folder);
    const auto call = [&](std::vector<std::string> words) {
        words.insert(words.begin() + 1, folder / "ledger");
        words.insert(words.end(), {"--keys", folder / "keys"});
        const auto outcome = run(words);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
        return outcome.out;
    };
    call({"post", fuyuan("setup.jsonl")});
    auto document = json::parse(read_file(fuyuan("redemption-standard.json")));
    document["edition_date"] = "recording";
    write_file(folder / "first.json", document.dump());
    call({"adopt", folder / "first.json"});
    document["edition"] = "2019-01";
    document["effective_from"] = "2019-01-01";
    document["examples"][0]["given"]["redemptions"][0]["at"] = "2019-01-05T07:30+08:00";
    // As many as a claim can say: the fewest that fit are found without running over.
    document["catalogue"][1] = {{"item", "grain"},
                                {"name", {{"zh", "米"}, {"en", "rice"}}},
                                {"unit", "point"},
                                {"price", "0"},
                                {"quantity", {{"at_least", 4294967294}, {"multiple_of", 4294967295}}},
                                {"paid_to", "issuer"},
                                {"unlock", "none"},
                                {"limits", "none"}};
    document["examples"].erase(2);
    document["examples"].erase(1);
    write_file(folder / "second.json", document.dump());
    call({"adopt", folder / "second.json"});
    const auto lines = lines_of(call({"catalogue", "v-002", "--at", "2018-12-30T10:00+08:00", "--json"}));
    REQUIRE(lines.size() == 2);
    CHECK(json::parse(lines[1]).at("item") == "grain");
    CHECK(json::parse(lines[1]).at("open") == true);
    CHECK(json::parse(lines[1]).at("quantity") == 4294967295);
}

TEST_CASE("spending says what was paid and what is left, and with an id it counts once") {
    const Station station;
    const auto paid = station.call({"redeem", "v-002", "breakfast"}, {"--quantity", "2"});
    CHECK(paid.exit_code == 0);
    CHECK(contains(paid.out, "v-002: breakfast × 2, paid 4 point, 52 point left"));
    const std::vector<std::string> once = {
        "--at", "2018-12-30T10:00+08:00", "--id", "0190a5b2-7c3d-7e4f-8a1b-0123456789ab", "--lang", "zh"};
    const auto first = station.call({"redeem", "v-002", "breakfast"}, once);
    CHECK(contains(first.out, "v-002：breakfast × 1，付 2 积分，余 50 积分"));
    const auto again = station.call({"redeem", "v-002", "breakfast"}, once);
    CHECK(contains(again.out, "早已记为条目"));
    CHECK(contains(again.out, "余 50 积分"));
    CHECK(run({"audit", station.folder / "ledger", "--keys", station.folder / "keys"}).exit_code == 0);
}

TEST_CASE("what cannot be had is refused with the reason, and what is asked wrongly is explained") {
    const Station station;
    struct Row {
        std::vector<std::string> words;
        std::vector<std::string> more;
        int exit_code;
        std::string says;
    };
    const Row rows[] = {
        {{"redeem", "v-002", "lunch"},
         {},
         1,
         "the catalogue has no item lunch; it has: breakfast, oil-and-apples"},
        {{"redeem", "v-002", "oil-and-apples"}, {}, 1, "takes 181 point, there is 56 point"},
        {{"redeem", "v-999", "breakfast"}, {}, 1, "there is no account v-999"},
        {{"redeem", "v-002", "breakfast"}, {"--to", "v-999"}, 1, "there is no account v-999"},
        {{"redeem", "v-002", "breakfast"}, {"--fact", "age=70"}, 1, "[fact_unknown]"},
        {{"redeem", "v-002", "breakfast"}, {"--fact", "age"}, 2, "write it as age=70"},
        {{"redeem", "v-002", "breakfast"}, {"--fact", "age=old"}, 2, "write it as age=70"},
        {{"redeem", "v-002", "breakfast"}, {"--quantity", "0"}, 2, "quantity"},
        {{"redeem", "v-002", "breakfast"}, {"--at", "yesterday"}, 2, "yesterday"},
        {{"redeem", "v-002", "breakfast"}, {"--id", "7", "--at", "2018-12-30T10:00+08:00"}, 2, "7"},
        {{"redeem", "v-002", "breakfast"},
         {"--id", "0190a5b2-7c3d-7e4f-8a1b-0123456789ab"},
         2,
         "--id takes --at too"},
        {{"catalogue", "v-002"}, {"--at", "2010-01-01T10:00+08:00"}, 2, "no redemption standard is in force"},
    };
    for (const auto& row : rows) {
        INFO(row.says);
        const auto outcome = station.call(row.words, row.more);
        CHECK(outcome.exit_code == row.exit_code);
        INFO(outcome.out << outcome.err);
        CHECK(contains(outcome.out + outcome.err, row.says));
    }
    CHECK(contains(run({"balance", station.folder / "ledger", "v-002"}).out, "56"));
}

}  // namespace timebank::cli_test
