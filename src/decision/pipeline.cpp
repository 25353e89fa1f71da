#include "decision/pipeline.hpp"

#include <algorithm>

#include "decision/trace.hpp"
#include "timebank/limits.hpp"

// The steps before the last rounding, in the order in which src/standard/steps.hpp declares them.

namespace timebank {

using standard::Band;
using standard::Tariff;

Pipeline::Pipeline(const standard::Plan& plan, const standard::Rule& rule, Context& context,
                   const ServiceContent& service, std::uint16_t participant, bool confirmed)
    : plan_(plan),
      rule_(rule),
      service_(service),
      who_(service.participants[participant]),
      participant_(participant),
      confirmed_(confirmed),
      scale_(plan.units.at(rule.unit)),
      asked_{plan,     context,    who_.owner, service.facts, civil_date(service.actual.start),
             &service, participant},
      counted_(count_actual(service, who_)) {
    asked_.minutes = counted_.minutes();
}

std::optional<Refusal> Pipeline::run_to_rounding(ClaimSum& claim_sum) {
    claim_sum_ = &claim_sum;
    asked_.context.speak_of_rule(rule_.id);
    for (std::size_t i = 0; i < rule_.caps_from; ++i) {
        if (auto refused = std::visit([&](const auto& step) { return apply(step); }, rule_.steps[i]))
            return refused;
        if (state_ != State::open) return std::nullopt;
    }
    return std::nullopt;
}

std::string Pipeline::units(const Fraction& minor) const {
    return exact_text(minor, scale_) + " " + rule_.unit;
}

Refusal Pipeline::out_of_range() const {
    return refuse(RefusalCode::amount_out_of_range, rule_.id, {}, same_in_both(rule_.unit));
}

std::optional<Refusal> Pipeline::ask(const std::optional<standard::Condition>& when, bool& works) {
    const auto answer = applies(when, asked_);
    works = answer == Truth::met;
    if (answer == Truth::unknown) return missing_fact(*when, asked_, rule_.id);
    return std::nullopt;
}

Notice Pipeline::pending_notice() const {
    Notice notice{participant_, NoticeKind::pending, rule_.id, "", 0};
    if (waiting_->lapses_after_days == 0) return notice;
    // Days are those of the place where the service was done, as when a ruling asks whether it is too late.
    const auto recorded =
        civil_time(asked_.context.recorded_at_unix_s(), service_.actual.start.offset_minutes);
    notice.value = std::int64_t{civil_date(recorded).days} + waiting_->lapses_after_days;
    return notice;
}

void Pipeline::yield_to(const standard::Rule& other) {
    state_ = State::closed;
    asked_.context.speak_of_rule(rule_.id);
    asked_.context.say_step("{0}：同组中 {1} 所得更多，本规则不计",
                            "{0}: {1} of the same group gives more, so this rule gives nothing",
                            {rule_.id, other.id});
}

std::optional<Refusal> Pipeline::apply(const standard::Gate& gate) {
    using Otherwise = standard::Gate::Otherwise;
    const auto answer = evaluate(gate.condition, asked_);
    auto& context = asked_.context;
    if (answer == Truth::met) {
        context.say_step("{}：条件满足", "{}: the condition is met", {rule_.id});
        return std::nullopt;
    }
    if (answer == Truth::unknown && gate.otherwise == Otherwise::refuse)
        return missing_fact(gate.condition, asked_, rule_.id);
    if (gate.otherwise == Otherwise::pending && confirmed_) {
        context.say_step("{}：已由裁定确认", "{}: confirmed by a ruling", {rule_.id});
        return std::nullopt;
    }
    if (gate.otherwise == Otherwise::refuse || context.traced()) {
        Found words;
        evaluate(gate.condition, asked_, &words);
        if (gate.otherwise == Otherwise::refuse)
            return refuse(RefusalCode::gate_closed, rule_.id, words.required, words.found);
        const bool waits = gate.otherwise == Otherwise::pending;
        context.say_step_with(
            waits ? "{}：条件不满足（要求：{}；实际：{}），待确认后才计"
                  : "{}：条件不满足（要求：{}；实际：{}），本规则不计",
            waits ? "{}: the condition is not met (required {}, found {}), so nothing is given "
                    "until a ruling confirms the service"
                  : "{}: the condition is not met (required {}, found {}), so this rule gives nothing",
            {same_in_both(rule_.id), words.required, words.found});
    }
    waiting_ = &gate;
    state_ = gate.otherwise == Otherwise::pending ? State::pending : State::closed;
    return std::nullopt;
}

std::optional<Refusal> Pipeline::apply(const standard::Clock& clock) {
    if (clock_chosen_) return std::nullopt;
    bool works = false;
    if (auto refused = ask(clock.when, works)) return refused;
    if (!works) return std::nullopt;
    const auto counted = count_by(clock, service_, who_);
    if (!counted)
        return refuse(RefusalCode::fact_missing, rule_.id, Text{"约定的起止时间", "agreed"},
                      same_in_both("-"));
    if (const auto apart_minutes = agreed_apart_minutes(clock, service_);
        apart_minutes > limits::agreed_apart_minutes)
        return refuse(RefusalCode::number_out_of_range, rule_.id,
                      say("约定与实际的时间相差至多 {} 分钟", "agreed <= {} minutes from actual",
                          {std::to_string(limits::agreed_apart_minutes)}),
                      same_in_both(std::to_string(apart_minutes)));
    clock_chosen_ = true;
    counted_ = *counted;
    asked_.minutes = counted_.minutes();
    if (asked_.context.traced()) {
        const CivilTime start{counted_.start_minutes, service_.actual.start.offset_minutes};
        asked_.context.say_step("{0}：从 {1} 起计 {2} 分钟，路程计 {3} 分钟",
                                "{0}: {2} minutes count from {1} on, and {3} minutes of travel",
                                {rule_.id, to_text(start), std::to_string(counted_.length_minutes),
                                 std::to_string(counted_.travel_minutes)});
    }
    return std::nullopt;
}

std::optional<Refusal> Pipeline::apply(const standard::Obligation& obligation) {
    bool works = false;
    if (auto refused = ask(obligation.when, works)) return refused;
    if (!works) return std::nullopt;
    const auto before = asked_.context.sum(plan_, obligation.reading, asked_.owner).floor().value_or(0);
    // What is owed is served: travel and rounded-up minutes do not pay it.
    const auto payable = std::min(served_minutes(service_, who_), counted_.minutes());
    const auto owed = std::clamp<std::int64_t>(obligation.minutes - before, 0, payable);
    counted_.skip(owed);
    asked_.minutes = counted_.minutes();
    if (asked_.context.traced())
        asked_.context.say_step(
            "{0}：{1} 的前 {2} 分钟不计分，此前已服务 {3} 分钟，本次 {4} 分钟不计，余 {5} 分钟",
            "{0}: the first {2} minutes of {1} earn nothing; {3} were served before, so {4} of this service "
            "earn nothing and {5} are left",
            {rule_.id, obligation.id, std::to_string(obligation.minutes), std::to_string(before),
             std::to_string(owed), std::to_string(counted_.minutes())});
    return std::nullopt;
}

std::optional<Refusal> Pipeline::apply(const standard::Bands& bands) {
    if (bands_chosen_) return std::nullopt;
    bool works = false;
    if (auto refused = ask(bands.when, works)) return refused;
    if (!works) return std::nullopt;
    bands_chosen_ = true;
    Fraction weighted;
    const auto count = [&](const Stretch& stretch) {
        const auto& factor = stretch.band ? stretch.band->factor : bands.otherwise;
        weighted += Fraction(stretch.minutes) * factor;
        if (asked_.context.traced()) say_band(stretch, factor, stretch.minutes);
    };
    const auto until = counted_.start_minutes + counted_.length_minutes;
    // Neighbours in one band are one stretch, also across midnight.
    Stretch current{counted_.start_minutes, 0, nullptr};
    while (current.start_minutes + current.minutes < until) {
        const auto next = next_stretch(bands, plan_.calendar, current.start_minutes + current.minutes, until);
        if (current.minutes > 0 && next.band != current.band) {
            count(current);
            current = next;
        } else {
            current.band = next.band;
            current.minutes += next.minutes;
        }
    }
    if (current.minutes > 0) count(current);
    if (counted_.travel_minutes > 0) count({until, counted_.travel_minutes, nullptr});
    weighted_minutes_ = weighted;
    return std::nullopt;
}

void Pipeline::say_band(const Stretch& stretch, const Fraction& factor, std::int64_t minutes) {
    const auto offset = service_.actual.start.offset_minutes;
    asked_.context.say_step(
        "{0}：{1} 起 {2} 分钟，时段 {3}，× {4}", "{0}: {2} minutes from {1} on, band {3}, × {4}",
        {rule_.id, to_text(CivilTime{stretch.start_minutes, offset}), std::to_string(minutes),
         stretch.band ? stretch.band->id : "-", exact_text(factor, 1)});
}

Fraction Pipeline::units_of(const Tariff& tariff) {
    switch (tariff.per) {
        case Tariff::Per::minute:
        case Tariff::Per::hour: {
            const auto minutes = weighted_minutes_.value_or(Fraction(counted_.minutes()));
            return tariff.per == Tariff::Per::minute ? minutes : minutes / Fraction(60);
        }
        case Tariff::Per::visit:
            return Fraction(1);
        case Tariff::Per::item:
            return Fraction(service_.quantity);
        case Tariff::Per::quantity:
            return Fraction(std::max<std::int64_t>(0, value_of(tariff.of, asked_).value_or(0)),
                            tariff.of.scale);
    }
    return Fraction(0);
}

std::optional<Refusal> Pipeline::apply(const Tariff& tariff) {
    if (tariff.per == Tariff::Per::quantity && !value_of(tariff.of, asked_))
        return refuse(RefusalCode::fact_missing, rule_.id, same_in_both(tariff.of.code), same_in_both("-"));
    const auto amount = look_up(tariff.amount, asked_, rule_.id);
    if (!amount) return amount.refusal();
    const auto count = units_of(tariff);
    value_ = count * *amount;
    if (value_.overflowed()) return out_of_range();
    if (asked_.context.traced()) say_tariff(tariff, count, *amount);
    return std::nullopt;
}

void Pipeline::say_tariff(const Tariff& tariff, const Fraction& count, const Fraction& each) {
    auto& context = asked_.context;
    const auto minutes = exact_text(weighted_minutes_.value_or(Fraction(counted_.minutes())), 1);
    switch (tariff.per) {
        case Tariff::Per::minute:
            return context.say_step("{0}：{1} 分钟 × 每分钟 {2} = {3}",
                                    "{0}: {1} minutes at {2} a minute = {3}",
                                    {rule_.id, minutes, units(each), units(value_)});
        case Tariff::Per::hour:
            return context.say_step("{0}：{1} 分钟 × 每小时 {2} = {3}",
                                    "{0}: {1} minutes at {2} an hour = {3}",
                                    {rule_.id, minutes, units(each), units(value_)});
        case Tariff::Per::visit:
            return context.say_step("{0}：每次 {1}", "{0}: {1} a visit", {rule_.id, units(each)});
        case Tariff::Per::item:
            return context.say_step("{0}：{1} 件 × 每件 {2} = {3}", "{0}: {1} items at {2} each = {3}",
                                    {rule_.id, exact_text(count, 1), units(each), units(value_)});
        case Tariff::Per::quantity:
            return context.say_step_with(
                "{0}：{1}为 {2} × 每一个 {3} = {4}", "{0}: {1} is {2}, at {3} for each = {4}",
                {same_in_both(rule_.id), name_of(tariff.of, plan_), same_in_both(exact_text(count, 1)),
                 same_in_both(units(each)), same_in_both(units(value_))});
    }
}

std::optional<Refusal> Pipeline::apply(const standard::Factor& factor) {
    bool works = false;
    if (auto refused = ask(factor.when, works)) return refused;
    if (!works) return std::nullopt;
    const auto by = look_up(factor.by, asked_, rule_.id);
    if (!by) return by.refusal();
    if (factor.divides && *by == Fraction(0))
        return refuse(RefusalCode::number_out_of_range, rule_.id, Text{"除数大于 0", "divided_by > 0"},
                      same_in_both("0"));
    const auto before = value_;
    if (factor.divides)
        value_ /= *by;
    else
        value_ *= *by;
    if (value_.overflowed()) return out_of_range();
    if (asked_.context.traced())
        asked_.context.say_step(
            "{0}：{1} {2} {3} = {4}", "{0}: {1} {2} {3} = {4}",
            {rule_.id, units(before), factor.divides ? "÷" : "×", exact_text(*by, 1), units(value_)});
    return std::nullopt;
}

std::optional<Refusal> Pipeline::apply(const standard::Minimum& minimum) {
    bool works = false;
    if (auto refused = ask(minimum.when, works)) return refused;
    if (!works || !(value_ < Fraction(minimum.minor_units))) return std::nullopt;
    value_ = Fraction(minimum.minor_units);
    if (asked_.context.traced())
        asked_.context.say_step("{0}：不足最低值，计 {1}", "{0}: below the minimum, so {1}",
                                {rule_.id, units(value_)});
    return std::nullopt;
}

}  // namespace timebank
