#include "core/rational.hpp"

#include <limits>
#include <random>
#include <string>

#include "catch.hpp"

using namespace timebank;

TEST_CASE("a rational is read exactly") {
    struct Row {
        std::string text;
        std::int64_t numerator, denominator;  // in lowest terms
    };
    const Row rows[] = {
        {"0", 0, 1},
        {"12", 12, 1},
        {"-12", -12, 1},
        {"1.5", 3, 2},
        {"0.1", 1, 10},
        {"0.08", 2, 25},  // digits after a leading zero are decimal, not octal
        {"0.010", 1, 100},
        {"10/4", 5, 2},
        {"-1/3", -1, 3},
        {"0/7", 0, 1},
        {"999999999999999999", 999'999'999'999'999'999, 1},
        {"999999999999999999/999999999999999998", 999'999'999'999'999'999, 999'999'999'999'999'998},
        {"0.00000000000000001", 1, 100'000'000'000'000'000},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto value = parse_rational(row.text);
        REQUIRE(value);
        CHECK(numerator(*value) == row.numerator);
        CHECK(denominator(*value) == row.denominator);
    }
}

TEST_CASE("a rational of more than 18 digits on either side, or of another form, is refused") {
    for (const char* text : {"1000000000000000000", "-1000000000000000000", "0.000000000000000001",
                             "1.000000000000000000", "1/1000000000000000000", "1000000000000000000/3", "1/0",
                             "-0", "+1", "01", "1.", ".5", "1e3", " 1", "--1", "", "1/-2", "2/03"}) {
        CAPTURE(text);
        const auto value = parse_rational(text);
        REQUIRE_FALSE(value);
        CHECK(value.error().code == Code::invalid_argument);
    }
}

TEST_CASE("an integer that does not fit 64 bits is not narrowed") {
    const Integer least = std::numeric_limits<std::int64_t>::min();
    const Integer most = std::numeric_limits<std::int64_t>::max();
    CHECK(to_int64(0) == 0);
    CHECK(to_int64(most) == std::numeric_limits<std::int64_t>::max());
    CHECK(to_int64(least) == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(to_int64(most + 1).has_value());
    CHECK_FALSE(to_int64(least - 1).has_value());
}

TEST_CASE("rounding goes where the standard says, ties included") {
    struct Row {
        std::string value, step;
        int down, up, ties_down, ties_up, ties_even;  // steps; the last three are Direction::nearest
    };
    // clang-format off
    const Row rows[] = {
        // value step   down    up  nearest with ties down, up, even
        {"0",    "1",       0,    0,    0,    0,    0},
        {"0.1",  "1",       0,    1,    0,    0,    0},
        {"0.5",  "1",       0,    1,    0,    1,    0},
        {"0.9",  "1",       0,    1,    1,    1,    1},
        {"1",    "1",       1,    1,    1,    1,    1},
        {"1.4",  "1",       1,    2,    1,    1,    1},
        {"1.5",  "1",       1,    2,    1,    2,    2},
        {"1.6",  "1",       1,    2,    2,    2,    2},
        {"2.5",  "1",       2,    3,    2,    3,    2},
        {"3.5",  "1",       3,    4,    3,    4,    4},
        // half hours of service, in minutes
        {"0",    "30",      0,    0,    0,    0,    0},
        {"14",   "30",      0,    1,    0,    0,    0},
        {"15",   "30",      0,    1,    0,    1,    0},
        {"16",   "30",      0,    1,    1,    1,    1},
        {"30",   "30",      1,    1,    1,    1,    1},
        {"45",   "30",      1,    2,    1,    2,    2},
        {"75",   "30",      2,    3,    2,    3,    2},
        // steps and values that are no decimals
        {"1/3",  "1/3",     1,    1,    1,    1,    1},
        {"1/2",  "1/3",     1,    2,    1,    2,    2},
        {"5/6",  "1/3",     2,    3,    2,    3,    2},
        {"0.25", "0.5",     0,    1,    0,    1,    0},
        {"0.24", "0.5",     0,    1,    0,    0,    0},
        {"0.26", "0.5",     0,    1,    1,    1,    1},
        {"100",  "1/60", 6000, 6000, 6000, 6000, 6000},
    };
    // clang-format on
    for (const Row& row : rows) {
        CAPTURE(row.value, row.step);
        const Rational value = parse_rational(row.value).value();
        const Rational step = parse_rational(row.step).value();
        for (Ties ties : {Ties::down, Ties::up, Ties::even}) {
            CHECK(round_to_step(value, step, Direction::down, ties) == row.down);
            CHECK(round_to_step(value, step, Direction::up, ties) == row.up);
        }
        CHECK(round_to_step(value, step, Direction::nearest, Ties::down) == row.ties_down);
        CHECK(round_to_step(value, step, Direction::nearest, Ties::up) == row.ties_up);
        CHECK(round_to_step(value, step, Direction::nearest, Ties::even) == row.ties_even);
    }
}

namespace {

/// Counts steps up from zero and then compares distances: slow, and obviously what is meant.
Integer slow_round(const Rational& value, const Rational& step, Direction direction, Ties ties) {
    Integer below = 0;
    while (Rational(below + 1) * step <= value) ++below;
    const Integer above = Rational(below) * step == value ? below : Integer(below + 1);
    if (direction == Direction::down) return below;
    if (direction == Direction::up) return above;

    const Rational to_below = value - Rational(below) * step;
    const Rational to_above = Rational(above) * step - value;
    if (to_below < to_above) return below;
    if (to_above < to_below) return above;
    if (ties == Ties::down) return below;
    if (ties == Ties::up) return above;
    return below % 2 == 0 ? below : above;
}

}  // namespace

TEST_CASE("generated roundings agree with counting the steps") {
    constexpr std::uint32_t seed = 20260105;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    int ties_met = 0;
    for (int round = 0; round < 4'000; ++round) {
        const Rational step(1 + random() % 12, 1 + random() % 12);
        // Every other value is a whole number of half steps, so that ties are met often.
        const Rational value = round % 2 == 0 ? Rational(random() % 200, 1 + random() % 12)
                                              : Rational(step * Rational(random() % 40, 2));
        if (denominator(Rational(value / step)) == 2) ++ties_met;
        for (Direction direction : {Direction::down, Direction::up, Direction::nearest}) {
            for (Ties ties : {Ties::down, Ties::up, Ties::even}) {
                if (round_to_step(value, step, direction, ties) == slow_round(value, step, direction, ties))
                    continue;
                CAPTURE(value.str(), step.str(), static_cast<int>(direction), static_cast<int>(ties));
                FAIL("the two disagree");
            }
        }
    }
    CHECK(ties_met > 500);
}
