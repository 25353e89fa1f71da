#include <limits>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

Gate read_gate(const Value& value, const Plan& plan) {
    const Object gate = value.object({"condition", "otherwise"});
    const Condition condition = read_condition(gate["condition"], plan);
    return Gate{condition, gate["otherwise"].choice({"refuse", "nothing"}) == 0};
}

/// What the engine can carry exactly; see exact_denominator_max.
void check_tariff(const Tariff& tariff, const Value& amount) {
    if (tariff.minor_units > std::numeric_limits<std::int64_t>::max()) {
        amount.refuse("太大：最小单位的个数应在 64 位以内",
                      "is too large: the count of minor units has 64 bits");
    }
    if (denominator(worth_of_one(tariff)) > exact_denominator_max) {
        amount.refuse(
            "太细：一分钟、一次或一件所得的分母不能超过 {}",
            "is too fine: what one minute, visit or item earns may have a denominator of {} at most",
            {std::to_string(exact_denominator_max)});
    }
}

Tariff read_tariff(const Value& value, std::int64_t scale) {
    using Per = Tariff::Per;
    const Object object = value.object({"per", "amount"});
    Tariff tariff;
    tariff.per = object["per"].choice<Per>(
        {{"minute", Per::minute}, {"hour", Per::hour}, {"visit", Per::visit}, {"item", Per::item}});
    tariff.minor_units = object["amount"].rational() * scale;
    check_tariff(tariff, object["amount"]);
    return tariff;
}

Minimum read_minimum(const Value& value, std::int64_t scale) {
    return Minimum{value.object({"amount"})["amount"].amount(scale).minor_units};
}

/// "exact" promises that there is nothing to round.
void check_exact(const Value& value, const Tariff& tariff, const Plan& plan, const std::string& unit) {
    const Rational worth = worth_of_one(tariff);
    if (denominator(worth) == 1) return;
    const Rational in_units = worth / scale_of(plan, unit);
    value.refuse(
        "不能写 exact：一分钟、一次或一件得 {0} {1}，不是整数个最小单位（1/{2}）：请写明 step 和 direction",
        "cannot be exact: one minute, visit or item earns {0} {1}, which is no whole number of its minor "
        "units "
        "(1/{2}): give step and direction",
        {in_units.str(), unit, std::to_string(scale_of(plan, unit))});
}

Rounding read_rounding(const Value& value, std::int64_t scale) {
    Rounding rounding;
    if (value.is_string()) {
        value.choice({"exact"});
        rounding.exact = true;
        return rounding;
    }
    const Object object = value.object({"step", "direction", "ties", "scope", "window"});
    rounding.step = Rational(read_above_zero(object["step"], scale));
    rounding.direction = object["direction"].choice<Direction>(
        {{"down", Direction::down}, {"up", Direction::up}, {"nearest", Direction::nearest}});
    if (rounding.direction == Direction::nearest) {
        rounding.ties =
            object["ties"].choice<Ties>({{"up", Ties::up}, {"down", Ties::down}, {"even", Ties::even}});
    } else if (object.has("ties")) {
        object["ties"].refuse("只有 direction 为 nearest 时才有 ties：请删去",
                              "belongs to the direction nearest alone: remove it");
    }
    rounding.running_total = object["scope"].choice({"service", "running_total"}) == 1;
    if (rounding.running_total) {
        rounding.window = object["window"].choice<Window>({{"day", Window::day}, {"life", Window::life}});
    } else if (object.has("window")) {
        object["window"].refuse("只有 scope 为 running_total 时才有 window：请删去",
                                "belongs to the scope running_total alone: remove it");
    }
    return rounding;
}

/// What happens to the part above the limit.
void read_at_cap(const Object& object, const Plan& plan, Cap& cap) {
    enum class AtCap { refuse, clip, overflow };
    const auto at_cap = object["at_cap"].choice<AtCap>(
        {{"refuse", AtCap::refuse}, {"clip", AtCap::clip}, {"overflow", AtCap::overflow}});
    cap.clips = at_cap != AtCap::refuse;
    if (at_cap == AtCap::overflow) {
        cap.overflow_to = object["overflow_to"].code();
        if (cap.overflow_to == plan.issuer) {
            object["overflow_to"].refuse("发行户 {} 自己发出的积分不能再流回：请写公益池，或改用 clip",
                                         "is the issuer {}, from whom the credits come: name a pool, or clip",
                                         {plan.issuer});
        }
    } else if (object.has("overflow_to")) {
        object["overflow_to"].refuse("只有 at_cap 为 overflow 时才有 overflow_to：请删去",
                                     "belongs to the at_cap overflow alone: remove it");
    }
}

Cap read_cap(const Value& value, const Plan& plan, std::int64_t scale) {
    const Object object = value.object({"id", "key", "window", "limit", "at_cap", "overflow_to"});
    Cap cap;
    cap.id = object["id"].code();
    object["key"].choice({"member"});
    cap.window = object["window"].choice<Window>(
        {{"service", Window::service}, {"day", Window::day}, {"life", Window::life}});
    cap.limit = object["limit"].amount(scale).minor_units;
    read_at_cap(object, plan, cap);
    return cap;
}

/// Reads the pipeline and sees to its order: gates, one tariff, perhaps a minimum, one rounding, caps or
/// "none".
class Pipeline {
  public:
    Pipeline(const Plan& plan, const std::string& unit)
        : plan_(plan), unit_(unit), scale_(scale_of(plan, unit)) {}

    void add(const Value& value) {
        const Object step = value.object({"gate", "tariff", "minimum", "rounding", "cap"});
        switch (step.which({"gate", "tariff", "minimum", "rounding", "cap"})) {
            case 0:
                return add_at(Stage::gates, value, read_gate(step["gate"], plan_));
            case 1:
                return add_at(Stage::tariff, value, tariff_ = read_tariff(step["tariff"], scale_));
            case 2:
                return add_at(Stage::minimum, value, read_minimum(step["minimum"], scale_));
            case 3:
                return add_rounding(value, step["rounding"]);
            default:
                return add_cap(value, step["cap"]);
        }
    }

    std::vector<Step> finish(const Value& steps) {
        if (stage_ < Stage::tariff)
            steps.refuse("没有 tariff：请写明单价", "has no tariff: say what is earned");
        if (stage_ < Stage::rounding) {
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
    enum class Stage { gates, tariff, minimum, rounding, caps };

    bool enter(Stage stage, const Value& value) {
        const bool repeats = stage == Stage::gates || stage == Stage::caps;
        if (stage > stage_ || (stage == stage_ && repeats)) return stage_ = stage, true;
        value.refuse(
            "次序不对或写了两次：次序是 gate（可多个）、tariff、minimum（可无）、rounding、cap（可多个）",
            "is out of order or there twice: the order is gates, tariff, perhaps a minimum, rounding, caps");
        return false;
    }

    void add_at(Stage stage, const Value& value, Step step) {
        if (enter(stage, value)) steps_.push_back(std::move(step));
    }

    void add_rounding(const Value& step, const Value& value) {
        const Rounding rounding = read_rounding(value, scale_);
        if (rounding.exact && stage_ >= Stage::tariff) check_exact(value, tariff_, plan_, unit_);
        if (stage_ == Stage::gates) {
            step.refuse("前面还没有 tariff：请先写单价再写取整",
                        "stands before the tariff: say what is earned first");
        }
        add_at(Stage::rounding, step, rounding);
    }

    void add_cap(const Value& step, const Value& value) {
        if (stage_ == Stage::caps && (no_limit_ || value.is_string())) {
            step.refuse(
                "写了“没有上限”（none）就不能再有 cap：请二选一",
                "cannot stand beside another cap when one of them is \"none\": keep one or the other");
        }
        if (stage_ < Stage::rounding) {
            step.refuse("cap 应在 rounding 之后：上限管的是取整后的数",
                        "must stand behind the rounding: caps look at rounded amounts");
        }
        if (!value.is_string()) return add_at(Stage::caps, step, read_cap(value, plan_, scale_));
        value.choice({"none"});
        no_limit_ = true;
        enter(Stage::caps, step);
    }

    const Plan& plan_;
    const std::string& unit_;
    std::int64_t scale_;
    Stage stage_ = Stage::gates;
    Tariff tariff_;
    bool no_limit_ = false;
    std::vector<Step> steps_;
};

}  // namespace

Rational worth_of_one(const Tariff& tariff) {
    constexpr int minutes_in_hour = 60;
    return tariff.per == Tariff::Per::hour ? tariff.minor_units / minutes_in_hour : tariff.minor_units;
}

std::vector<Step> read_steps(const Value& value, const Plan& plan, const std::string& unit) {
    Pipeline pipeline(plan, unit);
    for (const Value& step : value.array(1, list_elements_max)) pipeline.add(step);
    return pipeline.finish(value);
}

}  // namespace timebank::standard
