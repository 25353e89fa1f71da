#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/book.hpp"
#include "report/explained.hpp"
#include "store/environment.hpp"
#include "timebank/totals.hpp"

using namespace timebank;
using report_tests::Book;
using report_tests::service;

namespace {

/// A row of the totals in words: "canteen sessions 1 ... point 39 hour 6.5".
std::string row_text(const std::string& name, const ServiceTotal& total) {
    std::string text = name + " sessions " + std::to_string(total.sessions) + " times " +
                       std::to_string(total.person_times) + " people " + std::to_string(total.people) +
                       " volunteers " + std::to_string(total.volunteers) + " minutes " +
                       std::to_string(total.served_minutes);
    for (const auto& [unit, amount] : total.credits) text += " " + unit + " " + amount;
    return text;
}

std::vector<std::string> rows_of(const ServiceTotals& totals) {
    std::vector<std::string> rows;
    for (const auto& row : totals.rows) rows.push_back(row_text(row.key.empty() ? "-" : row.key, row.total));
    rows.push_back(row_text("all", totals.sum));
    return rows;
}

ServiceTotals totals_of(const Book& book, const char* from = nullptr, const char* until = nullptr,
                        TotalsBy by = TotalsBy::category) {
    auto day = [](const char* text) {
        return text ? std::optional(parse_civil_date(text).value()) : std::nullopt;
    };
    return total_services(book.folder(), by, day(from), day(until)).value();
}

ServiceTotals totals_by(const Book& book, TotalsBy by) {
    return totals_of(book, nullptr, nullptr, by);
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
    book.reverse(wrong);

    const auto totals = totals_of(book);
    CHECK(rows_of(totals) ==
          std::vector<std::string>{
              "visit sessions 2 times 2 people 1 volunteers 1 minutes 80 hour 4/3 point 1",
              "survey sessions 0 times 4 people 3 volunteers 1 minutes 60 hour 1",
              "canteen sessions 1 times 0 people 0 volunteers 3 minutes 390 hour 6.5 point 39",
              "choir sessions 0 times 0 people 0 volunteers 0 minutes 0",
              "all sessions 3 times 6 people 3 volunteers 3 minutes 530 hour 53/6 point 40",
          });
    CHECK(totals.rows[1].ongoing);
    CHECK_FALSE(totals.rows[2].ongoing);
    CHECK(totals.rows[2].name == Text{"食堂", "canteen"});
}

TEST_CASE("who serves in two roles of one service serves once, as long as in the longer one") {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 150,
                      {"v-1 driver 60", "v-1 volunteer 90", "v-2 volunteer", "r-1 receiver"}));
    const auto total = totals_of(book).sum;
    CHECK(total.served_minutes == 90 + 150);
    CHECK(total.volunteers == 2);
    CHECK(total.people == 1);
    CHECK(total.person_times == 1);
}

TEST_CASE("what a cap passed on to another account is counted for nobody who served") {
    auto book = Book::village();
    book.open_group("pool-1", AccountClass::pool);
    auto document = report_tests::standard_text("credit");
    report_tests::replace_all(document, R"("at_cap": "clip")",
                              R"("at_cap": "overflow", "overflow_to": "pool-1")");
    book.adopt(document);
    book.post(service("canteen", "2018-06-05T08:00+08:00", 240, {"v-1 volunteer"}));
    const auto rows = rows_of(totals_of(book));
    CHECK(std::count(rows.begin(), rows.end(),
                     "canteen sessions 1 times 0 people 0 volunteers 1 minutes 240 hour 4 point 20") == 1);
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
        CHECK(totals.rows.at(0).key == "visit");
        CHECK(totals.rows.at(0).total.sessions == row.visits);
        CHECK(totals.rows.at(0).total.volunteers == row.volunteers);
        CHECK(totals.sum.sessions == row.visits);
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
    REQUIRE(totals.rows.size() == 4);
    CHECK(totals.rows[0].key == "visit");
    CHECK(totals.rows[1].total.sessions == 1);  // no longer ongoing
    CHECK(totals.rows[2].key == "canteen");
    CHECK(totals.rows[3].key == "choir");
    CHECK(totals.rows[3].name.zh == "合唱团");
    CHECK(totals.rows[3].total.sessions == 1);
}

TEST_CASE("more entries than are read at once are counted all, each with its own reversal") {
    auto book = Book::village();
    std::uint64_t reversed = 0;
    for (int i = 0; i < 1'100; ++i) {
        const auto index = book.post(service("visit", "2018-06-05T09:00+08:00", 40, {"r-1 receiver"}));
        if (i % 100 == 50) {
            book.reverse(index);
            ++reversed;
        }
    }
    CHECK(totals_of(book).sum.person_times == 1'100 - reversed);
}

TEST_CASE("a reversal of the points takes the points and leaves the session and its hours") {
    auto book = Book::village();
    const auto points = book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));
    const auto hours = book.post(service("canteen", "2018-06-05T08:00+08:00", 60, {"v-2 volunteer"}));
    const auto all = book.post(service("canteen", "2018-06-06T08:00+08:00", 60, {"v-3 volunteer"}));
    const auto bit_by_bit = book.post(service("canteen", "2018-06-07T08:00+08:00", 60, {"v-1 volunteer"}));
    book.reverse(points, {"point"});
    book.reverse(hours, {"hour"});
    book.reverse(all);
    book.reverse(bit_by_bit, {"point"});
    book.reverse(bit_by_bit);  // the rest: now it never happened
    const std::string expected = " sessions 2 times 0 people 0 volunteers 2 minutes 120 hour 1 point 6";
    CHECK(rows_of(totals_by(book, TotalsBy::month)) ==
          std::vector<std::string>{"2018-06" + expected, "all" + expected});
}

TEST_CASE("what is no service is in no total") {
    auto book = Book::village();
    book.adopt(report_tests::standard_with_gifts());
    OpeningContent opening;
    opening.owner = "v-1";
    opening.issuer = "issuer";
    opening.unit = "point";
    opening.amount = Amount{100};
    opening.lot_date = parse_civil_date("2018-05-01").value();
    opening.source.fill(1);
    book.post_by_two(opening);
    TransferContent gift;
    gift.from = "v-1";
    gift.to = "v-2";
    gift.unit = "point";
    gift.amount = Amount{10};
    gift.at = parse_civil_time("2018-06-04T08:00+08:00").value();
    gift.purpose = "gift";
    book.post(gift);
    for (const auto by : {TotalsBy::month, TotalsBy::team})
        CHECK(rows_of(totals_by(book, by)) ==
              std::vector<std::string>{"all sessions 0 times 0 people 0 volunteers 0 minutes 0"});
}

TEST_CASE("by month, what spans two months is in both and once in the sum") {
    auto book = Book::village();
    book.post(service("visit", "2018-06-30T09:00+08:00", 60, {"v-1 volunteer", "r-1 receiver"}, 'A'));
    book.post(service("visit", "2018-07-01T09:00+08:00", 60, {"v-1 volunteer", "r-1 receiver"}, 'A'));
    book.post(service("survey", "2018-07-02T09:00+08:00", 60, {"r-2 attendee"}, 'B'));  // always open
    book.post(service("canteen", "2018-12-31T23:30+08:00", 60, {"v-2 volunteer"}));
    CHECK(rows_of(totals_by(book, TotalsBy::month)) ==
          std::vector<std::string>{
              "2018-06 sessions 1 times 1 people 1 volunteers 1 minutes 60 hour 1 point 1",
              "2018-07 sessions 1 times 2 people 2 volunteers 1 minutes 60 hour 1 point 1",
              "2018-12 sessions 1 times 0 people 0 volunteers 1 minutes 60 hour 1 point 6",
              "all sessions 2 times 3 people 2 volunteers 2 minutes 180 hour 3 point 8",
          });
    CHECK(totals_by(book, TotalsBy::month).rows[0].name == Text{"2018-06", "2018-06"});
}

TEST_CASE("a service is the team's on whose behalf it was done, else that of those who served in it") {
    auto book = Book::village();
    for (const char* team : {"t-blue", "t-red"}) book.open_group(team, AccountClass::team);
    book.open_group("h-1", AccountClass::household);
    const auto visit = [](int day, std::vector<std::string> participants,
                          const std::string& on_behalf_of = "") {
        auto content =
            service("canteen", "2018-06-0" + std::to_string(day) + "T08:00+08:00", 60, participants);
        content.on_behalf_of = on_behalf_of;
        return content;
    };
    book.post(visit(1, {"v-1 volunteer"}));  // before v-1 joined anything
    book.join("v-1", {"h-1", "t-red"});
    book.join("v-2", {"t-blue"});
    book.join("r-1", {"t-blue"});
    book.post(visit(2, {"v-1 volunteer", "r-1 receiver"}));   // of those who served, v-1 alone: red
    book.post(visit(3, {"v-1 volunteer", "v-2 volunteer"}));  // both
    book.post(visit(4, {"v-1 volunteer"}, "t-blue"));         // said to be blue's, so not red's
    book.post(visit(5, {"v-1 volunteer"}, "h-1"));            // on behalf of a household: red's
    book.post(visit(6, {"v-3 volunteer"}));                   // nobody's
    book.join("v-1", {"h-1"});
    book.post(visit(7, {"v-1 volunteer"}));  // v-1 has left

    const auto totals = totals_by(book, TotalsBy::team);
    CHECK(rows_of(totals) ==
          std::vector<std::string>{
              "t-blue sessions 2 times 0 people 0 volunteers 2 minutes 180 hour 3 point 18",
              "t-red sessions 3 times 1 people 1 volunteers 2 minutes 240 hour 4 point 24",
              "- sessions 3 times 0 people 0 volunteers 2 minutes 180 hour 3 point 18",
              "all sessions 7 times 1 people 1 volunteers 3 minutes 480 hour 8 point 48",
          });
    CHECK(totals.rows.back().name == Text{"无团队", "no team"});
}

TEST_CASE("who was registered twice is one person once that is known") {
    auto book = Book::village();
    book.post(service("visit", "2018-06-04T09:00+08:00", 60, {"v-1 volunteer", "r-1 receiver"}));
    book.post(service("visit", "2018-06-05T09:00+08:00", 60, {"v-2 volunteer", "r-2 receiver"}));
    book.post(service("visit", "2018-06-06T09:00+08:00", 60, {"v-3 volunteer", "r-3 receiver"}));
    CHECK(totals_of(book).sum.volunteers == 3);
    CHECK(totals_of(book).sum.people == 3);
    book.post_by_two(MergeContent{"v-1", "v-2", "registered-twice"});
    book.post_by_two(MergeContent{"v-2", "v-3", "registered-twice"});
    book.post_by_two(MergeContent{"r-1", "r-3", "registered-twice"});
    CHECK(totals_of(book).sum.volunteers == 1);
    CHECK(totals_of(book).sum.people == 2);
    CHECK(totals_of(book).sum.person_times == 3);
}

TEST_CASE("without a ledger there are no totals, and without whole tables no wrong ones") {
    auto book = Book::village();
    const auto missing = total_services(book.folder() / "nowhere", TotalsBy::month, {}, {});
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == Code::not_found);

    auto environment = store::Environment::open(book.folder() / "book", store::Access::read_write).value();
    {
        auto transaction = environment->write().value();
        REQUIRE(transaction.clear(Table::ids).has_value());
        REQUIRE(transaction.commit().outcome == store::Outcome::committed);
    }
    const auto behind = total_services(book.folder(), TotalsBy::category, {}, {});
    REQUIRE_FALSE(behind.has_value());
    CHECK(behind.error().code == Code::data_damaged);
    CHECK(behind.error().text.en.find("run rebuild") != std::string::npos);
}
