#include "catch.hpp"
#include "decision/table.hpp"

namespace timebank::decision_test {
namespace {

void check(const std::vector<EventTable>& tables) {
    for (const auto& table : tables) {
        INFO("table: " << table.name);
        for (const auto& row : run_table(table.rows)) {
            INFO("row: " << row.row);
            CHECK(row.got == row.expected);
        }
    }
}

}  // namespace

TEST_CASE("services earn what the credit standard says") {
    check(earning_tables());
}

TEST_CASE("redemptions cost what the redemption standard says, and reversals undo") {
    check(spending_tables());
}

TEST_CASE("the edition that decides is the one its date rule picks") {
    check(edition_tables());
}

TEST_CASE("every refusal says the rule, the limit and the number") {
    check(refusal_tables());
}

TEST_CASE("of several faults the one that stands first in the list of codes is given") {
    check(precedence_tables());
}

}  // namespace timebank::decision_test
