#include "decision/evaluator.hpp"

#include <nlohmann/json.hpp>
#include <random>

#include "catch.hpp"
#include "decision/book.hpp"
#include "decision/standards.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;
using slow::RuleSpec;
using slow::Visit;

constexpr unsigned seed = 20180604;
constexpr int standards = 1'000;
constexpr std::size_t visits_each = 20;

/// One minor unit is 1/60 of the unit, so that amounts in the document are fractions.
std::string sixtieths(std::int64_t minor_units) {
    return std::to_string(minor_units) + "/60";
}

std::string document_of(const RuleSpec& rule) {
    json steps = json::array();
    steps.push_back({{"tariff",
                      {{"per", rule.per},
                       {"amount", std::to_string(rule.above) + "/" + std::to_string(60 * rule.below)}}}});
    if (rule.minimum) steps.push_back({{"minimum", {{"amount", sixtieths(*rule.minimum)}}}});
    json rounding = {{"step", sixtieths(rule.step)}, {"direction", rule.direction}, {"scope", "service"}};
    if (rule.direction == "nearest") rounding["ties"] = rule.ties;
    if (rule.scope != "service") {
        rounding["scope"] = "running_total";
        rounding["window"] = rule.scope;
    }
    steps.push_back({{"rounding", rounding}});
    for (std::size_t i = 0; i < rule.caps.size(); ++i)
        steps.push_back({{"cap",
                          {{"id", "cap-" + std::to_string(i)},
                           {"key", "member"},
                           {"window", rule.caps[i].window},
                           {"limit", sixtieths(rule.caps[i].limit)},
                           {"at_cap", rule.caps[i].clips ? "clip" : "refuse"}}}});
    if (rule.caps.empty()) steps.push_back({{"cap", "none"}});
    const json part = {{"rules", {{{"id", "base"}, {"unit", "hour"}, {"steps", steps}}}}};
    return standard_document(StandardKind::credit, "2018-01-01", part.dump());
}

Claim claim_of(const Visit& visit, std::size_t number) {
    ServiceContent service;
    service.category = "visit";
    service.actual.start = parse_civil_time("2018-06-04T08:00+08:00").value();
    service.actual.start.local_minutes += visit.day * 24 * 60;
    service.actual.end = service.actual.start;
    service.actual.end.local_minutes += visit.minutes;
    service.quantity = static_cast<std::uint32_t>(visit.items);
    service.participants.push_back({"v-1", "volunteer", {}, {}});
    Claim claim;
    claim.origin = origin;
    claim.id = id_of("visit " + std::to_string(number));
    claim.author = signer("op").public_key();
    claim.content = std::move(service);
    return claim;
}

/// A book with the account and units that every case needs, founded once.
const Book& founded() {
    static const Book book = [] {
        Book fresh;
        for (const auto& [code, minor_units] : {std::pair("point", 1), {"hour", 60}, {"coin", 100}})
            fresh.must_post(UnitContent{code, minor_units, 0, {code, code}});
        fresh.must_post(AccountContent{"issuer", AccountClass::issuer, {}});
        fresh.must_post(AccountContent{"v-1", AccountClass::member, {}});
        return fresh;
    }();
    return book;
}

std::vector<std::optional<std::int64_t>> by_the_library(const RuleSpec& rule,
                                                        const std::vector<Visit>& visits) {
    Book book(&founded());
    const auto document = document_of(rule);
    book.must_post(StandardContent{Bytes(document.begin(), document.end())});
    std::vector<std::optional<std::int64_t>> given;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const auto before = book.balance("v-1", "hour").minor_units;
        const auto answer = book.post({claim_of(visits[i], i), {}, {}}, false);
        const auto moved = book.balance("v-1", "hour").minor_units - before;
        given.push_back(answer.refusal ? std::nullopt : std::optional(moved));
    }
    return given;
}

bool agree(const RuleSpec& rule, const std::vector<Visit>& visits) {
    return by_the_library(rule, visits) == slow::evaluate(rule, visits);
}

/// A whole number of [low, high].
std::int64_t between(std::mt19937& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<unsigned>(high - low + 1));
}

template <class T>
T one_of(std::mt19937& random, std::initializer_list<T> all) {
    return all.begin()[random() % all.size()];
}

RuleSpec random_rule(std::mt19937& random) {
    RuleSpec rule;
    rule.per = one_of(random, {"minute", "hour", "visit", "item"});
    rule.above = between(random, 0, rule.per == "minute" ? 5 : 150);
    rule.below = between(random, 1, 7);
    if (random() % 3 == 0) rule.minimum = between(random, 0, 60);
    rule.step = one_of(random, {1, 2, 15, 30, 45, 60});
    rule.direction = one_of(random, {"down", "up", "nearest"});
    rule.ties = one_of(random, {"up", "down", "even"});
    rule.scope = one_of(random, {"service", "day", "life"});
    for (auto count = random() % 3; count > 0; --count)
        rule.caps.push_back(
            {one_of(random, {"service", "day", "life"}), between(random, 0, 400), random() % 3 != 0});
    return rule;
}

std::vector<Visit> random_visits(std::mt19937& random) {
    std::vector<Visit> visits;
    for (std::size_t i = 0; i < visits_each; ++i) {
        // Half hours meet ties; any length meets everything else.
        const auto minutes = random() % 3 == 0 ? 30 * between(random, 0, 5) : between(random, 0, 199);
        visits.push_back({between(random, 0, 3), minutes, between(random, 0, 4)});
    }
    return visits;
}

/// Leaves out whatever can be left out while the two still disagree.
void shrink(RuleSpec& rule, std::vector<Visit>& visits) {
    for (std::size_t i = visits.size(); i-- > 0;) {
        auto fewer = visits;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (!agree(rule, fewer)) visits = fewer;
    }
    for (std::size_t i = rule.caps.size(); i-- > 0;) {
        auto simpler = rule;
        simpler.caps.erase(simpler.caps.begin() + static_cast<std::ptrdiff_t>(i));
        if (!agree(simpler, visits)) rule = simpler;
    }
    auto simpler = rule;
    simpler.minimum.reset();
    if (!agree(simpler, visits)) rule = simpler;
}

std::string described(const std::vector<std::optional<std::int64_t>>& given) {
    std::string text;
    for (const auto& one : given) text += (one ? std::to_string(*one) : "refused") + " ";
    return text;
}

}  // namespace

TEST_CASE("20 000 random services under random standards earn what a slow second evaluator says") {
    std::mt19937 random(seed);
    INFO("seed " << seed);
    std::size_t paid = 0;
    std::size_t refused = 0;
    for (int number = 0; number < standards; ++number) {
        auto rule = random_rule(random);
        auto visits = random_visits(random);
        if (!agree(rule, visits)) {
            shrink(rule, visits);
            std::string text = "standard " + std::to_string(number) + ": " + document_of(rule) + "\n";
            for (const auto& visit : visits)
                text += "day " + std::to_string(visit.day) + ", " + std::to_string(visit.minutes) +
                        " minutes, " + std::to_string(visit.items) + " items\n";
            FAIL(text << "library: " << described(by_the_library(rule, visits))
                      << "\nslowly:  " << described(slow::evaluate(rule, visits)));
        }
        for (const auto& one : slow::evaluate(rule, visits)) ++(one ? paid : refused);
    }
    // The generator must reach both sides.
    CHECK(paid > 10'000);
    CHECK(refused > 500);
    CHECK(paid + refused == standards * visits_each);
}

}  // namespace timebank::decision_test
