#include "catch.hpp"
#include "timebank/example.hpp"

// Faults that a reader found in the earning rules before anybody lost a credit by them, each as the smallest
// document and services that showed it.

using namespace timebank;

namespace {

std::string standard(const std::string& more, const std::string& steps, const std::string& examples) {
    return R"({"language": 1, "kind": "credit", "id": "faults", "edition": "1", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "找到的错误", "en": "faults found"},
  "units": {"point": 1, "star": 1}, "issuer": "issuer",
  "facts": [{"code": "owed", "attested_by": ["officer"]}],
  "categories": [{"code": "visit", "name": {"zh": "探访", "en": "visit"}},
                 {"code": "prize", "name": {"zh": "领奖", "en": "prize"}}],)" +
           more + R"(
  "rules": [{"id": "points", "name": {"zh": "积分", "en": "points"}, "categories": ["visit"],
    "roles": ["volunteer", "leader"], "unit": "point", "steps": [)" +
           steps + R"(]},
   {"id": "prizes", "name": {"zh": "奖品", "en": "prizes"}, "categories": ["prize"], "roles": ["volunteer"],
    "unit": "star", "pays": true, "steps": [{"tariff": {"per": "visit", "amount": "1"}},
      {"rounding": "exact"}, {"cap": "none"}]}],
  "examples": [)" +
           examples + "]}";
}

void check(const std::string& document) {
    const auto outcomes = test_standard(Bytes(document.begin(), document.end()));
    INFO((outcomes ? std::string() : outcomes.error().text.en));
    REQUIRE(outcomes);
    for (const auto& outcome : *outcomes) {
        INFO(outcome.name << ": expected " << outcome.expected.en << ", got " << outcome.got.en);
        CHECK(outcome.passed);
    }
}

const std::string an_hour = R"({"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"})";

const std::string visit = R"({"category": "visit", "role": "volunteer", "start": ")";

}  // namespace

TEST_CASE("a mistyped year in the agreed times is refused and not paid") {
    const std::string clock =
        R"({"clock": {"start": "earlier", "end": "actual", "travel": "excluded"}}, )" + an_hour;
    check(standard("", clock,
                   R"({"name": "a year early", "given": {"services": [)" + visit +
                       R"(2018-06-04T09:00+08:00", "minutes": 60,
            "agreed": {"start": "2017-06-04T09:00+08:00", "minutes": 60}}]},
          "expect": {"refused": "number_out_of_range", "by": "points"}},
         {"name": "an hour early", "given": {"services": [)" +
                       visit + R"(2018-06-04T09:00+08:00", "minutes": 60,
            "agreed": {"start": "2018-06-04T08:00+08:00", "minutes": 60}}]}, "expect": {"credits": {"point": "2"}}})"));
}

TEST_CASE("what is below zero is multiplied as nothing, so no rule turns round") {
    const std::string by_fact =
        R"({"tariff": {"per": {"fact": "owed"}, "amount": "3"}}, {"rounding": "exact"}, {"cap": "none"})";
    check(
        standard("", by_fact,
                 R"({"name": "a debt", "given": {"facts": {"owed": -5}, "services": [)" + visit +
                     R"(2018-06-04T09:00+08:00", "minutes": 60}]}, "expect": {"credits": {"point": "0"}}})"));
}

TEST_CASE("a level that was spent is not given again, and one that was never given is none") {
    const std::string ladder = R"("ladders": [{"id": "stars", "name": {"zh": "星级", "en": "stars"},
      "kept_in": "star", "levels": [{"code": "star-1", "name": {"zh": "一星", "en": "one star"},
      "when": {"earned": "point", "at_least": "2"}}]}],)";
    check(standard(ladder, an_hour,
                   R"({"name": "spent", "given": {"services": [)" + visit +
                       R"(2018-06-04T09:00+08:00", "minutes": 120},
            {"category": "prize", "role": "volunteer", "start": "2018-06-05T09:00+08:00", "minutes": 0}, )" +
                       visit + R"(2018-06-06T09:00+08:00", "minutes": 60}]},
          "expect": {"balance": {"star": "0", "point": "3"}, "level": {"stars": "star-1"}}},
         {"name": "brought over", "given": {"balance": {"star": "5"}, "services": [)" +
                       visit + R"(2018-06-04T09:00+08:00", "minutes": 60}]},
          "expect": {"balance": {"star": "5"}, "level": {"stars": "none"}}})"));
}

TEST_CASE("an obligation is paid by minutes served, not by travel") {
    const std::string steps = R"({"clock": {"start": "actual", "end": "actual", "travel": "included"}},
      {"obligation": {"id": "owed", "minutes": 100, "window": "month"}},
      {"tariff": {"per": "minute", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"})";
    check(standard("", steps,
                   R"({"name": "twice an hour and an hour's way", "given": {"services": [)" + visit +
                       R"(2018-06-04T09:00+08:00", "minutes": 60, "travel_minutes": 60, "times": 2}]},
          "expect": {"credits": {"point": "140"}}})"));
}
