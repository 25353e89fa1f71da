#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "cli/program.hpp"

// Mistakes, as an office meets them: a year's sheet imported wrong, one row that was wrong, points without
// hours.

using namespace timebank::cli_test;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> three_members = {"v-003", "v-017", "v-020"};
constexpr int rows = 500;
constexpr int volunteers = 20;

/// 500 mornings at the canteen, 25 for each of v-001 to v-020, all of `minutes` minutes.
std::string sheet(int minutes) {
    std::string text = "\xEF\xBB\xBF日期,开始,分钟,人员编号,类别\r\n";
    for (int i = 0; i < rows; ++i) {
        const int day = i / volunteers;  // from 2018-07-01 on
        const auto number = std::to_string(i % volunteers + 1);
        text += "2018/7/" + std::to_string(day + 1) + ",7:00," + std::to_string(minutes) + ",v-0" +
                (number.size() == 1 ? "0" : "") + number + ",食堂帮厨\r\n";
    }
    return text;
}

class Office {
  public:
    Office() { found_fuyuan(place_); }

    Outcome with_keys(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin() + 1, place_ / "ledger");
        arguments.insert(arguments.end(), {"--keys", place_ / "keys"});
        return run(arguments);
    }
    Outcome import(const std::string& text) const {
        write_file(place_ / "sheet.csv", text);
        return with_keys({"import", place_ / "sheet.csv", "--offset", "+08:00"});
    }
    std::string import_id(const std::string& text) const {
        write_file(place_ / "sheet.csv", text);
        const auto outcome =
            with_keys({"import", place_ / "sheet.csv", "--offset", "+08:00", "--dry-run", "--json"});
        return Json::parse(lines_of(outcome.out).back())["import"];
    }
    Json statement(const std::string& owner) const {
        const auto outcome = run({"statement", place_ / "ledger", owner, "--json"});
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
        return Json::parse(outcome.out);
    }
    /// "points hours, lines" of the three members.
    std::vector<std::string> standing() const {
        std::vector<std::string> all;
        for (const auto& owner : three_members) {
            const auto drawn = statement(owner);
            std::string text;
            for (const std::string unit : {"point", "hour"}) {
                std::string closing = "0";
                for (const auto& one : drawn["units"])
                    if (one["unit"] == unit) closing = one["closing"];
                text += closing + " " + unit + ", ";
            }
            all.push_back(text + std::to_string(drawn["lines"].size()) + " lines");
        }
        return all;
    }
    /// "sessions, minutes" of all services that stand.
    std::string totals() const {
        const auto sum = Json::parse(lines_of(run({"totals", place_ / "ledger", "--json"}).out).back());
        return sum["sessions"].dump() + " sessions, " + sum["served_minutes"].dump() + " minutes";
    }
    std::uint64_t audit() const {
        const auto outcome = with_keys({"audit"});
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 0);
        return static_cast<std::uint64_t>(outcome.exit_code);
    }
    /// Index of the last entry.
    std::uint64_t last() const { return std::stoull(lines_of(head(place_)).front()) - 1; }
    std::string operator/(const std::string& name) const { return place_ / name; }

  private:
    TempFolder place_;
};

using Standing = std::vector<std::string>;

}  // namespace

TEST_CASE("a wrong import of 500 rows is undone and posted right, and all of it can be seen") {
    const Office office;
    CHECK(office.standing() == Standing(3, "0 point, 0 hour, 0 lines"));
    const auto nothing = office.totals();

    // 150 minutes were typed; the mornings took 90.
    const auto wrong = office.import(sheet(150));
    INFO(wrong.out << wrong.err);
    REQUIRE(wrong.exit_code == 0);
    CHECK(office.standing() == Standing(3, "375 point, 62.5 hour, 25 lines"));

    const auto undone =
        office.with_keys({"reverse", "--import", office.import_id(sheet(150)), "--reason", "wrong-minutes"});
    INFO(undone.out << undone.err);
    REQUIRE(undone.exit_code == 0);
    CHECK(undone.out.find("500 entries reversed, 0 were before, 0 refused") != undone.out.npos);
    CHECK(office.standing() == Standing(3, "0 point, 0 hour, 50 lines"));
    CHECK(office.totals() == nothing);

    const auto right = office.import(sheet(90));
    INFO(right.out << right.err);
    REQUIRE(right.exit_code == 0);
    CHECK(office.standing() == Standing(3, "225 point, 37.5 hour, 75 lines"));
    office.audit();

    SECTION("undoing it once more says that it is done") {
        const auto again = office.with_keys(
            {"reverse", "--import", office.import_id(sheet(150)), "--reason", "wrong-minutes"});
        CHECK(again.exit_code == 0);
        CHECK(again.out.find("0 entries reversed, 500 were before, 0 refused") != again.out.npos);
    }
    SECTION("the wrong sheet again meets what is recorded now, and changes nothing") {
        const auto again = office.import(sheet(150));
        CHECK(again.exit_code == 1);
        CHECK(again.out.find("90") != again.out.npos);
        CHECK(office.standing() == Standing(3, "225 point, 37.5 hour, 75 lines"));
    }
    SECTION("the right sheet again has nothing new") {
        const auto again = office.import(sheet(90));
        CHECK(again.exit_code == 0);
        CHECK(again.out.find("0 new, 500 recorded already") != again.out.npos);
    }
    SECTION("an import that never was is not found") {
        const auto unknown = office.with_keys(
            {"reverse", "--import", "11111111-1111-8111-8111-111111111111", "--reason", "x"});
        CHECK(unknown.exit_code == 2);
        CHECK(unknown.err.find("no entry came with this import") != unknown.err.npos);
    }
}

TEST_CASE("one entry is corrected: reversed and stated anew in one group") {
    const Office office;
    REQUIRE(office.import("日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,150,v-003,食堂帮厨\n").exit_code ==
            0);
    const auto index = std::to_string(office.last());

    struct Row {
        std::vector<std::string> arguments;
        int exit_code;
        std::string says;
    };
    const std::vector<Row> misuses = {
        {{}, 2, "nothing says what to change"},
        {{"--set", "actual.end"}, 2, "is not FIELD=VALUE"},
        {{"--set", "actual.finish=2018-07-01T08:30+08:00"}, 2, "actual.finish"},
        {{"--set", "nothing.there=1"}, 2, "the claim has no field nothing.there"},
        {{"--set", "participants[3].owner=v-004"}, 2, "the claim has no field participants[3].owner"},
        {{"--unset", "quantity"}, 2, "the claim has no field quantity"},
        {{"--set", "place=canteen", "--unset", "place"}, 2, "there is nothing to correct"},
        {{"--set", "participants[0].owner=v-404"}, 1, "v-404"},
        {{"--set", "category=no-such"}, 1, "no-such"},
    };
    for (const auto& row : misuses) {
        auto arguments = std::vector<std::string>{"correct", index, "--reason", "wrong-time"};
        arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
        const auto outcome = office.with_keys(arguments);
        INFO(row.says << "\n" << outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK((outcome.out + outcome.err).find(row.says) != std::string::npos);
        CHECK(office.last() == std::stoull(index));
    }

    const std::vector<std::string> mending = {"correct",    index,   "--reason",
                                              "wrong-time", "--set", "actual.end=2018-07-01T08:30+08:00"};
    auto trying = mending;
    trying.push_back("--dry-run");
    CHECK(office.with_keys(trying).exit_code == 0);
    CHECK(office.last() == std::stoull(index));

    const auto corrected = office.with_keys(mending);
    INFO(corrected.out << corrected.err);
    REQUIRE(corrected.exit_code == 0);
    CHECK(corrected.out.find("actual.end: 2018-07-01T09:30+08:00 -> 2018-07-01T08:30+08:00") !=
          corrected.out.npos);
    CHECK(office.standing().front() == "9 point, 1.5 hour, 3 lines");
    CHECK(office.last() == std::stoull(index) + 2);
    office.audit();

    SECTION("the same correction again changes nothing") {
        CHECK(office.with_keys(mending).exit_code == 0);
        CHECK(office.last() == std::stoull(index) + 2);
    }
    SECTION("another one of the same entry is refused: the new entry is the one to correct") {
        const auto other = office.with_keys(
            {"correct", index, "--reason", "wrong-time", "--set", "actual.end=2018-07-01T08:00+08:00"});
        CHECK(other.exit_code == 1);
        const auto next = std::to_string(std::stoull(index) + 2);
        CHECK(office
                  .with_keys({"correct", next, "--reason", "wrong-time", "--set",
                              "actual.end=2018-07-01T08:00+08:00"})
                  .exit_code == 0);
        CHECK(office.standing().front() == "6 point, 1 hour, 5 lines");
    }
    SECTION("a reversal cannot be reversed") {
        const auto reversal = std::to_string(std::stoull(index) + 1);
        const auto outcome = office.with_keys({"reverse", reversal, "--reason", "x"});
        CHECK(outcome.exit_code == 1);
        CHECK(outcome.out.find("not_reversible") != outcome.out.npos);
    }
    SECTION("the sheet, corrected as well, is recognised") {
        const auto again = office.import("日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,90,v-003,食堂帮厨\n");
        CHECK(again.out.find("0 new, 1 recorded already") != again.out.npos);
    }
}

TEST_CASE("points are taken back and the hours stay, then the rest") {
    const Office office;
    REQUIRE(office.import("日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,90,v-003,食堂帮厨\n").exit_code ==
            0);
    const auto index = std::to_string(office.last());

    CHECK(office.with_keys({"reverse", index, "--only", "point", "--reason", "no-confirmation"}).exit_code ==
          0);
    CHECK(office.standing().front() == "0 point, 1.5 hour, 2 lines");
    CHECK(office.totals() == "1 sessions, 90 minutes");  // it took place

    const auto again = office.with_keys({"reverse", index, "--only", "point", "--reason", "twice"});
    CHECK(again.exit_code == 1);
    CHECK(again.out.find("reversed_already") != again.out.npos);
    const auto unknown = office.with_keys({"reverse", index, "--only", "coin", "--reason", "x"});
    CHECK(unknown.exit_code == 1);
    CHECK(unknown.out.find("coin") != unknown.out.npos);

    CHECK(office.with_keys({"reverse", index, "--reason", "never-happened"}).exit_code == 0);
    CHECK(office.standing().front() == "0 point, 0 hour, 3 lines");
    CHECK(office.totals() == "0 sessions, 0 minutes");
    office.audit();
}

TEST_CASE("correcting an entry that was taken back is answered with what to do instead") {
    const Office office;
    const std::string row = "日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,150,v-003,食堂帮厨\n";
    REQUIRE(office.import(row).exit_code == 0);
    const auto index = std::to_string(office.last());
    REQUIRE(office.with_keys({"reverse", index, "--reason", "wrong-time"}).exit_code == 0);
    for (const std::string reason : {"wrong-time", "another"})
        for (const bool tries : {true, false}) {
            std::vector<std::string> words = {"correct", index,   "--reason",
                                              reason,    "--set", "actual.end=2018-07-01T08:30+08:00"};
            if (tries) words.push_back("--dry-run");
            const auto late = office.with_keys(words);
            INFO(late.out << late.err);
            CHECK(late.exit_code == 1);
            CHECK(late.err.find("entry " + index + " was taken back") != late.err.npos);
            CHECK(late.err.find("import the sheet again") != late.err.npos);
        }
    CHECK(office.import("日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,90,v-003,食堂帮厨\n").exit_code == 0);
    CHECK(office.standing().front() == "9 point, 1.5 hour, 3 lines");
}

TEST_CASE("correcting or reversing an entry that was corrected is answered with the one that counts") {
    const Office office;
    REQUIRE(office.import("日期,开始,分钟,人员编号,类别\n2018-07-01,7:00,150,v-003,食堂帮厨\n").exit_code ==
            0);
    const auto index = std::to_string(office.last());
    REQUIRE(office
                .with_keys({"correct", index, "--reason", "wrong-time", "--set",
                            "actual.end=2018-07-01T08:30+08:00"})
                .exit_code == 0);
    const auto next = std::to_string(office.last());
    const auto undone = office.with_keys({"reverse", index, "--reason", "wrong-time"});
    CHECK(undone.exit_code == 1);
    CHECK(undone.err.find("(reverse " + next + ")") != undone.err.npos);
    const auto again = office.with_keys(
        {"correct", index, "--reason", "wrong-time", "--set", "actual.end=2018-07-01T08:00+08:00"});
    CHECK(again.exit_code == 1);
    CHECK(again.err.find("(correct " + next + ")") != again.err.npos);
    CHECK(office.with_keys({"reverse", next, "--reason", "wrong-time"}).exit_code == 0);
    CHECK(office.standing().front() == "0 point, 0 hour, 4 lines");
}

TEST_CASE("a volunteer's number corrected in the book and mended in the sheet earns once") {
    const Office office;
    const std::string headings = "日期,开始,分钟,人员编号,类别\n";
    REQUIRE(office.import(headings + "2018-07-01,7:00,90,v-003,食堂帮厨\n").exit_code == 0);
    REQUIRE(office
                .with_keys({"correct", std::to_string(office.last()), "--reason", "wrong-person", "--set",
                            "participants[0].owner=v-017"})
                .exit_code == 0);
    const auto corrected = office.standing();
    CHECK(corrected[1] == "9 point, 1.5 hour, 1 lines");
    const auto again = office.import(headings + "2018-07-01,7:00,90,v-017,食堂帮厨\n");
    CHECK(again.exit_code == 0);
    CHECK(again.out.find("0 new, 1 recorded already") != again.out.npos);
    CHECK(office.standing() == corrected);
}

TEST_CASE("reverse wants one entry or one import") {
    const Office office;
    CHECK(office.with_keys({"reverse", "--reason", "x"}).exit_code == 2);
    CHECK(
        office
            .with_keys({"reverse", "7", "--import", "11111111-1111-8111-8111-111111111111", "--reason", "x"})
            .exit_code == 2);
    CHECK(office
              .with_keys({"reverse", "--import", "11111111-1111-8111-8111-111111111111", "--only", "point",
                          "--reason", "x"})
              .exit_code == 2);
    CHECK(office.with_keys({"reverse", "99999", "--reason", "x"}).exit_code == 2);
}
