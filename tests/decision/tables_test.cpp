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

TEST_CASE("opening balances come from an issuer, by two officers") {
    check(opening_tables());
}

TEST_CASE("transfers are what the redemption standard allows") {
    check(transfer_tables());
}

TEST_CASE("households, teams, paper confirmations and overflow are as the tables say") {
    check(account_tables());
}

TEST_CASE("hours and credits are undone together or apart, each once") {
    check(correction_tables());
}

TEST_CASE("a merge joins two accounts in all that they have, had and will have") {
    check(merge_tables());
}

TEST_CASE("every refusal says the rule, the limit and the number") {
    check(refusal_tables());
}

TEST_CASE("of several faults the one that stands first in the list of codes is given") {
    check(precedence_tables());
}

}  // namespace timebank::decision_test
