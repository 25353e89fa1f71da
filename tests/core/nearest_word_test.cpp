#include <algorithm>
#include <random>

#include "catch.hpp"
#include "timebank/text.hpp"

using namespace timebank;

namespace {

/// By the definition: letter by letter, trying everything.
std::size_t edits_by_definition(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return a.size() + b.size();
    auto least = std::min(edits_by_definition(a.substr(1), b) + 1, edits_by_definition(a, b.substr(1)) + 1);
    least = std::min(least, edits_by_definition(a.substr(1), b.substr(1)) + (a[0] == b[0] ? 0 : 1));
    if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
        least = std::min(least, edits_by_definition(a.substr(2), b.substr(2)) + 1);
    return least;
}

std::optional<std::string_view> nearest_by_definition(std::string_view word,
                                                      const std::vector<std::string_view>& words) {
    for (std::size_t edits = 0; edits <= 2; ++edits)
        for (const auto other : words)
            if (edits < other.size() && edits_by_definition(word, other) == edits) return other;
    return std::nullopt;
}

}  // namespace

TEST_CASE("the nearest word is at most two letters away") {
    const std::vector<std::string_view> words = {"minute", "hour", "visit", "item", "at_cap", "id"};
    CHECK(nearest_word("minuet", words) == "minute");
    CHECK(nearest_word("hours", words) == "hour");
    CHECK(nearest_word("vist", words) == "visit");
    CHECK(nearest_word("atcap", words) == "at_cap");
    CHECK(nearest_word("itm", words) == "item");
    CHECK(nearest_word("di", words) == "id");
    CHECK_FALSE(nearest_word("session", words).has_value());
    CHECK_FALSE(nearest_word("xy", words).has_value());
    CHECK_FALSE(nearest_word("", words).has_value());
    CHECK_FALSE(nearest_word("hour", {}).has_value());
    CHECK_FALSE(nearest_word(std::string(5000, 'h'), words).has_value());
}

TEST_CASE("the nearest of members' numbers is one with the fewest letters mistyped, the first of several") {
    const std::vector<std::string_view> numbers = {"v-001", "v-012", "r-001", "canteen-1"};
    CHECK(nearest_word("v-001", numbers) == "v-001");
    CHECK(nearest_word("v001", numbers) == "v-001");
    CHECK(nearest_word("V-012", numbers) == "v-012");
    CHECK(nearest_word("v-021", numbers) == "v-001");
    CHECK(nearest_word("canteen1", numbers) == "canteen-1");
    CHECK(nearest_word("cantene-1", numbers) == "canteen-1");
    CHECK_FALSE(nearest_word("volunteer", numbers));
    CHECK_FALSE(nearest_word("w-220", numbers));
}

TEST_CASE("the nearest of random words is the one found by trying every edit") {
    const auto seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto random_word = [&] {
        std::string word(random() % 6, ' ');
        for (auto& letter : word) letter = "abc"[random() % 3];
        return word;
    };
    for (int round = 0; round < 2'000; ++round) {
        std::vector<std::string> words(1 + random() % 4);
        std::generate(words.begin(), words.end(), random_word);
        const std::vector<std::string_view> views(words.begin(), words.end());
        const auto word = random_word();
        INFO("'" << word << "' among '" << words.front() << "' and " << words.size() - 1 << " more");
        const auto expected = nearest_by_definition(word, views);
        REQUIRE(nearest_word(word, views) == expected);
    }
}
