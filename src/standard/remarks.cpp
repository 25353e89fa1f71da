#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/rational.hpp"
#include "core/try.hpp"
#include "standard/json.hpp"
#include "standard/necessary.hpp"
#include "standard/parts.hpp"
#include "standard/remarks.hpp"
#include "timebank/limits.hpp"

/// What `standard check` says about a sound document: silences and dead ends that arithmetic can find.
namespace timebank::standard {
namespace {

/// What one whole minute, visit or item is worth by a tariff that is written down, in minor units.
Rational worth_of_one(const Tariff& tariff) {
    const Rational worth = to_rational(tariff.amount.constant);
    return tariff.per == Tariff::Per::hour ? worth / minutes_in_hour : worth;
}

/// A rule taken apart; the pointers go into its steps.
struct RuleView {
    const Rule& rule;
    std::string path;
    std::int64_t scale = 1;
    const Tariff* tariff = nullptr;
    const Minimum* minimum = nullptr;
    const Rounding* rounding = nullptr;  ///< the last
    bool plain = true;  ///< gates, a tariff that is written down, perhaps a minimum, one rounding and caps

    bool rounds_total() const { return rounding->scope == Rounding::Scope::running_total; }

    std::string path_of(const Step& step) const {
        return path + ".steps[" + std::to_string(&step - rule.steps.data()) + "]";
    }
    template <class T>
    std::string path_of(const T* step) const {
        const auto is_it = [&](const Step& candidate) { return std::get_if<T>(&candidate) == step; };
        return path_of(*std::find_if(rule.steps.begin(), rule.steps.end(), is_it));
    }
    /// "1.5 point"
    std::string shown(const Integer& minor_units) const {
        const auto fits = to_int64(minor_units);
        return (fits ? to_text(Amount{*fits}, scale) : minor_units.str()) + " " + rule.unit;
    }
};

/// As without any clock.
bool counts_actual_minutes(const Clock& clock) {
    return clock.start == Clock::Time::actual && clock.end == Clock::Time::actual &&
           clock.start_grid.minutes == 0 && clock.end_grid.minutes == 0 && clock.length_grid.minutes == 0 &&
           clock.travel_minutes_max == 0;
}

RuleView view_of(const Plan& plan, std::size_t index) {
    const Rule& rule = plan.rules[index];
    RuleView view{rule, at("rules", index), scale_of(plan, rule.unit)};
    for (const Step& step : rule.steps) {
        if (const auto* tariff = std::get_if<Tariff>(&step)) view.tariff = tariff;
        const bool first_rounding = view.rounding == nullptr;
        if (const auto* minimum = std::get_if<Minimum>(&step)) {
            view.plain = view.plain && first_rounding && !view.minimum && !minimum->when;
            view.minimum = minimum;
        }
        if (const auto* rounding = std::get_if<Rounding>(&step)) {
            view.plain = view.plain && first_rounding;
            view.rounding = rounding;
        }
        const auto* clock = std::get_if<Clock>(&step);
        view.plain = view.plain && (!clock || counts_actual_minutes(*clock)) &&
                     !std::holds_alternative<Obligation>(step) && !std::holds_alternative<Bands>(step) &&
                     !std::holds_alternative<Factor>(step);
    }
    view.plain = view.plain && view.tariff->amount.kind == Number::Kind::constant &&
                 view.tariff->per != Tariff::Per::quantity && view.rounding->scope != Rounding::Scope::claim;
    return view;
}

/// A whole number of steps, as a rule's rounding gives it for this exact value (each service for itself).
Integer rounded(const Rounding& rounding, const Rational& value) {
    if (rounding.exact) return numerator(value);
    return round_to_step(value, rounding.step, rounding.direction, rounding.ties) * rounding.step;
}

bool is_timed(const Tariff& tariff) {
    return tariff.per == Tariff::Per::minute || tariff.per == Tariff::Per::hour;
}

/// The most that one service can earn before caps; nothing where the tariff counts items.
std::optional<Integer> most_of_one_service(const RuleView& view) {
    if (!view.plain || view.tariff->per == Tariff::Per::item || view.rounds_total()) return std::nullopt;
    Rational value = worth_of_one(*view.tariff);
    if (is_timed(*view.tariff)) value *= limits::service_minutes;
    if (view.minimum) value = std::max(value, Rational(view.minimum->minor_units));
    return rounded(*view.rounding, value);
}

/// The shortest service, in minutes, that earns something; nothing when none does.
std::optional<std::int64_t> shortest_that_earns(const RuleView& view) {
    const Rational worth = worth_of_one(*view.tariff);
    const auto earns = [&](std::int64_t minutes) { return rounded(*view.rounding, worth * minutes) > 0; };
    if (!earns(limits::service_minutes)) return std::nullopt;
    std::int64_t longest_without = 0;
    std::int64_t shortest_with = limits::service_minutes;
    while (shortest_with - longest_without > 1) {
        const std::int64_t middle = (longest_without + shortest_with) / 2;
        (earns(middle) ? shortest_with : longest_without) = middle;
    }
    return shortest_with;
}

/// Everything in a plan that asks something.
class Questions {
  public:
    explicit Questions(const Plan& plan) {
        for (const Rule& rule : plan.rules)
            for (const Step& step : rule.steps) add(step);
        for (const Ladder& ladder : plan.ladders)
            for (const Ladder::Level& level : ladder.levels) add(level.condition);
        for (const Item& item : plan.catalogue) add(item.unlock);
        for (const TransferRule& rule : plan.transfers) add(rule.condition);
    }

    const std::set<std::string>& facts() const { return facts_; }
    /// Of balances and earnings.
    const std::set<std::string>& units() const { return units_; }

  private:
    void add(const Step& step) {
        std::visit([&](const auto& one) { add_parts(one); }, step);
    }
    void add_parts(const Gate& gate) { add(gate.condition); }
    void add_parts(const Clock& clock) { add(clock.when); }
    void add_parts(const Obligation& obligation) { add(obligation.when); }
    void add_parts(const Bands& bands) { add(bands.when); }
    void add_parts(const Tariff& tariff) {
        add(tariff.amount);
        if (tariff.per == Tariff::Per::quantity) add(tariff.of);
    }
    void add_parts(const Factor& factor) { add(factor.when), add(factor.by); }
    void add_parts(const Minimum& minimum) { add(minimum.when); }
    void add_parts(const Rounding&) {}
    void add_parts(const Cap& cap) { add(cap.when), add(cap.limit), add(cap.waived_when); }

    void add(const std::optional<Condition>& condition) {
        if (condition) add(*condition);
    }
    void add(const Condition& condition) {
        if (condition.kind == Condition::Kind::quantity) add(condition.quantity);
        for (const Condition& child : condition.children) add(child);
    }
    void add(const Number& number) {
        if (number.kind == Number::Kind::linear || number.kind == Number::Kind::table) add(number.of);
    }
    void add(const Quantity& quantity) {
        if (quantity.kind == Quantity::Kind::fact) facts_.insert(quantity.code);
        if (quantity.kind == Quantity::Kind::balance || quantity.kind == Quantity::Kind::earned)
            units_.insert(quantity.code);
    }

    std::set<std::string> facts_;
    std::set<std::string> units_;
};

class Remarks {
  public:
    explicit Remarks(const Plan& plan) : plan_(plan) {}

    std::vector<StandardRemark> make() {
        remark_on_declarations();
        remark_on_categories();
        for (std::size_t index = 0; index < plan_.rules.size(); ++index) {
            const RuleView view = view_of(plan_, index);
            remark_on_rule(view);
            remark_on_rounding(view);
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
        const Questions questions(plan_);
        const std::set<std::string>& facts = questions.facts();
        std::set<std::string> units = questions.units();
        for (const Ladder& ladder : plan_.ladders) units.insert(ladder.kept_in);
        for (const Rule& rule : plan_.rules) units.insert(rule.unit);
        for (const Item& item : plan_.catalogue) units.insert(item.unit);
        for (const TransferRule& rule : plan_.transfers) units.insert(rule.unit);
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
        Necessary necessary;
        for (const Step& step : view.rule.steps)
            if (const auto* gate = std::get_if<Gate>(&step)) necessary.add(gate->condition);
        if (!necessary.possible()) {
            add(view.path, "unreachable_rule", "规则 {} 的条件互相矛盾，永远不会给积分",
                "the conditions of rule {} contradict each other: it can never earn anything",
                {view.rule.id});
        }
        const bool earns_nothing = is_free(view) && (!view.minimum || view.minimum->minor_units == 0);
        if (earns_nothing) {
            add(view.path, "rule_earns_nothing", "规则 {} 的单价是零", "the tariff of rule {} is zero",
                {view.rule.id});
        }
    }

    static bool is_free(const RuleView& view) {
        const std::vector<Fraction> values = values_of(view.tariff->amount);
        return std::all_of(values.begin(), values.end(),
                           [](const Fraction& value) { return value == Fraction(0); });
    }

    void remark_on_rounding(const RuleView& view) {
        if (!view.plain) return;
        const Rounding& rounding = *view.rounding;
        remark_on_minimum(view);
        if (rounding.exact || view.rounds_total() || !is_timed(*view.tariff) || is_free(view)) return;
        if (rounding.direction == Direction::up) return remark_on_raised_minute(view);
        const auto shortest = shortest_that_earns(view);
        if (!shortest) {
            add(view.path_of(view.rounding), "rule_earns_nothing", "再长的服务也取整为零：规则 {} 不给积分",
                "even the longest service is rounded to nothing: rule {} never earns", {view.rule.id});
        } else if (*shortest > 1 && !view.minimum) {
            add(view.path_of(view.rounding), "leftover_minutes",
                "不足 {} 分钟的服务得零；每次服务取整后余下的分钟不累计到下一次",
                "a service of less than {} minutes earns nothing; minutes left over by one service are not "
                "added to the next",
                {std::to_string(*shortest)});
        }
    }

    void remark_on_raised_minute(const RuleView& view) {
        Rational one_minute = worth_of_one(*view.tariff);
        if (view.minimum) one_minute = std::max(one_minute, Rational(view.minimum->minor_units));
        const Integer given = rounded(*view.rounding, one_minute);
        if (Rational(given) == one_minute) return;
        add(view.path_of(view.rounding), "minutes_raised", "每次服务向上取整：1 分钟就得 {}",
            "each service is rounded up: one minute earns {}", {view.shown(given)});
    }

    void remark_on_minimum(const RuleView& view) {
        if (!view.minimum || view.rounds_total()) return;
        const Integer given = rounded(*view.rounding, Rational(view.minimum->minor_units));
        if (given == view.minimum->minor_units) return;
        add(view.path_of(view.minimum), "minimum_off_step", "最低 {} 不是取整步长的整数倍，取整后成为 {}",
            "the minimum of {} is no multiple of the rounding step and becomes {}",
            {view.shown(view.minimum->minor_units), view.shown(given)});
    }

    void remark_on_caps(const RuleView& view) {
        if (view.rounds_total() && period_of(view.rounding->reading).window == Window::day) {
            remark_on_midnight(view.path_of(view.rounding));
        }
        for (const Step& step : view.rule.steps) {
            const auto* cap = std::get_if<Cap>(&step);
            if (cap) remark_on_cap(view, *cap, view.path_of(step));
        }
    }

    const Period& period_of(std::size_t reading) const { return plan_.readings[reading].period; }

    void remark_on_cap(const RuleView& view, const Cap& cap, const std::string& path) {
        if (cap.period.window == Window::day) remark_on_midnight(path);
        if (cap.at_cap == Cap::AtCap::clip) {
            add(path, "clip_goes_nowhere", "超过上限 {} 的部分被截去，不归任何人；每次截去多少都有记录",
                "what the cap {} cuts off goes to nobody; how much is recorded each time", {cap.id});
        }
        const auto limit = written_limit(cap);
        if (!limit) return;
        if (*limit == 0 && !cap.when) {
            add(path, "rule_earns_nothing", "上限 {} 是零", "the cap {} is zero", {cap.id});
        }
        if (cap.at_cap == Cap::AtCap::refuse) remark_on_steps_below(view, cap, *limit, path);
        const auto most = most_of_one_service(view);
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
            const bool overlap = rule.unit == other.unit && overlaps(rule.roles, other.roles) &&
                                 (rule.categories.empty() || other.categories.empty() ||
                                  overlaps(rule.categories, other.categories));
            if (!overlap) continue;
            add(at("rules", index), "rules_add_up", "规则 {0} 和 {1} 可能同时适用于一次服务，所得 {2} 相加",
                "the rules {0} and {1} may both apply to one service: what they give in {2} adds up",
                {other.id, rule.id, rule.unit});
        }
    }

    static bool overlaps(const std::vector<std::string>& a, const std::vector<std::string>& b) {
        return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
    }

    void remark_on_item(const Item& item) {
        const std::string path = at("catalogue", item.position);
        if (item.price == 0)
            add(path, "item_is_free", "项目 {} 不收积分", "the item {} is free", {item.code});
        Necessary necessary;
        if (item.unlock) necessary.add(*item.unlock);
        if (!necessary.possible()) {
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
        Necessary necessary;
        if (rule.condition) necessary.add(*rule.condition);
        if (!necessary.possible()) {
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
