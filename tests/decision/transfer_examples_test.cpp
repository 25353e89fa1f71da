#include "catch.hpp"
#include "decision/standards.hpp"
#include "timebank/claim.hpp"
#include "timebank/example.hpp"

// Worked examples of what is given away: by the caps that overflow, and by transfers.

namespace timebank::decision_test {
namespace {

ExampleOutcome outcome_of(StandardKind kind, const std::string& part, const std::string& given,
                          const std::string& expect) {
    const auto document = standard_document(kind, "2018-01-01",
                                            "{" + part + R"(, "examples": [{"name": "e", "given": {)" +
                                                given + R"(}, "expect": {)" + expect + "}}]}");
    const auto outcomes = test_standard(bytes_of(document));
    INFO((outcomes ? "" : outcomes.error().text.en));
    REQUIRE(outcomes.has_value());
    return outcomes->at(0);
}

const std::string two_pools = R"("rules": [
    {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
      {"cap": {"id": "at-once", "key": "member", "window": "service", "limit": "12",
               "at_cap": "overflow", "overflow_to": "pool-1"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "15",
               "at_cap": "overflow", "overflow_to": "pool-2"}}]},
    {"id": "coins", "unit": "coin", "steps": [{"tariff": {"per": "visit", "amount": "0.5"}},
      {"rounding": "exact"},
      {"cap": {"id": "coins-a-day", "key": "member", "window": "day", "limit": "0.5", "at_cap": "clip"}}]}])";

const std::string head = R"("name": {"zh": "转", "en": "t"}, "unit": "point", )";
const std::string transfers = R"("facts": [{"code": "age", "attested_by": ["coordinator"]}],
  "catalogue": [{"item": "trip", "price": "4"}], "transfers": [
    {"id": "gift", )" + head + R"("purpose": "gift", "from": ["member"], "to": ["member"],
     "between": "anyone", "multiple_of": "2",
     "condition": {"all": [{"tag": "generous"}, {"fact": "age", "at_least": 18}]},
     "limits": [{"id": "a-day", "key": "giver", "window": "day", "limit": "10", "at_cap": "refuse"},
                {"id": "ever", "key": "receiver", "window": "life", "limit": "12", "at_cap": "refuse"}]},
    {"id": "family", )" + head +
                              R"("purpose": "family", "from": ["member", "household"],
     "to": ["member", "household"], "between": "same_household", "multiple_of": "1", "condition": "none",
     "limits": "none"},
    {"id": "grant", )" + head +
                              R"("purpose": "grant", "from": ["pool"], "to": ["member", "team"],
     "between": "anyone", "multiple_of": "1", "condition": "none", "limits": "none"}])";

std::string give(const std::string& purpose, const std::string& amount, const std::string& to_class,
                 const std::string& more = "", const std::string& day = "2018-06-04") {
    return R"({"purpose": ")" + purpose + R"(", "unit": "point", "amount": ")" + amount +
           R"(", "to_class": ")" + to_class + R"(", "at": ")" + day + R"(T08:00+08:00")" + more + "}";
}

}  // namespace

TEST_CASE("an example says what overflowed, to whatever account, and what is merely clipped did not") {
    const std::string three_hours = R"("services": [{"category": "canteen", "role": "volunteer",
        "start": "2018-06-04T08:00+08:00", "minutes": 180})";
    const std::string and_again = R"(, {"category": "canteen", "role": "volunteer",
        "start": "2018-06-04T18:00+08:00", "minutes": 60}])";
    // 18 points become 12; the second service's 6 become 3, and its half coin nothing.
    const auto right = outcome_of(StandardKind::credit, two_pools, three_hours + and_again,
                                  R"("credits": {"point": "15", "coin": "0.5"},
                                     "overflowed": {"point": "9", "coin": "0"},
                                     "balance": {"point": "15"})");
    CHECK(right.got.en ==
          "credits 0.5 coin, credits 15 point, overflowed 0 coin, overflowed 9 point, balance 15 point");
    CHECK(right.passed);
    const auto wrong =
        outcome_of(StandardKind::credit, two_pools, three_hours + "]", R"("overflowed": {"point": "5"})");
    CHECK_FALSE(wrong.passed);
    CHECK(wrong.expected.en == "overflowed 5 point");
    CHECK(wrong.got.en == "overflowed 6 point");
}

TEST_CASE("examples of transfers meet the rule's classes, household, condition and limits") {
    struct Row {
        std::string given;
        std::string expect;
        std::string got;
        bool passes;
    };
    const std::string may_give =
        R"("tags": ["generous"], "facts": {"age": 40}, "balance": {"point": "30"}, )";
    const std::string rich = R"("balance": {"point": "30"}, )";
    const std::string home = R"(, "same_household": true)";
    const std::vector<Row> rows = {
        {may_give + R"("transfers": [)" + give("gift", "4", "member") + "]",
         R"("balance": {"point": "26"}, "received": {"point": "4"})", "received 4 point, balance 26 point",
         true},
        {may_give + R"("transfers": [)" + give("gift", "4", "member") + "]",
         R"("received": {"point": "5", "coin": "1"})", "received 0 coin, received 4 point", false},
        // Limits of the giver's day and of the receiver's life: one receiver for all gifts to one class.
        {may_give + R"("transfers": [)" + give("gift", "6", "member") + ", " + give("gift", "6", "member") +
             "]",
         R"("refused": "limit_reached", "by": "a-day")", "refused limit_reached by a-day", true},
        {may_give + R"("transfers": [)" + give("gift", "6", "member") + ", " +
             give("gift", "6", "member", "", "2018-06-05") + ", " +
             give("gift", "2", "member", "", "2018-06-06") + "]",
         R"("refused": "limit_reached", "by": "ever")", "refused limit_reached by ever", true},
        {may_give + R"("transfers": [)" + give("gift", "6", "member") + ", " +
             give("gift", "6", "member", home, "2018-06-05") + ", " +
             give("gift", "2", "member", "", "2018-06-06") + "]",
         R"("received": {"point": "14"})", "received 14 point", true},
        // The condition looks at the giver.
        {rich + R"("facts": {"age": 40}, "transfers": [)" + give("gift", "4", "member") + "]",
         R"("refused": "gate_closed")", "refused gate_closed", true},
        {rich + R"("tags": ["generous"], "facts": {"age": 17}, "transfers": [)" +
             give("gift", "4", "member") + "]",
         R"("refused": "gate_closed")", "refused gate_closed", true},
        // Classes of both, and other purposes.
        {may_give + R"("transfers": [)" + give("gift", "4", "team") + "]",
         R"("refused": "transfer_not_allowed")", "refused transfer_not_allowed", true},
        {may_give + R"("transfers": [)" + give("bribe", "4", "member") + "]",
         R"("refused": "transfer_not_allowed")", "refused transfer_not_allowed", true},
        {rich + R"("class": "pool", "transfers": [)" + give("grant", "7", "team") + "]",
         R"("balance": {"point": "23"})", "balance 23 point", true},
        {rich + R"("transfers": [)" + give("grant", "7", "team") + "]",
         R"("refused": "transfer_not_allowed")", "refused transfer_not_allowed", true},
        // One household: with somebody of it, with the household itself, and from it.
        {rich + R"("transfers": [)" + give("family", "7", "member", home) + ", " +
             give("family", "3", "household", home) + "]",
         R"("balance": {"point": "20"}, "received": {"point": "10"})", "received 10 point, balance 20 point",
         true},
        {rich + R"("class": "household", "transfers": [)" + give("family", "7", "member", home) + "]",
         R"("received": {"point": "7"})", "received 7 point", true},
        {rich + R"("transfers": [)" + give("family", "7", "member") + "]", R"("refused": "gate_closed")",
         "refused gate_closed", true},
        {rich + R"("transfers": [)" + give("family", "7", "household") + "]", R"("refused": "gate_closed")",
         "refused gate_closed", true},
        // What was redeemed before is no longer there to give.
        {rich + R"("redemptions": [{"item": "trip", "at": "2018-06-04T09:00+08:00"}], "transfers": [)" +
             give("family", "26", "member", home) + "]",
         R"("balance": {"point": "0"})", "balance 0 point", true},
        {rich + R"("redemptions": [{"item": "trip", "at": "2018-06-04T09:00+08:00"}], "transfers": [)" +
             give("family", "27", "member", home) + "]",
         R"("refused": "balance_too_low", "by": "family")", "refused balance_too_low by family", true},
    };
    for (const auto& row : rows) {
        INFO(row.given);
        const auto outcome = outcome_of(StandardKind::redemption, transfers, row.given, row.expect);
        CHECK(outcome.got.en == row.got);
        CHECK(outcome.passed == row.passes);
    }
}

TEST_CASE("an owner whom the document names may have any name that the example's own people might have") {
    const std::string catalogue = R"("catalogue": [{"item": "trip", "price": "4", "paid_to": "member"},
                                                   {"item": "meal", "price": "1", "paid_to": "household"}])";
    const auto outcome = outcome_of(StandardKind::redemption, catalogue,
                                    R"("balance": {"point": "9"}, "redemptions": [
                                         {"item": "trip", "at": "2018-06-04T09:00+08:00"},
                                         {"item": "meal", "at": "2018-06-04T09:00+08:00"}])",
                                    R"("balance": {"point": "4"})");
    CHECK(outcome.got.en == "balance 4 point");
    CHECK(outcome.passed);
}

TEST_CASE("standards and claims have the same words for the classes of accounts") {
    std::string all;
    for (int number = 1; number < 256; ++number) {
        const auto word = to_text(static_cast<AccountClass>(number));
        if (parse_account_class(word)) all += (all.empty() ? "" : ", ") + std::string(word);
    }
    // The compiler names all that it allows when it meets another.
    const auto unknown = test_standard(
        bytes_of(standard_document(StandardKind::redemption, "2018-01-01", R"({"catalogue": [], "transfers": [
            {"id": "x", )" + head + R"("purpose": "x", "from": ["nobody"]}]})")));
    REQUIRE_FALSE(unknown.has_value());
    INFO(unknown.error().text.en);
    CHECK(unknown.error().text.en.ends_with("must be one of " + all));
}

}  // namespace timebank::decision_test
