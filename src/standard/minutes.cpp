#include <algorithm>

#include "standard/parts.hpp"
#include "standard/remarks.hpp"
#include "standard/worth.hpp"

/// What becomes of minutes on their way through a rule.
namespace timebank::standard {
namespace {

class Minutes {
  public:
    Minutes(const Plan& plan, std::size_t index, const Worth& worth, RemarkList& remarks)
        : rule_(plan.rules[index]),
          path_(at("rules", index)),
          scale_(scale_of(plan, rule_.unit)),
          worth_(worth),
          remarks_(remarks) {}

    void remark() {
        for (const Step& step : rule_.steps) {
            if (const auto* tariff = std::get_if<Tariff>(&step)) tariff_ = tariff;
            if (const auto* rounding = std::get_if<Rounding>(&step)) rounding_ = rounding;
            const auto* minimum = std::get_if<Minimum>(&step);
            if (minimum && minimum->minor_units > 0) raised_ = true;
        }
        for (std::size_t index = 0; index < rule_.steps.size(); ++index) {
            const Step& step = rule_.steps[index];
            const std::string path = path_ + ".steps[" + std::to_string(index) + "]";
            if (const auto* clock = std::get_if<Clock>(&step)) remark_on_clock(*clock, path);
            if (const auto* minimum = std::get_if<Minimum>(&step)) remark_on_minimum(*minimum, path);
            if (std::get_if<Rounding>(&step) == rounding_) remark_on_rounding(path);
        }
    }

  private:
    /// Earning or, of a rule that takes credits, costing.
    void add(const std::string& path, std::string code, const Text& earns, const Text& costs,
             std::initializer_list<std::string_view> arguments) {
        const Text& text = rule_.pays ? costs : earns;
        remarks_.add(path, std::move(code), text.zh, text.en, arguments);
    }
    std::string shown(std::int64_t minor_units) const { return amount_text(minor_units, scale_, rule_.unit); }

    void remark_on_clock(const Clock& clock, const std::string& path) {
        if (!worth_.is_timed()) return;
        const auto& length = clock.length_grid;
        const auto grid = std::to_string(length.minutes);
        if (length.minutes > 1 && length.direction == Direction::up) {
            remarks_.add(path, "minutes_raised", "时长向上取到 {0} 分钟的整数倍：1 分钟也计 {0} 分钟",
                         "the length is rounded up to a multiple of {0} minutes: one minute counts as {0}",
                         {grid});
        } else if (length.minutes > 1) {
            const bool down = length.direction == Direction::down;
            const int least =
                down ? length.minutes : (length.minutes + (length.ties == Ties::up ? 1 : 2)) / 2;
            remarks_.add(
                path, "leftover_minutes",
                "时长取到 {0} 分钟的整数倍：不足 {1} 分钟的服务不计，余下的分钟不累计到下一次",
                "the length is rounded to a multiple of {0} minutes: a service of less than {1} minutes "
                "does not count, and minutes left over by one are not added to the next",
                {grid, std::to_string(least)});
        }
        if (clock.start_grid.minutes > 1 && clock.start_grid.direction == Direction::down)
            remark_on_edge(path, clock.start_grid, "开始时间向前取", "the start is moved back");
        if (clock.end_grid.minutes > 1 && clock.end_grid.direction == Direction::up)
            remark_on_edge(path, clock.end_grid, "结束时间向后取", "the end is moved on");
    }

    void remark_on_edge(const std::string& path, const Grid& grid, std::string_view zh, std::string_view en) {
        remarks_.add(path, "minutes_raised", std::string(zh) + "到 {0} 分钟格：至多多计 {1} 分钟",
                     std::string(en) + " to the grid of {0} minutes: up to {1} minutes more count",
                     {std::to_string(grid.minutes), std::to_string(grid.minutes - 1)});
    }

    void remark_on_minimum(const Minimum& minimum, const std::string& path) {
        if (minimum.minor_units == 0) return;
        if (rounding_->scope == Rounding::Scope::service && !rounding_->exact) {
            const Fraction value(minimum.minor_units);
            const auto steps = value.steps(Fraction(rounding_->step), rounding_->direction, rounding_->ties);
            const std::int64_t given = steps.value_or(0) * rounding_->step;
            if (steps && given != minimum.minor_units && is_last_before_rounding(minimum)) {
                remarks_.add(path, "minimum_off_step", "最低 {} 不是取整步长的整数倍，取整后成为 {}",
                             "the minimum of {} is no multiple of the rounding step and becomes {}",
                             {shown(minimum.minor_units), shown(given)});
            }
        }
        remark_on_nothing(minimum, path);
    }

    /// No factor stands between it and the last rounding, nor another rounding.
    bool is_last_before_rounding(const Minimum& minimum) const {
        const auto is_it = [&](const Step& step) { return std::get_if<Minimum>(&step) == &minimum; };
        const auto place = std::find_if(rule_.steps.begin(), rule_.steps.end(), is_it);
        const auto next = std::find_if(place + 1, rule_.steps.end(), [](const Step& step) {
            return !std::holds_alternative<Minimum>(step);
        });
        return next != rule_.steps.end() && std::get_if<Rounding>(&*next) == rounding_;
    }

    /// A minimum raises zero too.
    void remark_on_nothing(const Minimum& minimum, const std::string& path) {
        Quantity counted = minutes_quantity();
        if (tariff_->per == Tariff::Per::item) counted.kind = Quantity::Kind::items;
        if (tariff_->per == Tariff::Per::quantity) counted = tariff_->of;
        if (tariff_->per == Tariff::Per::visit) return;
        Necessary asked = worth_.asked();
        if (minimum.when) asked.add(*minimum.when);
        if (asked.range_of(counted).least > 0) return;
        const bool timed = worth_.is_timed();
        add(path, "minimum_of_nothing",
            {timed ? "0 分钟的服务也得最低 {}；若不是本意，请用 gate 要求至少 1 分钟"
                   : "数量为 0 的服务也得最低 {}；若不是本意，请用 gate 要求至少 1",
             timed ? "a service of no minutes earns the minimum of {} too; unless that is meant, let a gate "
                     "ask for 1"
                   : "a service that counts none earns the minimum of {} too; unless that is meant, let a "
                     "gate ask "
                     "for 1"},
            {timed ? "0 分钟的服务也收最低 {}；若不是本意，请用 gate 要求至少 1 分钟"
                   : "数量为 0 的服务也收最低 {}；若不是本意，请用 gate 要求至少 1",
             timed ? "a service of no minutes costs the minimum of {} too; unless that is meant, let a gate "
                     "ask for 1"
                   : "a service that counts none costs the minimum of {} too; unless that is meant, let a "
                     "gate ask "
                     "for 1"},
            {shown(minimum.minor_units)});
    }

    void remark_on_rounding(const std::string& path) {
        if (rounding_->scope != Rounding::Scope::service || rounding_->exact || !worth_.is_timed() ||
            is_free(rule_))
            return;
        if (rounding_->direction == Direction::up) return remark_on_raised_minute(path);
        if (!worth_.most(1)) return;  // something that is counted has no bound
        const auto shortest = worth_.shortest();
        if (!shortest) {
            add(path, "rule_earns_nothing",
                {"再长的服务也取整为零：规则 {} 不给积分",
                 "even the longest service is rounded to nothing: rule {} never earns"},
                {"再长的服务也取整为零：规则 {} 不收积分",
                 "even the longest service is rounded to nothing: rule {} never takes anything"},
                {rule_.id});
        } else if (*shortest > 1 && !raised_ && !loses_nothing()) {
            const bool certain = worth_.is_certain();
            const std::string zh = certain ? "不足 {} 分钟的服务" : "即使按最高的算法，不足 {} 分钟的服务也";
            const std::string zh_rest = "；每次服务取整后余下的分钟不累计到下一次";
            const std::string en = "a service of less than {} minutes ";
            const std::string en_rest = std::string(certain ? "" : " even at the highest rate") +
                                        "; minutes left over by one service are not added to the next";
            add(path, "leftover_minutes", {zh + "得零" + zh_rest, en + "earns nothing" + en_rest},
                {zh + "不收" + zh_rest, en + "costs nothing" + en_rest},
                {std::to_string(in_whole_lengths(*shortest))});
        }
    }

    std::int64_t in_whole_lengths(std::int64_t minutes) const {
        const auto grid = worth_.grid_minutes();
        return (minutes + grid - 1) / grid * grid;
    }
    /// Of a clock that counts whole half hours, each of which is worth whole steps.
    bool loses_nothing() const {
        const auto one = worth_.most(worth_.grid_minutes());
        return worth_.is_certain() && Fraction(one->rounded) == one->exact;
    }

    void remark_on_raised_minute(const std::string& path) {
        const auto least = in_whole_lengths(1);
        const auto given = worth_.most(least);
        if (!given || Fraction(given->rounded) == given->exact) return;
        const bool certain = worth_.is_certain();
        const bool one = least == 1;
        const auto zh = std::string("每次服务向上取整：{0} 分钟") + (certain ? "就" : "至多可");
        const auto en = std::string("each service is rounded up: ") + (one ? "one minute " : "{0} minutes ");
        const auto said = [&](const std::string& verb) {
            if (!certain) return "may " + verb + " up to {1}";
            return verb + (one ? "s {1}" : " {1}");
        };
        add(path, "minutes_raised", {zh + "得 {1}", en + said("earn")}, {zh + "收 {1}", en + said("cost")},
            {std::to_string(least), shown(given->rounded)});
    }

    const Rule& rule_;
    const std::string path_;
    const std::int64_t scale_;
    const Worth& worth_;
    RemarkList& remarks_;
    const Tariff* tariff_ = nullptr;
    const Rounding* rounding_ = nullptr;  // the last
    bool raised_ = false;                 // by a minimum, so that no service earns nothing
};

bool overlaps(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

std::string amount_text(std::int64_t minor_units, std::int64_t scale, const std::string& unit) {
    return to_text(Amount{minor_units}, scale) + " " + unit;
}

std::vector<const Condition*> conditions_of(const Rule& rule) {
    std::vector<const Condition*> conditions;
    for (const Step& step : rule.steps)
        if (const auto* gate = std::get_if<Gate>(&step); gate && gate->otherwise != Gate::Otherwise::pending)
            conditions.push_back(&gate->condition);
    return conditions;
}

bool may_both_apply(const Rule& rule, const Rule& other) {
    if (rule.unit != other.unit || !overlaps(rule.roles, other.roles)) return false;
    if (!rule.highest_of.empty() && rule.highest_of == other.highest_of) return false;
    if (!rule.categories.empty() && !other.categories.empty() && !overlaps(rule.categories, other.categories))
        return false;
    auto conditions = conditions_of(rule);
    const auto others = conditions_of(other);
    conditions.insert(conditions.end(), others.begin(), others.end());
    return may_hold_together(conditions);
}

bool is_free(const Rule& rule) {
    for (const Step& step : rule.steps) {
        const auto* minimum = std::get_if<Minimum>(&step);
        if (minimum && minimum->minor_units > 0) return false;
        const auto* tariff = std::get_if<Tariff>(&step);
        if (!tariff) continue;
        for (const Fraction& value : values_of(tariff->amount))
            if (!(value == Fraction(0))) return false;
    }
    return true;
}

void remark_on_minutes(const Plan& plan, std::size_t rule, const Worth& worth, RemarkList& remarks) {
    Minutes(plan, rule, worth, remarks).remark();
}

}  // namespace timebank::standard
