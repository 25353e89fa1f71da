#include <algorithm>
#include <map>
#include <tuple>

#include "decision/named.hpp"
#include "decision/tally.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

void add_movements(const Subject& subject, std::vector<Text>& lines) {
    std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> moved;  // unit, from, to
    for (const auto& award : subject.decision().awards)
        if (award.amount.minor_units != 0)
            moved[{award.unit, award.from, award.to}] += award.amount.minor_units;
    for (const auto& [way, minor_units] : moved) {
        const auto& [unit, from, to] = way;
        const auto amount = amount_text(subject.plan, unit, Amount{minor_units});
        lines.push_back(
            {amount.zh + " 由 " + from + " 转给 " + to, amount.en + " from " + from + " to " + to});
    }
    if (moved.empty()) lines.push_back(say("没有金额变动", "no credits move"));
}

const Award* find_award(const Decision& decision, std::size_t participant, const std::string& rule) {
    for (const auto& award : decision.awards)
        if (award.participant == participant && award.rule == rule && award.side != Side::neither)
            return &award;
    return nullptr;
}

/// The last thing that happened in a rule: where it gave nothing, that is why.
Text last_step(const Trace& trace, std::size_t participant, const std::string& rule) {
    for (auto step = trace.rbegin(); step != trace.rend(); ++step)
        if (step->participant == participant && step->rule == rule) return step->text;
    return {};
}

void add_nothing(const std::string& owner, const standard::Rule& rule, const Text& why,
                 std::vector<Text>& lines) {
    lines.push_back({owner + "：“" + rule.name.zh + "”没有所得：" + why.zh,
                     owner + ": nothing from \"" + rule.name.en + "\": " + why.en});
}

void add_notices(const Subject& subject, const ServiceContent& service, std::vector<Text>& lines) {
    for (const auto& notice : subject.decision().notices) {
        const auto amount = is_about_amount(notice.kind)
                                ? amount_text(subject.plan, notice.unit, Amount{notice.value})
                                : Text();
        lines.push_back(explain_notice(notice, service.participants.at(notice.participant).owner, amount));
    }
    for (const auto& award : subject.decision().awards) {
        if (award.side != Side::neither || subject.decision().service != ServiceCount::counted) continue;
        const auto amount = amount_text(subject.plan, award.unit, award.amount);
        const auto& owner = service.participants.at(award.participant).owner;
        lines.push_back(
            {owner + "：超过上限“" + award.rule + "”的 " + amount.zh + " 转入 " + award.to,
             owner + ": the cap \"" + award.rule + "\" passed " + amount.en + " on to " + award.to});
    }
}

/// Who earned nothing and why.
void add_shortfalls(const Subject& subject, const ServiceContent& service, std::vector<Text>& lines) {
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
                add_nothing(participant.owner, rule, last_step(subject.trace, i, rule.id), lines);
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

std::vector<Text> outcome_of(const Subject& subject) {
    std::vector<Text> lines;
    add_movements(subject, lines);
    if (const auto* service = service_at_root(subject.entry, subject.root))
        add_notices(subject, *service, lines);
    if (const auto* redemption = redemption_in(subject.claim()))
        if (const auto* held = hold_in(subject.decision()))
            lines.push_back(explain_notice(*held, redemption->owner, {}));
    // Of a pending service nobody is short of anything yet.
    const auto* own = service_in(subject.claim());
    if (own && !is_pending(subject.decision())) add_shortfalls(subject, *own, lines);
    return lines;
}

}  // namespace timebank::report
