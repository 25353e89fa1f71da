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
    const std::vector<std::pair<std::string, TallyDefinition>> rows = {
        {"awarded|member|life||||hour", given(Measure::awarded, Bucket::life, "", {}, "hour")},
        {"awarded|member|day|fuyuan-credit|||point",
         given(Measure::awarded, Bucket::day, "fuyuan-credit", {}, "point")},
        {"awarded|member|day|s|a,b,c||point",
         given(Measure::awarded, Bucket::day, "s", {"a", "b", "c"}, "point")},
        {"awarded|team,category|session|s|a||point", of_teams},
        {"awarded|everyone|session|s|a||point", of_all},
        {"exact|member|life|s|a||point", given(Measure::exact, Bucket::life, "s", {"a"}, "point")},
        {"rounded|member|life|s|a||point", given(Measure::rounded, Bucket::life, "s", {"a"}, "point")},
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
                             "rounded|member|life|s|a||",
                             "rounded|member,category|life|s|a||point",
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
    std::vector<std::string> codes;
    std::set<std::size_t> tallies;
    for (const Condition& condition : std::get<Gate>(plan->rules[0].steps[0]).condition.children) {
        const Reading& reading = plan->readings.at(condition.quantity.reading);
        codes.push_back(reading.fact_code);
        tallies.insert(reading.tally);
        CHECK(reading.denominator_fact_code.empty());
    }
    const std::string by_day = "tally." + to_hex(name_of(plan->tallies[0]));
    CHECK(to_text(plan->tallies[0]) == "awarded|member|day||||hour");
    CHECK(codes == std::vector<std::string>{by_day + ".month", by_day + ".trailing_days30",
                                            by_day + ".calendar_year-3", by_day,
                                            "tally." + to_hex(name_of(plan->tallies[1])), by_day + ".month"});
    CHECK(tallies.size() == 2);
}

TEST_CASE("a running total has a fact for its sum and one for that sum's denominator") {
    auto changed = patched(document("credit"), "/rules/3/steps/1/rounding/window", "\"quarter\"");
    const auto plan = plan_of(changed);
    const auto& rounding = std::get<Rounding>(plan->rules[3].steps[1]);
    const Reading& exact = plan->readings[rounding.reading];
    const std::string name = to_hex(name_of(plan->tallies[exact.tally]));
    CHECK(exact.fact_code == "tally." + name + ".quarter");
    CHECK(exact.denominator_fact_code == "tally-denominator." + name + ".quarter");
    CHECK(plan->readings[rounding.rounded_reading].denominator_fact_code.empty());
}
