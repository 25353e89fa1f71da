#include "catch.hpp"
#include "folder.hpp"
#include "timebank/amount.hpp"

#include <algorithm>
#include <optional>
#include <set>

// Whether the examples in the documents say what the published ones say: every number that a source expects
// must be expected, and minutes, hours and balances that it gives must be given.

using namespace timebank;
using namespace timebank::test;

namespace {

/// Fine enough for sixtieths and thousandths.
constexpr std::int64_t scale = 60'000;

std::optional<std::int64_t> number_of(const std::string& text) {
    const auto amount = parse_amount(text, scale);
    return amount ? std::optional(amount->minor_units) : std::nullopt;
}

/// All amounts inside an expectation of a document: credits, balances, what others get…
void collect_amounts(const json& expect, std::set<std::int64_t>& amounts) {
    for (const auto& member : expect) {
        if (member.is_structured()) collect_amounts(member, amounts);
        if (!member.is_string()) continue;
        if (const auto amount = number_of(member.get<std::string>())) amounts.insert(*amount);
    }
}

/// The published names for numbers that a document must not expect, or says otherwise.
bool is_said_otherwise(const std::string& name) {
    return name == "wrong" || name == "hours_not";
}

int check_expected(const PublishedExample& source, const json& example) {
    std::set<std::int64_t> amounts;
    collect_amounts(example.at("expect"), amounts);
    int compared = 0;
    for (const auto& [name, value] : source.expect.items()) {
        if (!value.is_number() || is_said_otherwise(name)) continue;
        auto number = number_of(value.dump());
        REQUIRE(number.has_value());
        if (name == "minutes") *number /= 60;
        INFO(source.id << " expects " << name << " " << value.dump());
        CHECK(amounts.count(*number) == 1);
        ++compared;
    }
    if (source.expect.value("decision", "") == "refuse") {
        INFO(source.id << " expects a refusal");
        CHECK(example.at("expect").contains("refused"));
        ++compared;
    }
    return compared;
}

int check_given(const PublishedExample& source, const json& example) {
    std::int64_t minutes = 0;
    std::set<std::int64_t> lengths;
    for (const auto& service : example.at("given").at("services")) {
        const auto length = service.at("minutes").get<std::int64_t>();
        lengths.insert(length);
        minutes += length * service.value("times", std::int64_t{1});
    }
    int compared = 0;
    INFO(source.id << " is given " << source.given.dump());
    for (const auto& [name, value] : source.given.items()) {
        if (name == "minutes" || name == "minutes_each") {
            CHECK(lengths.count(value.get<std::int64_t>()) == 1);
        } else if (name == "hours") {
            CHECK(number_of(value.dump()) == minutes * scale / 60);
        } else if (name == "balance") {
            std::set<std::int64_t> amounts;
            collect_amounts(example.at("given").at("balance"), amounts);
            CHECK(amounts.count(*number_of(value.dump())) == 1);
        } else {
            continue;
        }
        ++compared;
    }
    return compared;
}

}  // namespace

TEST_CASE("the documents' examples are given and expect what the published ones say") {
    int expected = 0;
    int given = 0;
    for (const auto& [id, sources] : published()) {
        const auto examples = json::parse(standards().at(id)).at("examples");
        for (const auto& source : sources) {
            const auto example = std::find_if(examples.begin(), examples.end(),
                                              [&](const json& one) { return one.at("name") == source.id; });
            INFO(source.id);
            REQUIRE(example != examples.end());
            expected += check_expected(source, *example);
            given += check_given(source, *example);
        }
    }
    if (published().empty()) return;
    CHECK(expected > 70);
    CHECK(given > 45);
}
