#include <functional>

#include "catch.hpp"
#include "imports.hpp"

// A row is corrected in the ledger (`correct`), then the same cell is mended in the sheet, and the sheet is
// imported again. What names a row is among those cells, so the mended row has an id that no entry has.

using namespace timebank;
using namespace timebank::intake_test;
using namespace timebank::ledger_test;

namespace {

const std::string wide = "date,start,end,volunteer,role,category,session,place\n";
const std::string breakfast = "2018-06-05,8:00,9:30,v-1,volunteer,canteen,breakfast,hall\n";
constexpr std::uint64_t second_edition = entries_of_setup;       // adopts it
constexpr std::uint64_t imported_entry = entries_of_setup + 1;   // of the row
constexpr std::uint64_t corrected_entry = entries_of_setup + 3;  // behind its reversal

/// The desk's credit standard with a second category.
constexpr std::string_view two_categories = R"({
  "language": 1, "kind": "credit", "id": "credit", "edition": "2", "effective_from": "2018-06-01",
  "edition_date": "occurrence", "title": {"zh": "积分", "en": "credit"}, "units": {"point": 1},
  "issuer": "issuer", "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}},
    {"code": "choir", "name": {"zh": "合唱", "en": "choir"}}],
  "rules": [{"id": "base", "name": {"zh": "基本", "en": "base"}, "categories": "all", "roles": ["volunteer"],
    "unit": "point", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}],
  "examples": []})";

/// A ledger into which sheets of the columns of `wide` are imported.
class Office {
  public:
    Office() : ledger(desk_.found()) {
        post_all(*ledger,
                 {signed_by_operator(claim_of(
                     "second", StandardContent{Bytes(two_categories.begin(), two_categories.end())}))});
        REQUIRE(size_of(*ledger) == second_edition + 1);
    }
    std::string import(const std::string& rows) {
        return said(import_sheet(*ledger, wide + rows, by_office()));
    }
    /// What v-1 and v-2 have together.
    std::int64_t points() const {
        std::int64_t sum = 0;
        for (const auto& owner : {"v-1", "v-2"})
            for (const auto& one : ledger->balances(owner).value()) sum += one.amount.minor_units;
        return sum;
    }

  private:
    Desk desk_;

  public:
    std::unique_ptr<Ledger> ledger;
};

const std::string recorded_as_corrected =
    "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry " +
    std::to_string(corrected_entry);

struct Correction {
    std::string cell;
    std::function<void(ServiceContent&)> in_ledger;
    std::string mended;
};

const std::vector<Correction> corrections = {
    {"owner", [](ServiceContent& right) { right.participants.front().owner = "v-2"; },
     "2018-06-05,8:00,9:30,v-2,volunteer,canteen,breakfast,hall\n"},
    {"start", [](ServiceContent& right) { right.actual.start.local_minutes += 15; },
     "2018-06-05,8:15,9:30,v-1,volunteer,canteen,breakfast,hall\n"},
    {"role", [](ServiceContent& right) { right.participants.front().role = "attendee"; },
     "2018-06-05,8:00,9:30,v-1,attendee,canteen,breakfast,hall\n"},
    {"category", [](ServiceContent& right) { right.category = "choir"; },
     "2018-06-05,8:00,9:30,v-1,volunteer,choir,breakfast,hall\n"},
    {"session", [](ServiceContent& right) { right.session = {}; },
     "2018-06-05,8:00,9:30,v-1,volunteer,canteen,,hall\n"},
    {"date",
     [](ServiceContent& right) {
         right.actual.start.local_minutes += 24 * 60;
         right.actual.end.local_minutes += 24 * 60;
     },
     "2018-06-06,8:00,9:30,v-1,volunteer,canteen,breakfast,hall\n"},
};

}  // namespace

TEST_CASE("a cell that was corrected in the ledger and then mended in the sheet earns nothing twice") {
    for (const auto& one : corrections) {
        INFO(one.cell);
        Office office;
        REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
        auto right = service_at(*office.ledger, imported_entry);
        one.in_ledger(right);
        correct(*office.ledger, imported_entry, right);
        const auto points = office.points();

        CHECK(office.import(one.mended) == recorded_as_corrected);
        CHECK(office.points() == points);
        CHECK(size_of(*office.ledger) == corrected_entry + 1);
        CHECK(office.import(breakfast).find("was recorded with") != std::string::npos);
    }
}

TEST_CASE("a corrected row that was mended in one cell too many is named with its correction") {
    Office office;
    REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
    auto right = service_at(*office.ledger, imported_entry);
    right.participants.front().owner = "v-2";
    correct(*office.ledger, imported_entry, right);
    CHECK(office.import("2018-06-05,8:00,9:30,v-2,volunteer,canteen,breakfast,kitchen\n") ==
          "new 0, recorded 0, broken 0, refused 1; line 2 place: was recorded with hall in entry 11, here it "
          "is kitchen: correct it there (correct 11), or put this cell right");
}

TEST_CASE("a correction that was taken back does not stand in a mended row's way") {
    for (const auto& one : corrections) {
        INFO(one.cell);
        Office office;
        REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
        auto right = service_at(*office.ledger, imported_entry);
        one.in_ledger(right);
        correct(*office.ledger, imported_entry, right);
        post_all(*office.ledger, {reversal_of("undo", *office.ledger, corrected_entry)});
        CHECK(office.import(one.mended) == "new 1, recorded 0, broken 0, refused 0");
        CHECK(office.import(one.mended) ==
              "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 13");
    }
}

TEST_CASE("a row mended like a correction that was corrected itself is named with what counts now") {
    for (const auto& one : corrections) {
        INFO(one.cell);
        Office office;
        REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
        auto right = service_at(*office.ledger, imported_entry);
        one.in_ledger(right);
        correct(*office.ledger, imported_entry, right);
        right.participants.front().owner = "canteen-1";
        correct(*office.ledger, corrected_entry, right);
        const auto said = office.import(one.mended);
        INFO(said);
        CHECK(said.find("refused 1; line 2 volunteer: was recorded with canteen-1 in entry 13") !=
              std::string::npos);
    }
}

TEST_CASE("corrected twice, a mended row is the last correction") {
    Office office;
    REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
    for (const std::uint64_t index : {imported_entry, corrected_entry}) {
        auto right = service_at(*office.ledger, index);
        right.actual.start.local_minutes += 24 * 60;
        right.actual.end.local_minutes += 24 * 60;
        correct(*office.ledger, index, right);
    }
    CHECK(office.import("2018-06-07,8:00,9:30,v-1,volunteer,canteen,breakfast,hall\n") ==
          "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 13");
}

TEST_CASE("a row that differs from a correction in what names it is another row") {
    Office office;
    REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
    auto right = service_at(*office.ledger, imported_entry);
    right.participants.front().owner = "v-2";
    correct(*office.ledger, imported_entry, right);
    for (const std::string row : {"2018-06-05,8:10,9:30,v-2,volunteer,canteen,breakfast,hall\n",
                                  "2018-06-06,8:00,9:30,v-2,volunteer,canteen,breakfast,hall\n",
                                  "2018-06-05,8:00,9:30,v-2,attendee,canteen,breakfast,hall\n",
                                  "2018-06-05,8:00,9:30,v-2,volunteer,choir,breakfast,hall\n",
                                  "2018-06-05,8:00,9:30,v-2,volunteer,canteen,lunch,hall\n",
                                  "2018-06-05,8:00,9:30,v-2,volunteer,canteen,,hall\n"}) {
        INFO(row);
        CHECK(office.import(row) == "new 1, recorded 0, broken 0, refused 0");
    }
}

TEST_CASE("with a number of its own a row is another than every correction of other rows") {
    Office office;
    REQUIRE(office.import(breakfast) == "new 1, recorded 0, broken 0, refused 0");
    auto right = service_at(*office.ledger, imported_entry);
    right.participants.front().owner = "v-2";
    correct(*office.ledger, imported_entry, right);
    CHECK(said(import_sheet(*office.ledger,
                            "id,date,start,end,volunteer,category,session\n"
                            "A-17,2018-06-05,8:00,9:30,v-2,canteen,breakfast\n",
                            by_office())) == "new 1, recorded 0, broken 0, refused 0");
}

TEST_CASE("with a number of its own a row whose day was corrected and mended is recorded already") {
    Office office;
    const std::string own = "id,date,start,end,volunteer,category,session\n";
    REQUIRE(said(import_sheet(*office.ledger, own + "A-17,2018-06-05,8:00,9:30,v-1,canteen,breakfast\n",
                              by_office())) == "new 1, recorded 0, broken 0, refused 0");
    auto right = service_at(*office.ledger, imported_entry);
    right.actual.start.local_minutes += 24 * 60;
    right.actual.end.local_minutes += 24 * 60;
    correct(*office.ledger, imported_entry, right);
    CHECK(said(import_sheet(*office.ledger, own + "A-17,2018-06-06,8:00,9:30,v-1,canteen,breakfast\n",
                            by_office())) == recorded_as_corrected);
}

namespace {

const std::string serving = "date,start,end,volunteer,role,category,session,receiver\n";
const std::string v1_serves_v2 = "2018-06-05,8:00,9:30,v-1,volunteer,canteen,breakfast,v-2\n";

}  // namespace

TEST_CASE("who was served in a session by an earlier import is not counted again by another row") {
    Office office;
    const auto import = [&](const std::string& row) {
        return said(import_sheet(*office.ledger, serving + row, by_office()));
    };
    REQUIRE(import(v1_serves_v2) == "new 1, recorded 0, broken 0, refused 0");
    struct Row {
        std::string row, column;
    };
    const std::vector<Row> repeated = {
        {"2018-06-05,8:10,9:30,v-1,volunteer,canteen,breakfast,v-2\n", "receiver"},
        {"2018-06-05,8:00,9:30,issuer,volunteer,canteen,breakfast,canteen-1;v-2\n", "receiver"},
        {"2018-06-05,8:00,9:30,v-2,attendee,canteen,breakfast,\n", "volunteer"},
        {"2018-06-05,8:00,9:30,v-2,receiver,canteen,breakfast,\n", "volunteer"},
    };
    for (const auto& one : repeated) {
        INFO(one.row);
        CHECK(import(one.row) ==
              "new 0, recorded 0, broken 1, refused 0; line 2 " + one.column +
                  ": v-2 was served in the same session in entry 9 already, and would be counted twice: name "
                  "each person once; if entry 9 is wrong, correct it there (correct 9)");
        CHECK(size_of(*office.ledger) == imported_entry + 1);
    }
    // Another day, session or category, somebody else, no session: each of them is new.
    for (const std::string row : {"2018-06-06,8:00,9:30,v-2,attendee,canteen,breakfast,\n",
                                  "2018-06-05,8:00,9:30,v-2,attendee,canteen,lunch,\n",
                                  "2018-06-05,8:00,9:30,v-2,attendee,choir,breakfast,\n",
                                  "2018-06-05,8:00,9:30,v-1,attendee,canteen,breakfast,\n",
                                  "2018-06-05,8:00,9:30,v-2,volunteer,canteen,breakfast,\n",
                                  "2018-06-05,8:00,9:30,v-2,attendee,canteen,,\n"}) {
        INFO(row);
        CHECK(import(row) == "new 1, recorded 0, broken 0, refused 0");
    }
}

TEST_CASE("what was served in an entry that was taken back does not count; in its correction it does") {
    Office office;
    const auto import = [&](const std::string& row) {
        return said(import_sheet(*office.ledger, serving + row, by_office()));
    };
    const std::string attending = "2018-06-05,8:00,9:30,v-2,attendee,canteen,breakfast,\n";
    REQUIRE(import(v1_serves_v2) == "new 1, recorded 0, broken 0, refused 0");
    auto right = service_at(*office.ledger, imported_entry);
    right.actual.end.local_minutes += 15;
    correct(*office.ledger, imported_entry, right);
    CHECK(import(attending).find("in entry 11 already") != std::string::npos);
    post_all(*office.ledger, {reversal_of("undo", *office.ledger, corrected_entry)});
    CHECK(import(attending) == "new 1, recorded 0, broken 0, refused 0");
}
