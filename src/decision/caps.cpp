#include <algorithm>

#include "decision/pipeline.hpp"
#include "decision/trace.hpp"

// The second half of a pipeline: caps, and what is booked in the end.

namespace timebank {

using standard::Cap;
using standard::Key;
using standard::Window;

std::optional<Refusal> Pipeline::run_caps(Decision& decision) {
    decision_ = &decision;
    asked_.context.speak_of_rule(rule_.id);
    for (std::size_t i = rule_.caps_from; i < rule_.steps.size(); ++i)
        if (auto refused = apply(std::get<Cap>(rule_.steps[i]))) return refused;
    return finish();
}

/// Whose sums the cap looks at: everybody's is kept under an empty name.
std::vector<std::string_view> Pipeline::subjects_of(const Cap& cap) {
    std::vector<std::string_view> subjects;
    const auto add = [&](const std::vector<std::string>& names) {
        subjects.insert(subjects.end(), names.begin(), names.end());
    };
    if (cap.key == Key::everyone) subjects = {std::string_view()};
    if (cap.key == Key::household) add(asked_.context.households(asked_.owner));
    if (cap.key == Key::team) add(asked_.context.teams(asked_.owner));
    if (subjects.empty() && cap.key != Key::everyone) subjects = {asked_.owner};
    return subjects;
}

/// The account whose credits move: the member's, or that of their first household.
const std::string& Pipeline::credited_owner() {
    if (!credited_owner_.empty()) return credited_owner_;
    credited_owner_ = asked_.owner;
    if (rule_.credit_to == standard::Rule::CreditTo::household) {
        const auto& households = asked_.context.households(asked_.owner);
        if (!households.empty()) credited_owner_ = households.front();
    }
    return credited_owner_;
}

/// It was adopted as somebody who may have been merged since.
std::string Pipeline::account() {
    return asked_.context.survivor(rule_.account);
}

std::int64_t Pipeline::credited_balance() {
    const auto& owner = credited_owner();
    auto balance = asked_.context.fact(FactKind::balance, owner, rule_.unit);
    for (const auto& leg : decision_->legs)
        if (leg.owner == owner && leg.unit == rule_.unit) balance += leg.amount.minor_units;
    return balance;
}

/// How much fits under the limit; of several sums, the one that leaves least.
Pipeline::Room Pipeline::room_under(const Cap& cap, std::int64_t limit) {
    const Fraction sign(rule_.pays ? -1 : 1);
    if (cap.period.window == Window::balance) {
        const Fraction balance(credited_balance());
        return {balance, Fraction(limit) - balance, credited_owner()};
    }
    std::optional<Room> least;
    for (const auto subject : subjects_of(cap)) {
        const bool of_claim = cap.period.window == Window::service;
        const auto before = of_claim ? asked_.context.given_under(cap.id, subject)
                                     : asked_.context.sum(plan_, cap.reading, subject) * sign;
        const Room room{before, Fraction(limit) - before, subject};
        if (!least || room.left < least->left) least = room;
    }
    return *least;
}

std::optional<Refusal> Pipeline::apply(const Cap& cap) {
    bool works = false;
    if (auto refused = ask(cap.when, works)) return refused;
    if (!works) return std::nullopt;
    const auto looked = look_up(cap.limit, asked_, cap.id);
    if (!looked) return looked.refusal();
    const auto limit = looked->floor();
    if (!limit) return out_of_range();
    // Nothing passes no limit, even where others have passed it.
    if (amount_ == 0) return std::nullopt;
    const auto room = room_under(cap, *limit);
    if (!(Fraction(amount_) > room.left)) return std::nullopt;
    return pass_limit(cap, *limit, room);
}

std::optional<Refusal> Pipeline::pass_limit(const Cap& cap, std::int64_t limit, const Room& room) {
    const auto kept = std::max<std::int64_t>(0, room.left.floor().value_or(0));
    const auto above = amount_ - kept;
    // A waiver for which a fact is missing is none: the limit holds.
    if (cap.waived_when && applies(cap.waived_when, asked_) == Truth::met) {
        asked_.context.say_step("{0}：上限 {1} 经批准或凭证明放宽，{2} 照给",
                                "{0}: the cap {1} is waived, so {2} stay",
                                {rule_.id, cap.id, units(amount_)});
        notice(NoticeKind::waived, cap, above);
        return std::nullopt;
    }
    switch (cap.at_cap) {
        case Cap::AtCap::refuse:
            return refuse(RefusalCode::cap_reached, cap.id, same_in_both(units(limit)),
                          same_in_both(units(room.before + Fraction(amount_))));
        case Cap::AtCap::needs_approval:
            return refuse(RefusalCode::approval_missing, cap.id, same_in_both(units(limit)),
                          same_in_both(units(room.before + Fraction(amount_))));
        case Cap::AtCap::warn:
            asked_.context.say_step("{0}：超过上限 {1}（{2}），超出 {3}，只作提示",
                                    "{0}: the cap {1} ({2}) is passed by {3}, which is only remarked",
                                    {rule_.id, cap.id, units(limit), units(above)});
            notice(NoticeKind::limit_passed, cap, above);
            return std::nullopt;
        case Cap::AtCap::clip:
        case Cap::AtCap::overflow:
            clip(cap, limit, room, kept);
            return std::nullopt;
    }
    return std::nullopt;
}

void Pipeline::clip(const Cap& cap, std::int64_t limit, const Room& room, std::int64_t kept) {
    const auto rest = amount_ - kept;
    if (asked_.context.traced() && cap.overflow_to.empty())
        asked_.context.say_step(
            "{0}：上限 {1} 为 {2}，已有 {3}，由 {4} 减为 {5}",
            "{0}: the cap {1} is {2} and {3} is used, so {4} becomes {5}",
            {rule_.id, cap.id, units(limit), units(room.before), units(amount_), units(kept)});
    else if (asked_.context.traced())
        asked_.context.say_step(
            "{0}：上限 {1} 为 {2}，已有 {3}，由 {4} 减为 {5}，余下 {6} 转入 {7}",
            "{0}: the cap {1} is {2} and {3} is used, so {4} becomes {5}; the other {6} go "
            "to {7}",
            {rule_.id, cap.id, units(limit), units(room.before), units(amount_), units(kept), units(rest),
             cap.overflow_to});
    if (cap.overflow_to.empty())
        notice(NoticeKind::cut, cap, rest);
    else
        pass_on(cap, rest);
    cut_ += rest;
    amount_ = kept;
}

void Pipeline::notice(NoticeKind kind, const Cap& cap, std::int64_t value) {
    if (value != 0) decision_->notices.push_back({participant_, kind, cap.id, rule_.unit, value});
}

void Pipeline::pass_on(const Cap& cap, std::int64_t rest) {
    if (rest == 0) return;
    Award award;
    award.participant = participant_;
    award.side = Side::neither;
    award.rule = cap.id;
    award.unit = rule_.unit;
    award.from = account();
    award.to = cap.overflow_to;
    award.exact_numerator = rest;
    award.amount = Amount{rest};
    if (!add_award(*decision_, std::move(award))) overflowed_ = true;
}

/// What was given counts under the caps for those who come after in this claim. Caps of one tally count it
/// once.
void Pipeline::add_to_caps() {
    std::vector<std::size_t> added;
    for (std::size_t i = rule_.caps_from; i < rule_.steps.size(); ++i) {
        const auto& cap = std::get<Cap>(rule_.steps[i]);
        if (cap.period.window == Window::balance) continue;
        if (cap.period.window == Window::service) {
            for (const auto subject : subjects_of(cap))
                asked_.context.add_given(cap.id, subject, Fraction(amount_));
            continue;
        }
        const auto tally = plan_.readings[cap.reading].tally;
        if (std::find(added.begin(), added.end(), tally) != added.end()) continue;
        added.push_back(tally);
        for (const auto subject : subjects_of(cap))
            asked_.context.add_to_tally(tally, subject, Fraction(rule_.pays ? -amount_ : amount_));
    }
}

/// What is exact here is never below zero: no document may say a number below zero (Value::fraction()), and a
/// quantity below zero multiplies as nothing (units_of(), look_up()).
std::optional<Refusal> Pipeline::finish() {
    const auto exact = exact_.lowest();
    if (!exact || overflowed_) return out_of_range();
    if (exact->numerator == 0 && amount_ == 0 && cut_ == 0) return std::nullopt;
    add_to_caps();
    Award award;
    award.participant = participant_;
    award.side = rule_.pays ? Side::gives : Side::gets;
    award.rule = rule_.id;
    award.unit = rule_.unit;
    award.from = rule_.pays ? credited_owner() : account();
    award.to = rule_.pays ? account() : credited_owner();
    award.exact_numerator = exact->numerator;
    award.exact_denominator = exact->denominator;
    award.amount = Amount{amount_};
    award.cut = Amount{cut_};
    award.running_total = running_total_;
    if (!add_award(*decision_, std::move(award))) return out_of_range();
    return std::nullopt;
}

}  // namespace timebank
