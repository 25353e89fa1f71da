#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/fraction.hpp"
#include "core/int128.hpp"
#include "core/rounding.hpp"
#include "timebank/error.hpp"

/// Exact numbers of any size, for the sums of a standard. The only place that includes Boost.Multiprecision,
/// half of what a source that includes it has to compile: headers make do with Fraction, and so do most
/// sources.
namespace timebank {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;  ///< always in lowest terms, the denominator above zero

inline constexpr std::size_t rational_digits_max = 18;

/// Reads "12", "-1.5" or "3/2": an optional minus, digits without needless leading zeros, then a point and
/// digits, or a stroke and a whole number above zero. No exponent, plus, or space, and no minus before zero.
/// invalid_argument otherwise, or when the digits before the stroke (those around the point together) or
/// after it are more than `digits_max`.
Result<Rational> parse_rational(std::string_view text, std::size_t digits_max = rational_digits_max);

/// The same number, when it fits.
std::optional<std::int64_t> to_int64(const Integer& value);

/// The same number; not of an overflowed one.
Rational to_rational(const Fraction& value);
Rational to_rational(Int128 value);
/// The same number, or an overflowed one when its parts do not fit 64 bits.
Fraction to_fraction(const Rational& value);

/// How many whole steps `value` rounds to. value >= 0 and step > 0: what is rounded in a standard is never
/// negative, so down is both "towards zero" and "to the lesser".
Integer round_to_step(const Rational& value, const Rational& step, Direction direction, Ties ties);

}  // namespace timebank
