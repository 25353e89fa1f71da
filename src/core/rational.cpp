#include "core/rational.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "core/excerpt.hpp"

namespace timebank {
namespace {

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Digits that do not begin with a zero unless they are "0".
bool is_whole_number(std::string_view text) {
    return is_digits(text) && (text.size() == 1 || text[0] != '0');
}

/// Appends decimal digits to `value`. By hand, because Boost reads a leading zero as octal.
void append_digits(Integer& value, std::string_view digits) {
    for (char digit : digits) value = value * 10 + (digit - '0');
}

Integer power_of_ten(std::size_t exponent) {
    return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

/// A number's text taken apart; at most one of `fraction` and `divisor` is not empty. It borrows the text.
struct NumberParts {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;  ///< after the point
    std::string_view divisor;   ///< after the stroke
};

/// Nothing when the text does not have the form of a number.
std::optional<NumberParts> take_apart(std::string_view text) {
    NumberParts parts;
    parts.negative = text.starts_with('-');
    if (parts.negative) text.remove_prefix(1);

    const std::size_t mark = text.find_first_of("./");
    parts.whole = text.substr(0, mark);
    if (!is_whole_number(parts.whole)) return std::nullopt;
    if (mark == text.npos) return parts;

    const std::string_view rest = text.substr(mark + 1);
    const bool is_decimal = text[mark] == '.';
    if (is_decimal ? !is_digits(rest) : !is_whole_number(rest)) return std::nullopt;
    (is_decimal ? parts.fraction : parts.divisor) = rest;
    return parts;
}

Error not_a_number(std::string_view text) {
    return fail(
        Code::invalid_argument,
        "“{}”不是数：请写成 12、-1.5 或 3/2，不要加号、空格、指数、多余的零，零前不加负号。",
        "\"{}\" is not a number: write 12, -1.5 or 3/2, with no plus sign, space, exponent or needless "
        "zero, and no minus before zero.",
        {excerpt(text)});
}

Error too_many_digits(std::string_view text, std::size_t digits_max) {
    return fail(Code::invalid_argument, "“{}”的位数太多：最多 {} 位。",
                "\"{}\" has too many digits: {} are allowed.", {excerpt(text), std::to_string(digits_max)});
}

Error divided_by_zero(std::string_view text) {
    return fail(Code::invalid_argument, "“{}”的分母是零：请写一个大于零的分母。",
                "\"{}\" divides by zero: write a divisor above zero.", {excerpt(text)});
}

/// As two halves: the upper one carries the sign.
Integer integer_of(Int128 value) {
    Integer result = static_cast<std::int64_t>(value >> 64);
    result *= Integer(1) << 64;
    result += static_cast<std::uint64_t>(value);
    return result;
}

}  // namespace

Result<Rational> parse_rational(std::string_view text, std::size_t digits_max) {
    const auto parts = take_apart(text);
    if (!parts) return not_a_number(text);
    if (parts->whole.size() + parts->fraction.size() > digits_max || parts->divisor.size() > digits_max) {
        return too_many_digits(text, digits_max);
    }

    Integer numerator = 0;
    append_digits(numerator, parts->whole);
    append_digits(numerator, parts->fraction);
    Integer denominator = 0;
    append_digits(denominator, parts->divisor);
    if (parts->divisor.empty()) denominator = power_of_ten(parts->fraction.size());
    if (denominator == 0) return divided_by_zero(text);
    if (parts->negative && numerator == 0) return not_a_number(text);
    if (parts->negative) numerator = -numerator;
    return Rational(numerator, denominator);
}

std::optional<std::int64_t> to_int64(const Integer& value) {
    using Limits = std::numeric_limits<std::int64_t>;
    if (value < Limits::min() || value > Limits::max()) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

Rational to_rational(const Fraction& value) {
    return Rational(integer_of(value.numerator()), integer_of(value.denominator()));
}

Rational to_rational(Int128 value) {
    return Rational(integer_of(value));
}

Fraction to_fraction(const Rational& value) {
    const auto above = to_int64(numerator(value));
    const auto below = to_int64(denominator(value));
    return above && below ? Fraction(*above, *below) : Fraction(0, 0);
}

Integer round_to_step(const Rational& value, const Rational& step, Direction direction, Ties ties) {
    const Integer dividend = numerator(value) * denominator(step);
    const Integer divisor = denominator(value) * numerator(step);
    Integer steps;
    Integer remainder;
    boost::multiprecision::divide_qr(dividend, divisor, steps, remainder);
    if (remainder == 0) return steps;
    const auto rest = Integer(remainder * 2).compare(divisor) <=> 0;
    return rounds_up(rest, bit_test(steps, 0), direction, ties) ? Integer(steps + 1) : steps;
}

}  // namespace timebank
