#include <cstdlib>
#include <set>
#include <vector>

#include "catch.hpp"
#include "decision/random_services.hpp"
#include "decision/random_standard.hpp"
#include "decision/scenario.hpp"
#include "timebank/standard.hpp"

// The library against a second, slow evaluator (slow/evaluator.hpp), on random services under random
// standards. TIMEBANK_LONG_TESTS=1 makes it 100,000 services.

namespace timebank::decision_test {
namespace {

using nlohmann::json;

constexpr unsigned seed = 20180604;
constexpr unsigned services_each = 125;

json random_scenario(unsigned number) {
    Dice dice(seed + number);
    json scenario = random_people(dice);
    // Rarely, in 100,000 services once, one comes out that could not be adopted: exact where nothing is
    // whole.
    do {
        scenario["document"] = random_standard(dice);
    } while (!check_standard(bytes_of(scenario["document"].dump())));
    scenario["services"] = random_services(dice, services_each);
    return scenario;
}

std::string at_the_least(const json& scenario, const std::string& kind) {
    const auto least = shrink(scenario, [&](const Comparison& one) { return one.kind == kind; });
    return least.dump(2) + "\n" + compare(least).difference;
}

using Words = std::vector<const char*>;
const Words windows = {"day",           "week",        "month",           "quarter",
                       "calendar_year", "fiscal_year", "membership_year", "life"};

/// All parts of the language that the second evaluator tells apart, each counted where it made a difference.
std::set<std::string> parts_of_the_language() {
    const std::pair<std::string, Words> groups[] = {
        {"", {"account", "band of the day before", "bands split", "fact by default", "highest_of"}},
        {"", {"in_each_of_last", "minimum", "modulo", "obligation", "pays"}},
        {"",
         {"credit_to household", "whose household", "ladder keeps a level", "ladder kept a level",
          "when leaves a step out"}},
        {"gate ", {"refuse", "nothing", "pending"}},
        {"clock ", {"agreed", "earlier", "later", "of own minutes", "ends before it starts"}},
        {"clock ", {"round_start", "round_end", "round_length"}},
        {"travel ", {"included", "at most"}},
        {"tariff per ", {"minute", "hour", "visit", "item", "quantity"}},
        {"factor ", {"multiplies", "divides"}},
        {"rounding ", {"down", "up", "nearest", "exact", "by claim", "by running_total"}},
        {"running total of a ", windows},
        {"tie ", {"up by up", "up by even", "down by down", "down by even"}},
        {"number ", {"table", "each", "first", "by category", "by place", "by role", "otherwise"}},
        {"cap key ", {"member", "household", "team", "everyone"}},
        {"cap window ", windows},
        {"cap ",
         {"window service", "window session", "window balance", "window trailing_days", "per_category"}},
        {"notice ", {"cut", "overflowed", "limit_passed", "waived", "overlaps", "pending"}},
        {"quantity ", {"balance", "earned", "services", "minutes_served", "level", "fact", "participants"}},
        {"quantity this ",
         {"minutes", "items", "travel_minutes", "grade", "filed_after_days", "member_days"}},
        {"quantity window ", windows},
        {"quantity window ", {"trailing_days"}},
        {"refused ", {"credits_others", "standard_missing", "category_unknown", "participant_repeated"}},
        {"refused ",
         {"own_minutes_too_long", "fact_unknown", "fact_unowned", "fact_missing", "fact_not_attested"}},
        {"refused ", {"evidence_not_attested", "overlaps_recorded", "gate_closed", "cap_reached"}},
        {"refused ", {"number_out_of_range", "approval_missing", "second_person_missing"}},
        {"refused ", {"serves_themselves", "offset_unknown", "service_too_long"}}};
    std::set<std::string> parts;
    for (const auto& [begin, words] : groups)
        for (const char* word : words) parts.insert(begin + word);
    for (const char* word :
         {"all", "any", "not", "tag", "evidence", "cosigned", "place", "days", "date", "this", "fact",
          "balance", "earned", "services", "minutes_served", "level", "participants"})
        for (const char* end : {" holds", " does not hold"})
            parts.insert(std::string("condition ") + word + end);
    return parts;
}

}  // namespace

TEST_CASE("random services earn under random standards what a slow second evaluator says") {
    const unsigned standards = std::getenv("TIMEBANK_LONG_TESTS") != nullptr ? 800 : 120;
    INFO("seed " << seed);
    std::size_t services = 0;
    std::size_t accepted = 0;
    std::set<std::string> seen;
    for (unsigned number = 0; number < standards; ++number) {
        const auto scenario = random_scenario(number);
        const auto comparison = compare(scenario);
        if (!comparison.difference.empty())
            FAIL("standard " << number << ", service " << comparison.services << ":\n"
                             << comparison.difference << "at the least:\n"
                             << at_the_least(scenario, comparison.kind));
        services += comparison.services;
        accepted += comparison.accepted;
        for (const auto& [part, times] : comparison.seen) seen.insert(part);
    }
    CHECK(services == standards * services_each);
    CHECK(accepted > services * 2 / 5);
    CHECK(accepted < services);
    CHECK(seen == parts_of_the_language());  // the generator reaches them all
}

TEST_CASE("a scenario shrinks to the one rule and the one service that matter") {
    const auto is_cut = [](const Comparison& one) { return one.seen.count("notice cut") != 0; };
    unsigned number = 1;  // standard 0 cuts what a minimum gave, and needs that step too
    while (!is_cut(compare(random_scenario(number)))) ++number;
    INFO("seed " << seed << ", standard " << number);
    const auto least = shrink(random_scenario(number), is_cut);
    INFO(least.dump(2));
    CHECK(is_cut(compare(least)));
    REQUIRE(least["document"]["rules"].size() == 1);
    CHECK(least["document"]["rules"][0]["steps"].size() == 3);  // tariff, rounding, cap
    REQUIRE(least["services"].size() == 1);
    CHECK(least["services"][0]["participants"].size() == 1);
    CHECK(least["members"].size() == 1);
}

}  // namespace timebank::decision_test
