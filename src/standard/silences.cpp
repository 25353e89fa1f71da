#include <algorithm>
#include <set>

#include "standard/parts.hpp"
#include "standard/questions.hpp"
#include "standard/remarks.hpp"
#include "standard/worth.hpp"

namespace timebank::standard {
namespace {

std::string path_of(std::size_t rule, std::size_t step) {
    return at("rules", rule) + ".steps[" + std::to_string(step) + "]";
}

std::string joined(const std::vector<std::string>& codes) {
    std::string text;
    for (const std::string& code : codes) text += (text.empty() ? "" : ", ") + code;
    return text;
}

void remark_on_overlap(const Plan& plan, RemarkList& remarks) {
    std::vector<std::string> silent;
    for (const Category& category : plan.categories)
        if (!category.says_overlap) silent.push_back(category.code);
    if (silent.empty()) return;
    remarks.add("$.categories", "overlap_unsaid",
                "类别 {} 没有说同一时间在别处也有记录时怎么办：照给；若本意如此，请写 \"overlap\": \"allow\"",
                "of the categories {} it is not said what happens when somebody is recorded elsewhere at the "
                "same time: both count; if that is meant, write \"overlap\": \"allow\"",
                {joined(silent)});
}

void remark_on_travel(const Plan& plan, RemarkList& remarks) {
    std::vector<std::string> silent;
    for (const Rule& rule : plan.rules) {
        bool timed = false;
        bool clocked = false;
        for (const Step& step : rule.steps) {
            const auto* tariff = std::get_if<Tariff>(&step);
            timed =
                timed || (tariff && (tariff->per == Tariff::Per::minute || tariff->per == Tariff::Per::hour));
            clocked = clocked || std::holds_alternative<Clock>(step);
        }
        if (timed && !clocked) silent.push_back(rule.id);
    }
    if (silent.empty()) return;
    remarks.add(
        "$.rules", "travel_uncounted",
        "规则 {} 没有 clock：按实际起止计时，路程不计；若本意如此，请写一个 clock",
        "the rules {} have no clock: the actual times count and travel does not; if that is meant, say "
        "so with a clock",
        {joined(silent)});
}

void remark_on_holidays(const Plan& plan, RemarkList& remarks) {
    const std::vector<CivilDate>& holidays = plan.calendar.holidays;
    if (holidays.empty()) return;
    const std::string last = to_text(holidays.back());
    constexpr std::size_t year_digits = 4;
    const std::string from = to_text(plan.summary.effective_from).substr(0, year_digits);
    if (last.substr(0, year_digits) > from) return;
    remarks.add(
        "$.calendar.holidays", "holidays_end", "节假日只列到 {}：此后的节假日按平日算，直到采用新版本",
        "the holidays end with {}: later ones are ordinary days until a new edition lists them", {last});
}

class Silences {
  public:
    Silences(const Plan& plan, RemarkList& remarks) : plan_(plan), remarks_(remarks) {}

    void remark_on(std::size_t index) {
        const Rule& rule = plan_.rules[index];
        if (rule.pays) remark_on_takings(plan_, index, remarks_);
        for (std::size_t step = 0; step < rule.steps.size(); ++step) {
            const std::string path = path_of(index, step);
            const Step& one = rule.steps[step];
            if (const auto* gate = std::get_if<Gate>(&one)) remark_on_lapse(*gate, path);
            if (const auto* tariff = std::get_if<Tariff>(&one))
                remark_on_table(rule, tariff->amount, rule.unit, path + ".tariff.amount");
            if (const auto* factor = std::get_if<Factor>(&one))
                remark_on_table(rule, factor->by, "",
                                path + (factor->divides ? ".factor.divided_by" : ".factor.by"));
            if (const auto* cap = std::get_if<Cap>(&one)) remark_on_limit(rule, *cap, path);
        }
    }

  private:
    void remark_on_lapse(const Gate& gate, const std::string& path) {
        if (gate.otherwise != Gate::Otherwise::pending || gate.lapses_after_days != 0) return;
        remarks_.add(path, "pending_never_lapses", "待定的服务永不失效：多年以后仍可确认",
                     "a pending service never lapses: it may be confirmed years later");
    }

    /// The value in units, with the unit where there is one.
    std::string shown(const Fraction& value, const std::string& unit) const {
        if (unit.empty()) return to_text(value);
        const std::int64_t scale = scale_of(plan_, unit);
        const auto minor_units = value.floor();
        const bool whole = minor_units && value == Fraction(*minor_units);
        return (whole ? to_text(Amount{*minor_units}, scale) : to_text(value / Fraction(scale))) + " " + unit;
    }

    std::string shown(std::int64_t found, const Quantity& quantity) const {
        if (quantity.scale == 1) return std::to_string(found);
        return to_text(Amount{found}, quantity.scale);
    }

    /// What becomes of a quantity before the table is asked.
    enum class Before { reached, refused, nothing, waits };
    Before before_table(const Rule& rule, const Number& number, std::int64_t value) const {
        const bool changed = number.of == minutes_quantity() && !Worth(plan_, rule).counts_actual_minutes();
        for (const Step& step : rule.steps) {
            const auto* gate = std::get_if<Gate>(&step);
            if (!gate || changed) continue;
            Necessary asked;
            asked.add(gate->condition);
            const auto range = asked.range_of(number.of);
            if (range.least <= value && value <= range.most) continue;
            if (gate->otherwise == Gate::Otherwise::refuse) return Before::refused;
            return gate->otherwise == Gate::Otherwise::nothing ? Before::nothing : Before::waits;
        }
        const bool outside =
            (number.at_least && value < *number.at_least) || (number.at_most && value > *number.at_most);
        return outside ? Before::refused : Before::reached;
    }

    void remark_on_table(const Rule& rule, const Number& number, const std::string& unit,
                         const std::string& path) {
        if (number.kind != Number::Kind::table) return;
        for (std::size_t index = 0; index < number.rows.size(); ++index) {
            const Number::Row& row = number.rows[index];
            if (row.from == 0 || before_table(rule, number, row.from) != Before::reached) continue;
            const Fraction before = index == 0 ? Fraction(0) : number.rows[index - 1].value;
            const std::string place = path + ".table[" + std::to_string(index) + "]";
            const auto add = [&](std::string_view zh, std::string_view en) {
                remarks_.add(place, "boundary", "界限本身算在内：数量为 {0} 时是 {1}，" + std::string(zh),
                             "the boundary belongs to the row: {0} count as {1}, " + std::string(en),
                             {shown(row.from, number.of), shown(row.value, unit),
                              shown(row.from - 1, number.of), shown(before, unit)});
            };
            switch (before_table(rule, number, row.from - 1)) {
                case Before::reached:
                    add("为 {2} 时是 {3}", "{2} as {3}");
                    break;
                case Before::refused:
                    add("为 {2} 时拒绝申报", "a claim with {2} is refused");
                    break;
                case Before::nothing:
                    add("为 {2} 时本规则不计", "with {2} the rule gives nothing");
                    break;
                case Before::waits:
                    add("为 {2} 时须先经裁定", "{2} take a ruling first");
                    break;
            }
        }
    }

    void remark_on_limit(const Rule& rule, const Cap& cap, const std::string& path) {
        const bool refuses = cap.at_cap == Cap::AtCap::refuse || cap.at_cap == Cap::AtCap::needs_approval;
        if (!refuses || cap.limit.kind != Number::Kind::constant || cap.limit.constant == Fraction(0)) return;
        remarks_.add(path, "boundary", "界限本身算在内：正好达到 {0} 照给，再多才拒绝",
                     "the boundary belongs to it: what reaches {0} exactly is given, more is refused",
                     {shown(cap.limit.constant, rule.unit)});
    }

    const Plan& plan_;
    RemarkList& remarks_;
};

/// What is asked is the member's own, wherever the credits go.
void remark_on_household_balances(const Plan& plan, RemarkList& remarks) {
    std::set<std::string> of_households;
    for (const Rule& rule : plan.rules)
        if (rule.credit_to == Rule::CreditTo::household) of_households.insert(rule.unit);
    const auto remark = [&](const std::string& path, const Questions& asked) {
        for (const std::string& unit : asked.balances()) {
            if (!of_households.contains(unit)) continue;
            remarks.add(path, "balance_of_member",
                        "{} 记给家庭，而这里问的余额是成员本人的，不是家庭的：有家庭的成员名下可能总是零",
                        "{} go to households and the balance asked for here is the member's own, not the "
                        "household's: a member with a household may never have any",
                        {unit});
        }
    };
    for (std::size_t index = 0; index < plan.rules.size(); ++index) {
        Questions asked;
        for (const Step& step : plan.rules[index].steps) asked.add(step);
        remark(at("rules", index), asked);
    }
    for (std::size_t index = 0; index < plan.ladders.size(); ++index) {
        Questions asked;
        for (const Ladder::Level& level : plan.ladders[index].levels) asked.add(level.condition);
        remark(at("ladders", index), asked);
    }
}

/// Whether it asks what services have done for somebody.
bool asks_for_services(const Plan& plan, const Condition& condition) {
    using Kind = Quantity::Kind;
    if (condition.kind == Condition::Kind::quantity) {
        const Quantity& quantity = condition.quantity;
        if (quantity.kind == Kind::earned || quantity.kind == Kind::services ||
            quantity.kind == Kind::minutes_served)
            return true;
        if (quantity.kind == Kind::level) {
            const auto& levels = plan.ladders[quantity.ladder].levels;
            return std::any_of(levels.begin(), levels.end(), [&](const Ladder::Level& level) {
                return asks_for_services(plan, level.condition);
            });
        }
    }
    return std::any_of(condition.children.begin(), condition.children.end(),
                       [&](const Condition& child) { return asks_for_services(plan, child); });
}

void remark_on_payers(const Plan& plan, RemarkList& remarks) {
    std::vector<std::string> items;
    for (const Item& item : plan.catalogue)
        if (item.unlock && asks_for_services(plan, *item.unlock)) items.push_back(item.code);
    if (items.empty()) return;
    remarks.add(
        "$.catalogue", "unlock_of_payer",
        "项目 {} 的解锁条件看的是付款账户自己的服务和所得：积分记给家庭的话，家庭自己没有服务过，永远换不到",
        "the unlock conditions of {} ask what the paying account itself has done and earned: where credits "
        "go to households, a household has served nobody and can never have them",
        {joined(items)});
}

/// The longest streak of windows that it asks for; 0: none.
unsigned streak_in(const Plan& plan, const Condition& condition) {
    unsigned longest = 0;
    if (condition.kind == Condition::Kind::quantity &&
        (condition.quantity.kind == Quantity::Kind::earned ||
         condition.quantity.kind == Quantity::Kind::services ||
         condition.quantity.kind == Quantity::Kind::minutes_served))
        longest = plan.readings[condition.quantity.reading].period.each_of_last;
    for (const Condition& child : condition.children) longest = std::max(longest, streak_in(plan, child));
    return longest;
}

/// A kept level is booked by a service, and a streak is of whole windows: the service must come in the next
/// one.
void remark_on_streaks(const Plan& plan, RemarkList& remarks) {
    for (std::size_t index = 0; index < plan.ladders.size(); ++index) {
        const Ladder& ladder = plan.ladders[index];
        for (std::size_t place = 0; !ladder.kept_in.empty() && place < ladder.levels.size(); ++place) {
            const auto& level = ladder.levels[place];
            const auto streak = streak_in(plan, level.condition);
            if (streak == 0) continue;
            remarks.add(
                at("ladders", index) + ".levels[" + std::to_string(place) + "]", "streak_booked_late",
                "等级 {0} 要在连续 {1} "
                "个期间之后、紧接着的那个期间里有一次服务才记下：那个期间里没有服务，就得不到",
                "the level {0} is booked by a service in the very next window behind the {1}: whoever does "
                "not serve in that one loses it",
                {level.code, std::to_string(streak)});
        }
    }
}

void remark_on_offsets(const Plan& plan, RemarkList& remarks) {
    if (!plan.offsets.empty()) return;
    remarks.add(
        "$.offsets", "offsets_unsaid",
        "没有说认哪些时差：日子按申报自己写的时差划分，换一个时差就可能算作另一天；请写 offsets，例如 "
        "[\"+08:00\"]",
        "it is not said which offsets from UTC are known: the day is that of the claim's own offset, so "
        "another one may move it to another day; give offsets, such as [\"+08:00\"]");
}

void remark_on_longest(const Plan& plan, RemarkList& remarks) {
    if (plan.longest_service_minutes != 0) return;
    remarks.add("$.longest_service_minutes", "longest_unsaid",
                "没有说一次服务最长多久：有人会签的最长可记 31 天；请写 longest_service_minutes",
                "it is not said how long a service may be: 31 days, where somebody cosigns; give "
                "longest_service_minutes");
}

}  // namespace

void remark_on_silences(const Plan& plan, RemarkList& remarks) {
    remark_on_offsets(plan, remarks);
    remark_on_holidays(plan, remarks);
    remark_on_payers(plan, remarks);
    if (plan.summary.kind != StandardKind::credit) return;
    remark_on_longest(plan, remarks);
    remark_on_overlap(plan, remarks);
    remark_on_travel(plan, remarks);
    remark_on_evidence(plan, remarks);
    remark_on_household_balances(plan, remarks);
    remark_on_streaks(plan, remarks);
    Silences silences(plan, remarks);
    for (std::size_t index = 0; index < plan.rules.size(); ++index) silences.remark_on(index);
}

}  // namespace timebank::standard
