#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/try.hpp"
#include "standard/json.hpp"
#include "standard/parts.hpp"
#include "timebank/limits.hpp"

/// What `standard check` says about a sound document: silences and dead ends that arithmetic can find.
namespace timebank::standard {
namespace {

std::string at(std::string_view list, std::size_t index) {
    return "$." + std::string(list) + "[" + std::to_string(index) + "]";
}

/// A rule taken apart; the pointers go into its steps.
struct RuleView {
    const Rule& rule;
    std::string path;
    std::int64_t scale = 1;
    const Tariff* tariff = nullptr;
    const Minimum* minimum = nullptr;
    const Rounding* rounding = nullptr;

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

RuleView view_of(const Plan& plan, std::size_t index) {
    const Rule& rule = plan.rules[index];
    RuleView view{rule, at("rules", index), scale_of(plan, rule.unit)};
    for (const Step& step : rule.steps) {
        if (const auto* tariff = std::get_if<Tariff>(&step)) view.tariff = tariff;
        if (const auto* minimum = std::get_if<Minimum>(&step)) view.minimum = minimum;
        if (const auto* rounding = std::get_if<Rounding>(&step)) view.rounding = rounding;
    }
    return view;
}

/// A whole number of steps, as a rule's rounding gives it for this exact value (each service for itself).
Integer rounded(const Rounding& rounding, const Rational& value) {
    if (rounding.exact) return numerator(value);
    const Integer steps = round_to_step(value, rounding.step, rounding.direction, rounding.ties);
    return steps * numerator(rounding.step);
}

bool is_timed(const Tariff& tariff) {
    return tariff.per == Tariff::Per::minute || tariff.per == Tariff::Per::hour;
}

/// The most that one service can earn before caps; nothing where the tariff counts items.
std::optional<Integer> most_of_one_service(const RuleView& view) {
    if (view.tariff->per == Tariff::Per::item || view.rounding->running_total) return std::nullopt;
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

/// What must hold for a condition to hold, as far as single bounds say it: (kind, code) -> [least, most].
class Necessary {
  public:
    /// Whether the bounds seen so far leave something.
    bool possible() const { return possible_; }

    void add(const Condition& condition) {
        using Kind = Condition::Kind;
        if (condition.kind == Kind::all) {
            for (const Condition& child : condition.children) add(child);
        }
        if (condition.kind == Kind::tag) narrow(condition, 1, 1);
        if (condition.kind == Kind::negation && condition.children.front().kind == Kind::tag)
            narrow(condition.children.front(), 0, 0);
        if (condition.kind == Kind::fact || condition.kind == Kind::balance ||
            condition.kind == Kind::earned) {
            narrow(condition, condition.at_least.value_or(std::numeric_limits<std::int64_t>::min()),
                   condition.at_most.value_or(std::numeric_limits<std::int64_t>::max()));
        }
    }

  private:
    void narrow(const Condition& condition, std::int64_t least, std::int64_t most) {
        const auto key = std::pair(condition.kind, condition.code);
        auto& bounds = bounds_.try_emplace(key, least, most).first->second;
        bounds = {std::max(bounds.first, least), std::min(bounds.second, most)};
        if (bounds.first > bounds.second) possible_ = false;
    }

    std::map<std::pair<Condition::Kind, std::string>, std::pair<std::int64_t, std::int64_t>> bounds_;
    bool possible_ = true;
};

/// Every code of one kind that a condition names.
void collect(const Condition& condition, std::set<std::string>& facts, std::set<std::string>& units) {
    using Kind = Condition::Kind;
    if (condition.kind == Kind::fact) facts.insert(condition.code);
    if (condition.kind == Kind::balance || condition.kind == Kind::earned) units.insert(condition.code);
    for (const Condition& child : condition.children) collect(child, facts, units);
}

std::vector<const Condition*> conditions_of(const Plan& plan) {
    std::vector<const Condition*> conditions;
    for (const Rule& rule : plan.rules)
        for (const Step& step : rule.steps)
            if (const auto* gate = std::get_if<Gate>(&step)) conditions.push_back(&gate->condition);
    for (const Item& item : plan.catalogue)
        if (item.unlock) conditions.push_back(&*item.unlock);
    for (const TransferRule& rule : plan.transfers)
        if (rule.condition) conditions.push_back(&*rule.condition);
    return conditions;
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
        return std::move(remarks_);
    }

  private:
    void add(std::string path, std::string code, std::string_view zh, std::string_view en,
             std::initializer_list<std::string_view> arguments = {}) {
        remarks_.push_back({std::move(path), std::move(code), say(zh, en, arguments)});
    }

    void remark_on_declarations() {
        std::set<std::string> facts;
        std::set<std::string> units;
        for (const Condition* condition : conditions_of(plan_)) collect(*condition, facts, units);
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
        const bool earns_nothing =
            view.tariff->minor_units == 0 && (!view.minimum || view.minimum->minor_units == 0);
        if (earns_nothing) {
            add(view.path, "rule_earns_nothing", "规则 {} 的单价是零", "the tariff of rule {} is zero",
                {view.rule.id});
        }
    }

    void remark_on_rounding(const RuleView& view) {
        const Rounding& rounding = *view.rounding;
        remark_on_minimum(view);
        if (rounding.exact || rounding.running_total || !is_timed(*view.tariff) ||
            view.tariff->minor_units == 0)
            return;
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
        if (!view.minimum || view.rounding->running_total) return;
        const Integer given = rounded(*view.rounding, Rational(view.minimum->minor_units));
        if (given == view.minimum->minor_units) return;
        add(view.path_of(view.minimum), "minimum_off_step", "最低 {} 不是取整步长的整数倍，取整后成为 {}",
            "the minimum of {} is no multiple of the rounding step and becomes {}",
            {view.shown(view.minimum->minor_units), view.shown(given)});
    }

    void remark_on_caps(const RuleView& view) {
        if (view.rounding->running_total && view.rounding->window == Window::day) {
            remark_on_midnight(view.path_of(view.rounding));
        }
        for (const Step& step : view.rule.steps) {
            const auto* cap = std::get_if<Cap>(&step);
            if (!cap) continue;
            const std::string path = view.path_of(step);
            if (cap->limit == 0) {
                add(path, "rule_earns_nothing", "上限 {} 是零", "the cap {} is zero", {cap->id});
            }
            if (cap->window == Window::day) remark_on_midnight(path);
            if (cap->clips && cap->overflow_to.empty()) {
                add(path, "clip_goes_nowhere", "超过上限 {} 的部分被截去，不归任何人；每次截去多少都有记录",
                    "what the cap {} cuts off goes to nobody; how much is recorded each time", {cap->id});
            }
            if (!cap->clips) remark_on_steps_below(view, *cap, path);
            const auto most = most_of_one_service(view);
            if (cap->window == Window::service && most && *most <= cap->limit) {
                add(path, "cap_never_reached", "一次服务至多得 {}，上限 {} 不起作用",
                    "one service earns {} at most: the cap {} never matters", {view.shown(*most), cap->id});
            }
        }
    }

    void remark_on_midnight(const std::string& path) {
        add(path, "day_of_start", "跨过零点的服务整个算在开始的那一天",
            "a service across midnight counts wholly for the day on which it starts");
    }

    /// A refusing cap between two steps of the rounding refuses earlier than it says.
    void remark_on_steps_below(const RuleView& view, const Cap& cap, const std::string& path) {
        const bool shared = cap.window != Window::service && plan_.tallies[cap.tally].rules.size() > 1;
        if (shared || view.rounding->exact) return;
        const Integer step = numerator(view.rounding->step);
        const Integer reachable = Integer(cap.limit) / step * step;
        if (reachable == cap.limit) return;
        add(path, "cap_off_step", "上限 {0} 不是取整步长的整数倍：实际至多得 {1}",
            "the limit of {0} is no multiple of the rounding step: {1} is the most that can be earned",
            {view.shown(cap.limit), view.shown(reachable)});
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
    std::vector<StandardRemark> remarks_;
};

}  // namespace
}  // namespace timebank::standard

namespace timebank {

Result<std::vector<StandardRemark>> check_standard(ByteView document) {
    TIMEBANK_TRY(plan, standard::compile(document));
    return standard::Remarks(*plan).make();
}

}  // namespace timebank
