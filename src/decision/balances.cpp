#include "decision/balances.hpp"

#include <algorithm>
#include <functional>

#include "core/exact_text.hpp"

namespace timebank {
namespace {

using standard::BalanceRule;

class Limits {
  public:
    explicit Limits(const Movement& movement)
        : movement_(movement), award_(movement.award), scale_(movement.plan.units.at(movement.award.unit)) {}

    std::optional<Refusal> check_floor() {
        const Asked asked{movement_.plan, movement_.context, award_.from, movement_.attested, movement_.day};
        const auto rule = rule_for(asked);
        if (!rule) return rule.refusal();
        if (*rule && !(*rule)->floor) return std::nullopt;
        Fraction floor(0);
        if (*rule) {
            const auto number = look_up(*(*rule)->floor, asked, (*rule)->id);
            if (!number) return number.refusal();
            floor = (*rule)->is_floor_below_zero ? Fraction(0) - *number : *number;
        }
        const Fraction room = balance_of(award_.from) - set_aside() - floor;
        if (!(Fraction(award_.amount.minor_units) > room)) return std::nullopt;
        return refuse(RefusalCode::balance_too_low, *rule ? (*rule)->id : award_.rule,
                      same_in_both(units(Fraction(award_.amount.minor_units))), same_in_both(units(room)));
    }

    /// Nothing is asked about an account that no rule can hold back.
    std::optional<Refusal> check_ceiling() {
        const auto has_ceiling = [&](const BalanceRule& rule) {
            return rule.unit == award_.unit && rule.ceiling;
        };
        const auto& rules = movement_.plan.balances;
        if (std::none_of(rules.begin(), rules.end(), has_ceiling)) return std::nullopt;
        static const std::vector<AttestedFact> nothing;  // what is attested is the giver's
        const Asked asked{movement_.plan, movement_.context, award_.to, nothing, movement_.day};
        const auto rule = rule_for(asked);
        if (!rule) return rule.refusal();
        if (!*rule || !(*rule)->ceiling) return std::nullopt;
        const auto ceiling = look_up(*(*rule)->ceiling, asked, (*rule)->id);
        if (!ceiling) return ceiling.refusal();
        const Fraction after = balance_of(award_.to) + Fraction(award_.amount.minor_units);
        if (!(after > *ceiling)) return std::nullopt;
        return refuse(RefusalCode::balance_too_high, (*rule)->id, same_in_both(units(*ceiling)),
                      same_in_both(units(after)));
    }

  private:
    /// The first rule that applies to the account, or null.
    Answer<const BalanceRule*> rule_for(const Asked& asked) {
        const auto account_class = to_text(class_of(asked.owner));
        for (const auto& rule : asked.plan.balances) {
            if (rule.unit != award_.unit ||
                !std::binary_search(rule.classes.begin(), rule.classes.end(), account_class, std::less<>()))
                continue;
            const auto answer = applies(rule.when, asked);
            if (answer == Truth::unknown) return missing_fact(*rule.when, asked, rule.id);
            if (answer == Truth::met) return &rule;
        }
        return nullptr;
    }

    /// What waits in the account for other people's deliveries is not its own to spend. Only pools and funds
    /// keep such credits.
    Fraction set_aside() {
        const auto& owner = award_.from;
        const auto account_class = class_of(owner);
        if (account_class != AccountClass::pool && account_class != AccountClass::fund) return Fraction(0);
        return Fraction(movement_.context.fact(FactKind::set_aside, owner, award_.unit));
    }
    AccountClass class_of(const std::string& owner) {
        return static_cast<AccountClass>(movement_.context.fact(FactKind::account_class, owner));
    }
    Fraction balance_of(const std::string& owner) {
        return Fraction(movement_.context.fact(FactKind::balance, owner, award_.unit));
    }
    std::string units(const Fraction& minor) const { return exact_text(minor, scale_) + " " + award_.unit; }

    const Movement& movement_;
    const Award& award_;
    const std::int64_t scale_;
};

}  // namespace

std::optional<Refusal> check_balances(const Movement& movement) {
    if (movement.award.amount.minor_units == 0) return std::nullopt;
    Limits limits(movement);
    FirstRefusal first;
    first.consider(limits.check_floor());
    first.consider(limits.check_ceiling());
    return first.get();
}

}  // namespace timebank
