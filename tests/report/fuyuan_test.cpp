#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/book.hpp"
#include "report/explained.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/explanation.hpp"
#include "timebank/totals.hpp"
#include "vectors.hpp"

using namespace timebank;
using nlohmann::json;
using report_tests::Book;

namespace {

std::string sample(const char* name) {
    return read_file(std::string(TIMEBANK_SOURCE_DIR) + "/tests/data/fuyuan-2018/" + name);
}

void post_lines(Book& book, const char* name) {
    LineSigning signing;
    signing.origin = book.ledger().origin();
    signing.ledger = book.ledger().genesis_hash();
    signing.signer = &book.operator_signer();
    book.post(read_claim_lines(sample(name), signing).value());
}

Book fuyuan() {
    Book book;
    post_lines(book, "setup.jsonl");
    book.adopt(sample("credit-standard.json"));
    book.adopt(sample("redemption-standard.json"));
    post_lines(book, "claims.jsonl");
    return book;
}

void check_row(const json& expected, const TotalsRow& row) {
    INFO(expected.dump());
    const auto& total = row.total;
    CHECK(row.key == expected["category"]);
    CHECK(row.name.zh == expected["zh"]);
    CHECK(row.name.en == expected["en"]);
    CHECK(row.ongoing == expected["sessions"].is_null());
    CHECK(total.sessions == (expected["sessions"].is_null() ? 0 : expected["sessions"].get<std::uint64_t>()));
    CHECK(total.person_times == expected["person_times"].get<std::uint64_t>());
}

/// Every run of digits, sorted.
std::vector<std::string> numbers_in(const std::string& text) {
    std::vector<std::string> numbers;
    bool inside = false;
    for (const char character : text) {
        const bool digit = '0' <= character && character <= '9';
        if (digit && !inside) numbers.emplace_back();
        if (digit) numbers.back() += character;
        inside = digit;
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

}  // namespace

TEST_CASE("the Fuyuan half-year adds up to its table, row by row") {
    const auto book = fuyuan();
    const auto expected = json::parse(sample("expected.json"));
    const auto totals = total_services(book.folder(), TotalsBy::category, {}, {}).value();

    const auto& rows = expected["rows"];
    REQUIRE(totals.rows.size() == rows.size() + 1);
    std::uint64_t sessions = 0, person_times = 0;
    std::int64_t served_minutes = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        check_row(rows[i], totals.rows[i]);
        sessions += totals.rows[i].total.sessions;
        person_times += totals.rows[i].total.person_times;
    }
    CHECK(sessions == 183);
    CHECK(person_times == 1'414);
    // The canteen is made up beside the table.
    check_row(expected["canteen"], totals.rows.back());
    CHECK(totals.sum.sessions == 183 + 50);
    CHECK(totals.sum.person_times == 1'414);

    // Case workers and meetings earn no hours: of the minutes, the volunteers' are what the sample expects.
    for (const auto& row : totals.rows)
        for (const auto& [unit, amount] : row.total.credits)
            if (unit == "hour") served_minutes += parse_amount(amount, 60).value().minor_units;
    CHECK(served_minutes == expected["served"]["minutes"].get<std::int64_t>());
}

TEST_CASE("every entry of the Fuyuan half-year can be explained, with the same numbers in both languages") {
    const auto book = fuyuan();
    std::size_t explained = 0;
    for (std::uint64_t index = 0;; ++index) {
        const auto found = book.ledger().entry(index).value();
        if (!found) break;
        const auto explanation =
            explain_entry(*found, book.document_of(*found), report_tests::no_entry).value();
        auto lines = explanation.steps;
        lines.insert(lines.end(), explanation.outcome.begin(), explanation.outcome.end());
        lines.push_back(explanation.heading);
        for (const auto& line : lines) {
            INFO(line.zh << "\n" << line.en);
            REQUIRE(!line.zh.empty());
            REQUIRE(numbers_in(line.zh) == numbers_in(line.en));
        }
        ++explained;
    }
    CHECK(explained == 1 + 374 + 2 + 278);
}
