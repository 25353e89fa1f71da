#include <algorithm>

#include "catch.hpp"
#include "documents.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

namespace {

std::vector<StandardRemark> remarks_on(const nlohmann::json& document) {
    const auto remarks = check_standard(bytes_of(document.dump()));
    INFO((remarks ? "" : remarks.error().text.en));
    REQUIRE(remarks.has_value());
    return *remarks;
}

bool has(const std::vector<StandardRemark>& remarks, std::string_view path, std::string_view code,
         std::string_view says) {
    return std::any_of(remarks.begin(), remarks.end(), [&](const StandardRemark& remark) {
        return remark.path == path && remark.code == code && remark.text.en.find(says) != std::string::npos &&
               !remark.text.zh.empty();
    });
}

std::string listed(const std::vector<StandardRemark>& remarks) {
    std::string all;
    for (const StandardRemark& remark : remarks)
        all += remark.path + " " + remark.code + ": " + remark.text.en + "\n";
    return all;
}

/// A document that leaves nothing unsaid.
nlohmann::json silent() {
    auto document = test::document("credit");
    auto hours = document["rules"][1];
    document["rules"] = nlohmann::json::array({hours});
    document["units"].erase("point");
    document.erase("facts");
    document["examples"] = nlohmann::json::parse(R"([{"name": "one hour",
        "given": {"services": [{"category": "visit", "role": "volunteer", "start": "2018-06-04T08:00+08:00", "minutes": 60}]},
        "expect": {"credits": {"hour": "1"}}}])");
    return document;
}

/// The same with the one rule paid in points by these steps.
nlohmann::json with_steps(std::string_view steps) {
    auto document = silent();
    document["units"] = {{"point", 2}};
    document["examples"][0]["expect"] = {{"refused", "cap_reached"}};
    document["rules"][0]["unit"] = "point";
    document["rules"][0]["steps"] = nlohmann::json::parse(steps);
    return document;
}

}  // namespace

TEST_CASE("a document that leaves nothing unsaid gets no remark") {
    const auto remarks = remarks_on(silent());
    INFO(listed(remarks));
    CHECK(remarks.empty());
}

TEST_CASE("an unsound document gets its fault, not remarks") {
    const auto remarks = check_standard(bytes_of("{}"));
    REQUIRE_FALSE(remarks.has_value());
    CHECK(remarks.error().code == Code::bad_document);
}

TEST_CASE("what the rules leave unsaid or can never do is remarked upon") {
    struct Row {
        std::string_view document;
        std::string_view pointer;
        std::string_view value;
        std::string_view path;
        std::string_view code;
        std::string_view says;
    };
    const std::vector<Row> rows = {
        {"credit", "/examples", "[]", "$.examples", "no_examples", "adopting it checks no result"},
        {"credit", "/units/coin", "100", "$.units.coin", "unit_unused", "uses the unit coin"},
        {"credit", "/facts/2", R"({"code":"arrears","attested_by":["officer"]})", "$.facts[2]", "fact_unused",
         "uses the fact arrears"},
        {"credit", "/note", "\"as it is\"", "$.rules[0].steps[3]", "day_of_start",
         "for the day on which it starts"},
        {"credit", "/note", "\"and again\"", "$.rules[4].steps[1]", "day_of_start",
         "for the day on which it starts"},
        {"credit", "/note", "\"and so on\"", "$.rules[0].steps[3]", "clip_goes_nowhere",
         "points-a-day cuts off goes to nobody"},
        {"credit", "/note", "\"leftovers\"", "$.rules[0].steps[2]", "leftover_minutes",
         "less than 10 minutes earns nothing"},
        {"credit", "/rules/2/categories", "[\"canteen\"]", "$.rules[2]", "rules_add_up",
         "canteen-points and visit-points may both apply"},
        {"credit", "/rules/0/steps/0/gate/condition",
         R"({"all":[{"fact":"age","at_least":60},{"not":{"tag":"x"}},{"all":[{"fact":"age","at_most":59}]}]})",
         "$.rules[0]", "unreachable_rule", "contradict each other"},
        {"credit", "/rules/0/steps/0/gate/condition", R"({"all":[{"tag":"x"},{"not":{"tag":"x"}}]})",
         "$.rules[0]", "unreachable_rule", "contradict each other"},
        {"credit", "/rules/0/steps/1/tariff/amount", "\"0\"", "$.rules[0]", "rule_earns_nothing",
         "the tariff of rule canteen-points is zero"},
        {"credit", "/rules/2/steps/5/cap/limit", "\"0\"", "$.rules[2].steps[5]", "rule_earns_nothing",
         "visits-ever is zero"},
        {"redemption", "/catalogue/1/price", "\"0\"", "$.catalogue[1]", "item_is_free", "breakfast is free"},
        {"redemption", "/catalogue/0/unlock",
         R"({"all":[{"earned":"hour","at_least":"2"},{"earned":"hour","at_most":"1"}]})",
         "$.catalogue[0].unlock", "unreachable_item", "contradict each other"},
    };
    for (const Row& row : rows) {
        INFO(row.document << row.pointer << " = " << row.value);
        const auto remarks = remarks_on(patched(document(row.document), row.pointer, row.value));
        INFO(listed(remarks));
        CHECK(has(remarks, row.path, row.code, row.says));
    }
}

TEST_CASE("a category that no rule covers is named at its place in the document") {
    auto uncovered = silent();
    uncovered["rules"][0]["categories"] = {"visit", "tutoring"};
    const auto remarks = remarks_on(uncovered);
    REQUIRE(remarks.size() == 1);
    CHECK(has(remarks, "$.categories[1]", "category_earns_nothing", "covers the category canteen"));
}

TEST_CASE("how minutes are lost or given away by rounding is worked out") {
    struct Row {
        std::string_view steps;
        std::string_view code;  ///< empty: no remark
        std::string_view says;
    };
    // One point has two minor units.
    const std::vector<Row> rows = {
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 60 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"0.5","direction":"down","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 30 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"7"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 9 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1","direction":"nearest","ties":"up","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 30 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1","direction":"nearest","ties":"down","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 31 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1","direction":"nearest","ties":"even","scope":"service"}},{"cap":"none"}])",
         "leftover_minutes", "less than 31 minutes"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1000","direction":"down","scope":"service"}},{"cap":"none"}])",
         "rule_earns_nothing", "even the longest service"},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"0.5","direction":"up","scope":"service"}},{"cap":"none"}])",
         "minutes_raised", "one minute earns 0.5 point"},
        {R"([{"tariff":{"per":"minute","amount":"1"}},{"rounding":{"step":"0.5","direction":"up","scope":"service"}},{"cap":"none"}])",
         "", ""},
        {R"([{"tariff":{"per":"minute","amount":"1"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":"none"}])",
         "", ""},
        {R"([{"tariff":{"per":"visit","amount":"1"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":"none"}])",
         "", ""},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"rounding":{"step":"1","direction":"down","scope":"running_total","window":"life"}},{"cap":"none"}])",
         "", ""},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"minimum":{"amount":"1"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":"none"}])",
         "", ""},
        {R"([{"tariff":{"per":"hour","amount":"1"}},{"minimum":{"amount":"1"}},{"rounding":{"step":"2","direction":"down","scope":"service"}},{"cap":"none"}])",
         "minimum_off_step",
         "the minimum of 1 point is no multiple of the rounding step and becomes 0 point"},
        {R"([{"tariff":{"per":"visit","amount":"2"}},{"rounding":"exact"},{"cap":{"id":"c","key":"member","window":"service","limit":"2","at_cap":"refuse"}}])",
         "cap_never_reached", "earns 2 point at most"},
        {R"([{"tariff":{"per":"visit","amount":"2"}},{"rounding":"exact"},{"cap":{"id":"c","key":"member","window":"service","limit":"1.5","at_cap":"refuse"}}])",
         "", ""},
        {R"([{"tariff":{"per":"item","amount":"2"}},{"rounding":"exact"},{"cap":{"id":"c","key":"member","window":"service","limit":"2","at_cap":"refuse"}}])",
         "", ""},
        {R"([{"tariff":{"per":"visit","amount":"2"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":{"id":"c","key":"member","window":"life","limit":"8.5","at_cap":"refuse"}}])",
         "cap_off_step", "the limit of 8.5 point is no multiple of the rounding step: 8 point"},
        {R"([{"tariff":{"per":"visit","amount":"2"}},{"rounding":{"step":"1","direction":"down","scope":"service"}},{"cap":{"id":"c","key":"member","window":"life","limit":"8","at_cap":"refuse"}}])",
         "", ""},
    };
    for (const Row& row : rows) {
        INFO(row.steps);
        const auto remarks = remarks_on(with_steps(row.steps));
        INFO(listed(remarks));
        REQUIRE(remarks.size() == (row.code.empty() ? 0 : 1));
        if (row.code.empty()) continue;
        CHECK(remarks[0].code == row.code);
        CHECK(remarks[0].text.en.find(row.says) != std::string::npos);
        CHECK(remarks[0].path.starts_with("$.rules[0].steps["));
    }
}
