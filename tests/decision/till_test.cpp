#include <cstdlib>
#include <set>

#include "catch.hpp"
#include "decision/random_redemptions.hpp"
#include "decision/random_services.hpp"
#include "decision/random_standard.hpp"
#include "decision/scenario.hpp"
#include "timebank/standard.hpp"

// The library against a second, slow evaluator of redemption standards (slow/till.hpp), on random redemptions
// under random standards, behind random services. TIMEBANK_LONG_TESTS=1 makes it 100,000 redemptions.

namespace timebank::decision_test {
namespace {

using nlohmann::json;

constexpr unsigned seed = 20190105;
constexpr int services_each = 15;
constexpr int redemptions_each = 125;

template <class Draw>
json sound(const Draw& draw) {
    for (;;) {
        auto document = draw();
        if (check_standard(bytes_of(document.dump()))) return document;
    }
}

json random_scenario(unsigned number) {
    Dice dice(seed + number);
    json scenario = random_people(dice);
    scenario["document"] = sound([&] { return random_standard(dice); });
    scenario["services"] = random_services(dice, services_each);
    scenario["redemption"] = sound([&] { return random_redemption_standard(dice); });
    scenario["redemptions"] = random_redemptions(dice, scenario["redemption"], redemptions_each);
    return scenario;
}

std::string at_the_least(const json& scenario, const std::string& kind) {
    const auto least = shrink(scenario, [&](const Comparison& one) { return one.kind == kind; });
    return least.dump(2) + "\n" + compare(least).difference;
}

/// What the random redemptions must have reached, with effect.
std::set<std::string> parts_of_the_till() {
    std::set<std::string> parts = {"costs",    "cost rounded",       "received in the household",
                                   "no floor", "balance below zero", "notice worth"};
    for (const char* refusal : {"standard_missing", "offset_unknown", "fact_unknown", "fact_missing",
                                "fact_not_attested", "item_unknown", "item_locked", "limit_reached",
                                "balance_too_low", "number_out_of_range", "balance_too_high"})
        parts.insert(std::string("refused ") + refusal);
    for (const char* key : {"member", "household", "receiver", "everyone"})
        for (const char* counted : {"items", "redemptions", "spent"})
            parts.insert(std::string("limit of ") + key + " " + counted);
    for (const char* whose : {"whose household", "whose receiver"}) parts.insert(whose);
    for (const char* kind : {"tag", "cosigned", "days", "date", "fact", "balance", "earned", "services",
                             "minutes_served", "level", "this", "all", "any", "not"})
        for (const char* end : {" holds", " does not hold"})
            parts.insert(std::string("condition ") + kind + end);
    for (const char* kind : {"table", "each", "first"}) parts.insert(std::string("number ") + kind);
    return parts;
}

}  // namespace

TEST_CASE("random redemptions cost under random standards what a slow second evaluator says") {
    const unsigned standards = std::getenv("TIMEBANK_LONG_TESTS") != nullptr ? 800 : 100;
    INFO("seed " << seed);
    std::size_t tried = 0;
    std::size_t accepted = 0;
    std::set<std::string> missing = parts_of_the_till();
    for (unsigned number = 0; number < standards; ++number) {
        const auto scenario = random_scenario(number);
        const auto comparison = compare(scenario);
        if (!comparison.difference.empty())
            FAIL("standard " << number << ", deed " << comparison.services << ":\n"
                             << comparison.difference << "at the least:\n"
                             << at_the_least(scenario, comparison.kind));
        tried += comparison.services;
        accepted += comparison.accepted;
        for (const auto& [part, times] : comparison.seen) missing.erase(part);
    }
    CHECK(tried == standards * (services_each + redemptions_each));
    CHECK(accepted > tried / 8);
    CHECK(missing == std::set<std::string>());
}

}  // namespace timebank::decision_test
