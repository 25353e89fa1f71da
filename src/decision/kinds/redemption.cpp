#include "decision/kinds/redemption.hpp"

#include "core/fraction.hpp"
#include "decision/asked.hpp"
#include "decision/kinds/names.hpp"

// The till of a redemption standard.

namespace timebank {
namespace {

using standard::Plan;

Text listed_items(const Plan& plan) {
    std::vector<std::string> codes;
    for (const auto& item : plan.catalogue) codes.push_back(item.code);
    return listed_codes(codes);
}

std::optional<Refusal> check_unlock(const Plan& plan, const standard::Item& item, Context& context,
                                    const RedemptionContent& redemption) {
    if (!item.unlock) return std::nullopt;
    const Asked asked{plan, context, redemption.owner, redemption.facts, civil_date(redemption.at)};
    const auto answer = evaluate(*item.unlock, asked);
    if (answer == Truth::met) return std::nullopt;
    if (answer == Truth::unknown) return missing_fact(*item.unlock, asked, item.code);
    Found words;
    evaluate(*item.unlock, asked, &words);
    return refuse(RefusalCode::item_locked, item.code, words.required, words.found);
}

std::optional<Refusal> check_limits(const Plan& plan, const standard::Item& item, Context& context,
                                    const RedemptionContent& redemption) {
    for (const auto& limit : item.limits) {
        const bool tallied = limit.period.window != standard::Window::service;
        const auto before = tallied ? context.sum(plan, limit.reading, redemption.owner) : Fraction(0);
        const auto asked = before + Fraction(redemption.quantity);
        if (asked > Fraction(limit.limit))
            return refuse(RefusalCode::limit_reached, limit.id, same_in_both(std::to_string(limit.limit)),
                          same_in_both(exact_text(asked, 1)));
    }
    return std::nullopt;
}

Verdict decide_redemption(const Plan& plan, Context& context, const RedemptionContent& redemption) {
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, redemption.facts, redemption.owner));
    const auto* item = find_item(plan, redemption.item);
    if (!item)
        first.consider(
            refuse(RefusalCode::item_unknown, "item", listed_items(plan), same_in_both(redemption.item)));
    if (item) first.consider(check_unlock(plan, *item, context, redemption));
    if (first.get()) return *first.get();
    if (auto refused = check_limits(plan, *item, context, redemption)) return *refused;

    const auto scale = plan.units.at(item->unit);
    auto units = [&](const Fraction& minor) { return exact_text(minor, scale) + " " + item->unit; };
    const Fraction cost = Fraction(item->price) * Fraction(redemption.quantity);
    const auto balance = context.fact(FactKind::balance, redemption.owner, item->unit);
    if (cost > Fraction(balance))
        return refuse(RefusalCode::balance_too_low, item->code, same_in_both(units(cost)),
                      same_in_both(units(balance)));
    const auto fitting = cost.floor();
    if (!fitting) return refuse(RefusalCode::amount_out_of_range, item->code, {}, Text{"各笔合计", "legs"});
    context.say_step("{0}：{1} 份 × {2} = {3}；余额由 {4} 变为 {5}",
                     "{0}: {1} at {2} = {3}; the balance goes from {4} to {5}",
                     {item->code, std::to_string(redemption.quantity), units(item->price), units(cost),
                      units(balance), units(Fraction(balance) - cost)});
    Award award;
    award.side = Side::gives;
    award.rule = item->code;
    award.unit = item->unit;
    award.from = redemption.owner;
    award.to = context.survivor(item->paid_to);  // the catalogue may name somebody who was merged since
    award.exact_numerator = *fitting;
    award.amount = Amount{*fitting};
    Decision decision;
    if (!add_award(decision, std::move(award)))
        return refuse(RefusalCode::amount_out_of_range, item->code, {}, Text{"各笔合计", "legs"});
    return decision;
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

const std::string* Kind<RedemptionContent>::counted_owner(const RedemptionContent& content, const Award&,
                                                          standard::Measure measure) {
    return measure == standard::Measure::items ? &content.owner : nullptr;
}

ClaimContent content_of(const standard::ExampleRedemption& example, const std::string& owner,
                        std::vector<AttestedFact> facts) {
    RedemptionContent redemption;
    redemption.owner = owner;
    redemption.item = example.item;
    redemption.quantity = example.quantity;
    redemption.at = example.at;
    redemption.facts = std::move(facts);
    return redemption;
}

}  // namespace timebank
