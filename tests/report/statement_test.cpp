#include "timebank/statement.hpp"

#include "catch.hpp"
#include "decision/records.hpp"
#include "report/book.hpp"
#include "store/environment.hpp"

using namespace timebank;
using report_tests::Book;
using report_tests::service;

namespace {

std::optional<CivilDate> day(const char* text) {
    return text ? std::optional(parse_civil_date(text).value()) : std::nullopt;
}

Statement draw(const Book& book, const std::string& owner, const char* from = nullptr,
               const char* until = nullptr) {
    return draw_statement(book.folder(), owner, day(from), day(until)).value();
}

std::int64_t scale_of(const Statement& statement, const std::string& unit) {
    for (const auto& one : statement.units)
        if (one.unit.code == unit) return one.unit.minor_units_in_one;
    return 1;
}

std::string signed_text(Amount amount, std::int64_t scale) {
    return (amount.minor_units > 0 ? "+" : "") + to_text(amount, scale);
}

/// "2018-06-04 #13 canteen, 2 h 30 min served | hour +2.5 = 2.5 | point +15 = 15"; amounts that were brought
/// in stand in brackets.
std::vector<std::string> lines_of(const Statement& statement) {
    std::vector<std::string> lines;
    for (const auto& line : statement.lines) {
        auto text = to_text(line.value_date) + " #" + std::to_string(line.index) + " " + line.what.en;
        for (const auto& movement : line.movements) {
            const auto scale = scale_of(statement, movement.unit);
            const auto amount = signed_text(movement.amount, scale);
            text += " | " + movement.unit + " " + (movement.brought_in ? "[" + amount + "]" : amount) +
                    " = " + to_text(movement.balance, scale);
        }
        lines.push_back(text);
    }
    return lines;
}

/// "point 0 [0] +15 -2 = 13, booked 13, available 13"
std::vector<std::string> units_of(const Statement& statement) {
    std::vector<std::string> units;
    for (const auto& one : statement.units) {
        auto text = [&](Amount amount) { return to_text(amount, one.unit.minor_units_in_one); };
        units.push_back(one.unit.code + " " + text(one.opening) + " [" + text(one.brought_in) + "] +" +
                        text(one.in) + " -" + text(one.out) + " = " + text(one.closing) + ", booked " +
                        text(one.booked) + ", available " + text(one.available));
    }
    return units;
}

using Lines = std::vector<std::string>;

RedemptionContent breakfast(const std::string& owner, const char* at, std::uint32_t quantity = 1,
                            const std::string& receiver = "") {
    RedemptionContent content;
    content.owner = owner;
    content.item = "breakfast";
    content.quantity = quantity;
    content.at = parse_civil_time(at).value();
    content.receiver = receiver;
    return content;
}

OpeningContent opening(const std::string& owner, std::int64_t points, const char* lot_date) {
    OpeningContent content;
    content.owner = owner;
    content.issuer = "issuer";
    content.unit = "point";
    content.amount = Amount{points};
    content.lot_date = parse_civil_date(lot_date).value();
    content.source.fill(7);
    return content;
}

TransferContent gift(const std::string& from, const std::string& to, std::int64_t points, const char* at) {
    TransferContent content;
    content.from = from;
    content.to = to;
    content.unit = "point";
    content.amount = Amount{points};
    content.at = parse_civil_time(at).value();
    content.purpose = "gift";
    return content;
}

}  // namespace

TEST_CASE("a statement tells what came and went, and what there was before and after") {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 150, {"v-1 volunteer", "v-2 volunteer"}));
    book.post(breakfast("v-1", "2018-06-05T07:30+08:00", 2, "r-1"));
    book.post(service("visit", "2018-07-02T09:00+08:00", 60, {"v-1 volunteer 40", "r-1 receiver"}));
    book.post(service("visit", "2018-07-03T09:00+08:00", 60, {"v-1 volunteer", "r-1 receiver"}));

    const auto whole = draw(book, "v-1");
    CHECK(lines_of(whole) ==
          Lines{
              "2018-06-04 #13 canteen, 2 h 30 min served | hour +2.5 = 2.5 | point +15 = 15",
              "2018-06-05 #14 redeemed: a breakfast × 2, for r-1 | point -4 = 11",
              "2018-07-02 #15 home visit, 40 min served | hour +2/3 = 19/6",
              "2018-07-03 #16 home visit, 1 h served | hour +1 = 25/6 | point +1 = 12",
          });
    CHECK(units_of(whole) == Lines{"hour 0 [0] +25/6 -0 = 25/6, booked 25/6, available 25/6",
                                   "point 0 [0] +16 -4 = 12, booked 12, available 12"});
    CHECK(whole.served_minutes == 150 + 40 + 60);
    CHECK(whole.last_entry == 16);
    CHECK(whole.lines[0].what.zh == "食堂，服务 2 小时 30 分钟");
    CHECK(whole.lines[1].what.zh == "兑换：早餐一份 ×2，给 r-1");

    const auto july = draw(book, "v-1", "2018-07-01", "2018-08-01");
    CHECK(lines_of(july) == Lines{"2018-07-02 #15 home visit, 40 min served | hour +2/3 = 19/6",
                                  "2018-07-03 #16 home visit, 1 h served | hour +1 = 25/6 | point +1 = 12"});
    CHECK(units_of(july) == Lines{"hour 2.5 [0] +5/3 -0 = 25/6, booked 25/6, available 25/6",
                                  "point 11 [0] +1 -0 = 12, booked 12, available 12"});
    // The period is over, the account goes on: what can be spent is not what there was then.
    const auto june = draw(book, "v-1", "2018-06-01", "2018-07-01");
    CHECK(units_of(june) == Lines{"hour 0 [0] +2.5 -0 = 2.5, booked 25/6, available 25/6",
                                  "point 0 [0] +15 -4 = 11, booked 12, available 12"});
    CHECK(june.served_minutes == 150);
}

TEST_CASE("everyone whom an entry concerns has it on their statement, in the words that fit") {
    auto book = Book::village();
    book.open_group("team-1", AccountClass::team);
    auto visit =
        service("visit", "2018-06-04T09:00+08:00", 90, {"v-1 volunteer", "v-2 volunteer", "r-1 receiver"});
    visit.on_behalf_of = "team-1";
    book.post(visit);
    book.post(service("canteen", "2018-06-05T08:00+08:00", 60, {"v-1 volunteer"}));
    book.post(breakfast("v-1", "2018-06-06T07:30+08:00", 1, "r-2"));

    struct Row {
        const char* owner;
        Lines lines;
    };
    const Row rows[] = {
        {"r-1", {"2018-06-04 #14 home visit, 1 h 30 min received"}},
        {"team-1", {"2018-06-04 #14 home visit, 1 h 30 min on its behalf: v-1, v-2"}},
        {"canteen-1", {"2018-06-06 #16 redeemed by v-1: a breakfast | point +2 = 2"}},
        {"r-2", {"2018-06-06 #16 redeemed by v-1: a breakfast"}},
        {"issuer",
         {"2018-06-04 #14 home visit: v-1, v-2 | hour -3 = -3 | point -2 = -2",
          "2018-06-05 #15 canteen: v-1 | hour -1 = -4 | point -6 = -8"}},
        {"r-3", {}},
    };
    for (const auto& row : rows) {
        INFO(row.owner);
        CHECK(lines_of(draw(book, row.owner)) == row.lines);
    }
    // An issuer owes what it gave: it has nothing to spend.
    CHECK(units_of(draw(book, "issuer")) == Lines{"hour 0 [0] +0 -4 = -4, booked -4, available 0",
                                                  "point 0 [0] +0 -8 = -8, booked -8, available 0"});
    CHECK(draw(book, "team-1").served_minutes == 0);
    CHECK(draw(book, "r-1").served_minutes == 0);
}

TEST_CASE(
    "a service that earned nothing is on the statement all the same, and a reversed one serves no hours") {
    auto book = Book::village();
    // No rule of the standard gives helpers anything.
    const auto silent = book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-2 helper"}));
    const auto wrong = book.post(service("canteen", "2018-06-05T08:00+08:00", 90, {"v-2 helper"}));
    book.reverse(wrong);

    const auto statement = draw(book, "v-2");
    CHECK(lines_of(statement) == Lines{"2018-06-04 #" + std::to_string(silent) + " canteen, 1 h served",
                                       "2018-06-05 #" + std::to_string(wrong) +
                                           " canteen, 1 h 30 min served (reversed by entry 16)"});
    CHECK(units_of(statement).empty());
    CHECK(statement.served_minutes == 60);
    CHECK(statement.lines[0].served_minutes == 60);
    CHECK(statement.lines[1].served_minutes == 90);
    CHECK(statement.lines[1].reversed_by == 16);
    CHECK(statement.lines[1].what.zh == "食堂，服务 1 小时 30 分钟（已由条目 16 冲销）");
}

TEST_CASE("a reversal lies on the day of what it undoes, so that a mended month is right") {
    auto book = Book::village();
    const auto wrong = book.post(service("canteen", "2018-06-04T08:00+08:00", 120, {"v-1 volunteer"}));
    book.post(service("canteen", "2018-07-04T08:00+08:00", 60, {"v-1 volunteer"}));
    const auto meal = book.post(breakfast("v-1", "2018-07-05T07:30+08:00"));
    book.reverse(wrong, {"point"});
    book.reverse(meal);

    const auto june = draw(book, "v-1", "2018-06-01", "2018-07-01");
    CHECK(lines_of(june) ==
          Lines{"2018-06-04 #13 canteen, 2 h served | hour +2 = 2 | point +12 = 12",
                "2018-06-04 #17 reversal of entry 13, only point (wrong-person): canteen, 2 h served | point "
                "-12 = 0"});
    // The points were undone; the hours were not.
    CHECK(june.served_minutes == 120);
    CHECK(june.lines[1].what.zh == "冲销条目 13 的 point（wrong-person）：食堂，服务 2 小时");
    const auto july = draw(book, "v-1", "2018-07-01");
    CHECK(lines_of(july) ==
          Lines{"2018-07-04 #14 canteen, 1 h served | hour +1 = 3 | point +6 = 6",
                "2018-07-05 #15 redeemed: a breakfast (reversed by entry 18) | point -2 = 4",
                "2018-07-05 #18 reversal of entry 15 (wrong-person): redeemed: a breakfast | point +2 = 6"});
    CHECK(units_of(july) == Lines{"hour 2 [0] +1 -0 = 3, booked 3, available 3",
                                  "point 0 [0] +8 -2 = 6, booked 6, available 6"});
}

TEST_CASE("what older books brought is told apart, and so is its reversal") {
    auto book = Book::village();
    const auto first = book.post_by_two(opening("v-1", 40, "2017-12-31"));
    book.post_by_two(opening("v-1", 38, "2018-01-31"));
    book.post_by_two(opening("v-2", -5, "2017-12-31"));
    book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));
    book.reverse(first);

    CHECK(
        lines_of(draw(book, "v-1")) ==
        Lines{
            "2017-12-31 #14 brought in from older books (reversed by entry 18) | point [+40] = 40",
            "2017-12-31 #18 reversal of entry 14 (wrong-person): brought in from older books | point [-40] = "
            "0",
            "2018-01-31 #15 brought in from older books | point [+38] = 38",
            "2018-06-04 #17 canteen, 1 h served | hour +1 = 1 | point +6 = 44",
        });
    CHECK(units_of(draw(book, "v-1"))[1] == "point 0 [38] +6 -0 = 44, booked 44, available 44");
    CHECK(units_of(draw(book, "v-1", "2018-01-01"))[1] == "point 0 [38] +6 -0 = 44, booked 44, available 44");
    CHECK(units_of(draw(book, "v-1", "2018-06-01"))[1] == "point 38 [0] +6 -0 = 44, booked 44, available 44");
    // Who owed credits in the old books owes them here, and can spend none.
    CHECK(units_of(draw(book, "v-2")) == Lines{"point 0 [-5] +0 -0 = -5, booked -5, available 0"});
    CHECK(lines_of(draw(book, "issuer", "2018-01-01", "2018-02-01")) ==
          Lines{"2018-01-31 #15 brought in from older books for v-1 | point [-38] = -33"});
}

TEST_CASE("a gift is on both statements") {
    auto book = Book::village();
    book.adopt(report_tests::standard_with_gifts());
    book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));
    book.post(gift("v-1", "v-2", 4, "2018-06-30T23:59+08:00"));

    const auto giver = draw(book, "v-1", "2018-06-30", "2018-07-01");
    CHECK(lines_of(giver) == Lines{"2018-06-30 #15 transfer to v-2 (gift) | point -4 = 2"});
    CHECK(giver.lines[0].what.zh == "转给 v-2（赠予）");
    const auto receiver = draw(book, "v-2");
    CHECK(lines_of(receiver) == Lines{"2018-06-30 #15 transfer from v-1 (gift) | point +4 = 4"});
    CHECK(receiver.lines[0].what.zh == "来自 v-1 的转入（赠予）");
}

TEST_CASE("a merge moves what there is, and leaves each past where it was") {
    auto book = Book::village();
    const auto wrong = book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));
    book.post(service("canteen", "2018-06-05T08:00+08:00", 30, {"v-1 volunteer"}));
    book.post(service("canteen", "2018-06-06T08:00+08:00", 120, {"v-2 volunteer"}));
    book.post_by_two(MergeContent{"v-1", "v-2", "registered-twice"});
    book.reverse(wrong);

    const auto gone = draw(book, "v-1");
    CHECK(gone.merged_into == "v-2");
    CHECK(lines_of(gone) ==
          Lines{
              "2018-06-04 #13 canteen, 1 h served (reversed by entry 18) | hour +1 = 1 | "
              "point +6 = 6",
              "2018-06-05 #14 canteen, 30 min served | hour +0.5 = 1.5 | point +3 = 9",
              "2019-07-01 #17 merged into v-2 (registered-twice) | hour -1.5 = 0 | point -9 = 0",
          });
    const auto stays = draw(book, "v-2");
    CHECK(stays.merged_into.empty());
    CHECK(
        lines_of(stays) ==
        Lines{
            "2018-06-04 #18 reversal of entry 13 (wrong-person): canteen, 1 h served | hour -1 = -1 | point "
            "-6 = -6",
            "2018-06-06 #15 canteen, 2 h served | hour +2 = 1 | point +12 = 6",
            "2019-07-01 #17 takes over from v-1 (registered-twice) | hour +1.5 = 2.5 | point +9 = 15",
        });
    CHECK(stays.lines[2].what.zh == "v-1 并入本账户（registered-twice）");
    CHECK(gone.lines[2].what.zh == "本账户并入 v-2（registered-twice）");
}

TEST_CASE("more entries than are read at once are on the statement all") {
    auto book = Book::village();
    for (int i = 0; i < 1'030; ++i) {
        const auto day = std::to_string(10 + i % 18);
        book.post(service("visit", "2018-06-" + day + "T08:00+08:00", 1 + i % 60, {"v-1 volunteer"}));
    }
    const auto statement = draw(book, "v-1");
    CHECK(statement.lines.size() == 1'030);
    CHECK(units_of(statement).at(0) == "hour 0 [0] +6233/12 -0 = 6233/12, booked 6233/12, available 6233/12");
    CHECK(statement.served_minutes == 31'165);
}

TEST_CASE("what cannot be drawn says why") {
    auto book = Book::village();
    struct Row {
        const char* owner;
        const char* from;
        const char* until;
        Code code;
        const char* says;
    };
    const Row rows[] = {
        {"v-9", nullptr, nullptr, Code::not_found, "there is no account v-9"},
        {"", nullptr, nullptr, Code::not_found, "there is no account"},
        {"v-1", "2018-07-01", "2018-06-30", Code::invalid_argument, "exchange them"},
    };
    for (const auto& row : rows) {
        INFO(row.says);
        const auto drawn = draw_statement(book.folder(), row.owner, day(row.from), day(row.until));
        REQUIRE_FALSE(drawn.has_value());
        CHECK(drawn.error().code == row.code);
        CHECK(drawn.error().text.en.find(row.says) != std::string::npos);
    }
    CHECK(draw(book, "v-1", "2018-07-01", "2018-07-01").lines.empty());
    const auto nowhere = draw_statement(book.folder() / "nowhere", "v-1", {}, {});
    REQUIRE_FALSE(nowhere.has_value());
    CHECK(nowhere.error().code == Code::not_found);
}

TEST_CASE("a statement that does not agree with the account's balance is not given out") {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));
    auto environment = store::Environment::open(book.folder() / "book", store::Access::read_write).value();
    auto put = [&](Table table, const Bytes& key, const Bytes& value) {
        auto transaction = environment->write().value();
        REQUIRE(transaction.put(table, key, value).has_value());
        REQUIRE(transaction.commit().outcome == store::Outcome::committed);
    };
    SECTION("the balance is another") {
        put(Table::balances, key_of::balance("v-1", "point"), encode(Amount{7}));
    }
    SECTION("there is a balance that nothing moved") {
        put(Table::balances, key_of::balance("v-1", "coin"), encode(Amount{1}));
    }
    SECTION("an entry is listed twice") {
        put(Table::owner_entries, key_of::owner_entry("v-1", 99), encode_number(13));
    }
    const auto drawn = draw_statement(book.folder(), "v-1", {}, {});
    REQUIRE_FALSE(drawn.has_value());
    CHECK(drawn.error().code == Code::data_damaged);
    CHECK(drawn.error().text.en.find("run audit") != std::string::npos);
}
