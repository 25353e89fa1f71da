#include <set>

#include "catch.hpp"
#include "documents.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

TEST_CASE("a tally's text says all of it, and reads back as the same") {
    const auto given = [](Measure measure, Bucket bucket, std::string standard,
                          std::vector<std::string> rules, std::string unit) {
        TallyDefinition definition;
        definition.measure = measure;
        definition.bucket = bucket;
        definition.standard = std::move(standard);
        definition.rules = std::move(rules);
        definition.unit = std::move(unit);
        return definition;
    };
    auto of_teams = given(Measure::awarded, Bucket::session, "s", {"a"}, "point");
    of_teams.key = Key::team;
    of_teams.per_category = true;
    auto of_all = of_teams;
    of_all.key = Key::everyone;
    of_all.per_category = false;
    auto no_shows = given(Measure::services, Bucket::day, "", {}, "");
    no_shows.categories = {"late", "no-show"};
    auto of_months = given(Measure::running_total, Bucket::day, "s", {"a"}, "point");
    of_months.window = Window::month;
    auto of_days = of_months;
    of_days.window = Window::day;
    const std::vector<std::pair<std::string, TallyDefinition>> rows = {
        {"awarded|member|life||||hour", given(Measure::awarded, Bucket::life, "", {}, "hour")},
        {"awarded|member|day|fuyuan-credit|||point",
         given(Measure::awarded, Bucket::day, "fuyuan-credit", {}, "point")},
        {"awarded|member|day|s|a,b,c||point",
         given(Measure::awarded, Bucket::day, "s", {"a", "b", "c"}, "point")},
        {"awarded|team,category|session|s|a||point", of_teams},
        {"awarded|everyone|session|s|a||point", of_all},
        {"running-total|member|life|s|a||point",
         given(Measure::running_total, Bucket::life, "s", {"a"}, "point")},
        {"running-total|member|month|s|a||point", of_months},
        {"running-total|member|day|s|a||point", of_days},
        {"items|member|life|r|haircut||", given(Measure::items, Bucket::life, "r", {"haircut"}, "")},
        {"given|member|day|r|gift||hour", given(Measure::given, Bucket::day, "r", {"gift"}, "hour")},
        {"received|member|life|r|gift||hour", given(Measure::received, Bucket::life, "r", {"gift"}, "hour")},
        {"services|member|day|||late,no-show|", no_shows},
        {"minutes|member|life||||", given(Measure::minutes, Bucket::life, "", {}, "")},
    };
    for (const auto& [text, definition] : rows) {
        CHECK(to_text(definition) == text);
        const auto read = parse_tally_definition(text);
        REQUIRE(read.has_value());
        CHECK(*read == definition);
    }
}

TEST_CASE("any other spelling is no tally") {
    for (const char* text : {"",
                             "awarded",
                             "awarded|member|life|||hour",
                             "awarded|member|life||||hour|",
                             "Awarded|member|life||||hour",
                             "earned|member|life||||hour",
                             "awarded||life||||hour",
                             "awarded|receiver|life||||hour",
                             "awarded|member,|life||||hour",
                             "awarded|member,categories|life||||hour",
                             "awarded|member,category,category|life||||hour",
                             "awarded|member|month||||hour",
                             "awarded|member|service||||hour",
                             "awarded|member|life||a||hour",
                             "awarded|member|life|||a|hour",
                             "awarded|member|life|s|b,a||hour",
                             "awarded|member|life|s|a,a||hour",
                             "awarded|member|life|s|a,||hour",
                             "awarded|member|life|s|,||hour",
                             "awarded|member|life|s|积||hour",
                             "awarded|member|life||||hour ",
                             "awarded|member|life||||",
                             "awarded|member|life||||ho ur",
                             "items|member|life|r|x||point",
                             "items|member|session|r|x||",
                             "items|team|life|r|x||",
                             "given|member|life|r|gift||",
                             "given|household|life|r|gift||hour",
                             "receives|member|life|r|gift||hour",
                             "exact|member|life|s|a||point",
                             "rounded|member|life|s|a||point",
                             "running_total|member|life|s|a||point",
                             "running-total|member|life|s|a||",
                             "running-total|member,category|life|s|a||point",
                             "running-total|household|life|s|a||point",
                             "running-total|member|session|s|a||point",
                             "running-total|member|service|s|a||point",
                             "running-total|member|trailing_days30|s|a||point",
                             "services|member|day||||hour",
                             "services|member|day|s|||",
                             "services|member|day|||b,a|",
                             "minutes|team|day||||"}) {
        INFO(text);
        const auto read = parse_tally_definition(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == Code::bad_encoding);
    }
}

TEST_CASE("a tally is named by the first eight bytes of its text's SHA-256") {
    TallyDefinition earned;
    earned.unit = "hour";
    // printf 'awarded|member|life||||hour' | sha256sum
    CHECK(to_hex(name_of(earned)) == "242d3c8ab03867b3");
    CHECK(to_hex(named(earned).name) == "242d3c8ab03867b3");
    CHECK(static_cast<const TallyDefinition&>(named(earned)) == earned);
}

TEST_CASE("an edition that changes prices alone keeps its tallies, and so what was counted in them") {
    const auto before = plan_of(document("credit"));
    auto changed = patched(document("credit"), "/edition", "\"2019-01\"");
    changed = patched(changed, "/rules/0/steps/1/tariff/amount", "\"7\"");
    changed = patched(changed, "/rules/0/steps/0",
                      R"({"gate": {"condition": {"tag": "x"}, "otherwise": "refuse"}})");
    changed = patched(changed, "/rules/2/steps/5/cap/limit", "\"2000\"");
    CHECK(plan_of(changed)->tallies == before->tallies);
}

TEST_CASE("a transfer limit counts what its own rule gave, whatever else the edition changes") {
    const auto before = plan_of(document("redemption"));
    auto changed = patched(document("redemption"), "/transfers/0/limits/0/limit", "\"8\"");
    changed = patched(changed, "/transfers/0/limits/0/id", "\"renamed\"");
    changed = patched(changed, "/transfers/0/purpose", "\"present\"");
    changed = patched(changed, "/transfers/0/from", "[\"member\", \"team\"]");
    CHECK(plan_of(changed)->tallies == before->tallies);
    CHECK(plan_of(patched(changed, "/transfers/0/id", "\"gift-2\""))->tallies != before->tallies);
}

TEST_CASE("the order in which the document writes rules under one cap does not matter to the tally") {
    auto swapped = document("credit");
    std::swap(swapped["rules"][0], swapped["rules"][2]);
    const auto texts = [](const Plan& plan) {
        std::set<std::string> all;
        for (const auto& tally : plan.tallies) all.insert(to_text(tally));
        return all;
    };
    CHECK(texts(*plan_of(swapped)) == texts(*plan_of(document("credit"))));
}

TEST_CASE("sums over windows of one bucket share a tally, and each has a fact of its own") {
    const auto plan = plan_of(patched(document("credit"), "/rules/0/steps/0/gate/condition", R"({"all": [
        {"earned": "hour", "window": "month", "at_least": "1"},
        {"earned": "hour", "window": {"trailing_days": 30}, "at_least": "1"},
        {"earned": "hour", "window": "calendar_year", "in_each_of_last": 3, "at_least": "1"},
        {"earned": "hour", "window": "day", "at_least": "1"},
        {"earned": "hour", "at_least": "1"},
        {"earned": "hour", "window": "month", "at_most": "9"}]})"));
    std::vector<std::string> names;
    std::set<std::size_t> tallies;
    for (const Condition& condition : std::get<Gate>(plan->rules[0].steps[0]).condition.children) {
        const Reading& reading = plan->readings.at(condition.quantity.reading);
        names.push_back(reading.fact_name);
        tallies.insert(reading.tally);
    }
    const std::string by_day = to_hex(name_of(plan->tallies[0]));
    CHECK(to_text(plan->tallies[0]) == "awarded|member|day||||hour");
    CHECK(names == std::vector<std::string>{by_day + ".month", by_day + ".trailing_days30",
                                            by_day + ".calendar_year-3", by_day,
                                            to_hex(name_of(plan->tallies[1])), by_day + ".month"});
    CHECK(tallies.size() == 2);
}

TEST_CASE("a running total is one tally of its own window, and its facts share one name") {
    auto changed = patched(document("credit"), "/rules/3/steps/1/rounding/window", "\"quarter\"");
    const auto plan = plan_of(changed);
    const auto& rounding = std::get<Rounding>(plan->rules[3].steps[1]);
    const Reading& reading = plan->readings[rounding.reading];
    const Tally& tally = plan->tallies[reading.tally];
    CHECK(to_text(tally) == "running-total|member|quarter|fuyuan-credit|tutoring-points||point");
    CHECK(tally.name == name_of(tally));
    CHECK(reading.fact_name == to_hex(tally.name) + ".quarter");

    const auto before = plan_of(document("credit"));
    const Reading& of_life = before->readings[std::get<Rounding>(before->rules[3].steps[1]).reading];
    CHECK(of_life.fact_name == to_hex(before->tallies[of_life.tally].name));
    CHECK(before->tallies[of_life.tally].name != tally.name);
}

TEST_CASE("every tally of a plan has its own name, and every reading the name of its tally") {
    for (const char* name : {"credit", "capped", "counted", "plain", "redemption", "spending", "timed"}) {
        INFO(name);
        const auto plan = plan_of(document(name));
        std::set<TallyName> names;
        for (const Tally& tally : plan->tallies) {
            CHECK(tally.name == name_of(tally));
            CHECK(names.insert(tally.name).second);
        }
        std::set<std::string> fact_names;
        for (const Reading& reading : plan->readings) {
            CHECK(reading.fact_name.starts_with(to_hex(plan->tallies.at(reading.tally).name)));
            CHECK(fact_names.insert(reading.fact_name).second);
        }
    }
}
