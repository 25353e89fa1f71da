#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

// What a member takes home and what the office reports, as the program prints it. The expected texts lie in
// tests/cli/printed, a file each; TIMEBANK_REWRITE_PRINTED=1 writes them anew, to be read before they are
// kept.

using namespace timebank::cli_test;

namespace {

std::string printed(const std::string& name) {
    return std::string(TIMEBANK_SOURCE_DIR) + "/tests/cli/printed/" + name;
}

/// The ledger of one village, made claim by claim: its entries have the same indexes every time.
class Village {
  public:
    Village() {
        found(folder_);
        post(R"({"kind":"unit","code":"point","minor_units_in_one":1,"name":{"zh":"积分","en":"point"}})");
        post(
            R"({"kind":"unit","code":"hour","minor_units_in_one":60,"minutes_in_one":60,"name":{"zh":"小时","en":"hour"}})");
        account("issuer", "issuer");
        account("canteen-1", "provider");
        account("team-1", "team");
        account("420106195501010011", "member", "team-1");
        for (const std::string owner : {"0071", "v-003", "r-001"}) account(owner, "member");
        for (const std::string name : {"credit", "redemption"})
            must({"adopt", ledger(), report_standard(name)});
        service(
            "01", "2018-06-04T08:00", "2018-06-04T10:30", "canteen",
            R"({"owner":"420106195501010011","role":"volunteer"},{"owner":"v-003","role":"volunteer","own_minutes":90})");
        service("02", "2018-06-28T09:00", "2018-06-28T09:40", "visit",
                R"({"owner":"420106195501010011","role":"volunteer"},{"owner":"r-001","role":"receiver"})");
        post(
            R"({"kind":"redemption","owner":"420106195501010011","item":"breakfast","quantity":2,"at":"2018-07-02T07:30+08:00","receiver":"r-001"})");
        service("03", "2018-07-03T09:00", "2018-07-03T10:30", "visit",
                R"({"owner":"420106195501010011","role":"volunteer"},{"owner":"r-001","role":"receiver"})");
        service("04", "2018-07-05T09:00", "2018-07-05T11:00", "survey",
                R"({"owner":"0071","role":"volunteer"},{"owner":"r-001","role":"attendee"})");
        must({"reverse", ledger(), "14", "--reason", "wrong-person"});
    }

    std::string ledger() const { return folder_ / "ledger"; }

    /// Runs the command and gives what it prints, the recording times made the same.
    std::string out(std::vector<std::string> command) const {
        const auto outcome = run(command);
        INFO(outcome.err);
        REQUIRE(outcome.exit_code == 0);
        REQUIRE(outcome.err.empty());
        auto text = outcome.out;
        // "2026-01-03T00:30:15Z" is when the test ran.
        for (auto at = text.find("Z"); at != std::string::npos; at = text.find("Z", at + 1))
            if (at >= 19 && text[at - 3] == ':' && text[at - 9] == 'T')
                text.replace(at - 19, 19, "NOW...............");
        return text;
    }

  private:
    static std::string report_standard(const std::string& name) {
        return std::string(TIMEBANK_SOURCE_DIR) + "/tests/report/standards/" + name + ".json";
    }

    void must(std::vector<std::string> command) {
        command.insert(command.end(), {"--keys", folder_ / "keys"});
        const auto outcome = run(command);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
    }

    void post(const std::string& line) {
        write_file(folder_ / "line.jsonl", line + "\n");
        must({"post", ledger(), folder_ / "line.jsonl"});
    }

    void account(const std::string& owner, const std::string& account_class, const std::string& group = "") {
        nlohmann::json line = {{"kind", "account"}, {"owner", owner}, {"class", account_class}};
        if (!group.empty()) line["member_of"] = {group};
        post(line.dump());
    }

    void service(const std::string& number, const std::string& start, const std::string& end,
                 const std::string& category, const std::string& participants) {
        post(R"({"kind":"service","id":"00000000-0000-8000-8000-0000000000)" + number + R"(","category":")" +
             category + R"(","actual":{"start":")" + start + R"(+08:00","end":")" + end +
             R"(+08:00"},"participants":[)" + participants + "]}");
    }

    TempFolder folder_;
};

void check_printed(const std::string& text, const std::string& name) {
    if (std::getenv("TIMEBANK_REWRITE_PRINTED") != nullptr) write_file(printed(name), text);
    INFO(name);
    CHECK(text == read_file(printed(name)));
}

}  // namespace

TEST_CASE("statements, totals and balances are printed as a social worker reads them, in both languages") {
    const Village village;
    const auto ledger = village.ledger();
    const std::string member = "420106195501010011";
    struct Row {
        std::string name;
        std::vector<std::string> command;
    };
    const std::vector<Row> rows = {
        {"statement", {"statement", ledger, member}},
        {"statement-july", {"statement", ledger, member, "--from", "2018-07-01", "--until", "2018-08-01"}},
        {"statement-receiver", {"statement", ledger, "r-001"}},
        {"statement-nothing", {"statement", ledger, "team-1"}},
        {"statement-csv", {"statement", ledger, member, "--from", "2018-06-01", "--csv"}},
        {"totals-category", {"totals", ledger}},
        {"totals-month", {"totals", ledger, "--by", "month"}},
        {"totals-team", {"totals", ledger, "--by", "team", "--until", "2018-07-01"}},
        {"totals-category-csv", {"totals", ledger, "--by", "category", "--csv"}},
        {"totals-month-csv", {"totals", ledger, "--by", "month", "--csv"}},
        {"totals-team-csv", {"totals", ledger, "--by", "team", "--csv"}},
        {"balance-csv", {"balance", ledger, "--csv"}},
    };
    for (const auto& row : rows)
        for (const std::string language : {"zh", "en"}) {
            auto command = row.command;
            command.insert(command.begin(), {"--lang", language});
            check_printed(village.out(command), row.name + "." + language + ".txt");
        }
}

TEST_CASE("a statement and totals as JSON have the same numbers as in words") {
    const Village village;
    const auto statement = nlohmann::json::parse(
        village.out({"statement", village.ledger(), "420106195501010011", "--from", "2018-07-01", "--json"}));
    CHECK(statement.at("owner") == "420106195501010011");
    CHECK(statement.at("from") == "2018-07-01");
    CHECK(statement.count("until") == 0);
    CHECK(statement.at("last_entry") == 17);
    CHECK(statement.at("served_minutes") == 90);
    const auto& point = statement.at("units").at(1);
    CHECK(point.at("unit") == "point");
    CHECK(point.at("opening") == "15");
    CHECK(point.at("in") == "6");
    CHECK(point.at("out") == "4");
    CHECK(point.at("closing") == "17");
    CHECK(point.at("booked") == "17");
    CHECK(point.at("available") == "17");
    REQUIRE(statement.at("lines").size() == 3);
    const auto& meal = statement.at("lines").at(0);
    CHECK(meal.at("date") == "2018-07-02");
    CHECK(meal.at("kind") == "redemption");
    CHECK(meal.at("what").at("zh") == "兑换：早餐一份 ×2，给 r-001（已由条目 17 冲销）");
    CHECK(meal.at("reversed_by") == 17);
    CHECK(meal.at("movements").at(0).at("amount") == "-4");
    CHECK(meal.at("movements").at(0).at("balance") == "11");

    const auto lines = lines_of(village.out({"totals", village.ledger(), "--by", "month", "--json"}));
    REQUIRE(lines.size() == 3);
    CHECK(nlohmann::json::parse(lines[0]).at("month") == "2018-06");
    CHECK(nlohmann::json::parse(lines[0]).at("served_minutes") == 150 + 90 + 40);
    CHECK(nlohmann::json::parse(lines[1]).at("credits").at("hour") == "3.5");
    CHECK(nlohmann::json::parse(lines[2]).at("sessions") == 3);
}

TEST_CASE("what is asked wrongly is answered with what to do") {
    TempFolder folder;
    found(folder);
    const auto ledger = folder / "ledger";
    struct Row {
        std::vector<std::string> command;
        std::string says;
    };
    const std::vector<Row> rows = {
        {{"statement", ledger}, "OWNER"},
        {{"statement", ledger, "v-9"}, "there is no account v-9: check the spelling"},
        {{"statement", ledger, "v-9", "--from", "2018-06-31"}, "2018-06-31"},
        {{"statement", ledger, "v-9", "--from", "2018-07-01", "--until", "2018-06-01"}, "exchange them"},
        {{"statement", ledger, "v-9", "--csv", "--json"}, "choose one of --json and --csv"},
        {{"totals", ledger, "--by", "weather"}, "weather"},
        {{"totals", ledger, "--csv", "--json"}, "choose one of --json and --csv"},
        {{"balance", ledger, "--csv", "--json"}, "choose one of --json and --csv"},
        {{"entries", ledger, "--csv", "--json"}, "choose one of --json and --csv"},
        {{"statement", folder / "nowhere", "v-1"}, "nowhere"},
    };
    for (const auto& row : rows) {
        const auto outcome = run(row.command);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.err.find(row.says) != std::string::npos);
        CHECK(outcome.out.empty());
    }
}

TEST_CASE("entries as CSV are a line each under their headings") {
    TempFolder folder;
    found(folder);
    const auto all = lines_of(run({"entries", folder / "ledger", "--csv"}).out);
    REQUIRE(all.size() == 2);
    CHECK(all[0] ==
          "\xef\xbb\xbf"
          "entry,recorded on (UTC),at (UTC),kind,claim id\r");
    CHECK(all[1].substr(0, 4) == "0,20");
    CHECK(all[1].find(",genesis,") != std::string::npos);
}
