#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timebank/error.hpp"

/// Credits are whole numbers of a unit's minor units; nothing here is ever a floating-point number.
#pragma GCC visibility push(default)
namespace timebank {

/// A signed count of minor units of one unit (which unit is said beside it). Plain value.
struct Amount {
    std::int64_t minor_units = 0;
    friend auto operator<=>(const Amount&, const Amount&) = default;
};

/// a + b, a - b, -a: nothing when the result does not fit 64 bits.
std::optional<Amount> checked_add(Amount a, Amount b);
std::optional<Amount> checked_subtract(Amount a, Amount b);
std::optional<Amount> checked_negate(Amount a);

/// The amount in units, exact: a decimal where there is one ("1.5", "-0.05"), else a fraction in lowest terms
/// ("176/3", for 3520 sixtieths). `minor_units_in_one` >= 1; a smaller one counts as 1.
std::string to_text(Amount amount, std::int64_t minor_units_in_one);

/// Reads "12", "-1.5" or "3/2": an optional minus, digits without needless leading zeros, no exponent, no
/// plus, no spaces, no minus before zero. invalid_argument when the text is not such a number, is not a whole
/// number of minor units, or does not fit 64 bits, and when `minor_units_in_one` < 1.
Result<Amount> parse_amount(std::string_view text, std::int64_t minor_units_in_one);

}  // namespace timebank
#pragma GCC visibility pop
