#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/rounding.hpp"
#include "timebank/error.hpp"

/// Exact fractions for the sums of a decision, of a fixed size, so that a decision allocates nothing to
/// calculate. What does not fit makes the result `overflowed`, and so does all that is worked out from it: it
/// is looked at once, at the end.
namespace timebank {

class Fraction {
  public:
    /// 128 bits hold any product of two amounts.
    __extension__ typedef __int128 Wide;

    constexpr Fraction() = default;
    constexpr Fraction(std::int64_t whole) : numerator_(whole) {}
    /// numerator / denominator; the denominator is above zero, or zero for an overflowed one.
    constexpr Fraction(std::int64_t numerator, std::int64_t denominator)
        : numerator_(numerator), denominator_(denominator) {}

    // As they are, which need not be in lowest terms.
    Wide numerator() const { return numerator_; }
    Wide denominator() const { return denominator_; }
    bool overflowed() const { return denominator_ == 0; }

    // Of a sum or product the parts grow; lowest() is called by those who keep it.
    Fraction& operator+=(const Fraction& other);
    Fraction& operator-=(const Fraction& other);
    Fraction& operator*=(const Fraction& other);
    /// `other` is not zero.
    Fraction& operator/=(const Fraction& other);
    friend Fraction operator+(Fraction a, const Fraction& b) { return a += b; }
    friend Fraction operator-(Fraction a, const Fraction& b) { return a -= b; }
    friend Fraction operator*(Fraction a, const Fraction& b) { return a *= b; }
    friend Fraction operator/(Fraction a, const Fraction& b) { return a /= b; }

    /// False where either has overflowed.
    friend bool operator<(const Fraction& a, const Fraction& b) { return less(a, b); }
    friend bool operator>(const Fraction& a, const Fraction& b) { return less(b, a); }
    /// As numbers: 1/2 == 2/4.
    friend bool operator==(const Fraction& a, const Fraction& b);

    /// Nearest whole number below or at it; nothing when it does not fit.
    std::optional<std::int64_t> floor() const;
    /// How many whole steps this rounds to; this >= 0, step > 0. Nothing when it does not fit.
    std::optional<std::int64_t> steps(const Fraction& step, Direction direction, Ties ties) const;

    /// In lowest terms, as 64-bit numbers; nothing when they do not fit.
    struct Lowest {
        std::int64_t numerator = 0;
        std::int64_t denominator = 1;
    };
    std::optional<Lowest> lowest() const;

  private:
    static bool less(const Fraction& a, const Fraction& b);
    /// Tries the operation again in lowest terms when it overflowed.
    template <class Operation>
    Fraction& apply(const Fraction& other, const Operation& operation);
    Fraction reduced() const;

    Wide numerator_ = 0;
    Wide denominator_ = 1;  // 0: overflowed
};

/// As parse_rational(), whose numbers fit.
Result<Fraction> parse_fraction(std::string_view text);
/// "2/3" or "2"; not of an overflowed one.
std::string to_text(const Fraction& value);

}  // namespace timebank
