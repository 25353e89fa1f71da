#include "timebank/amount.hpp"

#include <limits>
#include <random>
#include <string>

#include "catch.hpp"

using namespace timebank;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("sums of amounts are exact or nothing") {
    struct Row {
        std::int64_t a, b;
        std::optional<std::int64_t> sum, difference;
    };
    const Row rows[] = {
        {0, 0, 0, 0},
        {2, 3, 5, -1},
        {most, 0, most, most},
        {most, 1, std::nullopt, most - 1},
        {most, -1, most - 1, std::nullopt},
        {least, 0, least, least},
        {least, -1, std::nullopt, least + 1},
        {least, 1, least + 1, std::nullopt},
        {least, least, std::nullopt, 0},
        {most, least, -1, std::nullopt},
        {0, least, least, std::nullopt},
        {-1, least, std::nullopt, most},
    };
    auto minor_units = [](std::optional<Amount> amount) {
        return amount ? std::optional(amount->minor_units) : std::nullopt;
    };
    for (const Row& row : rows) {
        CAPTURE(row.a, row.b);
        CHECK(minor_units(checked_add(Amount{row.a}, Amount{row.b})) == row.sum);
        CHECK(minor_units(checked_subtract(Amount{row.a}, Amount{row.b})) == row.difference);
    }
    CHECK(checked_negate(Amount{5}) == Amount{-5});
    CHECK(checked_negate(Amount{most}) == Amount{least + 1});
    CHECK_FALSE(checked_negate(Amount{least}).has_value());
}

TEST_CASE("an amount is written as a decimal where there is one, else as a fraction, and read back") {
    struct Row {
        std::int64_t minor_units, in_one;
        std::string text;
    };
    const Row rows[] = {
        {0, 1, "0"},
        {0, 60, "0"},
        {12, 1, "12"},
        {-12, 1, "-12"},
        {90, 60, "1.5"},
        {-90, 60, "-1.5"},
        {15, 60, "0.25"},
        {3, 60, "0.05"},
        {-3, 60, "-0.05"},
        {3520, 60, "176/3"},
        {-3520, 60, "-176/3"},
        {1, 60, "1/60"},
        {20, 60, "1/3"},
        {1, 1'000'000, "0.000001"},
        {1'000'001, 1'000'000, "1.000001"},
        {1, 7, "1/7"},
        {14, 7, "2"},
        {most, 1, "9223372036854775807"},
        {least, 1, "-9223372036854775808"},
        {most, 100, "92233720368547758.07"},
        {least, 100, "-92233720368547758.08"},
        {least, 1'000'000, "-9223372036854.775808"},
        {most, 60, "9223372036854775807/60"},
        {least, 60, "-2305843009213693952/15"},
        {1, most, "1/9223372036854775807"},
        {most, most, "1"},
        {1, std::int64_t{1} << 62, "0.00000000000000000021684043449710088680149056017398834228515625"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text, row.in_one);
        CHECK(to_text(Amount{row.minor_units}, row.in_one) == row.text);
        CHECK(parse_amount(row.text, row.in_one).value() == Amount{row.minor_units});
    }
    CHECK(to_text(Amount{5}, 0) == "5");
}

TEST_CASE("an amount may be written in more ways than it is printed") {
    struct Row {
        std::string text;
        std::int64_t in_one, minor_units;
    };
    const Row rows[] = {
        {"1.50", 60, 90},   {"3/2", 60, 90}, {"90/60", 60, 90}, {"58.6", 10, 586},
        {"0.0", 60, 0},     {"0/5", 60, 0},  {"4/2", 1, 2},     {"2.000", 1, 2},
        {"-0.05", 100, -5}, {"10", 60, 600}, {"0.50", 2, 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_amount(row.text, row.in_one).value() == Amount{row.minor_units});
    }
}

TEST_CASE("what is not an amount is refused") {
    struct Row {
        std::string text;
        std::int64_t in_one;
        std::string said;  // a part of the English message
    };
    const std::string form = "is not a number";
    const Row rows[] = {
        {"", 1, form},
        {"-", 1, form},
        {"+1", 1, form},
        {"01", 1, form},
        {"00", 1, form},
        {"-01", 1, form},
        {"1.", 1, form},
        {".5", 1, form},
        {"-.5", 1, form},
        {"1e3", 1, form},
        {" 1", 1, form},
        {"1 ", 1, form},
        {"1 /2", 2, form},
        {"--1", 1, form},
        {"-0", 1, form},
        {"-0.0", 1, form},
        {"-0/3", 1, form},
        {"1/", 1, form},
        {"/2", 1, form},
        {"1/02", 2, form},
        {"1/-2", 2, form},
        {"-1/-2", 2, form},
        {"1.5/2", 4, form},
        {"1/2.5", 4, form},
        {"1/2/3", 6, form},
        {"1.2.3", 1000, form},
        {"1,5", 10, form},
        {"1_000", 1, form},
        {"0x10", 1, form},
        {"１", 1, form},
        {"abc", 1, form},
        {"1a", 1, form},
        {"nan", 1, form},
        {"inf", 1, form},
        {std::string("1\0", 2), 1, form},

        {"1/0", 1, "divides by zero"},
        {"0/0", 1, "divides by zero"},
        {"-0/0", 1, "divides by zero"},

        {"0.5", 1, "smallest part"},
        {"1/3", 100, "smallest part"},
        {"0.001", 100, "smallest part"},
        {"1/61", 60, "smallest part"},

        {"9223372036854775808", 1, "too large"},
        {"-9223372036854775809", 1, "too large"},
        {"92233720368547758.08", 100, "too large"},
        {"-92233720368547758.09", 100, "too large"},
        {"153722867280912931", 60, "too large"},  // times 60 passes 2^63 by 53
        {"99999999999999999999999999", 1, "too large"},

        {std::string(82, '1'), 1, "too many digits"},
        {"1." + std::string(81, '0'), 1, "too many digits"},
        {"1/1" + std::string(81, '0'), 1, "too many digits"},
        {"5", 0, "at least 1"},
        {"5", -60, "at least 1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text, row.in_one);
        const auto amount = parse_amount(row.text, row.in_one);
        REQUIRE_FALSE(amount);
        CHECK(amount.error().code == Code::invalid_argument);
        CHECK(amount.error().text.en.find(row.said) != std::string::npos);
        CHECK_FALSE(amount.error().text.zh.empty());
    }
    CHECK(parse_amount("153722867280912930", 60).value() == Amount{153722867280912930 * 60});
}

TEST_CASE("generated amounts come back from their text") {
    constexpr std::uint64_t seed = 20260104;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 20'000; ++round) {
        // Shifts make small, middling and huge numbers equally frequent.
        const auto minor_units = static_cast<std::int64_t>(random()) >> (random() % 64);
        const auto in_one = static_cast<std::int64_t>(random() >> (1 + random() % 63)) | 1;
        const std::int64_t even_in_one = round % 2 == 0 ? in_one : 60 * (1 + in_one % 1000);
        const std::string text = to_text(Amount{minor_units}, even_in_one);
        const auto read = parse_amount(text, even_in_one);
        if (!read || *read != Amount{minor_units}) {
            CAPTURE(minor_units, even_in_one, text);
            FAIL("it did not come back");
        }
    }
}
