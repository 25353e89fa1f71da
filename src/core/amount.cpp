#include "timebank/amount.hpp"

#include <limits>
#include <numeric>

#include "core/excerpt.hpp"
#include "core/rational.hpp"

namespace timebank {
namespace {

/// As many as to_text() writes at most: 19 before the point and 62 after it, for sixty-two halvings of one.
constexpr std::size_t amount_digits_max = 81;

std::uint64_t magnitude(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

/// Whether a fraction in lowest terms with this denominator has a finite decimal: only twos and fives divide
/// it.
bool has_decimal(std::uint64_t denominator) {
    while (denominator % 2 == 0) denominator /= 2;
    while (denominator % 5 == 0) denominator /= 5;
    return denominator == 1;
}

/// remainder / denominator as the digits after the point. Long division, in integers that tenfold cannot
/// overflow.
std::string digits_after_point(std::uint64_t remainder, std::uint64_t denominator) {
    std::string digits;
    for (Integer left = remainder; left != 0;) {
        left *= 10;
        digits += static_cast<char>('0' + static_cast<int>(left / denominator));
        left %= denominator;
    }
    return digits;
}

}  // namespace

std::optional<Amount> checked_add(Amount a, Amount b) {
    Amount sum;
    if (__builtin_add_overflow(a.minor_units, b.minor_units, &sum.minor_units)) return std::nullopt;
    return sum;
}

std::optional<Amount> checked_subtract(Amount a, Amount b) {
    Amount difference;
    if (__builtin_sub_overflow(a.minor_units, b.minor_units, &difference.minor_units)) return std::nullopt;
    return difference;
}

std::optional<Amount> checked_negate(Amount a) {
    return checked_subtract(Amount{}, a);
}

std::string to_text(Amount amount, std::int64_t minor_units_in_one) {
    const std::uint64_t in_one = minor_units_in_one < 1 ? 1 : static_cast<std::uint64_t>(minor_units_in_one);
    const std::uint64_t count = magnitude(amount.minor_units);
    const std::uint64_t common = std::gcd(count, in_one);
    const std::uint64_t numerator = count / common;
    const std::uint64_t denominator = in_one / common;

    const std::string sign = amount.minor_units < 0 ? "-" : "";
    if (denominator == 1) return sign + std::to_string(numerator);
    if (!has_decimal(denominator))
        return sign + std::to_string(numerator) + "/" + std::to_string(denominator);
    return sign + std::to_string(numerator / denominator) + "." +
           digits_after_point(numerator % denominator, denominator);
}

Result<Amount> parse_amount(std::string_view text, std::int64_t minor_units_in_one) {
    if (minor_units_in_one < 1) {
        return fail(Code::invalid_argument, "一个单位含 {} 个最小单位：至少应为 1。",
                    "a unit of {} minor units: there must be at least 1 in one.",
                    {std::to_string(minor_units_in_one)});
    }
    const Result<Rational> units = parse_rational(text, amount_digits_max);
    if (!units) return units.error();

    const Rational minor_units = *units * minor_units_in_one;
    if (denominator(minor_units) != 1) {
        return fail(
            Code::invalid_argument, "“{}”不能用这个单位表示：最小为它的 1/{}：请写成它的整数倍。",
            "\"{}\" cannot be held in this unit, whose smallest part is 1/{}: write a multiple of that.",
            {excerpt(text), std::to_string(minor_units_in_one)});
    }
    const std::optional<std::int64_t> count = to_int64(numerator(minor_units));
    if (!count) {
        return fail(Code::invalid_argument, "“{}”太大：最小单位的个数应在 {} 与 {} 之间。",
                    "\"{}\" is too large: the count of minor units must be within {} and {}.",
                    {excerpt(text), std::to_string(std::numeric_limits<std::int64_t>::min()),
                     std::to_string(std::numeric_limits<std::int64_t>::max())});
    }
    return Amount{*count};
}

}  // namespace timebank
