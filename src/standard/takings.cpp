#include <algorithm>

#include "standard/parts.hpp"
#include "standard/remarks.hpp"
#include "standard/worth.hpp"

namespace timebank::standard {
namespace {

/// Whether what a rule takes stays within what the payer has.
class Takings {
  public:
    explicit Takings(const Plan& plan) : plan_(plan) {}

    bool stay_within_balance(const Rule& rule) const {
        // Balances that are asked for are the member's own.
        if (rule.credit_to == Rule::CreditTo::household) return false;
        const Worth worth(plan_, rule);
        auto together = worth.most_of_one_service();
        bool alone = true;
        for (const Rule& other : plan_.rules) {
            if (&other == &rule || !other.pays || !may_both_apply(rule, other)) continue;
            alone = false;
            const auto more = Worth(plan_, other).most_of_one_service();
            together = together && more ? sum_of(*together, *more) : std::nullopt;
        }
        if (alone && std::any_of(rule.steps.begin(), rule.steps.end(),
                                 [&](const Step& step) { return is_capped_by_balance(rule, step); }))
            return true;
        return together && *together <= least_balance(rule, worth);
    }

    std::int64_t least_balance(const Rule& rule, const Worth& worth) const {
        Quantity balance;
        balance.kind = Quantity::Kind::balance;
        balance.code = rule.unit;
        balance.scale = scale_of(plan_, rule.unit);
        return worth.asked().range_of(balance).least;
    }

  private:
    static std::optional<std::int64_t> sum_of(std::int64_t a, std::int64_t b) {
        const auto sum = checked_add(Amount{a}, Amount{b});
        return sum ? std::optional(sum->minor_units) : std::nullopt;
    }
    /// A cap on what there is, whatever else it asks.
    bool is_capped_by_balance(const Rule& rule, const Step& step) const {
        const auto* cap = std::get_if<Cap>(&step);
        const bool stops = cap && (cap->at_cap == Cap::AtCap::refuse || cap->at_cap == Cap::AtCap::clip ||
                                   cap->at_cap == Cap::AtCap::overflow);
        if (!stops || cap->when || cap->waived_when || cap->period.window == Window::balance) return false;
        const Number& limit = cap->limit;
        if (limit.of.kind != Quantity::Kind::balance || limit.of.code != rule.unit) return false;
        if (limit.kind == Number::Kind::linear)
            return !limit.first && !(limit.each > Fraction(limit.of.scale));
        return limit.kind == Number::Kind::table &&
               std::none_of(limit.rows.begin(), limit.rows.end(),
                            [](const Number::Row& row) { return row.value > Fraction(row.from); });
    }

    const Plan& plan_;
};

}  // namespace

void remark_on_takings(const Plan& plan, std::size_t index, RemarkList& remarks) {
    const Rule& rule = plan.rules[index];
    const std::string path = at("rules", index);
    const Takings takings(plan);
    if (takings.stay_within_balance(rule)) return;
    const Worth worth(plan, rule);
    const auto least = takings.least_balance(rule, worth);
    const auto most = worth.most_of_one_service();
    if (least <= 0 || rule.credit_to == Rule::CreditTo::household) {
        remarks.add(path, "pays_without_limit", "规则 {} 收取积分，没有哪一步保证余额够付：余额可能成为负数",
                    "rule {} takes credits and nothing in it keeps that within the balance, which may fall "
                    "below zero",
                    {rule.id});
        return;
    }
    const auto scale = scale_of(plan, rule.unit);
    remarks.add(
        path, "pays_without_limit",
        most ? "规则 {0} 只要求余额不少于 {1}，一次服务却可能收取 {2}：余额可能成为负数"
             : "规则 {0} 只要求余额不少于 {1}，一次服务却可能收取更多：余额可能成为负数",
        most ? "rule {0} asks for a balance of {1} and one service may take {2}: the balance may fall "
               "below zero"
             : "rule {0} asks for a balance of {1} and one service may take more: the balance may fall "
               "below zero",
        {rule.id, amount_text(least, scale, rule.unit),
         most ? amount_text(*most, scale, rule.unit) : std::string()});
}

}  // namespace timebank::standard
