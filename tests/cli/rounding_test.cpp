#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "program.hpp"

// 88 home visits of 40 minutes by one volunteer, at one point an hour: what the community chooses as rounding
// decides whether that is worth 0, 44 or 58 points. The hours served are the same every time.

using namespace timebank::cli_test;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string standard(const nlohmann::json& rounding) {
    const nlohmann::json name = {{"zh", "探访"}, {"en", "visits"}};
    auto rule = [&](const std::string& id, const std::string& unit, const nlohmann::json& rounded) {
        return nlohmann::json{
            {"id", id},
            {"name", name},
            {"categories", "all"},
            {"roles", {"volunteer"}},
            {"unit", unit},
            {"steps",
             {{{"tariff", {{"per", "hour"}, {"amount", "1"}}}}, {{"rounding", rounded}}, {{"cap", "none"}}}}};
    };
    return nlohmann::json{{"language", 1},
                          {"kind", "credit"},
                          {"id", "visits"},
                          {"edition", "1"},
                          {"effective_from", "2018-01-01"},
                          {"edition_date", "occurrence"},
                          {"title", name},
                          {"units", {{"point", 10}, {"hour", 60}}},
                          {"issuer", "issuer"},
                          {"categories", {{{"code", "home-visit"}, {"name", name}}}},
                          {"rules", {rule("hours", "hour", "exact"), rule("points", "point", rounding)}},
                          {"examples", nlohmann::json::array()}}
        .dump();
}

std::string setup() {
    return R"({"kind":"unit","code":"point","minor_units_in_one":10,"name":{"zh":"积分","en":"point"}})"
           "\n"
           R"({"kind":"unit","code":"hour","minor_units_in_one":60,"minutes_in_one":60,"name":{"zh":"小时","en":"hour"}})"
           "\n"
           R"({"kind":"account","owner":"issuer","class":"issuer"})"
           "\n"
           R"({"kind":"account","owner":"v-1","class":"member"})"
           "\n";
}

std::string visits() {
    std::string lines;
    for (int day = 0; day < 88; ++day) {
        char date[16];
        std::snprintf(date, sizeof date, "2018-%02d-%02d", 6 + day / 28, 1 + day % 28);
        lines += nlohmann::json{{"kind", "service"},
                                {"category", "home-visit"},
                                {"actual",
                                 {{"start", std::string(date) + "T09:00+08:00"},
                                  {"end", std::string(date) + "T09:40+08:00"}}},
                                {"participants", {{{"owner", "v-1"}, {"role", "volunteer"}}}}}
                     .dump() +
                 "\n";
    }
    return lines;
}

}  // namespace

TEST_CASE("88 visits of 40 minutes: 0, 44 or 58 points, and 58 h 40 min served every time") {
    struct Row {
        std::string what;
        nlohmann::json rounding;
        std::string points;
        std::string explained;  ///< of the second visit
    };
    const std::vector<Row> rows = {
        {"whole hours, each service down",
         {{"step", "1"}, {"direction", "down"}, {"scope", "service"}},
         "0 point",
         "rounded to steps of 1 point for this service: 0 point"},
        {"half hours, each service down",
         {{"step", "0.5"}, {"direction", "down"}, {"scope", "service"}},
         "44 point",
         "rounded to steps of 0.5 point for this service: 0.5 point"},
        {"whole hours on the running total",
         {{"step", "1"}, {"direction", "down"}, {"scope", "running_total"}, {"window", "life"}},
         "58 point",
         "the running total goes from 2/3 point to 4/3 point; rounded to steps of 1 point that is 1 "
         "point, of which 0 point was given before, so this service gives 1 point"},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        TempFolder folder;
        found(folder);
        const auto ledger = folder / "ledger";
        const auto keys = folder / "keys";
        write_file(folder / "setup.jsonl", setup());
        write_file(folder / "visits.jsonl", visits());
        write_file(folder / "standard.json", standard(row.rounding));
        REQUIRE(run({"post", ledger, folder / "setup.jsonl", "--keys", keys}).exit_code == 0);
        const auto adopted = run({"adopt", ledger, folder / "standard.json", "--keys", keys});
        INFO(adopted.out << adopted.err);
        REQUIRE(adopted.exit_code == 0);
        REQUIRE(run({"post", ledger, folder / "visits.jsonl", "--keys", keys}).exit_code == 0);

        const auto balance = run({"balance", ledger, "v-1"}).out;
        INFO(balance);
        CHECK(contains(balance, "58 h 40 min"));
        if (row.points == "0 point")
            CHECK_FALSE(contains(balance, "point"));  // an account that never moved has no balance line
        else
            CHECK(contains(balance, row.points));
        const auto second_visit = run({"explain", ledger, "7"}).out;
        INFO(second_visit);
        CHECK(contains(second_visit, "points: 40 minutes at 1 point an hour = 2/3 point"));
        CHECK(contains(second_visit, row.explained));
        CHECK(run({"audit", ledger, "--keys", keys}).exit_code == 0);
    }
}
