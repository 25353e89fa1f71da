#include <algorithm>
#include <limits>

#include "standard/necessary.hpp"
#include "standard/parts.hpp"
#include "standard/remarks.hpp"
#include "standard/worth.hpp"

namespace timebank::standard {
namespace {

constexpr unsigned days_in_week = 7;

/// A day as bands see it: which weekday, and whether it and the day before are holidays.
struct DayAndEve {
    std::uint8_t day = 0;  ///< as DayKinds::bits
    std::uint8_t eve = 0;
};

std::vector<DayAndEve> possible_days(const Calendar& calendar) {
    std::vector<DayAndEve> days;
    const unsigned kinds = calendar.holidays.empty() ? 1 : 2;
    for (unsigned weekday = 0; weekday < days_in_week; ++weekday) {
        for (unsigned today = 0; today < kinds; ++today) {
            for (unsigned before = 0; before < kinds; ++before) {
                const unsigned yesterday = (weekday + days_in_week - 1) % days_in_week;
                const unsigned holiday = DayKinds::holiday;
                days.push_back({static_cast<std::uint8_t>(1U << weekday | today * holiday),
                                static_cast<std::uint8_t>(1U << yesterday | before * holiday)});
            }
        }
    }
    return days;
}

bool holds(const Band& band, DayAndEve days, std::int32_t minute) {
    const auto inside = [&](std::int32_t at) { return band.from_minute <= at && at < band.until_minute; };
    const auto next_day = static_cast<std::int32_t>(minute + minutes_in_day);
    return (inside(minute) && (band.days.bits & days.day) != 0) ||
           (inside(next_day) && (band.days.bits & days.eve) != 0);
}

/// Which bands are the first to hold some minute of some day.
std::vector<bool> bands_reached(const Bands& bands, const Calendar& calendar) {
    std::vector<bool> reached(bands.list.size());
    for (const DayAndEve& days : possible_days(calendar)) {
        for (std::int32_t minute = 0; minute < minutes_in_day; ++minute) {
            const auto first = std::find_if(bands.list.begin(), bands.list.end(),
                                            [&](const Band& band) { return holds(band, days, minute); });
            if (first != bands.list.end())
                reached[static_cast<std::size_t>(first - bands.list.begin())] = true;
        }
    }
    return reached;
}

/// How many of the smaller windows one of the larger can touch, at most; nothing where that is not clear.
std::optional<std::int64_t> windows_in(const Period& small, const Period& large) {
    const bool years = large.window == Window::calendar_year || large.window == Window::fiscal_year ||
                       large.window == Window::membership_year;
    if (small.window == Window::day) {
        if (large.window == Window::week) return 7;
        if (large.window == Window::month) return 31;
        if (large.window == Window::quarter) return 92;
        if (large.window == Window::trailing_days) return large.trailing_days;
        if (years) return 366;
    }
    const bool calendar_year = years && large.window != Window::membership_year;
    if (small.window == Window::month && large.window == Window::quarter) return 3;
    if (small.window == Window::month && calendar_year) return 12;
    if (small.window == Window::quarter && large.window == Window::calendar_year) return 4;
    return std::nullopt;
}

template <class T>
const T* find_step(const Rule& rule) {
    for (const Step& step : rule.steps)
        if (const auto* found = std::get_if<T>(&step)) return found;
    return nullptr;
}

class DeadEnds {
  public:
    DeadEnds(const Plan& plan, RemarkList& remarks) : plan_(plan), remarks_(remarks) {}

    void remark() {
        for (std::size_t index = 0; index < plan_.ladders.size(); ++index) remark_on_ladder(index);
        for (std::size_t index = 0; index < plan_.rules.size(); ++index) {
            const Rule& rule = plan_.rules[index];
            for (std::size_t step = 0; step < rule.steps.size(); ++step)
                remark_on_step(rule, step, at("rules", index) + ".steps[" + std::to_string(step) + "]");
            if (!rule.highest_of.empty()) remark_on_group(index);
        }
    }

  private:
    void remark_on_ladder(std::size_t index) {
        const Ladder& ladder = plan_.ladders[index];
        for (std::size_t place = 0; place < ladder.levels.size(); ++place) {
            const Ladder::Level& level = ladder.levels[place];
            const std::string path = at("ladders", index) + ".levels[" + std::to_string(place) + "]";
            Necessary necessary;
            necessary.add(level.condition);
            if (!may_hold_together({&level.condition})) {
                remarks_.add(path, "unreachable_level", "等级 {} 的条件互相矛盾，谁也达不到",
                             "the conditions of the level {} contradict each other: nobody reaches it",
                             {level.code});
                continue;
            }
            const auto hides = [&](const Ladder::Level& later) { return necessary.implies(later.condition); };
            const auto behind = ladder.levels.begin() + static_cast<std::ptrdiff_t>(place) + 1;
            const auto later = std::find_if(behind, ladder.levels.end(), hides);
            if (later == ladder.levels.end()) continue;
            remarks_.add(path, "level_never_counts", "达到等级 {0} 的人也达到后面的 {1}：谁也停不在 {0}",
                         "who reaches the level {0} reaches {1} behind it too: nobody ever has {0}",
                         {level.code, later->code});
        }
    }

    void remark_on_step(const Rule& rule, std::size_t place, const std::string& path) {
        const Step& step = rule.steps[place];
        if (const auto* clock = std::get_if<Clock>(&step)) remark_on_first<Clock>(rule, clock, path);
        if (const auto* bands = std::get_if<Bands>(&step)) {
            remark_on_first<Bands>(rule, bands, path);
            remark_on_bands(*bands, path);
        }
        if (const auto* tariff = std::get_if<Tariff>(&step))
            remark_on_rows(tariff->amount, path + ".tariff.amount");
        if (const auto* factor = std::get_if<Factor>(&step))
            remark_on_rows(factor->by, path + (factor->divides ? ".factor.divided_by" : ".factor.by"));
        if (const auto* cap = std::get_if<Cap>(&step)) {
            remark_on_rows(cap->limit, path + ".cap.limit");
            remark_on_cap(rule, *cap, path);
        }
    }

    /// Of several clocks or bands the first that applies is used: none is behind one that always does.
    template <class T>
    void remark_on_first(const Rule& rule, const T* step, const std::string& path) {
        for (const Step& other : rule.steps) {
            const auto* earlier = std::get_if<T>(&other);
            if (earlier == step) return;
            if (!earlier || earlier->when) continue;
            remarks_.add(path, "step_never_reached", "前面同样的一步没有 when，总是先用它：这一步不起作用",
                         "an earlier step of its kind has no \"when\" and is always used: this one never is");
            return;
        }
    }

    void remark_on_bands(const Bands& bands, const std::string& path) {
        const std::vector<bool> reached = bands_reached(bands, plan_.calendar);
        for (std::size_t index = 0; index < bands.list.size(); ++index) {
            if (reached[index]) continue;
            remarks_.add(path + ".bands.list[" + std::to_string(index) + "]", "band_never_reached",
                         "时段 {} 的每一分钟都已归入前面的时段，或没有这样的日子：不起作用",
                         "every minute of the band {} belongs to an earlier one, or there is no such day: it "
                         "never matters",
                         {bands.list[index].id});
        }
    }

    void remark_on_rows(const Number& number, const std::string& path) {
        if (number.kind != Number::Kind::table) return;
        for (std::size_t index = 0; index < number.rows.size(); ++index) {
            const bool above = number.at_most && number.rows[index].from > *number.at_most;
            const bool below = number.at_least && index + 1 < number.rows.size() &&
                               number.rows[index + 1].from <= *number.at_least;
            if (!above && !below) continue;
            remarks_.add(path + ".table[" + std::to_string(index) + "]", "row_never_reached",
                         "这一行在 {} 之外：用不到", "this row is outside {}: it is never used",
                         {above ? "at_most" : "at_least"});
        }
    }

    std::vector<std::string> rules_under(const std::string& cap_id) const {
        std::vector<std::string> rules;
        for (const Rule& rule : plan_.rules)
            for (const Step& step : rule.steps)
                if (const auto* cap = std::get_if<Cap>(&step); cap && cap->id == cap_id)
                    rules.push_back(rule.id);
        return rules;
    }

    /// A cap is out of reach where the firm one of a smaller window leaves too little.
    void remark_on_cap(const Rule& rule, const Cap& cap, const std::string& path) {
        if (cap.limit.kind != Number::Kind::constant) return;
        for (const Step& step : rule.steps) {
            const auto* small = std::get_if<Cap>(&step);
            if (!small || small == &cap || !is_firm(*small) || small->key != cap.key) continue;
            if (small->per_category || rules_under(small->id) != rules_under(cap.id)) continue;
            const auto windows = windows_in(small->period, cap.period);
            if (!windows) continue;
            const Fraction most = small->limit.constant * Fraction(*windows);
            if (!(most < cap.limit.constant)) continue;
            const std::string most_text = to_text(most / Fraction(scale_of(plan_, rule.unit)));
            remarks_.add(path, "cap_never_reached", "上限 {0} 使 {1} 期间至多得 {2} {3}：上限 {4} 不起作用",
                         "the cap {0} leaves at most {2} {3} in a {1}: the cap {4} never matters",
                         {small->id, to_text(cap.period), most_text, rule.unit, cap.id});
            return;
        }
    }

    /// A rule that gives so much for each visit, item, minute or hour, whoever asks.
    static bool is_bare(const Rule& rule) {
        return rule.steps.size() >= 2 && rule.caps_from == 2 &&
               std::holds_alternative<Tariff>(rule.steps.front()) &&
               find_step<Tariff>(rule)->amount.kind == Number::Kind::constant &&
               find_step<Tariff>(rule)->per != Tariff::Per::quantity;
    }

    static bool covers(const std::vector<std::string>& wide, const std::vector<std::string>& narrow) {
        return std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end());
    }

    /// Whether the winner gives at least as much for whatever the loser gives something.
    static bool always_gives_more(const Rule& winner, const Rule& loser, bool on_ties) {
        if (!is_bare(winner) || !is_bare(loser) || !covers(winner.roles, loser.roles)) return false;
        if (!winner.categories.empty() &&
            (loser.categories.empty() || !covers(winner.categories, loser.categories)))
            return false;
        const Tariff& high = *find_step<Tariff>(winner);
        const Tariff& low = *find_step<Tariff>(loser);
        const Rounding& by = *find_step<Rounding>(winner);
        const Rounding& other = *find_step<Rounding>(loser);
        const bool alike = high.per == low.per && by.exact == other.exact && by.step == other.step &&
                           by.direction == other.direction && by.ties == other.ties &&
                           by.scope == other.scope;
        // A rounded lead may vanish, and then the earlier rule is picked.
        const bool leads = !(high.amount.constant < low.amount.constant);
        return alike && leads && (on_ties || (by.exact && high.amount.constant > low.amount.constant));
    }

    void remark_on_group(std::size_t index) {
        const Rule& rule = plan_.rules[index];
        for (std::size_t other = 0; other < plan_.rules.size(); ++other) {
            const Rule& winner = plan_.rules[other];
            if (other == index || winner.highest_of != rule.highest_of) continue;
            if (!always_gives_more(winner, rule, other < index)) continue;
            remarks_.add(at("rules", index), "never_highest",
                         "同组的规则 {0} 总不少于规则 {1}：{1} 永远不会被选中",
                         "the rule {0} of the same group never gives less: rule {1} is never picked",
                         {winner.id, rule.id});
            return;
        }
    }

    const Plan& plan_;
    RemarkList& remarks_;
};

}  // namespace

void remark_on_dead_ends(const Plan& plan, RemarkList& remarks) {
    DeadEnds(plan, remarks).remark();
}

}  // namespace timebank::standard
