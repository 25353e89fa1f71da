#include <algorithm>

#include "standard/parts.hpp"
#include "standard/remarks.hpp"

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

bool asks_for_evidence(const Condition& condition) {
    if (condition.kind == Condition::Kind::evidence || condition.kind == Condition::Kind::cosigned)
        return true;
    if (condition.kind == Condition::Kind::quantity && condition.quantity.kind == Quantity::Kind::grade)
        return true;
    return std::any_of(condition.children.begin(), condition.children.end(), asks_for_evidence);
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

void remark_on_evidence(const Plan& plan, RemarkList& remarks) {
    for (const Rule& rule : plan.rules) {
        for (const Step& step : rule.steps) {
            const auto* gate = std::get_if<Gate>(&step);
            const auto* factor = std::get_if<Factor>(&step);
            if (gate && asks_for_evidence(gate->condition)) return;
            if (factor && factor->when && asks_for_evidence(*factor->when)) return;
        }
    }
    remarks.add("$.rules", "evidence_unsaid", "没有规则问凭证或会签：自报的服务也照给",
                "no rule asks for evidence or a cosignature: what people report of themselves earns too");
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

bool keeps_a_balance(const Rule& rule) {
    return std::any_of(rule.steps.begin(), rule.steps.end(), [&](const Step& step) {
        const auto* gate = std::get_if<Gate>(&step);
        if (!gate) return false;
        const auto asks = [&](const Condition& condition, const auto& again) -> bool {
            if (condition.kind == Condition::Kind::quantity && condition.at_least &&
                condition.quantity.kind == Quantity::Kind::balance && condition.quantity.code == rule.unit)
                return true;
            return std::any_of(condition.children.begin(), condition.children.end(),
                               [&](const Condition& child) { return again(child, again); });
        };
        return asks(gate->condition, asks);
    });
}

class Silences {
  public:
    Silences(const Plan& plan, RemarkList& remarks) : plan_(plan), remarks_(remarks) {}

    void remark_on(std::size_t index) {
        const Rule& rule = plan_.rules[index];
        if (rule.pays && !keeps_a_balance(rule)) {
            remarks_.add(at("rules", index), "pays_without_limit",
                         "规则 {} 收取积分而没有 gate 问余额：余额可能成为负数",
                         "rule {} takes credits and no gate asks for the balance: it may fall below zero",
                         {rule.id});
        }
        for (std::size_t step = 0; step < rule.steps.size(); ++step) {
            const std::string path = path_of(index, step);
            const Step& one = rule.steps[step];
            if (const auto* gate = std::get_if<Gate>(&one)) remark_on_lapse(*gate, path);
            if (const auto* tariff = std::get_if<Tariff>(&one))
                remark_on_table(tariff->amount, rule.unit, path + ".tariff.amount");
            if (const auto* factor = std::get_if<Factor>(&one))
                remark_on_table(factor->by, "",
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

    void remark_on_table(const Number& number, const std::string& unit, const std::string& path) {
        if (number.kind != Number::Kind::table) return;
        for (std::size_t index = 0; index < number.rows.size(); ++index) {
            const Number::Row& row = number.rows[index];
            if (row.from == 0) continue;
            const Fraction before = index == 0 ? Fraction(0) : number.rows[index - 1].value;
            remarks_.add(path + ".table[" + std::to_string(index) + "]", "boundary",
                         "界限本身算在内：数量为 {0} 时是 {1}，为 {2} 时是 {3}",
                         "the boundary belongs to the row: {0} count as {1}, {2} as {3}",
                         {shown(row.from, number.of), shown(row.value, unit), shown(row.from - 1, number.of),
                          shown(before, unit)});
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

}  // namespace

void remark_on_silences(const Plan& plan, RemarkList& remarks) {
    remark_on_holidays(plan, remarks);
    if (plan.summary.kind != StandardKind::credit) return;
    remark_on_overlap(plan, remarks);
    remark_on_travel(plan, remarks);
    remark_on_evidence(plan, remarks);
    Silences silences(plan, remarks);
    for (std::size_t index = 0; index < plan.rules.size(); ++index) silences.remark_on(index);
}

}  // namespace timebank::standard
