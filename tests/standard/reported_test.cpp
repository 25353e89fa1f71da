#include <algorithm>

#include "catch.hpp"
#include "documents.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard::test;

// Documents of people who were told something untrue, or not told what they should have been. Each row is
// named after its report; further rows change the document a little, so that the kind is mended and not the
// case.

namespace {

struct Row {
    std::string_view document;  ///< of tests/standard/reported
    std::string_view pointer;   ///< empty: as reported
    std::string_view value;
    std::string_view code;
    std::string_view path;  ///< empty: the code is nowhere
    std::string_view says;
};

nlohmann::json reported(std::string_view name) {
    const auto text = read_file(std::string(TIMEBANK_SOURCE_DIR) + "/tests/standard/reported/" +
                                std::string(name) + ".json");
    REQUIRE(!text.empty());
    return nlohmann::json::parse(text);
}

void check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.document << " " << row.pointer << " = " << row.value << ": " << row.code << " at "
                          << row.path);
        auto document = reported(row.document);
        if (!row.pointer.empty()) document = patched(document, row.pointer, row.value);
        document["examples"] = nlohmann::json::array();
        const auto remarks = check_standard(bytes_of(document.dump()));
        INFO((remarks ? "" : remarks.error().text.en));
        REQUIRE(remarks.has_value());
        std::string all;
        bool found = false;
        for (const StandardRemark& remark : *remarks) {
            all += remark.path + " " + remark.code + ": " + remark.text.en + "\n";
            found = found || (remark.code == row.code && (row.path.empty() || remark.path == row.path) &&
                              remark.text.en.find(row.says) != std::string::npos && !remark.text.zh.empty());
        }
        INFO(all);
        CHECK(found == !row.path.empty());
    }
}

constexpr auto steps_of_taking = "/rules/0/steps";

}  // namespace

TEST_CASE(
    "pays-without-limit-silenced: a gate silences the remark only where it asks for as much as is taken") {
    const std::string_view it = "pays-without-limit-silenced";
    const std::string_view code = "pays_without_limit";
    const std::string_view rule = "$.rules[0]";
    check({
        {it, "", "", code, rule, "asks for a balance of 1 hour and one service may take 744 hour"},
        {it, "/longest_service_minutes", "61", code, rule, "one service may take 61/60 hour"},
        {it, "/longest_service_minutes", "60", code, "", ""},
        {it, "/rules/0/steps/0/gate/otherwise", "\"nothing\"", code, rule, "744 hour"},
        {it, "/rules/0/steps/0", "remove", code, rule, "nothing in it keeps that within the balance"},
        {it, "/rules/0/steps/0/gate/condition", R"({"not": {"balance": "hour", "at_most": "743.9"}})", code,
         rule, "asks for a balance of"},
        {it, "/rules/0/steps/0/gate/condition", R"({"not": {"balance": "hour", "at_most": "744"}})", code, "",
         ""},
        {it, "/rules/0/steps/0/gate/condition", R"({"balance": "hour", "at_least": "744"})", code, "", ""},
        {it, "/rules/0/steps/0/gate/condition", R"({"balance": "hour", "at_most": "744"})", code, rule,
         "nothing in it keeps"},
        // What a ruling passes holds nothing.
        {it, "/rules/0/steps/0/gate", R"({"condition": {"balance": "hour", "at_least": "744"},
          "otherwise": "pending", "lapses_after_days": 30})",
         code, rule, "nothing in it keeps"},
        // A shorter service, or a cap, takes less.
        {it, "/rules/0/steps/1/gate/condition", R"({"this": "minutes", "at_most": 60})", code, "", ""},
        {it, "/rules/0/steps/5/cap", R"({"id": "c", "key": "member", "window": "day", "limit": "1",
          "at_cap": "clip"})",
         code, "", ""},
        {it, "/rules/0/steps/5/cap", R"({"id": "c", "key": "member", "window": "day", "limit": "1",
          "at_cap": "warn"})",
         code, rule, "744 hour"},
        {it, "/rules/0/steps/5/cap", R"({"id": "c", "key": "member", "window": "day", "limit": "1",
          "at_cap": "clip", "when": {"tag": "x"}})",
         code, rule, "744 hour"},
        // A cap by the balance itself.
        {it, "/rules/0/steps/5/cap", R"({"id": "c", "key": "member", "window": "service",
          "limit": {"of": {"balance": "hour"}, "each": "1"}, "at_cap": "refuse"})",
         code, "", ""},
        {it, "/rules/0/steps/5/cap", R"({"id": "c", "key": "member", "window": "service",
          "limit": {"of": {"balance": "hour"}, "each": "1.1"}, "at_cap": "refuse"})",
         code, rule, "744 hour"},
    });
}

TEST_CASE(
    "household-balance: a balance that is asked for is the member's, also where credits go to households") {
    const std::string_view it = "household-balance";
    check({
        {it, "", "", "balance_of_member", "$.rules[1]", "the member's own, not the household's"},
        {it, "/rules/0/credit_to", "\"member\"", "balance_of_member", "$.rules[1]", "the member's own"},
        {it, "/rules/1/steps/2/cap/limit", "\"5\"", "balance_of_member", "", ""},
        // What the household has is not what the cap looks at.
        {it, "", "", "pays_without_limit", "$.rules[1]", "nothing in it keeps that within the balance"},
        {it, "", "", "clip_goes_nowhere", "$.rules[1].steps[2]", "is not taken"},
        {"given-earned-in-a-window", "", "", "unlock_of_payer", "$.catalogue",
         "a household has served nobody"},
        {"given-earned-in-a-window", "/catalogue/0/unlock", R"({"balance": "point", "at_least": "2"})",
         "unlock_of_payer", "", ""},
    });
}

TEST_CASE(
    "evidence-unsaid-though-officers-fact: a fact that only others attest is more than one's own word") {
    const std::string_view it = "evidence-unsaid-though-officers-fact";
    const std::string_view code = "evidence_unsaid";
    check({
        {it, "", "", code, "", ""},
        {it, "/facts/0/attested_by", R"(["coordinator", "app"])", code, "", ""},
        {it, "/facts/0/attested_by", R"(["officer", "member"])", code, "$.rules", "no rule asks"},
        {it, "/facts/0/default", "0", code, "", ""},
        {it, "/facts/0/default", "1", code, "$.rules", "no rule asks"},
        {it, "/rules/0/steps/0/gate/condition", R"({"fact": "papers-agree", "at_most": 1})", code, "", ""},
        {it, "/rules/0/steps/0/gate/condition",
         R"({"any": [{"tag": "x"}, {"fact": "papers-agree", "at_least": 1}]})", code, "$.rules",
         "no rule asks"},
        {it, "/rules/0/steps/0/gate/condition", R"({"not": {"fact": "papers-agree", "at_least": 1}})", code,
         "", ""},
        {it, "/rules/0/steps/0/gate/condition", R"({"evidence": ["photo"]})", code, "", ""},
        {it, "/rules/0/steps/0/gate/condition", R"({"this": "grade", "at_least": 1})", code, "", ""},
    });
}

TEST_CASE("boundary-beside-bounds: what one less does is what the bounds and the gates in front of it do") {
    const std::string_view it = "boundary-beside-bounds";
    const std::string_view first = "$.rules[0].steps[2].tariff.amount.table[0]";
    check({
        {it, "", "", "boundary", first, "1 count as 2 stick, a claim with 0 is refused"},
        {it, "", "", "boundary", "$.rules[0].steps[2].tariff.amount.table[2]", "3 count as 4 stick, 2 as 3"},
        {it, "/rules/0/steps/2/tariff/amount/at_least", "0", "boundary", first,
         "1 count as 2 stick, 0 as 0 stick"},
        {it, "/rules/0/steps/0/gate",
         R"({"condition": {"fact": "children", "at_least": 1}, "otherwise": "nothing"})", "boundary", first,
         "with 0 the rule gives nothing"},
        {it, "/rules/0/steps/0/gate", R"({"condition": {"not": {"fact": "children", "at_most": 0}},
          "otherwise": "pending", "lapses_after_days": 3})",
         "boundary", first, "0 take a ruling first"},
        {it, "/rules/0/steps/0/gate",
         R"({"condition": {"fact": "children", "at_least": 2}, "otherwise": "refuse"})", "boundary",
         "$.rules[0].steps[2].tariff.amount.table[1]", "2 count as 3 stick, a claim with 1 is refused"},
        // A row that no claim reaches has no boundary.
        {it, "/rules/0/steps/2/tariff/amount/at_most", "2", "row_never_reached",
         "$.rules[0].steps[2].tariff.amount.table[2]", "outside at_most"},
        {it, "/rules/0/steps/2/tariff/amount/at_most", "2", "boundary", "", "3 count as"},
        // Beside a table: the least minutes at its highest rate.
        {it, "", "", "leftover_minutes", "$.rules[0].steps[3]",
         "less than 15 minutes earns nothing even at the highest"},
    });
}

TEST_CASE("rules-add-up-though-exclusive: rules of which only one can apply to a service add nothing up") {
    const std::string_view code = "rules_add_up";
    const std::string_view both = "$.rules[1]";
    const std::string_view tags = "rules-add-up-though-exclusive-tags";
    const std::string_view facts = "rules-add-up-though-exclusive-facts";
    const std::string_view first = "/rules/0/steps/1/gate/condition";
    const std::string_view second = "/rules/1/steps/1/gate/condition";
    check({
        {tags, "", "", code, "", ""},
        {facts, "", "", code, "", ""},
        {tags, second, R"({"tag": "b"})", code, both, "r0 and r1 may both apply"},
        {tags, "/rules/1/steps/1/gate", R"({"condition": {"tag": "a"}, "otherwise": "pending",
          "lapses_after_days": 9})",
         code, both, "r0 and r1"},
        {facts, second, R"({"fact": "f", "at_least": 0})", code, both, "r0 and r1"},
        {facts, second, R"({"not": {"fact": "f", "at_most": 0}})", code, "", ""},
        {facts, second, R"({"not": {"fact": "f", "at_least": -5, "at_most": 0}})", code, both, "r0 and r1"},
        {facts, second,
         R"({"all": [{"not": {"fact": "f", "at_least": -5, "at_most": 0}}, {"fact": "f", "at_least": -5}]})",
         code, "", ""},
        {facts, second, R"({"any": [{"fact": "f", "at_least": 1}, {"fact": "f", "at_least": 9}]})", code, "",
         ""},
        {facts, second, R"({"any": [{"fact": "f", "at_least": 1}, {"tag": "x"}]})", code, both, "r0 and r1"},
        {facts, second, R"({"not": {"any": [{"tag": "x"}, {"fact": "f", "at_most": 0}]}})", code, "", ""},
        {facts, "/rules/1/pays", "true", code, "", ""},
    });
    struct Exclusive {
        std::string_view one, other;
        bool exclusive;
    };
    const std::vector<Exclusive> pairs = {
        {R"({"place": ["a", "b"]})", R"({"place": ["c"]})", true},
        {R"({"place": ["a", "b"]})", R"({"place": ["b"]})", false},
        {R"({"place": ["a", "b"]})", R"({"not": {"place": ["b", "a", "c"]}})", true},
        {R"({"not": {"place": ["a"]}})", R"({"not": {"place": ["b"]}})", false},
        {R"({"days": ["mon", "tue"]})", R"({"days": ["sat"]})", true},
        {R"({"days": ["mon", "tue"]})", R"({"not": {"days": ["tue", "mon", "wed"]}})", true},
        {R"({"days": ["sat", "sun"]})", R"({"days": ["sun"]})", false},
        {R"({"days": ["sat", "sun"]})", R"({"days": ["holiday"]})", false},
        {R"({"days": ["holiday"]})", R"({"not": {"days": ["holiday", "sun"]}})", true},
        {R"({"this": "minutes", "at_most": 59})", R"({"this": "minutes", "at_least": 60})", true},
        {R"({"this": "minutes", "at_most": 60})", R"({"this": "minutes", "at_least": 60})", false},
        {R"({"this": "grade", "at_most": 1})", R"({"this": "grade", "at_least": 2})", true},
        {R"({"this": "grade", "at_most": 1})", R"({"this": "items", "at_least": 2})", false},
        {R"({"evidence": ["none", "self_report"]})", R"({"not": {"evidence": ["self_report", "none"]}})",
         true},
        {R"({"not": {"evidence": ["sign_in_out"]}})", R"({"evidence": ["photo"]})", false},
        {R"({"cosigned": ["receiver"]})", R"({"not": {"cosigned": ["receiver", "officer"]}})", true},
        {R"({"cosigned": ["receiver", "officer"]})", R"({"not": {"cosigned": ["officer"]}})", false},
    };
    for (const auto& [one, other, exclusive] : pairs) {
        INFO(one << " and " << other);
        auto document = patched(patched(reported(tags), first, one), second, other);
        // The photo is not asked for here.
        for (const char* gate : {"/rules/0/steps/0", "/rules/1/steps/0"})
            document = patched(document, gate, "remove");
        document["calendar"]["holidays"] = {"2018-10-01"};
        document["examples"] = nlohmann::json::array();
        const auto remarks = check_standard(bytes_of(document.dump()));
        INFO((remarks ? "" : remarks.error().text.en));
        REQUIRE(remarks.has_value());
        const bool adds_up = std::any_of(remarks->begin(), remarks->end(),
                                         [&](const StandardRemark& remark) { return remark.code == code; });
        CHECK(adds_up == !exclusive);
    }
}

TEST_CASE("rules of one group are compared, not added, and one that takes is set off") {
    auto document = reported("rules-add-up-though-exclusive-tags");
    document["examples"] = nlohmann::json::array();
    for (auto& rule : document["rules"]) rule["steps"].erase(1);
    const auto said = [&] {
        const auto remarks = check_standard(bytes_of(document.dump()));
        REQUIRE(remarks.has_value());
        std::string text;
        for (const StandardRemark& remark : *remarks)
            if (remark.code == "rules_add_up") text += remark.text.en;
        return text;
    };
    CHECK(said().find("what they give in hour adds up") != std::string::npos);
    document["rules"][1]["pays"] = true;
    CHECK(said().find("one gives and one takes hour") != std::string::npos);
    document["rules"][0]["pays"] = true;
    CHECK(said().find("what they take in hour adds up") != std::string::npos);
    for (auto& rule : document["rules"]) rule["pays"] = false, rule["highest_of"] = "best";
    CHECK(said().empty());
}

TEST_CASE("given-negative-balance: a rule that takes credits is not said to earn") {
    const std::string_view it = "given-negative-balance";
    const std::string_view code = "leftover_minutes";
    const std::string_view rounding = "$.rules[0].steps[1]";
    check({
        {it, "", "", code, rounding, "less than 3 minutes costs nothing"},
        {it, "/rules/0/pays", "false", code, rounding,
         "less than 3 minutes earns nothing; minutes left over"},
    });
}

TEST_CASE("left-over and raised minutes are told beside bands, tables, clocks and gates") {
    const std::string_view it = "given-negative-balance";  // 20 an hour, rounded down
    const std::string_view paid = "/rules/0/steps";
    const auto steps = [&](const std::string& before, const std::string& amount,
                           const std::string& rounding) {
        return "[" + before + R"({"tariff": {"per": "hour", "amount": )" + amount + "}}, " +
               R"({"rounding": )" + rounding + R"(}, {"cap": "none"}])";
    };
    const std::string down = R"({"step": "1", "direction": "down", "scope": "service"})";
    const std::string up = R"({"step": "1", "direction": "up", "scope": "service"})";
    const auto clock = [](const std::string& more) {
        return R"({"clock": {"start": "actual", "end": "actual", "travel": "excluded")" + more + "}}, ";
    };
    const auto gate = [](const std::string& least) {
        return R"({"gate": {"condition": {"this": "minutes", "at_least": )" + least +
               R"(}, "otherwise": "nothing"}}, )";
    };
    const std::string bands =
        R"({"bands": {"list": [{"id": "night", "from": "22:00", "until": "30:00", "days": "all",
        "factor": "2"}], "otherwise": "1"}}, )";
    const std::string half_hours = R"(, "round_length": {"minutes": 30, "direction": )";
    struct Told {
        std::string steps, code, path, says;
    };
    const std::vector<Told> rows = {
        {steps(bands, "\"6\"", down), "leftover_minutes", "$.rules[0].steps[2]",
         "less than 5 minutes costs nothing even"},
        {steps(
             "",
             R"({"of": {"this": "items"}, "table": [{"from": 0, "value": "3"}, {"from": 5, "value": "4"}]})",
             down),
         "leftover_minutes", "$.rules[0].steps[1]", "less than 15 minutes costs nothing even"},
        {steps("", R"({"by": "role", "values": {"receiver": "2"}})", down), "leftover_minutes",
         "$.rules[0].steps[1]", "less than 30 minutes"},
        {steps(R"({"clock": {"start": "agreed", "end": "agreed", "travel": "excluded"}}, )", "\"6\"", down),
         "leftover_minutes", "$.rules[0].steps[2]", "less than 10 minutes"},
        // Behind a gate nobody is there with less.
        {steps(gate("8"), "\"6\"", down), "leftover_minutes", "$.rules[0].steps[2]", "less than 10 minutes"},
        {steps(gate("60"), "\"6\"", down), "leftover_minutes", "$.rules[0].steps[2]", "less than 60 minutes"},
        // A clock that counts whole half hours leaves something over, and the rounding behind it nothing.
        {steps(clock(half_hours + "\"down\"}"), "\"6\"", down), "leftover_minutes", "$.rules[0].steps[0]",
         "less than 30 minutes does not count"},
        {steps(clock(half_hours + "\"down\"}"), "\"6\"", down), "leftover_minutes", "",
         "less than 10 minutes"},
        {steps(clock(half_hours + R"("nearest", "ties": "up"})"), "\"6\"", down), "leftover_minutes",
         "$.rules[0].steps[0]", "less than 15 minutes"},
        {steps(clock(half_hours + R"("nearest", "ties": "down"})"), "\"6\"", down), "leftover_minutes",
         "$.rules[0].steps[0]", "less than 16 minutes"},
        {steps(clock(half_hours + "\"up\"}"), "\"60\"", "\"exact\""), "minutes_raised", "$.rules[0].steps[0]",
         "one minute counts as 30"},
        {steps(clock(R"(, "round_end": {"minutes": 15, "direction": "up"})"), "\"20\"", down),
         "minutes_raised", "$.rules[0].steps[0]", "the end is moved on to the grid of 15 minutes: up to 14"},
        {steps(bands, "\"6\"", up), "minutes_raised", "$.rules[0].steps[2]",
         "one minute may cost up to 1 talent"},
        {steps("", "\"6\"", up), "minutes_raised", "$.rules[0].steps[1]", "one minute costs 1 talent"},
        {steps(R"({"gate": {"condition": {"this": "minutes", "at_most": 5}, "otherwise": "nothing"}}, )",
               "\"6\"", down),
         "rule_earns_nothing", "$.rules[0].steps[2]", "never takes anything"},
    };
    for (const Told& row : rows) check({{it, paid, row.steps, row.code, row.path, row.says}});
}

TEST_CASE("a minimum for a service of no minutes is told unless a gate asks for some") {
    const std::string_view it = "given-negative-balance";
    const auto steps = [](const std::string& before) {
        return "[" + before + R"({"tariff": {"per": "hour", "amount": "20"}}, {"minimum": {"amount": "2"}},
            {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}])";
    };
    const auto gate = [](const std::string& least) {
        return R"({"gate": {"condition": {"this": "minutes", "at_least": )" + least +
               R"(}, "otherwise": "refuse"}}, )";
    };
    check({{it, steps_of_taking, steps(""), "minimum_of_nothing", "$.rules[0].steps[1]",
            "of no minutes costs the minimum of 2 talent"},
           {it, steps_of_taking, steps(gate("0")), "minimum_of_nothing", "$.rules[0].steps[2]",
            "costs the minimum"},
           {it, steps_of_taking, steps(gate("1")), "minimum_of_nothing", "", ""}});
}

TEST_CASE("a streak whose level is kept is lost without a service in the very next window") {
    auto document = reported("others-of-one-role");
    document["units"]["medal"] = 1;
    document["examples"] = nlohmann::json::array();
    document["ladders"] = nlohmann::json::parse(R"([{"id": "medals", "name": {"zh": "奖章", "en": "medals"},
        "kept_in": "medal", "levels": [{"code": "ten-years", "name": {"zh": "十年", "en": "ten years"},
        "when": {"all": [{"tag": "x"}, {"services": "all", "window": "calendar_year", "in_each_of_last": 10,
        "at_least": 1}]}}]}])");
    const auto streaks = [&] {
        const auto remarks = check_standard(bytes_of(document.dump()));
        INFO((remarks ? "" : remarks.error().text.en));
        REQUIRE(remarks.has_value());
        std::string text;
        for (const StandardRemark& remark : *remarks)
            if (remark.code == "streak_booked_late") text += remark.path + " " + remark.text.en;
        return text;
    };
    CHECK(streaks().find("$.ladders[0].levels[0] the level ten-years is booked by a service in the very next "
                         "window behind the 10") != std::string::npos);
    document["ladders"][0].erase("kept_in");
    document["units"].erase("medal");
    CHECK(streaks().empty());
}

TEST_CASE("a misspelt refusal in an example is a fault that names the nearest") {
    struct Misspelt {
        std::string_view code, says;
    };
    const std::vector<Misspelt> rows = {
        {"cap_reachd", "did you mean cap_reached?"},
        {"balance_to_low", "did you mean balance_too_low?"},
        {"nonsense-altogether", "is no refusal code: REFERENCE.md lists them all"}};
    for (const auto& [code, says] : rows) {
        auto document = reported("others-of-one-role");
        document["examples"][0]["expect"] = {{"refused", code}};
        const auto read = read_standard(bytes_of(document.dump()));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().text.en.find("$.examples[0].expect.refused") != std::string::npos);
        CHECK(read.error().text.en.find(says) != std::string::npos);
    }
    auto document = reported("others-of-one-role");
    document["examples"][0]["expect"] = {{"refused", "cap_reached"}};
    CHECK(read_standard(bytes_of(document.dump())).has_value());
}
