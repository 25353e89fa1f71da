#include <algorithm>
#include <map>
#include <set>

#include "decision/ruling.hpp"
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
Text last_step(const std::vector<Text>& steps, const std::string& rule) {
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        if (step->en.starts_with(rule + ": ")) return *step;
    return {};
}

void add_nothing(const std::string& owner, const standard::Rule& rule, const Text& why,
                 std::vector<Text>& lines) {
    lines.push_back({owner + "：“" + rule.name.zh + "”没有所得：" + why.zh,
                     owner + ": nothing from \"" + rule.name.en + "\": " + why.en});
}

/// To whom the cap of the notice passes on what it clips; empty where the plan does not tell.
std::string overflow_of(const standard::Plan* plan, const Notice& notice) {
    if (!plan || notice.kind != NoticeKind::overflowed) return {};
    for (const auto& rule : plan->rules)
        for (const auto& step : rule.steps)
            if (const auto* cap = std::get_if<standard::Cap>(&step); cap && cap->id == notice.by)
                return cap->overflow_to;
    return {};
}

void add_notices(const Subject& subject, const ServiceContent& service, std::vector<Text>& lines) {
    for (const auto& notice : subject.decision().notices) {
        const auto amount = is_about_amount(notice.kind)
                                ? amount_text(subject.plan, notice.unit, Amount{notice.value})
                                : Text();
        const auto& owner = service.participants.at(notice.participant).owner;
        if (const auto to = overflow_of(subject.plan, notice); !to.empty())
            lines.push_back({owner + "：超过上限“" + notice.by + "”的 " + amount.zh + " 转入 " + to,
                             owner + ": the cap \"" + notice.by + "\" passed " + amount.en + " on to " + to});
        else
            lines.push_back(explain_notice(notice, owner, amount));
    }
}

/// Who earned nothing and why.
void add_shortfalls(const Subject& subject, const ServiceContent& service,
                    const std::vector<std::vector<Text>>& by_participant, std::vector<Text>& lines) {
    std::map<std::string, std::vector<std::string>> without_rule;  // role -> owners
    for (std::size_t i = 0; i < service.participants.size(); ++i) {
        const auto& participant = service.participants[i];
        bool any_rule = false;
        for (const auto& rule : subject.plan->rules) {
            if (!rule_applies(rule, service.category, participant.role)) continue;
            any_rule = true;
            const auto* award = find_award(subject.decision(), i, rule.id);
            // What caps took is in the notices.
            if (!award || (award->amount.minor_units == 0 && award->cut.minor_units == 0))
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

std::vector<Text> outcome_of(const Subject& subject, const std::vector<std::vector<Text>>& by_participant) {
    std::vector<Text> lines;
    add_movements(subject, lines);
    if (const auto* service = service_counted(subject.entry, subject.facts.named_entry))
        add_notices(subject, *service, lines);
    // Of a pending service nobody is short of anything yet.
    const auto* own = std::get_if<ServiceContent>(&subject.claim().content);
    if (own && !is_pending(subject.decision())) add_shortfalls(subject, *own, by_participant, lines);
    return lines;
}

}  // namespace timebank::report
