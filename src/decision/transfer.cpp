#include "core/fraction.hpp"
#include "decision/asked.hpp"
#include "decision/tally.hpp"

// Gifts and donations: what the transfers of a redemption standard allow.

namespace timebank {
namespace {

using standard::Plan;
using standard::TransferRule;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : "/") + word;
    return all;
}

/// Which transfers there are, such as "gift point member>household/member".
std::string allowed_transfers(const Plan& plan) {
    std::string all;
    for (const auto& rule : plan.transfers)
        all += (all.empty() ? "" : ", ") + rule.purpose + " " + rule.unit + " " + joined(rule.from) + ">" +
               joined(rule.to);
    return all.empty() ? "none" : all;
}

class Transfer {
  public:
    Transfer(const Plan& plan, const TransferRule& rule, Context& context, const TransferContent& content)
        : plan_(plan), rule_(rule), context_(context), content_(content), scale_(plan.units.at(rule.unit)) {}

    /// Everything that the rule asks, in the order of RefusalCode.
    std::optional<Refusal> check() {
        FirstRefusal first;
        first.consider(check_condition());
        first.consider(check_household());
        first.consider(check_multiple());
        for (const auto& limit : rule_.limits) first.consider(check_limit(limit));
        first.consider(check_balance());
        return first.get();
    }

    Verdict decision() {
        const auto given = content_.amount.minor_units;
        const auto opposite = checked_negate(content_.amount);
        if (!opposite) return refuse(RefusalCode::amount_out_of_range, rule_.id, "", units(given));
        const auto balance = context_.fact(content_.from, fact_code::balance(rule_.unit));
        context_.say_step("{0}：{1} 转给 {2} {3}；余额由 {4} 变为 {5}",
                          "{0}: {1} gives {3} to {2}; the balance goes from {4} to {5}",
                          {rule_.id, content_.from, content_.to, units(given), units(balance),
                           units(Fraction(balance) - Fraction(given))});
        Decision decision;
        decision.awards.push_back({0, rule_.id, rule_.unit, opposite->minor_units, 1, *opposite, Amount{0}});
        if (!add_movement(decision.legs, content_.from, content_.to, rule_.unit, content_.amount))
            return refuse(RefusalCode::amount_out_of_range, rule_.id, "", units(given));
        return decision;
    }

  private:
    std::string units(const Fraction& minor) const { return exact_text(minor, scale_) + " " + rule_.unit; }

    std::optional<Refusal> check_condition() {
        if (!rule_.condition) return std::nullopt;
        const Asked asked{plan_, context_, content_.from, content_.facts, civil_date(content_.at)};
        const auto answer = evaluate(*rule_.condition, asked);
        if (answer == Truth::unknown) return missing_fact(*rule_.condition, asked, rule_.id);
        if (answer == Truth::unmet) {
            Found words;
            evaluate(*rule_.condition, asked, &words);
            return refuse(RefusalCode::gate_closed, rule_.id, words.required, words.found);
        }
        context_.say_step("{0}：条件满足", "{0}: the condition is met", {rule_.id});
        return std::nullopt;
    }

    std::optional<Refusal> check_household() {
        if (!rule_.same_household) return std::nullopt;
        if (context_.fact(content_.from, fact_code::shares_household) == 0)
            return refuse(RefusalCode::gate_closed, rule_.id, "same household", "none in common");
        context_.say_step("{0}：双方同属一个家庭", "{0}: both belong to one household", {rule_.id});
        return std::nullopt;
    }

    std::optional<Refusal> check_multiple() const {
        if (content_.amount.minor_units % rule_.multiple_of == 0) return std::nullopt;
        return refuse(RefusalCode::gate_closed, rule_.id, "multiples of " + units(rule_.multiple_of),
                      units(content_.amount.minor_units));
    }

    std::optional<Refusal> check_limit(const standard::TransferLimit& limit) {
        const bool tallied = limit.period.window != standard::Window::service;
        const auto before =
            tallied ? context_.sum(plan_, limit.reading, limited_owner(limit, content_)) : Fraction(0);
        const auto asked = before + Fraction(content_.amount.minor_units);
        if (!(asked > Fraction(limit.limit))) return std::nullopt;
        return refuse(RefusalCode::limit_reached, limit.id, units(limit.limit), units(asked));
    }

    std::optional<Refusal> check_balance() {
        const auto balance = context_.fact(content_.from, fact_code::balance(rule_.unit));
        if (content_.amount.minor_units <= balance) return std::nullopt;
        return refuse(RefusalCode::balance_too_low, rule_.id, units(content_.amount.minor_units),
                      units(balance));
    }

    const Plan& plan_;
    const TransferRule& rule_;
    Context& context_;
    const TransferContent& content_;
    const std::int64_t scale_;
};

}  // namespace

Verdict decide_transfer(const Plan& plan, Context& context, const TransferContent& content) {
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, content.facts));
    const auto from = static_cast<AccountClass>(context.fact(content.from, fact_code::account_class));
    const auto to = static_cast<AccountClass>(context.fact(content.to, fact_code::account_class));
    const auto* rule = find_transfer(plan, content, from, to);
    if (!rule)
        first.consider(refuse(RefusalCode::transfer_not_allowed, "purpose", allowed_transfers(plan),
                              content.purpose + " " + content.unit + " " + std::string(to_text(from)) + ">" +
                                  std::string(to_text(to))));
    if (!rule) return *first.get();
    Transfer transfer(plan, *rule, context, content);
    first.consider(transfer.check());
    if (first.get()) return *first.get();
    return transfer.decision();
}

}  // namespace timebank
