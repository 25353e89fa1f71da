#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "cli/program.hpp"

// Opening balances: the old spreadsheet of 200 members, brought in by two officers.

using namespace timebank::cli_test;
using Json = nlohmann::json;

namespace {

constexpr int members = 200;

/// Accounts o-001 to o-200 with 1 to 40 points each, three of them nothing: 4,077 in all. `more` is added to
/// the last.
std::string old_books(int more = 0) {
    std::string text = "\xEF\xBB\xBF会员编号,姓名,积分,备注\r\n";
    for (int i = 1; i <= members; ++i) {
        const int points = i % 67 == 0 ? 0 : i % 40 + 1 + (i == members ? more : 0);
        const auto number = std::to_string(1000 + i).substr(1);
        text += "o-" + number + ",某某," + std::to_string(points) + ",\r\n";
    }
    return text;
}

int sum_of(int more = 0) {
    int sum = more;
    for (int i = 1; i <= members; ++i) sum += i % 67 == 0 ? 0 : i % 40 + 1;
    return sum;
}

/// A ledger with the 200 accounts and two officers.
class Office {
  public:
    Office() {
        found_fuyuan(place_);
        std::string accounts;
        for (int i = 1; i <= members; ++i)
            accounts += R"({"kind":"account","owner":"o-)" + std::to_string(1000 + i).substr(1) +
                        R"(","class":"member"})" + "\n";
        write_file(place_ / "accounts.jsonl", accounts);
        require(run({"post", place_ / "ledger", place_ / "accounts.jsonl", "--keys", place_ / "keys"}));
        require(run({"key", "new", place_ / "second.pem"}));
        require(run({"key", "enrol", place_ / "ledger", "--new", place_ / "second.pem", "--role", "officer",
                     "--keys", place_ / "keys"}));
    }

    Outcome open(const std::string& sheet, std::vector<std::string> more, bool second = true,
                 const std::string& issuer = "issuer") const {
        write_file(place_ / "old.csv", sheet);
        std::vector<std::string> arguments = {
            "import",        place_ / "ledger", place_ / "old.csv", "--keys",
            place_ / "keys", "--opening",       "--issuer",         issuer,
            "--unit",        "point",           "--date",           "2017-12-31"};
        if (second) arguments.insert(arguments.end(), {"--second-key", place_ / "second.pem"});
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    Json statement(const std::string& owner) const {
        const auto outcome = run({"statement", place_ / "ledger", owner, "--json"});
        REQUIRE(outcome.exit_code == 0);
        return Json::parse(outcome.out);
    }
    std::string head_now() const { return head(place_); }
    std::string operator/(const std::string& name) const { return place_ / name; }

  private:
    static void require(const Outcome& outcome) {
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
    }
    TempFolder place_;
};

}  // namespace

TEST_CASE("opening balances of 200 members are taken when they add up, and not when they are off by one") {
    const Office office;
    const auto before = office.head_now();
    const auto total = std::to_string(sum_of());

    const auto off = office.open(old_books(1), {"--total", total});
    CHECK(off.exit_code == 2);
    CHECK(off.err.find("add up to " + std::to_string(sum_of(1)) + ", but " + total +
                       " was stated, a difference of 1") != off.err.npos);
    const auto off_zh = office.open(old_books(1), {"--total", total, "--lang", "zh"});
    CHECK(off_zh.err.find("合计 " + std::to_string(sum_of(1)) + "，而所说的总额是 " + total + "，相差 1") !=
          off_zh.err.npos);
    CHECK(office.head_now() == before);

    const auto tried = office.open(old_books(), {"--total", total, "--dry-run"});
    CHECK(tried.exit_code == 0);
    CHECK(office.head_now() == before);
    const auto taken = office.open(old_books(), {"--total", total});
    INFO(taken.out << taken.err);
    REQUIRE(taken.exit_code == 0);
    CHECK(taken.out == tried.out);
    CHECK(taken.out.find("point: 198 balances, " + total + " in all") != taken.out.npos);
    CHECK(taken.out.find("198 new, 0 recorded already, 0 broken, 0 refused") != taken.out.npos);

    const auto unit = office.statement("o-017")["units"][0];
    CHECK(unit["brought_in"] == "18");
    CHECK(unit["in"] == "0");
    CHECK(unit["closing"] == "18");
    CHECK(office.statement("o-067")["lines"].empty());

    const auto after = office.head_now();
    const auto again = office.open(old_books(), {"--total", total});
    CHECK(again.exit_code == 0);
    CHECK(again.out.find("0 new, 198 recorded already") != again.out.npos);
    CHECK(office.head_now() == after);
    const auto changed = office.open(old_books(1), {"--total", std::to_string(sum_of(1))});
    CHECK(changed.exit_code == 1);
    CHECK(changed.out.find("line 201") != changed.out.npos);
    CHECK(office.head_now() == after);
    CHECK(run({"audit", office / "ledger", "--keys", office / "keys"}).exit_code == 0);
}

TEST_CASE("what is wrong with a sheet of opening balances is said, and nothing is posted") {
    const Office office;
    const auto before = office.head_now();
    const std::string header = "编号,余额\n";
    struct Row {
        std::string sheet;
        std::vector<std::string> more;
        bool second;
        int exit_code;
        std::string says;
    };
    const std::vector<Row> sheets = {
        {header + "o-001,5\n", {"--total", "5"}, false, 1, "second_officer_missing"},
        {header + "o-001,5\n", {}, true, 2, "no total is stated for point; the sheet adds up to 5"},
        {header + "o-001,5\n", {"--total", "5", "--total", "hour=1"}, true, 2, "no balance in that unit"},
        {header + "o-001,5\n", {"--total", "5x"}, true, 2, "5x"},
        {header + "o-001,五\n", {"--total", "5"}, true, 2, "is no amount"},
        {header + "o-001,1.5\n", {"--total", "1.5"}, true, 2, "1.5"},
        {header + "o-001,4.20106E+17\n", {"--total", "5"}, true, 2, "4.20106E+17"},
        {header + "o-001,5\no-001,6\n", {"--total", "11"}, true, 2, "same account, unit and date as line 2"},
        {header + "o-999,5\n", {"--total", "5"}, true, 1, "o-999"},
        {header + ",5\n", {"--total", "5"}, true, 2, "the cell is empty"},
        {header, {"--total", "5"}, true, 2, "headings and no rows"},
        {"编号,余额,颜色\no-001,5,x\n", {"--total", "5"}, true, 2, "颜色"},
        {"编号\no-001\n", {"--total", "5"}, true, 2, "is missing"},
        {"编号,余额,单位\no-001,5,yuan\n", {"--total", "5"}, true, 2, "the ledger has no unit \"yuan\""},
        {"编号,余额,日期\no-001,5,2017-02-30\n", {"--total", "5"}, true, 2, "2017-02-30"},
    };
    for (const auto& row : sheets) {
        const auto outcome = office.open(row.sheet, row.more, row.second);
        INFO(row.sheet << row.says << "\n" << outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK((outcome.out + outcome.err).find(row.says) != std::string::npos);
        CHECK(office.head_now() == before);
    }
    const auto outcome = office.open(header + "o-001,5\n", {"--total", "5"}, true, "v-001");
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out.find("class_not_allowed") != outcome.out.npos);
    CHECK(office.head_now() == before);
}

TEST_CASE("amounts as spreadsheets write them, debts and thousands") {
    const Office office;
    const auto taken = office.open(
        "编号,余额\no-001,\"1,234\"\no-002,12.00\no-003,(3)\no-004,-4\no-005,１２\n", {"--total", "1251"});
    INFO(taken.out << taken.err);
    REQUIRE(taken.exit_code == 0);
    CHECK(office.statement("o-001")["units"][0]["closing"] == "1234");
    CHECK(office.statement("o-003")["units"][0]["closing"] == "-3");
    CHECK(office.statement("o-005")["units"][0]["brought_in"] == "12");

    // A debt is booked, and nothing of it can be spent.
    CHECK(office.statement("o-004")["units"][0]["booked"] == "-4");
    CHECK(office.statement("o-004")["units"][0]["available"] == "0");
}

TEST_CASE("an opening balance that was wrong is corrected by two officers again") {
    const Office office;
    REQUIRE(office.open("编号,余额\no-001,5\n", {"--total", "5"}).exit_code == 0);
    const auto index = std::to_string(std::stoull(office.head_now()) - 1);
    std::vector<std::string> mending = {"correct",   office / "ledger", index,
                                        "--keys",    office / "keys",   "--reason",
                                        "wrong-sum", "--set",           "minor_units=7"};
    const auto alone = run(mending);
    CHECK(alone.exit_code == 1);
    CHECK(alone.out.find("second_officer_missing") != alone.out.npos);
    mending.insert(mending.end(), {"--second-key", office / "second.pem"});
    const auto both = run(mending);
    INFO(both.out << both.err);
    CHECK(both.exit_code == 0);
    CHECK(office.statement("o-001")["units"][0]["closing"] == "7");
    CHECK(office.statement("o-001")["units"][0]["in"] == "0");

    const auto sheet = office.open("编号,余额\no-001,7\n", {"--total", "7"});
    CHECK(sheet.out.find("0 new, 1 recorded already") != sheet.out.npos);
}

TEST_CASE("the same sheet under another date is no second opening") {
    const Office office;
    const std::string sheet = "编号,余额\no-001,5\no-002,6\n";
    REQUIRE(office.open(sheet, {"--total", "11"}).exit_code == 0);
    const auto after = office.head_now();
    write_file(office / "old.csv", sheet);
    const auto again = run({"import", office / "ledger", office / "old.csv", "--keys", office / "keys",
                            "--opening", "--issuer", "issuer", "--unit", "point", "--date", "2018-01-01",
                            "--total", "11", "--second-key", office / "second.pem"});
    CHECK(again.exit_code == 2);
    CHECK(again.err.find("was imported with the date 2017-12-31 already") != again.err.npos);
    CHECK(office.head_now() == after);
}

TEST_CASE("balances as this program writes them for a spreadsheet are read in the same units") {
    const Office office;
    const auto taken = office.open(
        "owner,unit,balance,counted in\no-001,hour,90,hour (in minutes)\n"
        "o-002,hour,30,小时（以分钟计）\no-003,hour,2,hour\n",
        {"--total", "hour=4"});
    INFO(taken.out << taken.err);
    REQUIRE(taken.exit_code == 0);
    CHECK(office.statement("o-001")["units"][0]["closing"] == "1.5");
    CHECK(office.statement("o-003")["units"][0]["closing"] == "2");
}

TEST_CASE("an officer cannot make another officer, and so be two") {
    const Office office;
    REQUIRE(run({"key", "new", office / "third.pem"}).exit_code == 0);
    const auto outcome = run({"key", "enrol", office / "ledger", "--new", office / "third.pem", "--role",
                              "officer", "--keys", office / "keys", "--key", office / "second.pem"});
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.out.find("role_not_allowed") != outcome.out.npos);
    CHECK(run({"key", "enrol", office / "ledger", "--new", office / "third.pem", "--role", "coordinator",
               "--keys", office / "keys", "--key", office / "second.pem"})
              .exit_code == 0);
}

TEST_CASE("the template for opening balances is a sheet that can be imported") {
    const Office office;
    for (const std::string language : {"zh", "en"}) {
        const auto outcome = run({"import", "--template", "--opening", "--lang", language});
        REQUIRE(outcome.exit_code == 0);
        CHECK(outcome.out.substr(0, 3) == "\xEF\xBB\xBF");
        const auto tried = office.open(outcome.out, {"--total", "70", "--dry-run"});
        INFO(tried.out << tried.err);
        CHECK(tried.exit_code == 0);
    }
}
