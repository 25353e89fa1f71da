#include "core/fraction.hpp"

#include <limits>
#include <numeric>

#include "core/rational.hpp"

namespace timebank {
namespace {

using Wide = Fraction::Wide;

Wide common_divisor(Wide a, Wide b) {
    if (a < 0) a = -a;
    while (b != 0) {
        // Most values are small: once both fit 64 bits, division is an instruction.
        constexpr Wide small = std::numeric_limits<std::int64_t>::max();
        if (a <= small && b <= small)
            return std::gcd(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b));
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool fits_64_bits(Wide value) {
    return value >= std::numeric_limits<std::int64_t>::min() &&
           value <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace

bool rounds_up(std::strong_ordering rest, bool lower_is_odd, Direction direction, Ties ties) {
    if (direction != Direction::nearest) return direction == Direction::up;
    if (rest != std::strong_ordering::equal) return rest == std::strong_ordering::greater;
    return ties == Ties::up || (ties == Ties::even && lower_is_odd);
}

Fraction Fraction::reduced() const {
    if (overflowed()) return *this;
    Fraction result;
    const Wide divisor = common_divisor(numerator_, denominator_);
    result.numerator_ = numerator_ / divisor;
    result.denominator_ = denominator_ / divisor;
    return result;
}

template <class Operation>
Fraction& Fraction::apply(const Fraction& other, const Operation& operation) {
    if (overflowed() || other.overflowed()) {
        denominator_ = 0;
        return *this;
    }
    Fraction result;
    if (!operation(*this, other, result)) {
        const Fraction a = reduced();
        const Fraction b = other.reduced();
        if (!operation(a, b, result)) result.denominator_ = 0;
    }
    return *this = result;
}

Fraction& Fraction::operator+=(const Fraction& other) {
    return apply(other, [](const Fraction& a, const Fraction& b, Fraction& sum) {
        if (a.denominator_ == b.denominator_) {
            sum.denominator_ = a.denominator_;
            return !__builtin_add_overflow(a.numerator_, b.numerator_, &sum.numerator_);
        }
        Wide left = 0;
        Wide right = 0;
        return !__builtin_mul_overflow(a.numerator_, b.denominator_, &left) &&
               !__builtin_mul_overflow(b.numerator_, a.denominator_, &right) &&
               !__builtin_add_overflow(left, right, &sum.numerator_) &&
               !__builtin_mul_overflow(a.denominator_, b.denominator_, &sum.denominator_);
    });
}

Fraction& Fraction::operator-=(const Fraction& other) {
    Fraction negative;
    if (other.overflowed() || __builtin_sub_overflow(Wide{0}, other.numerator_, &negative.numerator_)) {
        denominator_ = 0;
        return *this;
    }
    negative.denominator_ = other.denominator_;
    return *this += negative;
}

Fraction& Fraction::operator*=(const Fraction& other) {
    return apply(other, [](const Fraction& a, const Fraction& b, Fraction& product) {
        return !__builtin_mul_overflow(a.numerator_, b.numerator_, &product.numerator_) &&
               !__builtin_mul_overflow(a.denominator_, b.denominator_, &product.denominator_);
    });
}

Fraction& Fraction::operator/=(const Fraction& other) {
    Fraction inverse;
    inverse.numerator_ = other.numerator_ < 0 ? -other.denominator_ : other.denominator_;
    inverse.denominator_ = other.numerator_ < 0 ? -other.numerator_ : other.numerator_;
    if (other.overflowed()) inverse.denominator_ = 0;
    return *this *= inverse;
}

bool Fraction::less(const Fraction& a, const Fraction& b) {
    if (a.overflowed() || b.overflowed()) return false;
    if (a.denominator_ == b.denominator_) return a.numerator_ < b.numerator_;
    Wide left = 0;
    Wide right = 0;
    if (!__builtin_mul_overflow(a.numerator_, b.denominator_, &left) &&
        !__builtin_mul_overflow(b.numerator_, a.denominator_, &right))
        return left < right;
    return to_rational(a) < to_rational(b);
}

bool operator==(const Fraction& a, const Fraction& b) {
    return !a.overflowed() && !b.overflowed() && !(a < b) && !(b < a);
}

std::optional<std::int64_t> Fraction::floor() const {
    if (overflowed()) return std::nullopt;
    Wide whole = numerator_ / denominator_;
    if (numerator_ % denominator_ < 0) --whole;
    if (!fits_64_bits(whole)) return std::nullopt;
    return static_cast<std::int64_t>(whole);
}

std::optional<std::int64_t> Fraction::steps(const Fraction& step, Direction direction, Ties ties) const {
    const Fraction count = *this / step;
    const auto below = count.floor();
    if (!below || *below == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    const Fraction left = count - Fraction(*below);
    if (left == Fraction(0)) return below;
    const Fraction half(1, 2);
    const auto rest = left < half   ? std::strong_ordering::less
                      : left > half ? std::strong_ordering::greater
                                    : std::strong_ordering::equal;
    return rounds_up(rest, *below % 2 != 0, direction, ties) ? *below + 1 : *below;
}

std::optional<Fraction::Lowest> Fraction::lowest() const {
    const Fraction result = reduced();
    if (overflowed() || !fits_64_bits(result.numerator_) || !fits_64_bits(result.denominator_))
        return std::nullopt;
    return Lowest{static_cast<std::int64_t>(result.numerator_),
                  static_cast<std::int64_t>(result.denominator_)};
}

Result<Fraction> parse_fraction(std::string_view text) {
    const auto number = parse_rational(text);
    if (!number) return number.error();
    return to_fraction(*number);
}

std::string to_text(const Fraction& value) {
    return to_rational(value).str();
}

}  // namespace timebank
