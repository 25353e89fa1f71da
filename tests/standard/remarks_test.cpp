#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "documents.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

namespace {

/// REFERENCE.md from the table of remarks on.
const std::string& page_of_remarks() {
    static const std::string page =
        read_file(std::string(TIMEBANK_SOURCE_DIR) + "/src/standard/REFERENCE.md");
    static const std::string remarks = page.substr(page.find("## What `standard check` remarks"));
    return remarks;
}

std::vector<StandardRemark> remarks_on(const nlohmann::json& document) {
    const auto remarks = check_standard(bytes_of(document.dump()));
    INFO((remarks ? "" : remarks.error().text.en));
    REQUIRE(remarks.has_value());
    for (const StandardRemark& remark : *remarks) {
        INFO(remark.code);
        CHECK(page_of_remarks().find("`" + remark.code + "`") != std::string::npos);
    }
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

/// What asks for a cosignature and says which times count.
const nlohmann::json& gate_and_clock() {
    static const auto steps = nlohmann::json::parse(
        R"([{"gate": {"condition": {"cosigned": ["receiver"]}, "otherwise": "nothing"}},
            {"clock": {"start": "actual", "end": "actual", "travel": "excluded"}}])");
    return steps;
}

/// A document that leaves nothing unsaid.
nlohmann::json silent() {
    auto document = test::document("credit");
    for (auto& category : document["categories"]) category["overlap"] = "refuse";
    document["offsets"] = {"+08:00"};
    document["longest_service_minutes"] = 1440;
    auto hours = document["rules"][1];
    hours["steps"].insert(hours["steps"].begin(), gate_and_clock().begin(), gate_and_clock().end());
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
    auto steps = gate_and_clock();
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
                        "$.offsets offsets_unsaid",
                        "$.longest_service_minutes longest_unsaid",
                        "$.categories overlap_unsaid",
                        "$.rules travel_uncounted",
                        "$.rules[2].steps[5] boundary",
                        "$.rules[3].steps[2] boundary",
                    });
    const auto remarks = remarks_on(document("redemption"));
    INFO(listed(remarks));
    CHECK(remarks.size() == 3);
    CHECK(has(remarks, "$.offsets", "offsets_unsaid", "that of the claim's own offset"));
    CHECK(has(remarks, "$.catalogue", "unlock_of_payer", "a household has served nobody"));
    CHECK(has(remarks, "$.transfers[2].limits", "transfer_unlimited", "donation has no limits"));
}

TEST_CASE("a unit or a fact that a transfer alone uses is used") {
    auto gifts = patched(document("redemption"), "/catalogue", "[]");
    gifts["offsets"] = {"+08:00"};
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
        {"1 hour", "1", "2 up", "", "minutes_raised minimum_off_step minimum_of_nothing",
         "one minute earns 2 point"},
        {"1 hour", "1", "1 up", "", "minimum_of_nothing", "of no minutes earns the minimum of 1 point"},
        {"1 minute", "", "0.5 up", "", "", ""},
        {"1 minute", "", "1 down", "", "", ""},
        {"1 visit", "", "1 down", "", "", ""},
        {"1 hour", "1", "1 down", "", "minimum_of_nothing", ""},
        {"1 visit", "1", "1 down", "", "", ""},
        {"1 item", "1", "1 down", "", "minimum_of_nothing", "that counts none earns the minimum of 1 point"},
        {"1 hour", "1", "2 down", "", "minimum_off_step minimum_of_nothing",
         "minimum of 1 point is no multiple of the rounding step"},
        {"2 visit", "", "exact", "service 2", "cap_never_reached boundary", "earns 2 point at most"},
        {"2 visit", "", "exact", "service 1.5", "boundary", "what reaches 1.5 point exactly is given"},
        {"2 item", "", "exact", "service 2", "boundary", ""},
        {"2 visit", "", "1 down", "life 8.5", "cap_off_step boundary",
         "no multiple of the rounding step: 8 point"},
        {"2 visit", "", "1 down", "life 8", "boundary", "what reaches 8 point exactly"},
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

namespace {

struct Finding {
    std::string_view pointer;
    std::string_view value;
    std::string_view path;
    std::string_view code;  ///< empty: no remark at all
    std::string_view says;
};

/// A document of several rules, levels and bands that has nothing to remark on.
nlohmann::json many_parts() {
    auto document = silent();
    document["units"]["star"] = 1;
    document["calendar"] = nlohmann::json::parse(R"({"holidays": ["2018-10-01", "2019-10-01"]})");
    document["ladders"] = nlohmann::json::parse(R"([{"id": "stars", "name": {"zh": "星", "en": "stars"},
        "kept_in": "star", "levels": [
        {"code": "one", "name": {"zh": "一", "en": "one"}, "when": {"minutes_served": "all", "at_least": 600}},
        {"code": "two", "name": {"zh": "二", "en": "two"}, "when": {"all": [
            {"minutes_served": "all", "at_least": 6000}, {"tag": "trained"}]}}]}])");
    auto& steps = document["rules"][0]["steps"];
    steps.insert(steps.begin() + 2, nlohmann::json::parse(R"({"bands": {"list": [
        {"id": "feast", "from": "00:00", "until": "24:00", "days": ["holiday"], "factor": "2"},
        {"id": "night", "from": "22:00", "until": "30:00", "days": "all", "factor": "2"},
        {"id": "rest", "from": "00:00", "until": "48:00", "days": ["sat", "sun"], "factor": "1"}],
        "otherwise": "1"}})"));
    steps.back() = nlohmann::json::parse(R"({"cap": {"id": "month", "key": "member", "window": "month",
        "limit": "100", "at_cap": "overflow", "overflow_to": "pool"}})");
    steps.push_back(nlohmann::json::parse(R"({"cap": {"id": "year", "key": "member",
        "window": "calendar_year", "limit": "1200", "at_cap": "overflow", "overflow_to": "pool"}})"));
    auto second = document["rules"][0];
    second["id"] = "leaders";
    second["roles"] = {"leader"};
    second["steps"] =
        nlohmann::json::parse(R"([{"tariff": {"per": "visit", "amount": {"of": {"this": "items"},
        "each": "1"}}}, {"rounding": "exact"}, {"cap": "none"}])");
    document["rules"].push_back(second);
    return document;
}

}  // namespace

TEST_CASE("a document with many parts of which each matters gets no remark") {
    const auto remarks = remarks_on(many_parts());
    INFO(listed(remarks));
    CHECK(remarks.empty());
}

TEST_CASE("what a document leaves unsaid, and what in it can never matter, is said with path and numbers") {
    const std::vector<Finding> rows = {
        {"/categories/1/overlap", "remove", "$.categories", "overlap_unsaid", "of the categories canteen it"},
        {"/categories/1/overlap", "\"allow\"", "", "", ""},
        {"/rules/0/steps/1", "remove", "$.rules", "travel_uncounted", "rules all-hours have no clock"},
        {"/rules/0/steps/0", "remove", "$.rules", "evidence_unsaid", "no rule asks for evidence"},
        {"/rules/0/steps/0/gate/condition", R"({"any": [{"tag": "x"}, {"this": "grade", "at_least": 2}]})",
         "", "", ""},
        {"/calendar/holidays", R"(["2018-10-01"])", "$.calendar.holidays", "holidays_end", "with 2018-10-01"},
        {"/rules/1/pays", "true", "$.rules[1]", "pays_without_limit", "rule leaders takes credits"},
        {"/rules/0/steps/0/gate", R"({"condition": {"cosigned": ["receiver"]}, "otherwise": "pending",
          "lapses_after_days": "never"})",
         "$.rules[0].steps[0]", "pending_never_lapses", "years later"},
        {"/offsets", "remove", "$.offsets", "offsets_unsaid", "give offsets"},
        {"/longest_service_minutes", "remove", "$.longest_service_minutes", "longest_unsaid", "31 days"},
        {"/rules/0/steps/0/gate", R"({"condition": {"cosigned": ["receiver"]}, "otherwise": "pending",
          "lapses_after_days": 30})",
         "", "", ""},
        {"/rules/1/steps/0/tariff/amount", R"({"of": {"this": "minutes"}, "table": [{"from": 0, "value": "1"},
          {"from": 120, "value": "2"}]})",
         "$.rules[1].steps[0].tariff.amount.table[1]", "boundary", "120 count as 2 hour, 119 as 1 hour"},
        {"/rules/1/steps/0/tariff/amount",
         R"({"of": {"balance": "hour"}, "table": [{"from": "1.5", "value": "1"}]})",
         "$.rules[1].steps[0].tariff.amount.table[0]", "boundary", "1.5 count as 1 hour, 89/60 as 0 hour"},
        {"/rules/1/steps/2/cap",
         R"({"id": "c", "key": "team", "window": "life", "limit": "7", "at_cap": "refuse"})",
         "$.rules[1].steps[2]", "boundary", "what reaches 7 hour exactly is given, more is refused"},
        // What never matters.
        {"/rules/0/steps/2/bands/list/0/days", "\"all\"", "$.rules[0].steps[2].bands.list[1]",
         "band_never_reached", "of the band night"},
        {"/rules/0/steps/2/bands/list/1/from", "\"24:00\"", "", "", ""},
        {"/calendar/holidays", "\"none\"", "$.rules[0].steps[2].bands.list[0]", "band_never_reached",
         "of the band feast"},
        {"/rules/0/steps/2/bands/list/2/days", R"(["sat"])", "", "", ""},
        {"/rules/1/steps/0/tariff/amount", R"({"of": {"this": "minutes"}, "table": [{"from": 0, "value": "1"},
          {"from": 120, "value": "2"}], "at_most": 119})",
         "$.rules[1].steps[0].tariff.amount.table[1]", "row_never_reached", "outside at_most"},
        {"/rules/1/steps/0/tariff/amount", R"({"of": {"this": "minutes"}, "table": [{"from": 0, "value": "1"},
          {"from": 120, "value": "2"}], "at_least": 120})",
         "$.rules[1].steps[0].tariff.amount.table[0]", "row_never_reached", "outside at_least"},
        {"/rules/0/steps/5/cap/limit", "\"99\"", "$.rules[0].steps[6]", "cap_never_reached",
         "the cap month leaves at most 1188 hour in a calendar_year: the cap year never matters"},
        {"/rules/0/steps/6/cap/limit", "\"1201\"", "$.rules[0].steps[6]", "cap_never_reached", "1200 hour"},
        {"/rules/0/steps/6/cap/key", "\"team\"", "", "", ""},
        {"/ladders/0/levels/0/when/at_least", "6000", "", "", ""},
        {"/ladders/0/levels/1/when", R"({"minutes_served": "all", "at_least": 600})",
         "$.ladders[0].levels[0]", "level_never_counts", "reaches the level one reaches two"},
        {"/ladders/0/levels/1/when", R"({"any": [{"tag": "x"}, {"minutes_served": "all", "at_least": 599}]})",
         "$.ladders[0].levels[0]", "level_never_counts", "nobody ever has one"},
        {"/ladders/0/levels/1/when", R"({"minutes_served": ["visit"], "at_least": 1})", "", "", ""},
        {"/ladders/0/levels/1/when/all/1", R"({"minutes_served": "all", "at_most": 5999})",
         "$.ladders[0].levels[1]", "unreachable_level", "of the level two contradict"},
        {"/rules/0/steps/0/gate/condition", R"({"all": [{"cosigned": ["receiver"]}, {"place": ["a", "b"]},
          {"place": ["c"]}]})",
         "$.rules[0]", "unreachable_rule", "all-hours contradict"},
        {"/rules/0/steps/0/gate/condition", R"({"all": [{"evidence": ["photo"]}, {"evidence": ["none"]}]})",
         "$.rules[0]", "unreachable_rule", "all-hours contradict"},
        {"/rules/0/steps/0/gate/condition",
         R"({"all": [{"evidence": ["photo", "none"]}, {"evidence": ["none"]}]})", "", "", ""},
    };
    for (const Finding& row : rows) {
        INFO(row.pointer << " = " << row.value);
        const auto remarks = remarks_on(patched(many_parts(), row.pointer, row.value));
        INFO(listed(remarks));
        if (row.code.empty()) {
            CHECK(remarks.empty());
        } else {
            CHECK(has(remarks, row.path, row.code, row.says));
        }
    }
}

TEST_CASE("of two clocks or bands the one behind one without a condition is never used") {
    const auto step = [](const char* text) { return nlohmann::json::parse(text); };
    const std::string clock = R"({"start": "agreed", "end": "agreed", "travel": "excluded")";
    for (const bool conditional : {false, true}) {
        auto document = many_parts();
        auto& steps = document["rules"][0]["steps"];
        if (conditional) steps[1]["clock"]["when"] = step(R"({"tag": "x"})");
        const nlohmann::json another = {{"clock", step((clock + "}").c_str())}};
        steps.insert(steps.begin() + 2, another);
        const auto remarks = remarks_on(document);
        INFO(listed(remarks));
        CHECK(has(remarks, "$.rules[0].steps[2]", "step_never_reached", "always used") != conditional);
    }
}

TEST_CASE("a rule that another of its group always beats is never picked") {
    struct Row {
        std::string first, second;  ///< tariffs
        std::string rounding;
        std::string roles;   ///< of the second
        std::string hidden;  ///< the path, or empty
    };
    const std::string down = R"({"step": "1", "direction": "down", "scope": "service"})";
    const std::vector<Row> rows = {
        {"2", "1", "\"exact\"", R"(["leader"])", "$.rules[1]"},
        {"2", "2", "\"exact\"", R"(["leader"])", "$.rules[1]"},
        {"1", "2", "\"exact\"", R"(["leader"])", "$.rules[0]"},
        {"1", "1.5", down, R"(["leader"])", ""},  // both may come to 1, and then the first is picked
        {"2", "1.5", down, R"(["leader"])", "$.rules[1]"},
        {"2", "1", "\"exact\"", R"(["leader", "helper"])", ""},
    };
    for (const Row& row : rows) {
        INFO(row.first << " and " << row.second << " for " << row.roles);
        auto document = silent();
        const auto rule = [&](const char* id, const std::string& amount, const std::string& roles) {
            auto made = document["rules"][0];
            made["id"] = id;
            made["roles"] = nlohmann::json::parse(roles);
            made["highest_of"] = "best";
            made["steps"] = {{{"tariff", {{"per", "visit"}, {"amount", amount}}}},
                             {{"rounding", nlohmann::json::parse(row.rounding)}},
                             {{"cap", "none"}}};
            return made;
        };
        document["rules"] =
            nlohmann::json::array({rule("a", row.first, R"(["leader"])"), rule("b", row.second, row.roles)});
        const auto remarks = remarks_on(document);
        INFO(listed(remarks));
        for (const char* path : {"$.rules[0]", "$.rules[1]"})
            CHECK(has(remarks, path, "never_highest", "never picked") == (row.hidden == path));
    }
}
