#include "catch.hpp"
#include "folder.hpp"
#include "timebank/limits.hpp"
#include "timebank/standard.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

using namespace timebank;
using namespace timebank::test;

namespace {

bool is_own(const std::string& example) {
    return example.rfind("own ", 0) == 0;
}

/// Passed of all, such as "4/4"; a dash for none.
struct Score {
    int passed = 0;
    int all = 0;
    void add(bool has_passed) {
        ++all;
        passed += has_passed ? 1 : 0;
    }
    void add(const Score& other) {
        passed += other.passed;
        all += other.all;
    }
    std::string text() const { return all == 0 ? "-" : std::to_string(passed) + "/" + std::to_string(all); }
};

/// One line of the table: how many rules a document has, and its examples by how far they can be trusted.
struct Row {
    std::size_t rules = 0;
    std::map<std::string, Score> by_basis;
    Score own;
};

Row row_of(const std::string& id, const std::string& document,
           const std::map<std::string, std::string>& basis_of) {
    Row row;
    row.rules = json::parse(document).at("rules").size();
    for (const auto& outcome : outcomes_of(id, document)) {
        const auto basis = basis_of.find(outcome.name);
        (basis == basis_of.end() ? row.own : row.by_basis[basis->second]).add(outcome.passed);
    }
    return row;
}

/// Narrow enough for a terminal of 80 columns.
constexpr int name_width = 16;
constexpr int rules_width = 6;
constexpr int own_width = 9;
const std::vector<std::pair<std::string, int>> basis_widths = {
    {"stated", 8}, {"derived", 9}, {"derived_assumption", 12}, {"conflict", 10}};

void print(std::ostringstream& table, const std::string& name, const Row& row) {
    table << std::left << std::setw(name_width) << name << std::right << std::setw(rules_width) << row.rules;
    for (const auto& [basis, width] : basis_widths) {
        const auto score = row.by_basis.find(basis);
        table << std::setw(width) << (score == row.by_basis.end() ? "-" : score->second.text());
    }
    table << std::setw(own_width) << row.own.text() << '\n';
}

}  // namespace

TEST_CASE("every published standard is a sound document whose examples hold") {
    REQUIRE(standards().size() == 44);
    for (const auto& [id, document] : standards()) {
        for (const auto& outcome : outcomes_of(id, document)) {
            INFO(id << ", " << outcome.name << "\n  expected " << outcome.expected.en << "\n  got      "
                    << outcome.got.en);
            CHECK(outcome.passed);
        }
    }
}

TEST_CASE("every document is laid out alike, small enough, and named as its file") {
    for (const auto& [id, document] : standards()) {
        INFO(id);
        CHECK(laid_out(document) == document);
        CHECK(document.size() <= limits::standard_bytes);
        const auto summary = read_standard(bytes_of(document));
        INFO((summary ? "" : summary.error().text.en));
        REQUIRE(summary.has_value());
        CHECK(summary->id == id);
        CHECK(summary->kind == StandardKind::credit);
    }
    CHECK(laid_out(other_settings().dump()).size() > 1000);
}

TEST_CASE("no rule of a document is out of reach") {
    for (const auto& [id, document] : standards()) {
        const auto remarks = check_standard(bytes_of(document));
        REQUIRE(remarks.has_value());
        for (const auto& remark : *remarks) {
            INFO(id << " " << remark.path << ": " << remark.code << ": " << remark.text.en);
            CHECK(remark.code.rfind("unreachable", 0) != 0);
            CHECK(remark.code != "rule_earns_nothing");
            CHECK(remark.code != "fact_unused");
            CHECK(remark.code != "unit_unused");
        }
    }
}

TEST_CASE("every published example about earning stands in the document of its rule set") {
    std::map<std::string, std::string> basis_of;
    for (const auto& [id, examples] : published()) {
        INFO(id);
        REQUIRE(standards().count(id) == 1);
        std::vector<std::string> names;
        const auto document = json::parse(standards().at(id));
        for (const auto& example : document.at("examples"))
            names.push_back(example.at("name").get<std::string>());
        for (const auto& example : examples) {
            INFO(example.id);
            CHECK(std::count(names.begin(), names.end(), example.id) == 1);
            basis_of[example.id] = example.basis;
        }
        const auto own = std::count_if(names.begin(), names.end(), is_own);
        CHECK(names.size() == examples.size() + static_cast<std::size_t>(own));
        CHECK((!examples.empty() || own >= 2));
    }
    std::ostringstream table;
    table << "rule set         rules  stated  derived  assumption  conflict      own\n";
    Row total;
    for (const auto& [id, document] : standards()) {
        const Row row = row_of(id, document, basis_of);
        print(table, id, row);
        total.rules += row.rules;
        for (const auto& [basis, score] : row.by_basis) total.by_basis[basis].add(score);
        total.own.add(row.own);
    }
    print(table, "all " + std::to_string(standards().size()), total);
    WARN(table.str());
}
