#include <sstream>

#include "catch.hpp"
#include "decision/table.hpp"

// Each table is a section of its folder's test: ./timebank_test_decision "services earn what the credit
// standard says" -c tests/decision/tables/earning/caps.table runs that one.

namespace timebank::decision_test {
namespace {

/// The rows that come out otherwise than they say, each with its file and line.
std::string faults_of(const EventTable& table) {
    std::ostringstream faults;
    for (const auto& row : run_table(table.text)) {
        if (row.got == row.expected) continue;
        faults << "\n" << table.file << ":" << row.line << ": " << row.row;
        faults << "\n    expected: " << row.expected << "\n    got:      " << row.got;
    }
    return faults.str();
}

void check(const std::string& folder) {
    for (const auto& table : tables_in(folder)) DYNAMIC_SECTION(table.file) {
            INFO(table.title);
            CHECK(faults_of(table) == "");
        }
}

}  // namespace

TEST_CASE("services earn what the credit standard says") {
    check("earning");
}

TEST_CASE("redemptions cost what the redemption standard says, and reversals undo") {
    check("spending");
}

TEST_CASE("the edition that decides is the one its date rule picks") {
    check("editions");
}

TEST_CASE("opening balances come from an issuer, by two officers") {
    check("openings");
}

TEST_CASE("transfers are what the redemption standard allows") {
    check("transfers");
}

TEST_CASE("the operator vouches for the clock") {
    check("clock");
}

TEST_CASE("households, teams, paper confirmations and overflow are as the tables say") {
    check("accounts");
}

TEST_CASE("hours and credits are undone together or apart, each once") {
    check("corrections");
}

TEST_CASE("a merge joins two accounts in all that they have, had and will have") {
    check("merges");
}

TEST_CASE("what becomes of a service is for those to say whom it concerns") {
    check("rulings");
}

TEST_CASE("every refusal says the rule, the limit and the number") {
    check("refusals");
}

TEST_CASE("of several faults the one that stands first in the list of codes is given") {
    check("precedence");
}

TEST_CASE("every folder of tables is run") {
    CHECK(table_folders() == std::vector<std::string>{"accounts", "clock", "corrections", "earning",
                                                      "editions", "merges", "openings", "precedence",
                                                      "refusals", "rulings", "spending", "transfers"});
}

TEST_CASE("a row that comes out otherwise is told with its file and line") {
    const EventTable table{"a.table", "",
                           "title nothing much\n# one\n\nbalance v-1\n  -> 3 point\nbalance v-1\n"};
    CHECK(faults_of(table) == "\na.table:4: balance v-1\n    expected: 3 point\n    got:      nothing");
    CHECK_THROWS_WITH(run_table("dance v-1"), "line 1: unknown event: dance");
    CHECK_THROWS_WITH(run_table("standard nowhere"), "line 1: there is no standard nowhere.json");
    CHECK_THROWS_WITH(run_table("# who\nbalance"), "line 2: a column is missing: balance");
    CHECK_THROWS_WITH(run_table("rule slip pardoned"), "line 1: no outcome of a ruling: pardoned");
}

}  // namespace timebank::decision_test
