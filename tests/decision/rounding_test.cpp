#include "catch.hpp"
#include "decision/table.hpp"

// One volunteer, 88 visits of 40 minutes, one point an hour: 58 hours 40 minutes. What that is worth depends
// on where a community rounds, and every community must be able to say where.

namespace timebank::decision_test {
namespace {

std::string credit(const std::string& step, const std::string& scope) {
    return R"(
        credit 2018-01-01 {"rules": [
          {"id": "hours", "unit": "hour", "steps": [
            {"tariff": {"per": "minute", "amount": "1/60"}}, {"rounding": "exact"}, {"cap": "none"}]},
          {"id": "credits", "unit": "coin", "steps": [
            {"tariff": {"per": "hour", "amount": "1"}},
            {"rounding": {"step": ")" +
           step + R"(", "direction": "down", )" + scope + R"(}}, {"cap": "none"}]}]}
        service 2018-06-04T09:00+08:00 40 visit v-1 times=88 -> credited
        balance v-1                                          -> held
    )";
}

std::string credited(const std::string& step, const std::string& scope) {
    const auto rows = run_table(credit(step, scope));
    REQUIRE(rows.size() == 3);
    REQUIRE(rows[0].got == "ok");
    const auto& moved = rows[1].got;
    std::string held;  // the balance says the same without the signs
    for (char character : moved)
        if (character != '+') held += character;
    CHECK(rows[2].got == held);
    return moved;
}

}  // namespace

TEST_CASE("88 visits of 40 minutes: whole hours, each service rounded down, give nothing") {
    CHECK(credited("1", R"("scope": "service")") == "+58:40 hour");
}

TEST_CASE("88 visits of 40 minutes: half hours, each service rounded down, give 44") {
    CHECK(credited("0.5", R"("scope": "service")") == "+44 coin, +58:40 hour");
}

TEST_CASE("88 visits of 40 minutes: whole hours of the running total give 58") {
    CHECK(credited("1", R"("scope": "running_total", "window": "life")") == "+58 coin, +58:40 hour");
}

}  // namespace timebank::decision_test
