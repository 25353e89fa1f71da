#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "standard/json.hpp"
#include "standard/necessary.hpp"
#include "standard/parts.hpp"
#include "standard/questions.hpp"
#include "standard/remarks.hpp"
#include "standard/worth.hpp"

/// What `standard check` says about a sound document: silences and dead ends that arithmetic can find.
namespace timebank::standard {
namespace {

/// A rule taken apart; the pointer goes into its steps.
struct RuleView {
    const Rule& rule;
    std::string path;
    std::int64_t scale;
    Worth worth;
    const Rounding* rounding = nullptr;  ///< the last

    bool rounds_total() const { return rounding->scope == Rounding::Scope::running_total; }
    /// "1.5 point"
    std::string shown(std::int64_t minor_units) const { return amount_text(minor_units, scale, rule.unit); }
};

RuleView view_of(const Plan& plan, std::size_t index) {
    const Rule& rule = plan.rules[index];
    RuleView view{rule, at("rules", index), scale_of(plan, rule.unit), Worth(plan, rule)};
    for (const Step& step : rule.steps)
        if (const auto* rounding = std::get_if<Rounding>(&step)) view.rounding = rounding;
    return view;
}

class Remarks {
  public:
    explicit Remarks(const Plan& plan) : plan_(plan) {}

    std::vector<StandardRemark> make() {
        remark_on_declarations();
        remark_on_categories();
        for (std::size_t index = 0; index < plan_.rules.size(); ++index) {
            const RuleView view = view_of(plan_, index);
            remark_on_rule(view);
            remark_on_minutes(plan_, index, view.worth, remarks_);
            remark_on_caps(view);
            remark_on_overlaps(index);
        }
        for (const Item& item : plan_.catalogue) remark_on_item(item);
        remark_on_silence_about_transfers();
        for (std::size_t index = 0; index < plan_.transfers.size(); ++index) remark_on_transfer(index);
        if (plan_.examples.empty()) {
            add("$.examples", "no_examples", "没有算例：采用时没有可核对的结果，请写几个",
                "there are no examples: adopting it checks no result; write a few");
        }
        remark_on_silences(plan_, remarks_);
        remark_on_dead_ends(plan_, remarks_);
        return remarks_.finish();
    }

  private:
    void add(std::string path, std::string code, std::string_view zh, std::string_view en,
             std::initializer_list<std::string_view> arguments = {}) {
        remarks_.add(std::move(path), std::move(code), zh, en, arguments);
    }

    void remark_on_declarations() {
        Questions questions;
        questions.add(plan_);
        const std::set<std::string>& facts = questions.facts();
        std::set<std::string> units = questions.balances();
        units.insert(questions.earned().begin(), questions.earned().end());
        for (const Ladder& ladder : plan_.ladders) units.insert(ladder.kept_in);
        for (const Rule& rule : plan_.rules) units.insert(rule.unit);
        for (const Item& item : plan_.catalogue) units.insert(item.unit);
        for (const TransferRule& rule : plan_.transfers) units.insert(rule.unit);
        for (const BalanceRule& rule : plan_.balances) units.insert(rule.unit);
        for (const auto& [unit, scale] : plan_.units) {
            if (units.contains(unit)) continue;
            add(member_path("$.units", unit), "unit_unused", "没有规则、项目、转让或条件用到单位 {}",
                "no rule, item, transfer or condition uses the unit {}", {unit});
        }
        for (const FactDeclaration& fact : plan_.facts) {
            if (facts.contains(fact.code)) continue;
            add(at("facts", fact.position), "fact_unused", "没有条件用到事实 {}",
                "no condition uses the fact {}", {fact.code});
        }
    }

    void remark_on_categories() {
        for (const Category& category : plan_.categories) {
            const auto covers = [&](const Rule& rule) {
                return rule.categories.empty() ||
                       std::binary_search(rule.categories.begin(), rule.categories.end(), category.code);
            };
            if (std::any_of(plan_.rules.begin(), plan_.rules.end(), covers)) continue;
            add(at("categories", category.position), "category_earns_nothing",
                "没有规则涉及类别 {}：这类服务会入账，但不得积分",
                "no rule covers the category {}: its services are recorded and earn nothing",
                {category.code});
        }
    }

    void remark_on_rule(const RuleView& view) {
        if (!may_hold_together(conditions_of(view.rule))) {
            add(view.path, "unreachable_rule", "规则 {} 的条件互相矛盾，永远不会给积分",
                "the conditions of rule {} contradict each other: it can never earn anything",
                {view.rule.id});
        }
        if (is_free(view.rule)) {
            add(view.path, "rule_earns_nothing", "规则 {} 的单价是零", "the tariff of rule {} is zero",
                {view.rule.id});
        }
    }

    void remark_on_caps(const RuleView& view) {
        for (std::size_t index = 0; index < view.rule.steps.size(); ++index) {
            const Step& step = view.rule.steps[index];
            const std::string path = view.path + ".steps[" + std::to_string(index) + "]";
            const auto* rounding = std::get_if<Rounding>(&step);
            if (rounding && view.rounds_total() && period_of(rounding->reading).window == Window::day)
                remark_on_midnight(path);
            if (const auto* cap = std::get_if<Cap>(&step)) remark_on_cap(view, *cap, path);
        }
    }

    const Period& period_of(std::size_t reading) const { return plan_.readings[reading].period; }

    void remark_on_cap(const RuleView& view, const Cap& cap, const std::string& path) {
        if (cap.period.window == Window::day) remark_on_midnight(path);
        if (cap.at_cap == Cap::AtCap::clip && view.rule.pays) {
            add(path, "clip_goes_nowhere", "超过上限 {} 的部分不收取；每次少收多少都有记录",
                "what is above the cap {} is not taken; how much is recorded each time", {cap.id});
        } else if (cap.at_cap == Cap::AtCap::clip) {
            add(path, "clip_goes_nowhere", "超过上限 {} 的部分被截去，不归任何人；每次截去多少都有记录",
                "what the cap {} cuts off goes to nobody; how much is recorded each time", {cap.id});
        }
        const auto limit = written_limit(cap);
        if (!limit) return;
        if (*limit == 0 && !cap.when) {
            add(path, "rule_earns_nothing", "上限 {} 是零", "the cap {} is zero", {cap.id});
        }
        if (cap.at_cap == Cap::AtCap::refuse) remark_on_steps_below(view, cap, *limit, path);
        const auto most = view.worth.most_before_caps();
        if (cap.period.window == Window::service && most && *most <= *limit) {
            add(path, "cap_never_reached", "一次服务至多得 {}，上限 {} 不起作用",
                "one service earns {} at most: the cap {} never matters", {view.shown(*most), cap.id});
        }
    }

    static std::optional<std::int64_t> written_limit(const Cap& cap) {
        if (cap.limit.kind != Number::Kind::constant) return std::nullopt;
        return cap.limit.constant.floor();
    }

    void remark_on_midnight(const std::string& path) {
        add(path, "day_of_start", "跨过零点的服务整个算在开始的那一天",
            "a service across midnight counts wholly for the day on which it starts");
    }

    /// A refusing cap between two steps of the rounding refuses earlier than it says.
    void remark_on_steps_below(const RuleView& view, const Cap& cap, std::int64_t limit,
                               const std::string& path) {
        const Window window = cap.period.window;
        if (window == Window::balance || view.rounding->exact) return;
        const bool shared =
            window != Window::service && plan_.tallies[plan_.readings[cap.reading].tally].rules.size() > 1;
        if (shared) return;
        const std::int64_t reachable = limit / view.rounding->step * view.rounding->step;
        if (reachable == limit) return;
        add(path, "cap_off_step", "上限 {0} 不是取整步长的整数倍：实际至多得 {1}",
            "the limit of {0} is no multiple of the rounding step: {1} is the most that can be earned",
            {view.shown(limit), view.shown(reachable)});
    }

    /// Rules that pay one service in one unit add up; the text of most standards does not say so.
    void remark_on_overlaps(std::size_t index) {
        const Rule& rule = plan_.rules[index];
        for (std::size_t earlier = 0; earlier < index; ++earlier) {
            const Rule& other = plan_.rules[earlier];
            if (!may_both_apply(rule, other)) continue;
            if (rule.pays != other.pays) {
                add(at("rules", index), "rules_add_up",
                    "规则 {0} 和 {1} 可能同时适用于一次服务：一条给、一条收，{2} 相抵",
                    "the rules {0} and {1} may both apply to one service: one gives and one takes {2}, and "
                    "the "
                    "two are set off",
                    {other.id, rule.id, rule.unit});
            } else if (rule.pays) {
                add(at("rules", index), "rules_add_up",
                    "规则 {0} 和 {1} 可能同时适用于一次服务，收取的 {2} 相加",
                    "the rules {0} and {1} may both apply to one service: what they take in {2} adds up",
                    {other.id, rule.id, rule.unit});
            } else {
                add(at("rules", index), "rules_add_up",
                    "规则 {0} 和 {1} 可能同时适用于一次服务，所得 {2} 相加",
                    "the rules {0} and {1} may both apply to one service: what they give in {2} adds up",
                    {other.id, rule.id, rule.unit});
            }
        }
    }

    void remark_on_item(const Item& item) {
        const std::string path = at("catalogue", item.position);
        const auto prices = values_of(item.price);
        if (std::all_of(prices.begin(), prices.end(),
                        [](const Fraction& price) { return price == Fraction(0); }))
            add(path, "item_is_free", "项目 {} 不收积分", "the item {} is free", {item.code});
        if (item.unlock && !may_hold_together({&*item.unlock})) {
            add(path + ".unlock", "unreachable_item", "项目 {} 的解锁条件互相矛盾，永远换不到",
                "the unlock conditions of {} contradict each other: nobody can ever have it", {item.code});
        }
    }

    void remark_on_silence_about_transfers() {
        if (plan_.summary.kind != StandardKind::redemption || plan_.says_transfers) return;
        add("$.transfers", "transfers_unsaid",
            "没有提到转让：谁也不能把积分转给别人；若本意如此，请写 \"transfers\": \"none\"",
            "transfers are not spoken of: nobody can give credits away; if that is meant, write "
            "\"transfers\": "
            "\"none\"");
    }

    void remark_on_transfer(std::size_t index) {
        const TransferRule& rule = plan_.transfers[index];
        const std::string path = at("transfers", index);
        if (rule.condition && !may_hold_together({&*rule.condition})) {
            add(path + ".condition", "unreachable_transfer", "转让规则 {} 的条件互相矛盾，永远不能转让",
                "the conditions of the transfer rule {} contradict each other: nothing can ever be given",
                {rule.id});
        }
        if (is_decided_before(index)) {
            add(path, "unreachable_transfer",
                "转让规则 {} 不起作用：同一用途、单位和账户类别都由前面的规则决定",
                "the transfer rule {} is never used: earlier ones decide for its purpose, unit and classes",
                {rule.id});
        }
        if (rule.limits.empty()) {
            add(path + ".limits", "transfer_unlimited", "转让规则 {} 没有限额：余额可以一次全部转出",
                "the transfer rule {} has no limits: all of a balance may be given away at once", {rule.id});
        }
        for (const TransferLimit& limit : rule.limits) remark_on_transfer_limit(rule, limit, path);
    }

    /// Whether each pair of classes finds an earlier rule, which then is the one that decides.
    bool is_decided_before(std::size_t index) const {
        const TransferRule& rule = plan_.transfers[index];
        const auto fits = [&](const TransferRule& other, const std::string& from, const std::string& to) {
            return other.purpose == rule.purpose && other.unit == rule.unit &&
                   std::binary_search(other.from.begin(), other.from.end(), from) &&
                   std::binary_search(other.to.begin(), other.to.end(), to);
        };
        const auto end = plan_.transfers.begin() + static_cast<std::ptrdiff_t>(index);
        for (const std::string& from : rule.from)
            for (const std::string& to : rule.to)
                if (std::none_of(plan_.transfers.begin(), end,
                                 [&](const TransferRule& other) { return fits(other, from, to); }))
                    return false;
        return true;
    }

    /// Everything given by one rule is a multiple of one number, so the sum under its limit is too.
    void remark_on_transfer_limit(const TransferRule& rule, const TransferLimit& limit,
                                  const std::string& path) {
        const std::int64_t reachable = limit.limit / rule.multiple_of * rule.multiple_of;
        if (reachable == limit.limit) return;
        const std::int64_t scale = scale_of(plan_, rule.unit);
        const std::string place = path + ".limits[" + std::to_string(&limit - rule.limits.data()) + "]";
        add(place, "limit_off_multiple", "限额 {0} 不是 multiple_of 的整数倍：实际至多转让 {1} {2}",
            "the limit {0} is no multiple of multiple_of: {1} {2} is the most that can be given",
            {limit.id, to_text(Amount{reachable}, scale), rule.unit});
    }

    const Plan& plan_;
    RemarkList remarks_;
};

}  // namespace
}  // namespace timebank::standard

namespace timebank {

Result<std::vector<StandardRemark>> check_standard(ByteView document) {
    TIMEBANK_TRY(plan, standard::compile(document));
    return standard::Remarks(*plan).make();
}

}  // namespace timebank
