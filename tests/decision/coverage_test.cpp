#include <set>

#include "catch.hpp"
#include "decision/table.hpp"
#include "timebank/refusal.hpp"

namespace timebank::decision_test {

TEST_CASE("every refusal that a claim alone can meet stands in some table") {
    std::set<std::string> missing;
    for (std::uint16_t number = 1; number < 200; ++number)
        if (const auto name = to_text(static_cast<RefusalCode>(number)); name != "unknown")
            missing.insert(std::string(name));
    REQUIRE(missing.size() == 64);
    CHECK(missing.erase("group_incomplete") == 1);  // of several claims: tests/ledger/group_test.cpp
    CHECK(missing.erase("entry_too_large") == 1);   // the next test
    for (const char* of_later_rules : {"number_out_of_range", "approval_missing"})
        CHECK(missing.erase(of_later_rules) == 1);  // no step of the language asks for these yet

    for (const auto& folder : table_folders()) {
        if (folder == "precedence") continue;  // what is said there is only which of two comes first
        for (const auto& table : tables_in(folder))
            for (const auto& row : run_table(table.text)) missing.erase(row.code);
    }
    CHECK(missing == std::set<std::string>());
}

TEST_CASE("an entry that does not fit its 65,535 bytes is refused") {
    // Two hundred parts under twenty long-named rules.
    std::string roles, rules, parts;
    for (int i = 100; i < 300; ++i) {
        const auto role = "r-" + std::to_string(i);
        roles += (roles.empty() ? "\"" : ", \"") + role + "\"";
        parts += (parts.empty() ? "v-1:" : ",v-1:") + role;
    }
    for (int i = 100; i < 120; ++i)
        rules += (rules.empty() ? "" : ", ") +
                 std::string(R"({"id": "a-name-as-long-as-names-can-be-------)") + std::to_string(i) +
                 R"(", "roles": [)" + roles +
                 R"(], "steps": [{"tariff": {"per": "visit", "amount": "1"}},
                    {"rounding": "exact"}, {"cap": "none"}]})";
    const auto rows = run_table(R"(credit 2018-01-01 {"rules": [)" + rules + "]}\n" +
                                "service 2018-06-04T08:00+08:00 40 visit " + parts + " -> entry_too_large\n" +
                                "balance v-1 -> nothing\n");
    for (const auto& row : rows) CHECK(row.got == row.expected);
}

}  // namespace timebank::decision_test
