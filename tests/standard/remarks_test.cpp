#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

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
        "given": {"services": [{"category": "visit", "role": "volunteer",
                                 "start": "2018-06-04T08:00+08:00", "minutes": 60}]},
        "expect": {"credits": {"hour": "1"}}}])");
    return document;
}

struct RuleRow {
    std::string tariff;    ///< amount, per
    std::string minimum;   ///< or empty
    std::string rounding;  ///< "exact", or step, direction, ties
    std::string cap;       ///< window, limit of a refusing cap; or empty
    std::string codes;     ///< of all remarks
    std::string says;      ///< a part of one of them
};

std::vector<std::string> words(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

/// The silent document with its one rule paid in points as the row says.
nlohmann::json with_rule(const RuleRow& row) {
    auto steps = nlohmann::json::array();
    const auto tariff = words(row.tariff);
    steps.push_back({{"tariff", {{"amount", tariff[0]}, {"per", tariff[1]}}}});
    if (!row.minimum.empty()) steps.push_back({{"minimum", {{"amount", row.minimum}}}});

    const auto rounding = words(row.rounding);
    nlohmann::json how = "exact";
    if (rounding.size() > 1) how = {{"step", rounding[0]}, {"direction", rounding[1]}, {"scope", "service"}};
    if (rounding.size() > 2) how["ties"] = rounding[2];
    steps.push_back({{"rounding", how}});

    nlohmann::json cap = "none";
    if (const auto limit = words(row.cap); !limit.empty())
        cap = {
            {"id", "c"}, {"key", "member"}, {"window", limit[0]}, {"limit", limit[1]}, {"at_cap", "refuse"}};
    steps.push_back({{"cap", cap}});

    auto document = silent();
    document["units"] = {{"point", 2}};
    document["examples"][0]["expect"] = {{"refused", "cap_reached"}};
    document["rules"][0]["unit"] = "point";
    document["rules"][0]["steps"] = steps;
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
         R"({"all":[{"fact":"age","at_least":60},{"tag":"x"},{"all":[{"fact":"age","at_most":59}]}]})",
         "$.rules[0]", "unreachable_rule", "contradict each other"},
        {"credit", "/rules/0/steps/0/gate/condition", R"({"all":[{"tag":"x"},{"not":{"tag":"x"}}]})",
         "$.rules[0]", "unreachable_rule", "contradict each other"},
        {"credit", "/rules/0/steps/1/tariff/amount", "\"0\"", "$.rules[0]", "rule_earns_nothing",
         "the tariff of rule canteen-points is zero"},
        {"credit", "/rules/2/steps/5/cap/limit", "\"0\"", "$.rules[2].steps[5]", "rule_earns_nothing",
         "visits-ever is zero"},
        {"redemption", "/transfers", "remove", "$.transfers", "transfers_unsaid",
         "nobody can give credits away"},
        {"redemption", "/transfers/1/limits", "\"none\"", "$.transfers[1].limits", "transfer_unlimited",
         "family has no limits"},
        {"redemption", "/transfers/0/limits/0/limit", "\"1.75\"", "$.transfers[0].limits[0]",
         "limit_off_multiple", "given-a-day is no multiple of multiple_of: 1.5 hour is the most"},
        {"redemption", "/transfers/0/limits/2/limit", "\"0.25\"", "$.transfers[0].limits[2]",
         "limit_off_multiple", "gift-at-once is no multiple of multiple_of: 0 hour is the most"},
        {"redemption", "/transfers/1/condition", R"({"all":[{"tag":"x"},{"not":{"tag":"x"}}]})",
         "$.transfers[1].condition", "unreachable_transfer", "family contradict each other"},
        {"redemption", "/transfers/3",
         R"({"id":"late","name":{"zh":"后","en":"late"},"purpose":"donation","unit":"point","from":["team"],
             "to":["pool"],"between":"same_household","multiple_of":"1","condition":"none","limits":"none"})",
         "$.transfers[3]", "unreachable_transfer", "late is never used"},
        {"redemption", "/units/coin", "1", "$.units.coin", "unit_unused", "transfer or condition uses"},
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

TEST_CASE("a document that uses every member of the language gets these remarks and no others") {
    std::vector<std::string> places;
    for (const StandardRemark& remark : remarks_on(document("credit"))) {
        places.push_back(remark.path + " " + remark.code);
    }
    CHECK(places == std::vector<std::string>{
                        "$.rules[0].steps[2] leftover_minutes",
                        "$.rules[0].steps[3] day_of_start",
                        "$.rules[0].steps[3] clip_goes_nowhere",
                        "$.rules[2].steps[4] day_of_start",
                        "$.rules[2].steps[4] clip_goes_nowhere",
                        "$.rules[4].steps[1] day_of_start",
                        "$.rules[4].steps[2] day_of_start",
                    });
    const auto remarks = remarks_on(document("redemption"));
    REQUIRE(remarks.size() == 1);
    CHECK(has(remarks, "$.transfers[2].limits", "transfer_unlimited", "donation has no limits"));
}

TEST_CASE("a unit or a fact that a transfer alone uses is used") {
    auto gifts = patched(document("redemption"), "/catalogue", "[]");
    for (const StandardRemark& remark : remarks_on(gifts)) CHECK(remark.code == "transfer_unlimited");
    gifts = patched(gifts, "/transfers/0/condition", "\"none\"");
    CHECK(has(remarks_on(gifts), "$.facts[0]", "fact_unused", "uses the fact age"));
    gifts = patched(gifts, "/transfers/0", "remove");
    CHECK(has(remarks_on(gifts), "$.units.hour", "unit_unused", "uses the unit hour"));
}

TEST_CASE("a transfer rule is hidden only where earlier ones together decide for all its classes") {
    struct Row {
        std::string from, to, unit, purpose;
        bool hidden;
    };
    // Before it: "a" from member to member or pool, "b" from team to pool, both points for gifts.
    const std::vector<Row> rows = {
        {R"(["member"])", R"(["pool"])", "point", "gift", true},
        {R"(["member", "team"])", R"(["pool"])", "point", "gift", true},
        {R"(["member", "team"])", R"(["member", "pool"])", "point", "gift", false},
        {R"(["household"])", R"(["pool"])", "point", "gift", false},
        {R"(["member"])", R"(["pool", "fund"])", "point", "gift", false},
        {R"(["member"])", R"(["pool"])", "hour", "gift", false},
        {R"(["member"])", R"(["pool"])", "point", "prize", false},
    };
    const auto rule = [](const std::string& id, const Row& row) {
        return nlohmann::json{{"id", id},
                              {"name", {{"zh", id}, {"en", id}}},
                              {"purpose", row.purpose},
                              {"unit", row.unit},
                              {"from", nlohmann::json::parse(row.from)},
                              {"to", nlohmann::json::parse(row.to)},
                              {"between", "anyone"},
                              {"multiple_of", "1"},
                              {"condition", "none"},
                              {"limits", "none"}};
    };
    for (const Row& row : rows) {
        INFO(row.purpose << " of " << row.unit << " from " << row.from << " to " << row.to);
        auto changed = document("redemption");
        changed["transfers"] = nlohmann::json::array(
            {rule("a", {R"(["member"])", R"(["member", "pool"])", "point", "gift", false}),
             rule("b", {R"(["team"])", R"(["pool"])", "point", "gift", false}), rule("c", row)});
        const auto remarks = remarks_on(changed);
        CHECK(has(remarks, "$.transfers[2]", "unreachable_transfer", "c is never used") == row.hidden);
        CHECK_FALSE(has(remarks, "$.transfers[1]", "unreachable_transfer", ""));
    }
}

TEST_CASE("a category that no rule covers is named at its place in the document") {
    auto uncovered = silent();
    uncovered["rules"][0]["categories"] = {"visit", "tutoring"};
    const auto remarks = remarks_on(uncovered);
    REQUIRE(remarks.size() == 1);
    CHECK(has(remarks, "$.categories[1]", "category_earns_nothing", "covers the category canteen"));
}

TEST_CASE("how minutes are lost or given away by rounding, and what caps do to it, is worked out") {
    // One point has two minor units.
    const std::vector<RuleRow> rows = {
        {"1 hour", "", "1 down", "", "leftover_minutes", "less than 60 minutes"},
        {"1 hour", "", "0.5 down", "", "leftover_minutes", "less than 30 minutes"},
        {"7 hour", "", "1 down", "", "leftover_minutes", "less than 9 minutes"},
        {"1 hour", "", "1 nearest up", "", "leftover_minutes", "less than 30 minutes"},
        {"1 hour", "", "1 nearest down", "", "leftover_minutes", "less than 31 minutes"},
        {"1 hour", "", "1 nearest even", "", "leftover_minutes", "less than 31 minutes"},
        {"1 hour", "", "1000 down", "", "rule_earns_nothing", "even the longest service"},
        {"1 hour", "", "0.5 up", "", "minutes_raised", "one minute earns 0.5 point"},
        {"1 hour", "1", "2 up", "", "minutes_raised minimum_off_step", "one minute earns 2 point"},
        {"1 hour", "1", "1 up", "", "", ""},
        {"1 minute", "", "0.5 up", "", "", ""},
        {"1 minute", "", "1 down", "", "", ""},
        {"1 visit", "", "1 down", "", "", ""},
        {"1 hour", "1", "1 down", "", "", ""},
        {"1 hour", "1", "2 down", "", "minimum_off_step",
         "minimum of 1 point is no multiple of the rounding step"},
        {"2 visit", "", "exact", "service 2", "cap_never_reached", "earns 2 point at most"},
        {"2 visit", "", "exact", "service 1.5", "", ""},
        {"2 item", "", "exact", "service 2", "", ""},
        {"2 visit", "", "1 down", "life 8.5", "cap_off_step", "no multiple of the rounding step: 8 point"},
        {"2 visit", "", "1 down", "life 8", "", ""},
    };
    for (const RuleRow& row : rows) {
        const auto document = with_rule(row);
        INFO(document["rules"][0]["steps"].dump());
        const auto remarks = remarks_on(document);
        INFO(listed(remarks));
        std::set<std::string> codes;
        for (const StandardRemark& remark : remarks) {
            codes.insert(remark.code);
            CHECK(remark.path.starts_with("$.rules[0].steps["));
        }
        const auto expected = words(row.codes);
        CHECK(codes == std::set<std::string>(expected.begin(), expected.end()));
        CHECK(listed(remarks).find(row.says) != std::string::npos);
    }
}
