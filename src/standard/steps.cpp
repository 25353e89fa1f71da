#include <limits>

#include "standard/fineness.hpp"
#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

void read_lapse(const Object& object, Gate& gate) {
    if (gate.otherwise != Gate::Otherwise::pending) {
        if (!object.has("lapses_after_days")) return;
        object["lapses_after_days"].refuse("只有 otherwise 为 pending 时才有：请删去",
                                           "belongs to the otherwise pending alone: remove it");
        return;
    }
    const Value lapse = object["lapses_after_days"];
    if (lapse.is_string()) {
        lapse.choice({"never"});
        return;
    }
    gate.lapses_after_days = static_cast<std::uint16_t>(lapse.integer(1, limits::pending_days));
}

Gate read_gate(const Value& value, const RuleSetting& setting) {
    using Otherwise = Gate::Otherwise;
    const Object object = value.object({"condition", "otherwise", "lapses_after_days"});
    Gate gate;
    gate.condition = read_condition(object["condition"], setting.plan, Asking::service);
    gate.otherwise = object["otherwise"].choice<Otherwise>(
        {{"refuse", Otherwise::refuse}, {"nothing", Otherwise::nothing}, {"pending", Otherwise::pending}});
    read_lapse(object, gate);
    return gate;
}

Obligation read_obligation(const Value& value, const RuleSetting& setting) {
    const Object object = value.object({"when", "id", "minutes", "window"});
    Obligation obligation;
    obligation.when = read_when(object, setting);
    obligation.id = object["id"].code();
    obligation.minutes = object["minutes"].integer(1, limits::obligation_minutes);
    TallyDefinition served;
    served.measure = Measure::minutes;
    served.categories = setting.rule.categories;
    obligation.reading =
        reading_of(setting.plan, served, read_period(object["window"], setting.plan, total_windows(), true));
    return obligation;
}

void check_tariff(const Tariff& tariff, const Value& amount) {
    if (tariff.per != Tariff::Per::hour) return;
    for (const Fraction& worth : values_of(tariff.amount)) {
        if (denominator(Rational(to_rational(worth) / minutes_in_hour)) <= limits::exact_denominator)
            continue;
        amount.refuse("太细：一分钟所得的分母不能超过 {}",
                      "is too fine: what one minute earns may have a denominator of {} at most",
                      {std::to_string(limits::exact_denominator)});
        return;
    }
}

Tariff read_tariff(const Value& value, const RuleSetting& setting) {
    using Per = Tariff::Per;
    const Object object = value.object({"per", "amount"});
    Tariff tariff;
    if (object["per"].is_object()) {
        tariff.per = Per::quantity;
        tariff.of = read_quantity(object["per"].object(), setting.plan, Asking::service);
    } else {
        tariff.per = object["per"].choice<Per>(
            {{"minute", Per::minute}, {"hour", Per::hour}, {"visit", Per::visit}, {"item", Per::item}});
    }
    tariff.amount = read_number(object["amount"], setting, setting.scale);
    check_tariff(tariff, object["amount"]);
    return tariff;
}

Factor read_factor(const Value& value, const RuleSetting& setting) {
    const Object object = value.object({"when", "by", "divided_by"});
    Factor factor;
    factor.when = read_when(object, setting);
    factor.divides = object.which({"by", "divided_by"}) == 1;
    const Value by = object[factor.divides ? "divided_by" : "by"];
    factor.by = read_number(by, setting, 1);
    const bool written = factor.by.kind == Number::Kind::constant;
    if (factor.divides && written && factor.by.constant == Fraction(0))
        by.refuse("不能除以零：请写大于零的数", "is zero, and nothing can be divided by it: give more");
    return factor;
}

Minimum read_minimum(const Value& value, const RuleSetting& setting) {
    const Object object = value.object({"when", "amount"});
    Minimum minimum;
    minimum.when = read_when(object, setting);
    minimum.minor_units = object["amount"].amount(setting.scale).minor_units;
    return minimum;
}

void read_total(const Object& object, const RuleSetting& setting, Rounding& rounding) {
    if (rounding.scope != Rounding::Scope::running_total) {
        if (!object.has("window")) return;
        object["window"].refuse("只有 scope 为 running_total 时才有 window：请删去",
                                "belongs to the scope running_total alone: remove it");
        return;
    }
    const Period period = read_period(object["window"], setting.plan, total_windows(), false);
    TallyDefinition total;
    total.measure = Measure::running_total;
    total.standard = setting.plan.summary.id;
    total.rules = {setting.rule.id};
    total.unit = setting.rule.unit;
    rounding.reading = reading_of(setting.plan, total, period);
}

Rounding read_rounding(const Value& value, const RuleSetting& setting) {
    using Scope = Rounding::Scope;
    Rounding rounding;
    if (value.is_string()) {
        value.choice({"exact"});
        rounding.exact = true;
        return rounding;
    }
    const Object object = value.object({"step", "direction", "ties", "scope", "window"});
    rounding.step = read_above_zero(object["step"], setting.scale);
    rounding.direction = read_direction(object["direction"]);
    rounding.ties = read_ties(object, rounding.direction);
    rounding.scope = object["scope"].choice<Scope>(
        {{"service", Scope::service}, {"claim", Scope::claim}, {"running_total", Scope::running_total}});
    read_total(object, setting, rounding);
    return rounding;
}

/// Reads the pipeline and sees to its order.
class Pipeline {
  public:
    explicit Pipeline(const RuleSetting& setting) : setting_(setting) {}

    void add(const Value& value) {
        const Object step = value.object(
            {"gate", "clock", "obligation", "bands", "tariff", "factor", "minimum", "rounding", "cap"});
        switch (step.which(
            {"gate", "clock", "obligation", "bands", "tariff", "factor", "minimum", "rounding", "cap"})) {
            case 0:
                return add_at(Stage::gates, value, read_gate(step["gate"], setting_));
            case 1:
                return add_at(Stage::clocks, value, read_clock(step["clock"], setting_));
            case 2:
                return add_obligation(value, step["obligation"]);
            case 3:
                return add_bands(value, step["bands"]);
            case 4:
                return add_tariff(value, step["tariff"]);
            case 5:
                return add_factor(value, step["factor"]);
            case 6:
                return add_minimum(value, step["minimum"]);
            case 7:
                return add_rounding(value, step["rounding"]);
            default:
                return add_cap(value, step["cap"]);
        }
    }

    std::vector<Step> finish(const Value& steps) {
        if (stage_ < Stage::tariff)
            steps.refuse("没有 tariff：请写明单价", "has no tariff: say what is earned");
        if (!rounded_) {
            steps.refuse("没有 rounding：请写明取整办法，或 \"exact\"",
                         "has no rounding: say how, or \"exact\"");
        }
        if (stage_ < Stage::caps) {
            steps.refuse("没有 cap：请写明上限，没有上限就写 {\"cap\": \"none\"}",
                         "has no cap: give one, or write {\"cap\": \"none\"} where there is no limit");
        }
        return std::move(steps_);
    }

  private:
    enum class Stage { gates, clocks, obligations, bands, tariff, values, caps };

    bool enter(Stage stage, const Value& value) {
        if (stage > stage_ || (stage == stage_ && stage != Stage::tariff)) return stage_ = stage, true;
        value.refuse(
            "次序不对或写了两次：次序是 gate、clock、obligation、bands，一个 tariff，"
            "factor、minimum、rounding（以 rounding 结尾），最后是 cap",
            "is out of order or there twice: the order is gates, clocks, obligations, bands, one tariff, "
            "then "
            "factors, minimums and roundings, the last of them a rounding, then caps");
        return false;
    }

    void add_at(Stage stage, const Value& value, Step step) {
        if (enter(stage, value)) steps_.push_back(std::move(step));
    }

    void add_obligation(const Value& step, const Value& value) {
        const Obligation obligation = read_obligation(value, setting_);
        for (const Step& earlier : steps_) {
            const auto* other = std::get_if<Obligation>(&earlier);
            if (!other || other->id != obligation.id) continue;
            step.refuse("应尽的服务 {} 已经有了：请换一个 id",
                        "the obligation {} is there already: give it another id", {obligation.id});
        }
        add_at(Stage::obligations, step, obligation);
    }

    void add_bands(const Value& step, const Value& value) {
        bands_.push_back(read_bands(value, setting_));
        add_at(Stage::bands, step, bands_.back());
    }

    void add_tariff(const Value& step, const Value& value) {
        const Tariff tariff = read_tariff(value, setting_);
        const bool timed = tariff.per == Tariff::Per::minute || tariff.per == Tariff::Per::hour;
        if (!bands_.empty() && !timed) {
            value.object()["per"].refuse(
                "有 bands 的规则按时间计：per 须为 minute 或 hour，或删去 bands",
                "must be minute or hour in a rule with bands, which weigh minutes; else remove the bands");
        }
        fineness_.add(tariff, bands_);
        add_at(Stage::tariff, step, tariff);
    }

    /// Factors, minimums and roundings.
    void add_value(const Value& step, Step read) {
        if (stage_ < Stage::tariff) {
            step.refuse("前面还没有 tariff：请先写单价",
                        "stands before the tariff: say what is earned first");
        }
        if (!last_of_values_.empty() && stage_ == Stage::values) {
            step.refuse(
                "前面的 rounding 的 scope 是 {}，它后面只能是 cap：请挪到它前面",
                "stands behind a rounding of the scope {}, which caps alone may follow: move it before",
                {last_of_values_});
        }
        add_at(Stage::values, step, std::move(read));
    }

    void add_factor(const Value& step, const Value& value) {
        const Factor factor = read_factor(value, setting_);
        add_value(step, factor);
        fineness_.add(factor);
        ends_rounded_ = false;
    }

    void add_minimum(const Value& step, const Value& value) {
        const Minimum minimum = read_minimum(value, setting_);
        add_value(step, minimum);
        fineness_.add(minimum);
        ends_rounded_ = false;
    }

    void add_rounding(const Value& step, const Value& value) {
        const Rounding rounding = read_rounding(value, setting_);
        add_value(step, rounding);
        if (rounding.exact) check_exact(value);
        if (rounding.scope == Rounding::Scope::running_total) check_total(value);
        if (rounding.scope == Rounding::Scope::claim) last_of_values_ = "claim";
        if (rounding.scope == Rounding::Scope::running_total) last_of_values_ = "running_total";
        fineness_.add(rounding);
        rounded_ = true;
        ends_rounded_ = true;
    }

    /// "exact" promises that there is nothing to round.
    void check_exact(const Value& value) const {
        if (fineness_.divided()) {
            value.refuse("前面有 divided_by，不能写 exact：请写明 step 和 direction",
                         "cannot be exact behind divided_by: give step and direction");
        }
        if (denominator(fineness_.grain()) == 1) return;
        const Rational in_units = fineness_.grain() / setting_.scale;
        value.refuse(
            "不能写 exact：所得可以细到 {0} {1}，不是整数个最小单位（1/{2}）：请写明 step 和 direction",
            "cannot be exact: a value may be as fine as {0} {1}, which is no whole number of its minor units "
            "(1/{2}): give step and direction",
            {in_units.str(), setting_.rule.unit, std::to_string(setting_.scale)});
    }

    /// Its sums are kept as exact fractions for as long as the window is, a life perhaps.
    void check_total(const Value& value) const {
        if (fineness_.unbounded()) {
            value.refuse(
                "前面除以了查出来的数，累计会越来越细：请先按次取整，或改用 scope 为 service",
                "follows a division by a number that is looked up, so that its sums grow ever finer: "
                "round each service first, or use the scope service");
        }
        if (denominator(fineness_.grain()) > limits::exact_denominator) {
            value.refuse("要累计的数太细（{0}）：分母不能超过 {1}，请先按次取整",
                         "adds up values that are too fine ({0}): the denominator may be {1} at most; round "
                         "each service first",
                         {fineness_.grain().str(), std::to_string(limits::exact_denominator)});
        }
    }

    void add_cap(const Value& step, const Value& value) {
        if (stage_ == Stage::caps && (no_limit_ || value.is_string())) {
            step.refuse(
                "写了“没有上限”（none）就不能再有 cap：请二选一",
                "cannot stand beside another cap when one of them is \"none\": keep one or the other");
        }
        if (!ends_rounded_) {
            step.refuse("cap 应在 rounding 之后：上限管的是取整后的数",
                        "must stand behind the rounding: caps look at rounded amounts");
        }
        if (!value.is_string()) return add_at(Stage::caps, step, read_cap(value, setting_));
        value.choice({"none"});
        no_limit_ = true;
        enter(Stage::caps, step);
    }

    const RuleSetting& setting_;
    Stage stage_ = Stage::gates;
    Fineness fineness_;
    std::vector<Bands> bands_;
    bool rounded_ = false;
    bool ends_rounded_ = false;        ///< the last of factors, minimums and roundings is a rounding
    std::string_view last_of_values_;  ///< the scope after which only caps may come
    bool no_limit_ = false;
    std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> read_steps(const Value& value, const RuleSetting& setting) {
    Pipeline pipeline(setting);
    for (const Value& step : value.array(1, limits::standard_list_items)) pipeline.add(step);
    return pipeline.finish(value);
}

}  // namespace timebank::standard
