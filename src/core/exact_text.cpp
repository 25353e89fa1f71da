#include "core/exact_text.hpp"

#include "core/rational.hpp"

namespace timebank {
namespace {

std::string text_of(const Rational& units) {
    const Integer above = numerator(units);
    const Integer below = denominator(units);
    // A decimal exists when the denominator divides a power of ten; six places are enough to be read.
    Integer scale = 1;
    for (int places = 0; places <= 6; ++places, scale *= 10) {
        if (scale % below != 0) continue;
        if (places == 0) return above.str();
        Integer scaled = above * (scale / below);
        const bool negative = scaled < 0;
        std::string digits = (negative ? Integer(-scaled) : scaled).str();
        if (digits.size() <= static_cast<std::size_t>(places))
            digits.insert(0, static_cast<std::size_t>(places) + 1 - digits.size(), '0');
        digits.insert(digits.size() - static_cast<std::size_t>(places), ".");
        return (negative ? "-" : "") + digits;
    }
    return above.str() + "/" + below.str();
}

}  // namespace

std::string exact_text(const Fraction& minor_units, std::int64_t minor_units_in_one) {
    return text_of(to_rational(minor_units) / minor_units_in_one);
}

std::string exact_text(Int128 minor_units, std::int64_t minor_units_in_one) {
    return text_of(to_rational(minor_units) / minor_units_in_one);
}

}  // namespace timebank
