#include "catch.hpp"
#include "folder.hpp"
#include "timebank/limits.hpp"
#include "timebank/standard.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <set>
#include <sstream>

using namespace timebank;
using namespace timebank::test;

namespace {

bool is_own(const std::string& example) {
    return example.rfind("own ", 0) == 0;
}

std::vector<std::string> example_names(const Document& document) {
    std::vector<std::string> names;
    const auto parsed = json::parse(document.text);
    for (const auto& example : parsed.at("examples")) names.push_back(example.at("name").get<std::string>());
    return names;
}

/// Of the rule set's published examples, by name.
std::set<std::string> published_names(const std::string& rule_set) {
    std::set<std::string> names;
    for (const auto& example : published().at(rule_set)) names.insert(example.id);
    return names;
}

std::size_t number_of(StandardKind kind) {
    return static_cast<std::size_t>(std::count_if(documents().begin(), documents().end(),
                                                  [&](const Document& one) { return one.kind == kind; }));
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

/// By how far an example can be trusted, in this order.
const std::array<std::string, 4> bases = {"stated", "derived", "derived_assumption", "conflict"};
using Scores = std::map<std::string, Score>;

/// One line of the table: of a rule set's published examples, and of our own in its documents.
struct Row {
    Scores earning;
    Scores spending;
    int not_yet = 0;
    Score own;
    void add(const Row& other) {
        for (const auto& [basis, score] : other.earning) earning[basis].add(score);
        for (const auto& [basis, score] : other.spending) spending[basis].add(score);
        not_yet += other.not_yet;
        own.add(other.own);
    }
};

/// Example -> whether it holds, in all documents of the rule set; `own`: of ours.
std::map<std::string, bool> outcomes_in(const std::string& rule_set, Score& own) {
    std::map<std::string, bool> passed;
    for (const auto& document : documents()) {
        if (document.id != rule_set) continue;
        for (const auto& outcome : outcomes_of(rule_set, document.text)) {
            if (is_own(outcome.name)) own.add(outcome.passed);
            passed[outcome.name] = outcome.passed;
        }
    }
    return passed;
}

Row row_of(const std::string& rule_set, const std::map<std::string, std::string>& unsaid) {
    Row row;
    const auto passed = outcomes_in(rule_set, row.own);
    for (const auto& example : published().at(rule_set)) {
        const auto outcome = passed.find(example.id);
        auto& side = example.earns ? row.earning : row.spending;
        side[example.basis].add(outcome != passed.end() && outcome->second);
        row.not_yet += unsaid.count(example.id) == 0 ? 0 : 1;
    }
    return row;
}

/// Narrow enough for a terminal of 80 columns.
constexpr int name_width = 16;
constexpr int basis_width = 6;
constexpr int count_width = 5;
constexpr int own_width = 8;

void print(std::ostringstream& table, const std::string& name, const Row& row) {
    table << std::left << std::setw(name_width) << name << std::right;
    for (const auto* side : {&row.earning, &row.spending}) {
        for (const auto& basis : bases) {
            const auto score = side->find(basis);
            table << std::setw(basis_width) << (score == side->end() ? "-" : score->second.text());
        }
    }
    const auto count = row.not_yet == 0 ? "-" : std::to_string(row.not_yet);
    table << std::setw(count_width) << count << std::setw(own_width) << row.own.text() << '\n';
}

/// How many examples wait for what: "expiry" of "expiry: credits that lapse".
void print_waiting(std::ostringstream& table, const std::map<std::string, std::string>& unsaid) {
    std::map<std::string, int> waiting;
    for (const auto& [example, mechanism] : unsaid) ++waiting[mechanism.substr(0, mechanism.find(':'))];
    table << "not yet:\n";
    for (const auto& [mechanism, count] : waiting)
        table << std::setw(4) << count << "  " << mechanism << '\n';
}

}  // namespace

TEST_CASE("every published standard is a sound document whose examples hold") {
    REQUIRE(number_of(StandardKind::credit) == 44);
    REQUIRE(number_of(StandardKind::redemption) == 35);
    for (const auto& document : documents()) {
        REQUIRE(document_of(document.id, StandardKind::credit));
        for (const auto& outcome : outcomes_of(document.id, document.text)) {
            INFO(document.id << ", " << outcome.name << "\n  expected " << outcome.expected.en
                             << "\n  got      " << outcome.got.en);
            CHECK(outcome.passed);
        }
    }
}

TEST_CASE("every document is laid out alike, small enough, and named as its file") {
    for (const auto& document : documents()) {
        INFO(document.id);
        CHECK(laid_out(document.text) == document.text);
        CHECK(document.text.size() <= limits::standard_bytes);
        const auto summary = read_standard(bytes_of(document.text));
        INFO((summary ? "" : summary.error().text.en));
        REQUIRE(summary.has_value());
        CHECK(summary->id == document.id);
        CHECK(summary->kind == document.kind);
    }
    for (const auto* file : {"other-settings.json", "not-yet.json"})
        CHECK(laid_out(text_of(file)) == text_of(file));
}

TEST_CASE("the two documents of a rule set agree in their head") {
    for (const auto& document : documents()) {
        if (document.kind != StandardKind::redemption) continue;
        INFO(document.id);
        const auto spending = json::parse(document.text);
        const auto earning = json::parse(document_of(document.id, StandardKind::credit)->text);
        for (const auto* member : {"edition", "effective_from", "edition_date"})
            CHECK(spending.at(member) == earning.at(member));
        for (const auto& [unit, minor_units] : spending.at("units").items())
            CHECK(earning.at("units").at(unit) == minor_units);
    }
}

TEST_CASE("no rule of a document is out of reach") {
    for (const auto& document : documents()) {
        const auto remarks = check_standard(bytes_of(document.text));
        REQUIRE(remarks.has_value());
        for (const auto& remark : *remarks) {
            INFO(document.id << " " << remark.path << ": " << remark.code << ": " << remark.text.en);
            CHECK(remark.code.rfind("unreachable", 0) != 0);
            CHECK(remark.code != "rule_earns_nothing");
            CHECK(remark.code != "fact_unused");
            // A redemption standard may name a unit only to show that it stays as it is.
            CHECK((remark.code != "unit_unused" || document.kind == StandardKind::redemption));
        }
    }
}

TEST_CASE("every example of a document is a published one or our own") {
    if (published().empty()) return;
    for (const auto& document : documents()) {
        INFO(document.id);
        REQUIRE(published().count(document.id) == 1);
        const auto known = published_names(document.id);
        const auto names = example_names(document);
        std::size_t own = 0;
        for (const auto& name : names) {
            INFO(name);
            own += is_own(name) ? 1 : 0;
            CHECK((is_own(name) || known.count(name) == 1));
        }
        CHECK((own < names.size() || own >= 2));
    }
}

TEST_CASE("every published example about earning stands in the credit document of its rule set") {
    for (const auto& [id, examples] : published()) {
        for (const auto& example : examples) {
            if (!example.earns) continue;
            INFO(example.id);
            const auto found = documents_with(example.id);
            REQUIRE(found.size() == 1);
            CHECK(found.front()->kind == StandardKind::credit);
        }
    }
}

TEST_CASE("every other published example stands in one document, or is said to wait for something") {
    const auto unsaid = not_yet();
    std::size_t waiting = 0;
    for (const auto& [id, examples] : published()) {
        for (const auto& example : examples) {
            INFO(example.id);
            const auto entries = unsaid.count(example.id);
            if (example.earns) CHECK(entries == 0);
            if (!example.earns) CHECK(documents_with(example.id).size() + entries == 1);
            waiting += entries;
        }
    }
    if (!published().empty()) CHECK(waiting == unsaid.size());
    for (const auto& [example, mechanism] : unsaid) {
        INFO(example << ": " << mechanism);
        CHECK((!mechanism.empty() && mechanism.size() <= 80));
    }
}

TEST_CASE("the table of all published rule sets") {
    if (published().empty()) return;
    const auto unsaid = not_yet();
    std::ostringstream table;
    table << "                earning                 spending and life        not\n"
          << "rule set            s     d     a     c     s     d     a     c  yet     own\n";
    Row total;
    for (const auto& [id, examples] : published()) {
        const Row row = row_of(id, unsaid);
        print(table, id, row);
        total.add(row);
    }
    print(table, "all " + std::to_string(published().size()), total);
    table << "s: stated, d: derived, a: derived_assumption, c: conflict\n";
    print_waiting(table, unsaid);
    WARN(table.str());
    CHECK(published().size() == 44);
    CHECK(total.not_yet == static_cast<int>(unsaid.size()));
}
