#include <algorithm>

#include "decision/named.hpp"
#include "decision/tally.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

Text edition_step(const standard::Plan& plan) {
    const auto& summary = plan.summary;
    const std::string named = summary.id + " " + summary.edition;
    const auto from = to_text(summary.effective_from);
    const auto digest = short_hex(summary.digest);
    return {"依据“" + summary.title.zh + "”" + named + " 版，自 " + from + " 起，摘要 " + digest,
            "by \"" + summary.title.en + "\", " + named + ", in force from " + from + ", digest " + digest};
}

Text attested_step(const AttestedFact& fact) {
    return say("声明中证明的事实：{0} = {1}", "attested in the claim: {0} = {1}",
               {fact.code, std::to_string(fact.value)});
}

/// What the book said of a person, where a gate may have looked at it: a tag or a balance. Tallies are told
/// by the steps that use them.
std::optional<Text> book_step(const standard::Plan& plan, const Fact& fact) {
    if (fact.kind == FactKind::tag)
        return say(
            fact.value != 0 ? "账本当时：{0} 有标签 {1}" : "账本当时：{0} 没有标签 {1}",
            fact.value != 0 ? "the book then: {0} has the tag {1}" : "the book then: {0} has no tag {1}",
            {fact.owner, fact.name});
    if (fact.kind != FactKind::balance) return std::nullopt;
    const auto amount = amount_text(&plan, fact.name, Amount{fact.value});
    return Text{"账本当时：" + fact.owner + " 余额 " + amount.zh,
                "the book then: " + fact.owner + " has " + amount.en};
}

bool any_rule_applies(const standard::Plan& plan, const ServiceContent& service, const std::string& role) {
    return std::any_of(plan.rules.begin(), plan.rules.end(),
                       [&](const auto& rule) { return rule_applies(rule, service.category, role); });
}

/// The service whose awards the entry makes: its own, or the one that it confirms.
const ServiceContent* service_explained(const Subject& subject) {
    if (const auto* service = service_in(subject.claim())) return service;
    const bool confirms = subject.decision().service == ServiceCount::counted;
    return confirms ? service_at_root(subject.entry, subject.root) : nullptr;
}

/// What a service says beside who took part.
void add_service(const ServiceContent& service, std::vector<Text>& steps) {
    for (const auto& participant : service.participants)
        if (participant.evidence.kind == EvidenceKind::paper_confirmation)
            steps.push_back(say("{0}：纸质确认，照片摘要 {1}，由签署的办公室人员作证",
                                "{0}: confirmed on paper, the photo has the digest {1}; the office that "
                                "signs vouches for it",
                                {participant.owner, short_hex(participant.evidence.digest)}));
}

void add_participants(const Subject& subject, const ServiceContent& service,
                      const std::vector<std::vector<Text>>& by_participant, std::vector<Text>& steps) {
    for (std::size_t i = 0; i < by_participant.size(); ++i) {
        const auto& owner = service.participants[i].owner;
        const auto& role = service.participants[i].role;
        for (const auto& step : by_participant[i])
            steps.push_back({owner + "：" + step.zh, owner + ": " + step.en});
        if (by_participant[i].empty() && !any_rule_applies(*subject.plan, service, role))
            steps.push_back(say("{0}（{1}）：没有规则给这一角色记账",
                                "{0} ({1}): no rule credits this role here", {owner, role}));
    }
}

/// Of units that other reversals undid already.
void add_undone_before(const Subject& subject, std::uint64_t index, std::vector<Text>& steps) {
    const auto prefix = std::to_string(index) + ".";
    for (const auto& fact : subject.decision().facts)
        if (fact.kind == FactKind::reversed_by && fact.value >= 0 && fact.name.starts_with(prefix))
            steps.push_back(
                say("条目 {0} 的 {1} 已由条目 {2} 冲销，不再重复",
                    "{1} of entry {0} was reversed by entry {2} already and is left alone",
                    {std::to_string(index), fact.name.substr(prefix.size()), std::to_string(fact.value)}));
}

/// The owner, and who stands for it since a merge.
Text account_now(const Subject& subject, const std::string& owner) {
    const auto& survivor = stand_in_for(subject.decision(), owner);
    if (survivor == owner) return {owner, owner};
    return say("{0}（现为 {1}）", "{0} (now {1})", {owner, survivor});
}

/// What each account had of the entry, and has now.
void add_reversed_legs(const Subject& subject, std::vector<Text>& steps) {
    const auto index = std::to_string(subject.named->index);
    const auto& units = subject.decision().undone_units;
    for (const auto& leg : subject.named->decision.legs) {
        if (!std::binary_search(units.begin(), units.end(), leg.unit)) continue;
        const auto before = amount_text(subject.plan, leg.unit, leg.amount);
        const auto after =
            amount_text(subject.plan, leg.unit, checked_negate(leg.amount).value_or(leg.amount));
        const auto whose = account_now(subject, leg.owner);
        steps.push_back({whose.zh + "：条目 " + index + " 记 " + before.zh + "，现记 " + after.zh,
                         whose.en + ": entry " + index + " moved " + before.en + ", now " + after.en});
    }
}

/// What the edition, the claim and the book gave the rules to work with.
void add_grounds(const Subject& subject, std::vector<Text>& steps) {
    const auto& claim = subject.claim();
    const auto* service = service_in(claim);
    if (subject.decision().edition != Digest{}) steps.push_back(edition_step(*subject.plan));
    if (service && service->agreed && *service->agreed != service->actual)
        steps.push_back(say("约定 {0}，实际 {1}", "agreed {0}, actual {1}",
                            {interval_text(*service->agreed), interval_text(service->actual)}));
    if (const auto* attested = attested_in(claim))
        for (const auto& fact : *attested) steps.push_back(attested_step(fact));
    if (service)
        for (const auto& participant : service->participants)
            for (const auto& fact : participant.facts)
                steps.push_back(say("声明中证明的 {2} 的事实：{0} = {1}",
                                    "attested in the claim of {2}: {0} = {1}",
                                    {fact.code, std::to_string(fact.value), participant.owner}));
    if (service) add_service(*service, steps);
    // Of who pays or gives, the balance is told by the step that uses it.
    for (const auto& fact : subject.decision().facts)
        if (subject.plan && !subject.named && (service || fact.kind == FactKind::tag))
            if (auto step = book_step(*subject.plan, fact)) steps.push_back(std::move(*step));
}

void add_recorded_as_stated(const Subject& subject, std::vector<Text>& steps) {
    steps.push_back(
        say("这类声明不由标准计算：签署者有权提交，账本中没有与之冲突的记录，即照记",
            "no standard decides claims of this kind: the signer may make it and nothing in the book "
            "stands against it, so it is recorded as stated"));
    const auto* document = document_in(subject.claim());
    if (!document) return;
    if (const auto plan = standard::compile(*document))
        steps.push_back(say("文件自带的 {} 个算例全部成立", "all {} worked examples in the document hold",
                            {std::to_string((*plan)->examples.size())}));
}

}  // namespace

std::vector<std::vector<Text>> steps_by_participant(const Subject& subject) {
    const auto* service = service_explained(subject);
    if (!service) return {};
    std::vector<std::vector<Text>> parts(service->participants.size());
    for (const auto& step : subject.trace)
        if (step.participant) parts.at(*step.participant).push_back(step.text);
    return parts;
}

std::vector<Text> steps_of(const Subject& subject, const std::vector<std::vector<Text>>& by_participant) {
    std::vector<Text> steps;
    const auto* service = service_explained(subject);
    add_grounds(subject, steps);
    for (const auto& step : subject.trace)
        if (!service || !step.participant) steps.push_back(step.text);
    if (service) add_participants(subject, *service, by_participant, steps);
    if (subject.named)
        add_undone_before(subject, subject.decision().awarded_by.value_or(subject.named->index), steps);
    if (reversal_in(subject.claim())) add_reversed_legs(subject, steps);
    if (steps.empty()) add_recorded_as_stated(subject, steps);
    return steps;
}

}  // namespace timebank::report
