#include <algorithm>

#include "decision/pipeline.hpp"
#include "decision/trace.hpp"

// Where a value becomes credits: the rounding of each service, of a claim's participants together, and of
// running totals. How one number is rounded is core's to say, in core/fraction.cpp.

namespace timebank {

using standard::Rounding;

std::optional<Refusal> Pipeline::apply(const Rounding& rounding) {
    exact_ = value_;
    switch (rounding.scope) {
        case Rounding::Scope::service:
            return round_service(rounding);
        case Rounding::Scope::claim:
            return round_claim(rounding);
        case Rounding::Scope::running_total:
            return round_running_total(rounding);
    }
    return std::nullopt;
}

namespace {

/// To a multiple of the step; nothing when it does not fit.
std::optional<std::int64_t> rounded(const Rounding& rounding, const Fraction& value) {
    if (rounding.exact) return value.floor();
    const auto steps = value.steps(Fraction(rounding.step), rounding.direction, rounding.ties);
    std::int64_t minor_units = 0;
    if (!steps || __builtin_mul_overflow(*steps, rounding.step, &minor_units)) return std::nullopt;
    return minor_units;
}

bool is_halfway(const Fraction& value, std::int64_t step) {
    const auto halves = value * Fraction(2) / Fraction(step);
    const auto whole = halves.floor();
    return whole && *whole % 2 != 0 && halves == Fraction(*whole);
}

}  // namespace

std::optional<Refusal> Pipeline::round_service(const Rounding& rounding) {
    const auto before = value_;
    const auto result = rounded(rounding, value_);
    if (!result) return out_of_range();
    amount_ = *result;
    value_ = Fraction(amount_);
    if (!rounding.exact && asked_.context.traced()) say_rounded(rounding, before);
    return std::nullopt;
}

/// Halfway between two steps it is the document's word on ties that decides, so that is told.
void Pipeline::say_rounded(const Rounding& rounding, const Fraction& before) {
    auto& context = asked_.context;
    const bool tie = rounding.direction == Direction::nearest && is_halfway(before, rounding.step);
    if (!tie)
        return context.say_step("{0}：本次取整到 {1}，得 {2}",
                                "{0}: rounded to steps of {1} for this service: {2}",
                                {rule_.id, units(rounding.step), units(amount_)});
    const Text where = rounding.ties == Ties::even ? Text{"取偶数", "to the even step"}
                       : rounding.ties == Ties::up ? Text{"向上", "up"}
                                                   : Text{"向下", "down"};
    context.say_step(
        Text{"{0}：本次取整到 {1}，得 {2}（原为 {3}，正好一半，" + where.zh + "）",
             "{0}: rounded to steps of {1} for this service: {2} (from {3}: halfway, so " + where.en + ")"},
        {rule_.id, units(rounding.step), units(amount_), units(before)});
}

/// Each participant gets what the rounded sum has grown by, so that the parts add up to the rounded whole.
std::optional<Refusal> Pipeline::round_claim(const Rounding& rounding) {
    const auto before = claim_sum_->exact;
    claim_sum_->exact += value_;
    const auto result = rounded(rounding, claim_sum_->exact);
    if (!result) return out_of_range();
    amount_ = *result - claim_sum_->rounded;
    if (asked_.context.traced())
        asked_.context.say_step(
            "{0}：各参与者合计由 {1} 到 {2}，按 {3} 取整为 {4}，其中 {5} 已分给前面的人，本人 {6}",
            "{0}: the sum over the participants goes from {1} to {2}; rounded to steps of {3} that is {4}, "
            "of "
            "which {5} fell to those before, so this one has {6}",
            {rule_.id, units(before), units(claim_sum_->exact), units(rounding.step), units(*result),
             units(claim_sum_->rounded), units(amount_)});
    claim_sum_->rounded = *result;
    return std::nullopt;
}

/// The total is due what rounding makes of it, less what rounding really gave before. The two differ once
/// a reversal has taken away one service's part of each: the rest may then have been given too little,
/// which is made up now, or too much, which the next services work off. Nothing is taken back.
std::optional<Refusal> Pipeline::round_running_total(const Rounding& rounding) {
    auto& context = asked_.context;
    const auto sign = Fraction(rule_.pays ? -1 : 1);
    const auto& reading = plan_.readings[rounding.reading];
    const auto before = context.sum(plan_, rounding.reading, asked_.owner) * sign;
    const auto given = (context.given(plan_, rounding.reading, asked_.owner) * sign).floor();
    const auto after = before + value_;
    const auto due = after < Fraction(0) ? std::optional<std::int64_t>(0) : rounded(rounding, after);
    if (!due || !given) return out_of_range();
    amount_ = std::max<std::int64_t>(0, *due - *given);
    context.add_to_tally(reading.tally, asked_.owner, value_ * sign, rule_.pays ? -amount_ : amount_);
    running_total_ = to_hex(plan_.tallies[reading.tally].name);
    if (!context.traced()) return std::nullopt;
    const bool too_much = *given > *due;
    context.say_step(
        too_much ? "{0}：累计由 {1} 到 {2}，按 {3} 取整为 {4}，此前已给 {5}，多于应得，本次得 {6}"
                 : "{0}：累计由 {1} 到 {2}，按 {3} 取整为 {4}，其中 {5} 此前已给，本次得 {6}",
        too_much ? "{0}: the running total goes from {1} to {2}; rounded to steps of {3} that is {4}, but "
                   "{5} was given before, so this service gives {6}"
                 : "{0}: the running total goes from {1} to {2}; rounded to steps of {3} that is {4}, of "
                   "which {5} was given before, so this service gives {6}",
        {rule_.id, units(before), units(after), units(rounding.step), units(*due), units(*given),
         units(amount_)});
    return std::nullopt;
}

}  // namespace timebank
