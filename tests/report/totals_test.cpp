#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/book.hpp"
#include "store/environment.hpp"
#include "timebank/report.hpp"

using namespace timebank;
using report_tests::Book;
using report_tests::service;

namespace {

/// A row of the totals in words: "canteen sessions 1 ... point 39 hour 6.5".
std::string row_text(const CategoryTotal& total) {
    std::string text = total.category + " sessions " + std::to_string(total.sessions) + " times " +
                       std::to_string(total.person_times) + " people " + std::to_string(total.people) +
                       " volunteers " + std::to_string(total.volunteers) + " minutes " +
                       std::to_string(total.served_minutes);
    for (const auto& [unit, amount] : total.credits) text += " " + unit + " " + amount;
    return text;
}

std::vector<std::string> rows_of(const ServiceTotals& totals) {
    std::vector<std::string> rows;
    for (const auto& total : totals.categories) rows.push_back(row_text(total));
    return rows;
}

ServiceTotals totals_of(const Book& book, const char* from = nullptr, const char* until = nullptr) {
    auto day = [](const char* text) {
        return text ? std::optional(parse_civil_date(text).value()) : std::nullopt;
    };
    return total_services(book.folder(), day(from), day(until)).value();
}

ReversalContent reversal_of(const Book& book, std::uint64_t index) {
    return {index, book.entry(index).signed_claim.claim.id, "wrong-person"};
}

}  // namespace

TEST_CASE("totals count happenings, person-times, people, volunteers, minutes and credits") {
    auto book = Book::village();
    // One happening told by two claims; v-3 left early.
    book.post(service("canteen", "2018-06-04T08:00+08:00", 150, {"v-1 volunteer", "v-2 volunteer"}, 'A'));
    book.post(service("canteen", "2018-06-04T08:00+08:00", 150, {"v-3 volunteer 90"}, 'A'));
    // Two visits without a session id are two happenings; 40 minutes and 40 minutes are one point.
    book.post(service("visit", "2018-06-05T09:00+08:00", 40, {"v-1 volunteer", "r-1 receiver"}));
    book.post(service("visit", "2018-06-06T09:00+08:00", 40, {"v-1 volunteer", "r-1 receiver"}));
    // Always open: asked in two claims of one session, r-2 in both.
    book.post(service("survey", "2018-06-07T09:00+08:00", 60,
                      {"v-2 volunteer", "r-1 attendee", "r-2 attendee"}, 'B'));
    book.post(service("survey", "2018-06-08T09:00+08:00", 60, {"r-2 attendee", "r-3 receiver"}, 'B'));
    // Never happened.
    const auto wrong =
        book.post(service("visit", "2018-06-09T09:00+08:00", 40, {"v-2 volunteer", "r-2 receiver"}, 'C'));
    book.post(reversal_of(book, wrong));

    const auto totals = totals_of(book);
    CHECK(rows_of(totals) ==
          std::vector<std::string>{
              "visit sessions 2 times 2 people 1 volunteers 1 minutes 80 hour 4/3 point 1",
              "survey sessions 0 times 4 people 3 volunteers 1 minutes 60 hour 1",
              "canteen sessions 1 times 0 people 0 volunteers 3 minutes 390 hour 6.5 point 39",
              "choir sessions 0 times 0 people 0 volunteers 0 minutes 0",
          });
    CHECK(totals.sessions == 3);
    CHECK(totals.person_times == 6);
    CHECK(totals.categories[1].ongoing);
    CHECK_FALSE(totals.categories[2].ongoing);
    CHECK(totals.categories[2].name == Text{"食堂", "canteen"});
}

TEST_CASE("a service counts on the civil day on which it starts, where it was") {
    auto book = Book::village();
    book.post(service("visit", "2018-06-30T23:59+08:00", 60, {"v-1 volunteer"}));  // 15:59 UTC
    book.post(service("visit", "2018-07-01T00:00+08:00", 60, {"v-2 volunteer"}));  // 30 June, 16:00 UTC
    book.post(service("visit", "2018-06-30T23:59-05:00", 60, {"v-3 volunteer"}));  // 1 July, 04:59 UTC
    book.post(service("visit", "2018-07-01T00:00-05:00", 60, {"v-3 volunteer"}));

    struct Row {
        const char* from;
        const char* until;
        std::uint64_t visits;
        std::uint64_t volunteers;
    };
    const Row rows[] = {
        {nullptr, nullptr, 4, 3},           {nullptr, "2018-07-01", 2, 2},
        {"2018-07-01", nullptr, 2, 2},      {"2018-06-30", "2018-07-01", 2, 2},
        {"2018-07-01", "2018-07-02", 2, 2}, {"2018-07-01", "2018-07-01", 0, 0},  // [from, until) is empty
        {"2018-07-02", nullptr, 0, 0},      {nullptr, "2018-06-30", 0, 0},
        {"2018-07-02", "2018-06-30", 0, 0},
    };
    for (const auto& row : rows) {
        INFO((row.from ? row.from : "-") << " " << (row.until ? row.until : "-"));
        const auto totals = totals_of(book, row.from, row.until);
        CHECK(totals.categories.at(0).category == "visit");
        CHECK(totals.categories.at(0).sessions == row.visits);
        CHECK(totals.categories.at(0).volunteers == row.volunteers);
        CHECK(totals.sessions == row.visits);
    }
}

TEST_CASE("a category that the newest edition dropped comes behind its own, under its last name") {
    auto book = Book::village();
    book.post(service("choir", "2018-06-07T19:00+08:00", 90, {"v-1 volunteer"}));
    auto next = nlohmann::json::parse(report_tests::standard_text("credit"));
    next["edition"] = "2018-07";
    next["effective_from"] = "2018-07-01";
    next["categories"].erase(3);  // choir
    next["categories"][1].erase("ongoing");
    next["rules"].erase(3);
    book.adopt(next.dump());
    book.post(service("survey", "2018-07-02T09:00+08:00", 60, {"r-1 receiver"}));

    const auto totals = totals_of(book);
    REQUIRE(totals.categories.size() == 4);
    CHECK(totals.categories[0].category == "visit");
    CHECK(totals.categories[1].sessions == 1);  // no longer ongoing
    CHECK(totals.categories[2].category == "canteen");
    CHECK(totals.categories[3].category == "choir");
    CHECK(totals.categories[3].name.zh == "合唱团");
    CHECK(totals.categories[3].sessions == 1);
}

TEST_CASE("more entries than are read at once are counted all, each with its own reversal") {
    auto book = Book::village();
    std::uint64_t reversed = 0;
    for (int i = 0; i < 1'100; ++i) {
        const auto index = book.post(service("visit", "2018-06-05T09:00+08:00", 40, {"r-1 receiver"}));
        if (i % 100 == 50) {
            book.post(reversal_of(book, index));
            ++reversed;
        }
    }
    CHECK(totals_of(book).person_times == 1'100 - reversed);
}

TEST_CASE("without a ledger there are no totals, and without whole tables no wrong ones") {
    auto book = Book::village();
    const auto missing = total_services(book.folder() / "nowhere", std::nullopt, std::nullopt);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == Code::not_found);

    auto environment = store::Environment::open(book.folder() / "book", store::Access::read_write).value();
    {
        auto transaction = environment->write().value();
        REQUIRE(transaction.clear(Table::ids).has_value());
        REQUIRE(transaction.commit().outcome == store::Outcome::committed);
    }
    const auto behind = total_services(book.folder(), std::nullopt, std::nullopt);
    REQUIRE_FALSE(behind.has_value());
    CHECK(behind.error().code == Code::data_damaged);
    CHECK(behind.error().text.en.find("run rebuild") != std::string::npos);
}
