#include "decision/random_redemptions.hpp"

#include <map>

#include "decision/random_conditions.hpp"
#include "decision/slow/calendar.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;

constexpr std::int64_t minutes_in_day = 24 * 60;

json name_of(const std::string& code) {
    return {{"zh", code}, {"en", code}};
}

Asking of_items(Dice& dice, bool items) {
    Asking asking;
    asking.of_spending = true;
    asking.of_items = items;
    if (dice.chance(60)) asking.ladders = {"stars"};
    return asking;
}

json number(Dice& dice, bool items, std::initializer_list<const char*> values) {
    auto asking = of_items(dice, items);
    asking.ladders = {"stars"};
    return random_number(dice, asking, values, {}, {});
}

json condition(Dice& dice, bool items) {
    auto asking = of_items(dice, items);
    asking.ladders = {"stars"};
    return random_condition(dice, asking);
}

json head(Dice& dice) {
    json facts = json::array();
    for (const char* code : {"age", "arrears", "score"}) {
        auto roles = dice.some_of({"operator", "officer", "coordinator", "app", "member"});
        facts.push_back({{"code", code}, {"attested_by", roles}});
        if (dice.chance(80)) facts.back()["default"] = dice.between(0, 2);
    }
    json levels = json::array();
    Asking of_level;
    of_level.of_levels = true;
    for (std::int64_t level = 1; level <= 2; ++level) {
        const auto code = "level-" + std::to_string(level);
        levels.push_back(
            {{"code", code}, {"name", name_of(code)}, {"when", random_condition(dice, of_level, 1)}});
    }
    json head = {{"language", 1},
                 {"kind", "redemption"},
                 {"id", "random-till"},
                 {"edition", "e1"},
                 {"effective_from", "2018-01-01"},
                 {"edition_date", "occurrence"},
                 {"title", name_of("a random till")},
                 {"units", {{"point", 1}, {"hour", 60}, {"coin", 100}}},
                 {"facts", facts},
                 {"calendar",
                  {{"fiscal_year_begins", dice.word({"01", "04", "07", "09"})},
                   {"holidays", {"2018-06-18", "2019-01-01", "2018-12-31", "2020-02-29", "2019-06-07"}}}},
                 {"ladders", {{{"id", "stars"}, {"name", name_of("stars")}, {"levels", levels}}}},
                 {"examples", json::array()}};
    if (dice.chance(10)) head["offsets"] = {"+08:00", "-05:00", "+05:45"};
    return head;
}

json random_limit(Dice& dice, const std::string& id) {
    json limit = {{"id", id},
                  {"key", dice.word({"member", "household", "receiver", "everyone"})},
                  {"window", random_window(dice)},
                  {"at_cap", "refuse"}};
    if (dice.chance(10)) limit["window"] = "service";
    if (dice.chance(75)) limit["counted"] = dice.word({"items", "redemptions", "spent", "spent"});
    if (limit.value("counted", "") == "spent")
        limit["limit"] = dice.word({"1", "5", "20", "50"});
    else
        limit["limit"] = dice.between(1, limit.value("counted", "") == "redemptions" ? 4 : 12);
    return limit;
}

json random_item(Dice& dice, const std::string& code, std::map<std::string, json>& shared) {
    json item = {{"item", code},
                 {"name", name_of(code)},
                 {"unit", dice.word({"point", "point", "hour", "coin"})},
                 {"paid_to", dice.word({"pool-1", "pool-1", "m-5"})},
                 {"unlock", "none"},
                 {"limits", "none"}};
    item[dice.chance(25) ? "costs" : "price"] = number(dice, true, {"0", "0.25", "1", "1/3", "2.5", "7"});
    if (dice.chance(85)) {
        item["rounding"] = {{"step", dice.word({"1", "2", "5"})},
                            {"direction", dice.word({"down", "up", "nearest"})}};
        if (item["rounding"]["direction"] == "nearest")
            item["rounding"]["ties"] = dice.word({"up", "down", "even"});
    }
    if (dice.chance(30)) {
        item["quantity"] = {{"at_least", dice.between(1, 3)}};
        if (dice.chance(50)) item["quantity"]["at_most"] = dice.between(3, 6);
        if (dice.chance(50)) item["quantity"]["multiple_of"] = dice.between(1, 3);
    }
    if (dice.chance(35)) item["received_by"] = dice.word({"anyone", "self", "same_household"});
    if (dice.chance(20))
        item["worth"] = {{"currency", dice.word({"CNY", "JPY"})},
                         {"amount", number(dice, true, {"0.333", "1", "5.5"})}};
    if (dice.chance(45)) item["unlock"] = condition(dice, true);
    if (dice.chance(55)) {
        item["limits"] = json::array();
        for (const char* id : {"limit-a", "limit-b", "limit-c"}) {
            if (!dice.chance(45)) continue;
            const auto name = std::string(id) + "-" + item["unit"].get<std::string>();
            if (shared.count(name) == 0) shared[name] = random_limit(dice, name);
            item["limits"].push_back(shared[name]);
        }
        if (item["limits"].empty()) item["limits"] = "none";
    }
    return item;
}

json random_balance_rule(Dice& dice, const std::string& id) {
    json rule = {{"id", id},
                 {"unit", dice.word({"point", "point", "hour", "coin"})},
                 {"classes", dice.some_of({"member", "pool"})},
                 {"floor", dice.word({"none", "0", "-10", "-3", "2"})},
                 {"ceiling", dice.word({"none", "none", "25", "300"})}};
    if (dice.chance(40)) rule["floor"] = {{"below_zero", number(dice, false, {"1", "5", "20"})}};
    if (dice.chance(25)) {
        const auto looked_up = number(dice, false, {"30", "100"});
        if (looked_up.is_object()) rule["ceiling"] = looked_up;
    }
    if (dice.chance(50)) rule["when"] = condition(dice, false);
    return rule;
}

}  // namespace

json random_redemption_standard(Dice& dice) {
    auto document = head(dice);
    std::map<std::string, json> shared;
    document["catalogue"] = json::array();
    for (auto count = dice.between(2, 5); count > 0; --count)
        document["catalogue"].push_back(random_item(dice, "item-" + std::to_string(count), shared));
    for (auto count = dice.between(0, 3); count > 0; --count)
        document["balances"].push_back(random_balance_rule(dice, "balance-" + std::to_string(count)));
    return document;
}

json random_redemptions(Dice& dice, const json& document, int count) {
    json all = json::array();
    const std::vector<std::string> people = {"m-1", "m-2", "m-3", "m-4"};
    const auto about =
        slow::read_day(dice.word({"2018-03-31", "2018-06-18", "2018-12-31", "2019-02-28", "2020-02-29"}));
    for (; count > 0; --count) {
        const slow::Time at{
            (about + (dice.chance(70) ? dice.between(-3, 3) : dice.between(-80, 400))) * minutes_in_day +
                dice.between(0, minutes_in_day - 1),
            dice.one_of<std::int64_t>({480, 480, 480, -300, 345, 60})};
        const auto& items = document.at("catalogue");
        json one = {
            {"owner", dice.one_of(people)},
            {"item",
             items[static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(items.size()) - 1))].at(
                 "item")},
            {"quantity", dice.one_of<std::int64_t>({1, 1, 1, 2, 3, 4, 6})},
            {"at", to_text(at)},
            {"recorded_at_unix_s", slow::utc(at) * 60 + dice.between(0, 4 * 86'400)},
            {"author", dice.word({"operator", "officer", "coordinator", "app"})}};
        if (dice.chance(1)) one["item"] = "unheard-of";
        if (dice.chance(1)) one["at"] = "2017-12-31T12:00+08:00";
        if (dice.chance(40)) one["receiver"] = dice.one_of(people);
        if (dice.chance(30)) one["author"] = one["owner"];
        if (dice.chance(30)) one["cosigned"] = dice.some_of({"coordinator", "officer"});
        for (const char* code : {"age", "arrears", "score"})
            if (dice.chance(40)) one["facts"][code] = dice.between(0, 4);
        if (dice.chance(1)) one["facts"]["unheard-of"] = 1;
        all.push_back(one);
    }
    return all;
}

}  // namespace timebank::decision_test
