#include "catch.hpp"
#include "program.hpp"

// A service that nobody has confirmed waits. Somebody of the office confirms it, takes it back after a
// complaint, and gives it again when the appeal is upheld: each an entry, and the balance follows.

using namespace timebank::cli_test;

namespace {

constexpr const char* setup =
    R"({"kind":"unit","code":"point","minor_units_in_one":1,"name":{"zh":"积分","en":"point"}}
{"kind":"account","owner":"issuer","class":"issuer"}
{"kind":"account","owner":"v-1","class":"member"}
{"kind":"account","owner":"r-1","class":"member"}
)";

constexpr const char* standard = R"({"language": 1, "kind": "credit", "id": "visits", "edition": "1",
  "effective_from": "2018-01-01", "edition_date": "occurrence",
  "title": {"zh": "探访积分", "en": "visit credits"}, "units": {"point": 1}, "issuer": "issuer",
  "categories": [{"code": "visit", "name": {"zh": "探访", "en": "visit"}, "overlap": "refuse"}],
  "rules": [{"id": "visit-points", "name": {"zh": "探访积分", "en": "visit points"}, "categories": ["visit"],
    "roles": ["volunteer"], "unit": "point", "steps": [
      {"gate": {"condition": {"cosigned": ["receiver"]}, "otherwise": "pending", "lapses_after_days": "never"}},
      {"tariff": {"per": "hour", "amount": "6"}}, {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}],
  "examples": [{"name": "unconfirmed", "given": {"services": [{"category": "visit", "role": "volunteer",
    "start": "2018-06-04T09:00+08:00", "minutes": 60}]}, "expect": {"pending": true}}]})";

constexpr const char* visit =
    R"({"kind":"service","category":"visit","actual":{"start":"2018-06-04T09:00+08:00","end":"2018-06-04T10:00+08:00"},"participants":[{"owner":"v-1","role":"volunteer"},{"owner":"r-1","role":"receiver"}]}
)";

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string balance(const TempFolder& folder) {
    return run({"balance", folder / "ledger", "v-1"}).out;
}

Outcome rule(const TempFolder& folder, const std::string& index, const std::string& outcome,
             const std::string& reason) {
    return run({"rule", folder / "ledger", index, outcome, "--reason", reason, "--keys", folder / "keys"});
}

}  // namespace

TEST_CASE("a service waits until it is confirmed, is zeroed after a complaint and restored on appeal") {
    TempFolder folder;
    found(folder);
    const auto book = folder / "ledger";
    const std::vector<std::string> keys = {"--keys", folder / "keys"};
    const auto post = [&](const std::string& lines) {
        write_file(folder / "lines.jsonl", lines);
        return run({"post", book, folder / "lines.jsonl", "--keys", folder / "keys"});
    };
    REQUIRE(post(setup).exit_code == 0);
    write_file(folder / "standard.json", standard);
    REQUIRE(run({"adopt", book, folder / "standard.json", "--keys", folder / "keys"}).exit_code == 0);
    REQUIRE(post(visit).exit_code == 0);
    const std::string service = "6";
    CHECK_FALSE(contains(balance(folder), "6"));
    CHECK(contains(run({"explain", book, service}).out, "until a ruling confirms"));
    CHECK(contains(run({"--lang", "zh", "explain", book, service}).out, "待确认"));

    CHECK(rule(folder, service, "zeroed", "complaint").exit_code == 1);  // there is nothing yet to take
    REQUIRE(rule(folder, service, "confirmed", "called-by-phone").exit_code == 0);
    CHECK(contains(balance(folder), "6"));
    const auto again = rule(folder, service, "confirmed", "called-again");
    CHECK(again.exit_code == 1);
    CHECK(contains(again.out + again.err, "not_pending"));

    REQUIRE(rule(folder, service, "zeroed", "complaint").exit_code == 0);
    CHECK_FALSE(contains(balance(folder), "6"));
    REQUIRE(rule(folder, service, "restored", "appeal").exit_code == 0);
    CHECK(contains(balance(folder), "6"));
    CHECK(rule(folder, "99", "confirmed", "no-such").exit_code == 2);
    CHECK(rule(folder, service, "perhaps", "no-such").exit_code != 0);

    // The same hour from paper and from the app: the second is refused while the first counts.
    const auto twice = post(
        R"({"kind":"service","category":"visit","actual":{"start":"2018-06-04T09:30+08:00","end":"2018-06-04T10:30+08:00"},"participants":[{"owner":"v-1","role":"volunteer"}]}
)");
    CHECK(twice.exit_code == 1);
    CHECK(contains(twice.out + twice.err, "overlaps_recorded"));
    CHECK(run({"audit", book}).exit_code == 0);
}
