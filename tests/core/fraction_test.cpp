#include "core/fraction.hpp"

#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "core/rational.hpp"

using namespace timebank;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

std::string text_of_value(const Fraction& value) {
    return value.overflowed() ? "overflowed" : to_text(value);
}

/// A number of a random length, so that small ones and those near the edge are as frequent.
std::int64_t random_part(std::mt19937_64& random, bool negative_too) {
    const auto value = static_cast<std::int64_t>(random() >> (1 + random() % 63));
    return negative_too && random() % 2 == 0 ? -value : value;
}

Fraction random_fraction(std::mt19937_64& random) {
    const std::int64_t numerator = random_part(random, true);
    return Fraction(numerator, 1 + random_part(random, false) % (most - 1));
}

/// The parts of a number in lowest terms that 64 bits hold.
bool fits(const Rational& value) {
    return to_int64(numerator(value)) && to_int64(denominator(value));
}

struct Sum {
    char sign;
    Fraction fraction;
    Rational rational;
};

/// One operation, by both kinds of number.
Sum worked_out(unsigned which, const Fraction& a, const Fraction& b) {
    switch (which) {
        case 0:
            return {'+', a + b, to_rational(a) + to_rational(b)};
        case 1:
            return {'-', a - b, to_rational(a) - to_rational(b)};
        case 2:
            return {'*', a * b, to_rational(a) * to_rational(b)};
        default:
            return {'/', a / b, to_rational(a) / to_rational(b)};
    }
}

}  // namespace

TEST_CASE("generated sums, products and comparisons are those of unbounded numbers") {
    constexpr std::uint64_t seed = 20260106;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<int> signs_met(4);
    for (int round = 0; round < 40'000; ++round) {
        const Fraction a = random_fraction(random);
        const Fraction b = random_fraction(random);
        unsigned which = static_cast<unsigned>(random() % 4);
        if (which == 3 && b == Fraction(0)) which = 2;
        const Sum sum = worked_out(which, a, b);
        ++signs_met[which];
        CAPTURE(text_of_value(a), sum.sign, text_of_value(b), sum.rational.str());
        // Parts of 64 bits make parts of at most 127: nothing overflows yet.
        if (sum.fraction.overflowed() || to_rational(sum.fraction) != sum.rational) FAIL("differs");
        if ((a < b) != (to_rational(a) < to_rational(b)) || (a > b) != (to_rational(a) > to_rational(b)) ||
            (a == b) != (to_rational(a) == to_rational(b)))
            FAIL("compares otherwise");
        const auto lowest = sum.fraction.lowest();
        if (lowest.has_value() != fits(sum.rational)) FAIL("fits otherwise");
        if (lowest && Rational(lowest->numerator, lowest->denominator) != sum.rational)
            FAIL("lowest differs");
        if (lowest && lowest->denominator != denominator(sum.rational)) FAIL("not in lowest terms");
    }
    for (int met : signs_met) CHECK(met > 5'000);
}

TEST_CASE("a long chain of operations is exact as long as it does not overflow, and stays overflowed then") {
    constexpr std::uint64_t seed = 20260107;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    int overflows = 0;
    int long_ones = 0;
    for (int round = 0; round < 2'000; ++round) {
        Fraction fast;
        Rational slow;
        // Parts of few small primes stay inside 128 bits for long, others soon leave them.
        const std::uint64_t largest = round % 2 == 0 ? 8 : 1'000;
        for (int step = 0; step < 40; ++step) {
            const Fraction next(static_cast<std::int64_t>(1 + random() % largest),
                                static_cast<std::int64_t>(1 + random() % largest));
            const bool was_overflowed = fast.overflowed();
            const Sum sum = was_overflowed ? Sum{'!', fast + next, slow}
                                           : worked_out(static_cast<unsigned>(random() % 4), fast, next);
            fast = sum.fraction;
            slow = sum.rational;
            if (was_overflowed && !fast.overflowed()) FAIL("came back from an overflow");
            if (fast.overflowed()) continue;
            CAPTURE(step, sum.sign, text_of_value(next), slow.str());
            if (to_rational(fast) != slow) FAIL("differs");
            if (step == 39) ++long_ones;
        }
        overflows += fast.overflowed() ? 1 : 0;
    }
    CHECK(long_ones > 100);
    CHECK(overflows > 100);
}

TEST_CASE("what 128 bits cannot hold is overflowed, and so is all that comes of it") {
    // Primes near 2^63: nothing cancels.
    const Fraction huge(9'223'372'036'854'775'783, 9'223'372'036'854'775'643);
    Fraction product = huge * huge;
    CHECK_FALSE(product.overflowed());
    CHECK_FALSE(product.lowest().has_value());
    product *= huge;
    CHECK(product.overflowed());
    CHECK((product - product).overflowed());
    CHECK((Fraction(1) / product).overflowed());
    CHECK((Fraction(1) - product).overflowed());
    CHECK_FALSE(product.floor().has_value());
    CHECK_FALSE(product.lowest().has_value());
    CHECK_FALSE(product.steps(Fraction(1), Direction::up, Ties::up).has_value());
    CHECK_FALSE(Fraction(1).steps(product, Direction::up, Ties::up).has_value());
    CHECK_FALSE(product < Fraction(1));
    CHECK_FALSE(product > Fraction(1));
    CHECK_FALSE(product == product);
}

TEST_CASE("what would overflow in the parts alone is worked out in lowest terms") {
    const Fraction clumsy(most - 1, most - 1);
    Fraction value(1);
    for (int round = 0; round < 100; ++round) value *= clumsy;
    CHECK(value == Fraction(1));
    Fraction sum;
    for (int round = 0; round < 100; ++round) sum += Fraction(6 * (most / 12), 12 * (most / 12));
    CHECK(sum == Fraction(50));
}

TEST_CASE("a fraction of a rational is the same number, or overflowed") {
    CHECK(to_fraction(Rational(3, 6)) == Fraction(1, 2));
    CHECK(to_fraction(Rational(least)) == Fraction(least));
    CHECK(to_fraction(Rational(1, most)).lowest()->denominator == most);
    CHECK(to_fraction(Rational(Integer(most) + 1)).overflowed());
    CHECK(to_fraction(Rational(1, Integer(most) + 1)).overflowed());
}

TEST_CASE("the whole part is the one below, of negative numbers too") {
    struct Row {
        Fraction value;
        std::optional<std::int64_t> floor;
    };
    const std::vector<Row> rows = {
        {Fraction(0), 0},
        {Fraction(7, 2), 3},
        {Fraction(-7, 2), -4},
        {Fraction(-4, 2), -2},
        {Fraction(1, most), 0},
        {Fraction(-1, most), -1},
        {Fraction(most), most},
        {Fraction(least), least},
        {Fraction(most) + Fraction(1, 2), most},
        {Fraction(most) + Fraction(1), std::nullopt},
        {Fraction(least) - Fraction(1, 2), std::nullopt},
    };
    for (const Row& row : rows) {
        INFO(text_of_value(row.value));
        CHECK(row.value.floor() == row.floor);
    }
}

TEST_CASE("steps are counted as round_to_step() counts them, ties in every direction included") {
    constexpr std::uint64_t seed = 20260108;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    int ties_met = 0;
    for (int round = 0; round < 10'000; ++round) {
        const Fraction step(static_cast<std::int64_t>(1 + random() % 30),
                            static_cast<std::int64_t>(1 + random() % 12));
        // Every other value is a whole number of half steps.
        const Fraction value = round % 2 == 0 ? Fraction(static_cast<std::int64_t>(random() % 100'000),
                                                         static_cast<std::int64_t>(1 + random() % 60))
                                              : step * Fraction(static_cast<std::int64_t>(random() % 99), 2);
        if (denominator(Rational(to_rational(value) / to_rational(step))) == 2) ++ties_met;
        for (Direction direction : {Direction::down, Direction::up, Direction::nearest}) {
            for (Ties ties : {Ties::down, Ties::up, Ties::even}) {
                const auto expected =
                    to_int64(round_to_step(to_rational(value), to_rational(step), direction, ties));
                if (value.steps(step, direction, ties) == expected) continue;
                CAPTURE(text_of_value(value), text_of_value(step), static_cast<int>(direction),
                        static_cast<int>(ties));
                FAIL("the two disagree");
            }
        }
    }
    CHECK(ties_met > 1'000);
}

TEST_CASE("more steps than 64 bits count are no number") {
    CHECK(Fraction(most - 1).steps(Fraction(1), Direction::up, Ties::up) == most - 1);
    CHECK_FALSE(Fraction(most).steps(Fraction(1, 2), Direction::down, Ties::up).has_value());
    CHECK(Fraction(most).steps(Fraction(2), Direction::up, Ties::up) == most / 2 + 1);
}
