#include <set>

#include "core/rational.hpp"
#include "decision/context.hpp"
#include "decision/precedence.hpp"
#include "decision/tally.hpp"

// The pipeline of a credit standard, one participant and one rule at a time, and the till of a redemption
// standard.

namespace timebank {
namespace {

using standard::Plan;
using standard::Rule;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

std::string joined_categories(const Plan& plan) {
    std::string all;
    for (const auto& category : plan.categories) all += (all.empty() ? "" : ", ") + category.code;
    return all;
}

bool is_declared(const Plan& plan, const std::string& category) {
    for (const auto& one : plan.categories)
        if (one.code == category) return true;
    return false;
}

std::optional<Refusal> check_participants(const ServiceContent& service) {
    std::set<std::pair<std::string, std::string>> seen;
    const auto minutes = duration_minutes(service.actual);
    for (const auto& participant : service.participants)
        if (!seen.emplace(participant.owner, participant.role).second)
            return refuse(RefusalCode::participant_repeated, participant.role, "", participant.owner);
    for (const auto& participant : service.participants)
        if (participant.own_minutes && *participant.own_minutes > minutes)
            return refuse(RefusalCode::own_minutes_too_long, participant.owner, std::to_string(minutes),
                          std::to_string(*participant.own_minutes));
    return std::nullopt;
}

/// Somebody without a phone confirmed on paper: the office vouches for the sheet.
std::optional<Refusal> check_paper_confirmations(Context& context, const ServiceContent& service) {
    for (const auto& participant : service.participants) {
        if (participant.evidence.kind != EvidenceKind::paper_confirmation) continue;
        if (signed_by_office(context)) return std::nullopt;
        return refuse(RefusalCode::evidence_not_attested, participant.owner, "operator, officer, coordinator",
                      roles_that_signed(context));
    }
    return std::nullopt;
}

/// One rule at work on one participant: a value goes in at the tariff and comes out behind the caps.
class Pipeline {
  public:
    Pipeline(const Plan& plan, const Rule& rule, Context& context, const ServiceContent& service,
             std::uint16_t participant)
        : plan_(plan),
          rule_(rule),
          context_(context),
          service_(service),
          owner_(service.participants[participant].owner),
          participant_(participant),
          scale_(plan.units.at(rule.unit)) {}

    /// Runs the steps in the document's order. Nothing to refuse: award() has the outcome.
    std::optional<Refusal> run() {
        for (const auto& step : rule_.steps) {
            if (auto refused = std::visit([&](const auto& one) { return apply(one); }, step)) return refused;
            if (closed_) return std::nullopt;
        }
        return finish();
    }

    /// Nothing when a gate closed or the rule gave nothing and nothing was cut.
    const std::optional<Award>& award() const { return award_; }

    /// What a cap clipped and passed on to another account.
    struct Overflow {
        std::string owner;
        Amount amount;
    };
    const std::vector<Overflow>& overflows() const { return overflows_; }

  private:
    std::string units(const Rational& minor) const { return exact_text(minor, scale_) + " " + rule_.unit; }
    std::string units(const Integer& minor) const { return units(Rational(minor)); }

    std::optional<Refusal> apply(const standard::Gate& gate) {
        auto found = evaluate(gate.condition, plan_, context_, owner_, service_.facts);
        if (found.met) {
            context_.say_step("{}：条件满足", "{}: the condition is met", {rule_.id});
            return std::nullopt;
        }
        if (!gate.refuses) {
            context_.say_step(
                "{}：条件不满足（要求 {}，实为 {}），本规则不计",
                "{}: the condition is not met (required {}, found {}), so this rule gives nothing",
                {rule_.id, found.required, found.found});
            closed_ = true;
            return std::nullopt;
        }
        if (found.fact_missing) return refuse(RefusalCode::fact_missing, rule_.id, found.required, "-");
        return refuse(RefusalCode::gate_closed, rule_.id, found.required, found.found);
    }

    std::optional<Refusal> apply(const standard::Tariff& tariff) {
        const auto minutes = service_.participants[participant_].own_minutes
                                 ? static_cast<std::int64_t>(*service_.participants[participant_].own_minutes)
                                 : duration_minutes(service_.actual);
        const auto each = units(tariff.minor_units);
        using Per = standard::Tariff::Per;
        switch (tariff.per) {
            case Per::minute:
                value_ = tariff.minor_units * minutes;
                context_.say_step("{0}：{1} 分钟 × 每分钟 {2} = {3}",
                                  "{0}: {1} minutes at {2} a minute = {3}",
                                  {rule_.id, std::to_string(minutes), each, units(value_)});
                break;
            case Per::hour:
                value_ = tariff.minor_units * minutes / 60;
                context_.say_step("{0}：{1} 分钟 × 每小时 {2} = {3}", "{0}: {1} minutes at {2} an hour = {3}",
                                  {rule_.id, std::to_string(minutes), each, units(value_)});
                break;
            case Per::visit:
                value_ = tariff.minor_units;
                context_.say_step("{0}：每次 {1}", "{0}: {1} a visit", {rule_.id, each});
                break;
            case Per::item:
                value_ = tariff.minor_units * service_.quantity;
                context_.say_step("{0}：{1} 件 × 每件 {2} = {3}", "{0}: {1} items at {2} each = {3}",
                                  {rule_.id, std::to_string(service_.quantity), each, units(value_)});
                break;
        }
        return std::nullopt;
    }

    std::optional<Refusal> apply(const standard::Minimum& minimum) {
        if (value_ >= minimum.minor_units) return std::nullopt;
        value_ = minimum.minor_units;
        context_.say_step("{0}：不足最低值，计 {1}", "{0}: below the minimum, so {1}",
                          {rule_.id, units(value_)});
        return std::nullopt;
    }

    std::optional<Refusal> apply(const standard::Rounding& rounding) {
        exact_ = value_;
        if (rounding.exact) {
            amount_ = numerator(value_) / denominator(value_);
            return std::nullopt;
        }
        const Integer step = numerator(rounding.step) / denominator(rounding.step);
        auto rounded = [&](const Rational& value) {
            return Integer(round_to_step(value, rounding.step, rounding.direction, rounding.ties) * step);
        };
        if (!rounding.running_total) {
            amount_ = rounded(value_);
            context_.say_step("{0}：本次取整到 {1}，得 {2}",
                              "{0}: rounded to steps of {1} for this service: {2}",
                              {rule_.id, units(rounding.step), units(amount_)});
            return std::nullopt;
        }
        round_running_total(rounding, rounded);
        return std::nullopt;
    }

    /// The total is due what rounding makes of it, less what rounding really gave before. The two differ once
    /// a reversal has taken away one service's part of each: the rest may then have been given too little,
    /// which is made up now, or too much, which the next services work off. Nothing is taken back.
    template <class Rounded>
    void round_running_total(const standard::Rounding& rounding, const Rounded& rounded) {
        const auto& exact_tally = plan_.tallies.at(rounding.tally);
        const auto& rounded_tally = plan_.tallies.at(rounding.rounded_tally);
        const Rational before = context_.tally(exact_tally, owner_);
        const Rational after = before + value_;
        const Integer given = numerator(context_.tally(rounded_tally, owner_));
        const Integer due = rounded(after);
        amount_ = due > given ? Integer(due - given) : Integer(0);
        context_.add_to_tally(exact_tally, owner_, value_);
        context_.add_to_tally(rounded_tally, owner_, Rational(amount_));
        const bool too_much = given > due;
        context_.say_step(
            too_much ? "{0}：累计由 {1} 到 {2}，按 {3} 取整为 {4}，此前已给 {5}，多于应得，本次得 {6}"
                     : "{0}：累计由 {1} 到 {2}，按 {3} 取整为 {4}，其中 {5} 此前已给，本次得 {6}",
            too_much
                ? "{0}: the running total goes from {1} to {2}; rounded to steps of {3} that is {4}, but "
                  "{5} was given before, so this service gives {6}"
                : "{0}: the running total goes from {1} to {2}; rounded to steps of {3} that is {4}, of "
                  "which {5} was given before, so this service gives {6}",
            {rule_.id, units(before), units(after), units(rounding.step), units(due), units(given),
             units(amount_)});
    }

    std::optional<Refusal> apply(const standard::Cap& cap) {
        const bool tallied = cap.window != standard::Window::service;
        const Rational before = tallied ? context_.tally(plan_.tallies.at(cap.tally), owner_) : Rational(0);
        const Rational asked = before + Rational(amount_);
        const Rational limit = cap.limit;
        if (asked > limit) {
            if (!cap.clips) return refuse(RefusalCode::cap_reached, cap.id, units(limit), units(asked));
            Rational left = limit - before;
            if (left < 0) left = 0;
            const Integer kept = numerator(left) / denominator(left);
            if (auto refused = clip(cap, before, kept)) return refused;
        }
        caps_passed_.push_back(&cap);
        return std::nullopt;
    }

    std::optional<Refusal> clip(const standard::Cap& cap, const Rational& before, const Integer& kept) {
        const Integer rest = amount_ - kept;
        if (cap.overflow_to.empty())
            context_.say_step(
                "{0}：上限 {1} 为 {2}，已有 {3}，由 {4} 减为 {5}",
                "{0}: the cap {1} is {2} and {3} is used, so {4} becomes {5}",
                {rule_.id, cap.id, units(Integer(cap.limit)), units(before), units(amount_), units(kept)});
        else
            context_.say_step("{0}：上限 {1} 为 {2}，已有 {3}，由 {4} 减为 {5}，余下 {6} 转入 {7}",
                              "{0}: the cap {1} is {2} and {3} is used, so {4} becomes {5}; the other {6} go "
                              "to {7}",
                              {rule_.id, cap.id, units(Integer(cap.limit)), units(before), units(amount_),
                               units(kept), units(rest), cap.overflow_to});
        if (!cap.overflow_to.empty()) {
            const auto passed_on = to_int64(rest);
            if (!passed_on) return refuse(RefusalCode::amount_out_of_range, rule_.id, "", units(rest));
            overflows_.push_back({cap.overflow_to, Amount{*passed_on}});
        }
        cut_ += rest;
        amount_ = kept;
        return std::nullopt;
    }

    std::optional<Refusal> finish() {
        for (const auto* cap : caps_passed_)
            if (cap->window != standard::Window::service)
                context_.add_to_tally(plan_.tallies.at(cap->tally), owner_, Rational(amount_));
        if (exact_ == 0 && amount_ == 0 && cut_ == 0) return std::nullopt;
        auto above = to_int64(numerator(exact_));
        auto below = to_int64(denominator(exact_));
        auto amount = to_int64(amount_);
        auto cut = to_int64(cut_);
        if (!above || !below || !amount || !cut)
            return refuse(RefusalCode::amount_out_of_range, rule_.id, "", units(amount_));
        award_ = Award{participant_, rule_.id, rule_.unit, *above, *below, Amount{*amount}, Amount{*cut}};
        return std::nullopt;
    }

    const Plan& plan_;
    const Rule& rule_;
    Context& context_;
    const ServiceContent& service_;
    const std::string& owner_;
    const std::uint16_t participant_;
    const std::int64_t scale_;
    bool closed_ = false;
    Rational value_ = 0;  // exact, in minor units
    Rational exact_ = 0;  // as it came to the rounding
    Integer amount_ = 0;  // after it
    Integer cut_ = 0;
    std::vector<const standard::Cap*> caps_passed_;
    std::vector<Overflow> overflows_;
    std::optional<Award> award_;
};

Refusal out_of_range(const std::string& rule) {
    return refuse(RefusalCode::amount_out_of_range, rule, "", "legs");
}

std::string joined_items(const Plan& plan) {
    std::string all;
    for (const auto& item : plan.catalogue) all += (all.empty() ? "" : ", ") + item.code;
    return all;
}

std::optional<Refusal> check_unlock(const Plan& plan, const standard::Item& item, Context& context,
                                    const RedemptionContent& redemption) {
    if (!item.unlock) return std::nullopt;
    auto found = evaluate(*item.unlock, plan, context, redemption.owner, redemption.facts);
    if (found.fact_missing) return refuse(RefusalCode::fact_missing, item.code, found.required, "-");
    if (!found.met) return refuse(RefusalCode::item_locked, item.code, found.required, found.found);
    return std::nullopt;
}

std::optional<Refusal> check_limits(const Plan& plan, const standard::Item& item, Context& context,
                                    const RedemptionContent& redemption) {
    for (const auto& limit : item.limits) {
        const bool tallied = limit.window != standard::Window::service;
        const Rational before =
            tallied ? context.tally(plan.tallies.at(limit.tally), redemption.owner) : Rational(0);
        const Rational asked = before + redemption.quantity;
        if (asked > limit.limit)
            return refuse(RefusalCode::limit_reached, limit.id, std::to_string(limit.limit),
                          exact_text(asked, 1));
    }
    return std::nullopt;
}

}  // namespace

Verdict decide_service(const Plan& plan, Context& context, const Claim& claim,
                       const ServiceContent& service) {
    if (!is_declared(plan, service.category))
        return refuse(RefusalCode::category_unknown, "category", joined_categories(plan), service.category);
    if (auto refused = check_participants(service)) return *refused;
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, service.facts));
    first.consider(check_paper_confirmations(context, service));

    const auto issuer = context.survivor(plan.issuer);  // adopted as somebody who may have been merged since
    // A member may state what they did themselves; what others earn is not theirs to say.
    const bool own_claim = !claim.acting_for.empty() && context.fact("", fact_code::author_is_member) != 0;
    Decision decision;
    for (std::uint16_t i = 0; i < service.participants.size(); ++i) {
        for (const auto& rule : plan.rules) {
            if (!rule_applies(rule, service.category, service.participants[i].role)) continue;
            Pipeline pipeline(plan, rule, context, service, i);
            first.consider(pipeline.run());
            if (!pipeline.award()) continue;
            const auto& award = *pipeline.award();
            if (own_claim && service.participants[i].owner != claim.acting_for)
                first.consider(refuse(RefusalCode::credits_others, "participants", claim.acting_for,
                                      service.participants[i].owner));
            bool fits =
                add_movement(decision.legs, issuer, service.participants[i].owner, award.unit, award.amount);
            for (const auto& overflow : pipeline.overflows())
                fits =
                    add_movement(decision.legs, issuer, overflow.owner, award.unit, overflow.amount) && fits;
            if (!fits) first.consider(out_of_range(rule.id));
            decision.awards.push_back(award);
        }
    }
    if (first.get()) return *first.get();
    return decision;
}

Verdict decide_redemption(const Plan& plan, Context& context, const Claim&,
                          const RedemptionContent& redemption) {
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, redemption.facts));
    const auto* item = find_item(plan, redemption.item);
    if (!item) first.consider(refuse(RefusalCode::item_unknown, "item", joined_items(plan), redemption.item));
    if (item) first.consider(check_unlock(plan, *item, context, redemption));
    if (first.get()) return *first.get();
    if (auto refused = check_limits(plan, *item, context, redemption)) return *refused;

    const auto scale = plan.units.at(item->unit);
    auto units = [&](const Rational& minor) { return exact_text(minor, scale) + " " + item->unit; };
    const Integer cost = Integer(item->price) * redemption.quantity;
    const auto balance = context.fact(redemption.owner, fact_code::balance(item->unit));
    if (cost > balance)
        return refuse(RefusalCode::balance_too_low, item->code, units(Rational(cost)),
                      units(Rational(balance)));
    const auto fitting = to_int64(cost);
    if (!fitting) return out_of_range(item->code);
    context.say_step("{0}：{1} 份 × {2} = {3}；余额由 {4} 变为 {5}",
                     "{0}: {1} at {2} = {3}; the balance goes from {4} to {5}",
                     {item->code, std::to_string(redemption.quantity), units(Rational(item->price)),
                      units(Rational(cost)), units(Rational(balance)), units(Rational(balance - cost))});
    Decision decision;
    decision.awards.push_back({0, item->code, item->unit, -*fitting, 1, Amount{-*fitting}, Amount{0}});
    // The catalogue may name somebody who was merged since.
    if (!add_movement(decision.legs, redemption.owner, context.survivor(item->paid_to), item->unit,
                      Amount{*fitting}))
        return out_of_range(item->code);
    return decision;
}

}  // namespace timebank
