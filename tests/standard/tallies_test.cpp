#include <set>

#include "catch.hpp"
#include "documents.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

TEST_CASE("a tally's text says all of it, and reads back as the same") {
    const std::vector<std::pair<std::string, TallyDefinition>> rows = {
        {"awarded|life|||hour|1", {Measure::awarded, Window::life, "", {}, "hour", 1}},
        {"awarded|day|fuyuan-credit||point|1",
         {Measure::awarded, Window::day, "fuyuan-credit", {}, "point", 1}},
        {"awarded|day|s|a,b,c|point|1", {Measure::awarded, Window::day, "s", {"a", "b", "c"}, "point", 1}},
        {"exact|life|s|a|point|600", {Measure::exact, Window::life, "s", {"a"}, "point", 600}},
        {"rounded|life|s|a|point|1", {Measure::rounded, Window::life, "s", {"a"}, "point", 1}},
        {"items|life|r|haircut||1", {Measure::items, Window::life, "r", {"haircut"}, "", 1}},
        {"given|day|r|gift|hour|1", {Measure::given, Window::day, "r", {"gift"}, "hour", 1}},
        {"received|life|r|gift|hour|1", {Measure::received, Window::life, "r", {"gift"}, "hour", 1}},
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
                             "awarded|life|||hour",
                             "awarded|life|||hour|1|",
                             "Awarded|life|||hour|1",
                             "earned|life|||hour|1",
                             "awarded|month|||hour|1",
                             "awarded|service|||hour|1",
                             "awarded|life||a|hour|1",
                             "awarded|life|s|b,a|hour|1",
                             "awarded|life|s|a,a|hour|1",
                             "awarded|life|s|a,|hour|1",
                             "awarded|life|s|,|hour|1",
                             "awarded|life|s|积|hour|1",
                             "awarded|life|||hour|01",
                             "awarded|life|||hour|+1",
                             "awarded|life|||hour|1 ",
                             "awarded|life|||hour|0",
                             "awarded|life|||hour|-1",
                             "awarded|life|||hour|",
                             "awarded|life|||hour|2",
                             "awarded|life||||1",
                             "awarded|life|||ho ur|1",
                             "items|life|r|x|point|1",
                             "items|life|r|x||3",
                             "given|life|r|gift||1",
                             "received|life|r|gift|hour|2",
                             "receives|life|r|gift|hour|1",
                             "rounded|life|s|a|point|600",
                             "rounded|life|s|a||1",
                             "exact|life|s|a|point|9223372036854775808"}) {
        INFO(text);
        const auto read = parse_tally_definition(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == Code::bad_encoding);
    }
}

TEST_CASE("a tally is named by the first eight bytes of its text's SHA-256") {
    const TallyDefinition earned{Measure::awarded, Window::life, "", {}, "hour", 1};
    // printf 'awarded|life|||hour|1' | sha256sum
    CHECK(to_hex(name_of(earned)) == "106d392b23c92f18");
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

TEST_CASE("a running total is kept as finely as one minute, visit or item is worth, and no finer") {
    struct Row {
        const char* per;
        const char* amount;
        std::int64_t denominator;
    };
    for (const Row& row :
         {Row{"hour", "1.3", 600}, Row{"hour", "6", 10}, Row{"hour", "60", 1}, Row{"hour", "7", 60},
          Row{"minute", "0.25", 4}, Row{"visit", "2/7", 7}, Row{"item", "3", 1}}) {
        INFO(row.per << " " << row.amount);
        auto changed = document("credit");
        changed["rules"][3]["steps"][0]["tariff"] = {{"per", row.per}, {"amount", row.amount}};
        const auto plan = plan_of(changed);
        const auto& rounding = std::get<Rounding>(plan->rules[3].steps[1]);
        CHECK(plan->tallies[rounding.tally].denominator == row.denominator);
        CHECK(to_text(plan->tallies[rounding.rounded_tally]) ==
              "rounded|life|fuyuan-credit|tutoring-points|point|1");
        // The slow way: the least D for which every value up to a thousand of them is a whole number of 1/D.
        const Rational one =
            std::get<Tariff>(plan->rules[3].steps[0]).minor_units / (row.per[0] == 'h' ? 60 : 1);
        std::int64_t least = 0;
        for (bool all_whole = false; !all_whole;) {
            ++least;
            all_whole = true;
            for (int count = 0; count < 1000 && all_whole; ++count)
                all_whole = denominator(Rational(one * count * least)) == 1;
        }
        CHECK(least == row.denominator);
    }
}
