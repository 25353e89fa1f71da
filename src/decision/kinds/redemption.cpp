#include "decision/kinds/redemption.hpp"

#include <algorithm>

#include "core/exact_text.hpp"
#include "core/fraction.hpp"
#include "core/try.hpp"
#include "decision/balances.hpp"
#include "decision/kinds/names.hpp"
#include "decision/kinds/settlement.hpp"

// The till of a redemption standard.

namespace timebank {
namespace {

using standard::Plan;

Text listed_items(const Plan& plan) {
    std::vector<std::string> codes;
    for (const auto& item : plan.catalogue) codes.push_back(item.code);
    return listed_codes(codes);
}

class Till {
  public:
    Till(const Plan& plan, const standard::Item& item, Context& context, const RedemptionContent& redemption)
        : plan_(plan),
          item_(item),
          context_(context),
          redemption_(redemption),
          receiver_(redemption.receiver.empty() ? redemption.owner : redemption.receiver),
          asked_{plan, context, redemption.owner, redemption.facts, civil_date(redemption.at)},
          scale_(plan.units.at(item.unit)) {
        asked_.items = redemption.quantity;
        asked_.receiver = &receiver_;
    }

    /// `first`: what stands against it already.
    Verdict decide(FirstRefusal first) {
        first.consider(check_unlock());
        first.consider(check_receiver());
        first.consider(check_quantity());
        // Looked at whether or not a limit asks, so that one begun later knows whose redemptions these were.
        for (const auto& household : context_.households(redemption_.owner))
            decision_.groups.push_back({0, household, true});
        const auto cost = cost_of();
        if (!cost) first.consider(cost.refusal());
        if (cost) first.consider(check_limits(*cost));
        if (cost) first.consider(award(*cost));
        first.consider(notice_worth());
        if (first.get()) return *first.get();
        notice_hold();
        if (context_.traced()) say_cost(*cost);
        return std::move(decision_);
    }

  private:
    std::string units(const Fraction& minor) const { return exact_text(minor, scale_) + " " + item_.unit; }
    Refusal out_of_range() const {
        return refuse(RefusalCode::amount_out_of_range, item_.code, {}, Text{"各笔合计", "legs"});
    }

    std::optional<Refusal> check_unlock() {
        if (!item_.unlock) return std::nullopt;
        const auto answer = evaluate(*item_.unlock, asked_);
        if (answer == Truth::met) return std::nullopt;
        if (answer == Truth::unknown) return missing_fact(*item_.unlock, asked_, item_.code);
        Found words;
        evaluate(*item_.unlock, asked_, &words);
        return refuse(RefusalCode::item_locked, item_.code, words.required, words.found);
    }

    std::optional<Refusal> check_receiver() {
        using ReceivedBy = standard::Item::ReceivedBy;
        if (item_.received_by == ReceivedBy::anyone || receiver_ == redemption_.owner) return std::nullopt;
        const bool within_household = item_.received_by == ReceivedBy::same_household;
        if (within_household && context_.holds(FactKind::shares_household, redemption_.owner, receiver_))
            return std::nullopt;
        return refuse(RefusalCode::item_locked, item_.code,
                      within_household ? Text{"本人或同一家庭的人接受", "received within the household"}
                                       : Text{"本人接受", "received by who pays"},
                      same_in_both(receiver_));
    }

    std::optional<Refusal> check_quantity() const {
        const auto quantity = redemption_.quantity;
        const bool fits = quantity >= item_.least && (item_.most == 0 || quantity <= item_.most) &&
                          quantity % item_.multiple_of == 0;
        if (fits) return std::nullopt;
        Text allowed = say("至少 {} 份", "at least {}", {std::to_string(item_.least)});
        const auto add = [&](const Text& more) {
            allowed.zh += "，" + more.zh;
            allowed.en += ", " + more.en;
        };
        if (item_.most != 0) add(say("至多 {} 份", "at most {}", {std::to_string(item_.most)}));
        if (item_.multiple_of != 1)
            add(say("{} 的整数倍", "a multiple of {}", {std::to_string(item_.multiple_of)}));
        return refuse(RefusalCode::number_out_of_range, item_.code, allowed,
                      same_in_both(std::to_string(quantity)));
    }

    /// In minor units.
    Answer<std::int64_t> cost_of() {
        const auto price = look_up(item_.price, asked_, item_.code);
        if (!price) return price.refusal();
        price_ = *price;
        const Fraction quantity(item_.is_for_all ? 1 : std::int64_t{redemption_.quantity});
        exact_cost_ = price_ * quantity;
        if (!item_.round) {
            const auto cost = exact_cost_.floor();
            return cost ? Answer<std::int64_t>(*cost) : out_of_range();
        }
        const auto& round = *item_.round;
        const auto steps = exact_cost_.steps(Fraction(round.step), round.direction, round.ties);
        std::int64_t cost = 0;
        if (!steps || __builtin_mul_overflow(*steps, round.step, &cost)) return out_of_range();
        return cost;
    }

    /// Whose sum the limit looks at: everybody's is kept under an empty name.
    std::vector<std::string_view> subjects_of(const standard::ItemLimit& limit) {
        using standard::Key;
        if (limit.key == Key::everyone) return {std::string_view()};
        if (limit.key == Key::receiver) return {receiver_};
        if (limit.key == Key::household) {
            const auto& households = context_.households(redemption_.owner);
            if (!households.empty()) return {households.begin(), households.end()};
        }
        return {redemption_.owner};
    }

    std::optional<Refusal> check_limits(std::int64_t cost) {
        using standard::Measure;
        for (const auto& limit : item_.limits) {
            const Fraction own(limit.counted == Measure::spent         ? cost
                               : limit.counted == Measure::redemptions ? 1
                                                                       : std::int64_t{redemption_.quantity});
            const auto text = [&](const Fraction& value) {
                return limit.counted == Measure::spent ? units(value) : exact_text(value, 1);
            };
            for (const auto subject : subjects_of(limit)) {
                const bool tallied = limit.period.window != standard::Window::service;
                const auto sum = own + (tallied ? context_.sum(plan_, limit.reading, subject) : Fraction(0));
                if (sum > Fraction(limit.limit))
                    return refuse(RefusalCode::limit_reached, limit.id,
                                  same_in_both(text(Fraction(limit.limit))), same_in_both(text(sum)));
            }
        }
        return std::nullopt;
    }

    std::optional<Refusal> award(std::int64_t cost) {
        Award award;
        award.side = Side::gives;
        award.rule = item_.code;
        award.unit = item_.unit;
        award.from = redemption_.owner;
        // The catalogue may name somebody who was merged since.
        award.to = context_.survivor(item_.hold ? item_.hold->kept_by : item_.paid_to);
        const auto exact = exact_cost_.lowest();
        if (!exact) return out_of_range();
        award.exact_numerator = exact->numerator;
        award.exact_denominator = exact->denominator;
        award.amount = Amount{cost};
        if (auto refused = check_balances({plan_, context_, award, redemption_.facts, asked_.day}))
            return refused;
        if (!add_award(decision_, std::move(award))) return out_of_range();
        return std::nullopt;
    }

    void say_cost(std::int64_t cost) {
        const auto balance = context_.fact(FactKind::balance, redemption_.owner, item_.unit);
        const auto quantity = std::to_string(redemption_.quantity);
        if (item_.is_for_all)
            context_.say_step("{0}：{1} 份共 {2}", "{0}: {1} for {2} together",
                              {item_.code, quantity, units(price_)});
        if (item_.round)
            context_.say_step("{0}：{1} 取整为 {2}", "{0}: {1} is rounded to {2}",
                              {item_.code, units(exact_cost_), units(Fraction(cost))});
        const auto rest = units(Fraction(balance) - Fraction(cost));
        if (item_.is_for_all)
            context_.say_step("{0}：余额由 {1} 变为 {2}", "{0}: the balance goes from {1} to {2}",
                              {item_.code, units(Fraction(balance)), rest});
        else
            context_.say_step(
                "{0}：{1} 份 × {2} = {3}；余额由 {4} 变为 {5}",
                "{0}: {1} at {2} = {3}; the balance goes from {4} to {5}",
                {item_.code, quantity, units(price_), units(Fraction(cost)), units(Fraction(balance)), rest});
        for (const auto& notice : decision_.notices)
            if (notice.kind == NoticeKind::worth)
                context_.say_step("{0}：值 {1} {2}", "{0}: worth {1} {2}",
                                  {item_.code, exact_text(Fraction(notice.value), 100), notice.unit});
    }

    void notice_hold() {
        if (!item_.hold) return;
        const auto days = item_.hold->days;
        decision_.notices.push_back(
            {0, NoticeKind::held, item_.code, "", days == 0 ? 0 : std::int64_t{asked_.day.days} + days});
        std::sort(decision_.notices.begin(), decision_.notices.end());
    }

    std::optional<Refusal> notice_worth() {
        if (!item_.worth) return std::nullopt;
        const auto worth = look_up(item_.worth->amount, asked_, item_.code);
        if (!worth) return worth.refusal();
        const auto whole = worth->floor();
        if (!whole) return out_of_range();
        decision_.notices.push_back({0, NoticeKind::worth, item_.code, item_.worth->currency, *whole});
        return std::nullopt;
    }

    const Plan& plan_;
    const standard::Item& item_;
    Context& context_;
    const RedemptionContent& redemption_;
    const std::string& receiver_;
    Asked asked_;
    const std::int64_t scale_;
    Fraction price_;
    Fraction exact_cost_;
    Decision decision_;
};

Verdict decide_redemption(const Plan& plan, Context& context, const RedemptionContent& redemption) {
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, redemption.facts, redemption.owner));
    const auto* item = find_item(plan, redemption.item);
    if (!item)
        first.consider(
            refuse(RefusalCode::item_unknown, "item", listed_items(plan), same_in_both(redemption.item)));
    if (!item) return *first.get();
    return Till(plan, *item, context, redemption).decide(std::move(first));
}

}  // namespace

std::optional<Refusal> Kind<RedemptionContent>::check_acting(const RedemptionContent& content,
                                                             const Acting& acting) {
    return not_concerned_unless(content.owner == acting.claim.acting_for, acting);
}

Verdict Kind<RedemptionContent>::decide(const RedemptionContent& content, const Deciding& deciding) {
    Names names(deciding);
    names.open(content.owner);
    if (!content.receiver.empty()) names.open(content.receiver);
    if (!deciding.plan) names.consider(no_edition(StandardKind::redemption, content.at));
    names.consider(check_offsets(deciding.plan, {content.at}));
    if (names.refused()) return *names.refused();
    if (auto refused = require_past(content.at, deciding.recorded_at_unix_s)) return *refused;
    return decide_redemption(*deciding.plan, deciding.context, content);
}

Applied Kind<RedemptionContent>::apply(const RedemptionContent& content, const Applying& applying) {
    const auto& decision = applying.decision();
    if (!hold_in(decision)) return std::optional<Refusal>();
    const auto& award = decision.awards.front();
    applying.book.put(Table::holds, key_of::entry(applying.entry.index),
                      encode(HoldRecord{content.quantity, award.amount}));
    TIMEBANK_CHECK(set_aside(award.to, award.unit, award.amount.minor_units, applying.book));
    return std::optional<Refusal>();
}

std::optional<Refusal> Kind<RedemptionContent>::check_reversible(const RedemptionContent&,
                                                                 const Entry& entry) {
    if (!hold_in(entry.decision)) return std::nullopt;
    return refuse(
        RefusalCode::not_reversible, std::to_string(entry.index),
        Text{"它的结清；尚未兑现的可以取消", "how it was settled; what is not delivered yet is cancelled"},
        Text{"预留", "what is set aside"});
}

const std::string* Kind<RedemptionContent>::counted_owner(const RedemptionContent& content, const Award&,
                                                          standard::Measure measure, standard::Key key) {
    using enum standard::Measure;
    if (measure != items && measure != redemptions && measure != spent) return nullptr;
    return key == standard::Key::receiver && !content.receiver.empty() ? &content.receiver : &content.owner;
}

ClaimContent content_of(const standard::ExampleRedemption& example, const std::string& owner,
                        const std::string& receiver, std::vector<AttestedFact> facts) {
    RedemptionContent redemption;
    redemption.owner = owner;
    redemption.item = example.item;
    redemption.quantity = example.quantity;
    redemption.at = example.at;
    redemption.receiver = receiver;
    redemption.facts = std::move(facts);
    return redemption;
}

}  // namespace timebank
