#include <algorithm>
#include <map>
#include <set>

#include "decision/tally.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

Text movement(const standard::Plan* plan, const Leg& side, const std::string& from, const std::string& to) {
    const auto amount = amount_text(plan, side.unit, magnitude(side.amount));
    return {amount.zh + " 由 " + from + " 转给 " + to, amount.en + " from " + from + " to " + to};
}

/// The legs of one unit: who gave to whom where that can be told, else what each account gained or lost.
std::vector<Text> movements_of_unit(const standard::Plan* plan, const std::vector<Leg>& legs) {
    std::vector<Leg> payers, payees;
    for (const auto& leg : legs) (leg.amount.minor_units < 0 ? payers : payees).push_back(leg);
    std::vector<Text> lines;
    if (payers.size() == 1)
        for (const auto& payee : payees)
            lines.push_back(movement(plan, payee, payers.front().owner, payee.owner));
    else if (payees.size() == 1)
        for (const auto& payer : payers)
            lines.push_back(movement(plan, payer, payer.owner, payees.front().owner));
    else
        for (const auto& leg : legs) {
            const auto amount = amount_text(plan, leg.unit, leg.amount);
            lines.push_back({leg.owner + "：" + amount.zh, leg.owner + ": " + amount.en});
        }
    return lines;
}

void add_movements(const Subject& subject, std::vector<Text>& lines) {
    std::map<std::string, std::vector<Leg>> by_unit;
    for (const auto& leg : subject.decision().legs) by_unit[leg.unit].push_back(leg);
    for (const auto& [unit, legs] : by_unit)
        for (auto& line : movements_of_unit(subject.plan, legs)) lines.push_back(std::move(line));
    if (by_unit.empty()) lines.push_back(say("没有金额变动", "no credits move"));
}

const Award* find_award(const Decision& decision, std::size_t participant, const std::string& rule) {
    for (const auto& award : decision.awards)
        if (award.participant == participant && award.rule == rule) return &award;
    return nullptr;
}

/// The last thing that happened in a rule: where it gave nothing, that is why.
Text last_step(const Trace& steps, const std::string& rule) {
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        if (step->en.starts_with(rule + ": ")) return *step;
    return {};
}

/// Who gets what the rule's caps cut off; empty where some of it is nobody's, or goes here and there.
std::string overflow_of(const standard::Rule& rule) {
    std::set<std::string> owners;
    for (const auto& step : rule.steps)
        if (const auto* cap = std::get_if<standard::Cap>(&step); cap && cap->clips)
            owners.insert(cap->overflow_to);
    return owners.size() == 1 ? *owners.begin() : std::string();
}

void add_cut(const Subject& subject, const std::string& owner, const standard::Rule& rule, const Award& award,
             std::vector<Text>& lines) {
    const auto left = amount_text(subject.plan, award.unit, award.amount);
    const auto cut = amount_text(subject.plan, award.unit, award.cut);
    if (const auto to = overflow_of(rule); !to.empty())
        return lines.push_back(
            {owner + "：“" + rule.name.zh + "”超过上限的 " + cut.zh + " 转入 " + to + "，剩 " + left.zh,
             owner + ": caps passed " + cut.en + " of \"" + rule.name.en + "\" on to " + to + ", " + left.en +
                 " is left"});
    lines.push_back(
        {owner + "：“" + rule.name.zh + "”被上限减去 " + cut.zh + "，剩 " + left.zh,
         owner + ": caps took " + cut.en + " from \"" + rule.name.en + "\", " + left.en + " is left"});
}

void add_nothing(const std::string& owner, const standard::Rule& rule, const Text& why,
                 std::vector<Text>& lines) {
    lines.push_back({owner + "：“" + rule.name.zh + "”没有所得：" + why.zh,
                     owner + ": nothing from \"" + rule.name.en + "\": " + why.en});
}

/// What caps took away, and who earned nothing and why.
void add_shortfalls(const Subject& subject, const ServiceContent& service,
                    const std::vector<Trace>& by_participant, std::vector<Text>& lines) {
    std::map<std::string, std::vector<std::string>> without_rule;  // role -> owners
    for (std::size_t i = 0; i < service.participants.size(); ++i) {
        const auto& participant = service.participants[i];
        bool any_rule = false;
        for (const auto& rule : subject.plan->rules) {
            if (!rule_applies(rule, service.category, participant.role)) continue;
            any_rule = true;
            const auto* award = find_award(subject.decision(), i, rule.id);
            if (award && award->cut.minor_units > 0)
                add_cut(subject, participant.owner, rule, *award, lines);
            else if (!award || award->amount.minor_units == 0)
                add_nothing(participant.owner, rule, last_step(by_participant[i], rule.id), lines);
        }
        if (!any_rule) without_rule[participant.role].push_back(participant.owner);
    }
    for (const auto& [role, owners] : without_rule) {
        const auto names = listed(owners);
        const auto category = category_name(subject.plan, service.category);
        lines.push_back({names.zh + "：没有所得：没有规则给“" + category.zh + "”中的角色 " + role + " 记账",
                         names.en + ": nothing: no rule credits the role " + role + " in " + category.en});
    }
}

}  // namespace

std::vector<Text> outcome_of(const Subject& subject, const std::vector<Trace>& by_participant) {
    std::vector<Text> lines;
    add_movements(subject, lines);
    if (const auto* service = std::get_if<ServiceContent>(&subject.claim().content))
        add_shortfalls(subject, *service, by_participant, lines);
    return lines;
}

}  // namespace timebank::report
