#include "standard/fineness.hpp"

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

/// The largest number of which both are whole multiples.
Rational common_grain(const Rational& a, const Rational& b) {
    const Integer numerators = gcd(numerator(a) * denominator(b), numerator(b) * denominator(a));
    return Rational(numerators, Integer(denominator(a) * denominator(b)));
}

Rational grain_of(const Number& number) {
    Rational grain;
    for (const Fraction& value : values_of(number)) {
        // Of a quantity with minor units, one of those brings a part of `each`.
        const bool parts = number.kind == Number::Kind::linear;
        grain = common_grain(grain, parts ? to_rational(value) / number.of.scale : to_rational(value));
    }
    return grain;
}

}  // namespace

void Fineness::add(const Tariff& tariff, const std::vector<Bands>& bands) {
    grain_ = grain_of(tariff.amount);
    const bool timed = tariff.per == Tariff::Per::minute || tariff.per == Tariff::Per::hour;
    if (tariff.per == Tariff::Per::hour) grain_ /= minutes_in_hour;
    if (tariff.per == Tariff::Per::quantity) grain_ /= tariff.of.scale;
    if (!timed || bands.empty()) return;
    Rational factors = bands.back().when ? 1 : 0;  // 1: where none of them applies
    for (const Bands& step : bands) {
        for (const Band& band : step.list) factors = common_grain(factors, to_rational(band.factor));
        factors = common_grain(factors, to_rational(step.otherwise));
    }
    grain_ *= factors;
}

void Fineness::add(const Factor& factor) {
    const Rational before = grain_;
    if (!factor.divides) {
        grain_ *= grain_of(factor.by);
    } else {
        divided_ = true;
        if (factor.by.kind == Number::Kind::constant && factor.by.constant > Fraction(0)) {
            grain_ /= to_rational(factor.by.constant);
        } else {
            unbounded_ = true;
        }
    }
    if (factor.when) grain_ = common_grain(grain_, before);
}

void Fineness::add(const Minimum& minimum) {
    grain_ = common_grain(grain_, Rational(minimum.minor_units));
}

void Fineness::add(const Rounding& rounding) {
    if (rounding.exact) return;
    grain_ = Rational(rounding.step);
    divided_ = false;
    unbounded_ = false;
}

}  // namespace timebank::standard
