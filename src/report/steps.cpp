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
    return confirms ? service_counted(subject.entry, subject.counted) : nullptr;
}

struct Steps {
    const Subject& subject;
    const std::vector<std::vector<Text>>& by_participant;

    std::vector<Text> operator()(const ServiceContent& service) const {
        std::vector<Text> steps = {edition_step(*subject.plan)};
        if (service.agreed && *service.agreed != service.actual)
            steps.push_back(say("约定 {0}，实际 {1}", "agreed {0}, actual {1}",
                                {interval_text(*service.agreed), interval_text(service.actual)}));
        for (const auto& fact : service.facts) steps.push_back(attested_step(fact));
        for (const auto& participant : service.participants)
            if (participant.evidence.kind == EvidenceKind::paper_confirmation)
                steps.push_back(say("{0}：纸质确认，照片摘要 {1}，由签署的办公室人员作证",
                                    "{0}: confirmed on paper, the photo has the digest {1}; the office that "
                                    "signs vouches for it",
                                    {participant.owner, short_hex(participant.evidence.digest)}));
        for (const auto& fact : subject.decision().facts)
            if (auto step = book_step(*subject.plan, fact)) steps.push_back(std::move(*step));
        add_participants(service, steps);
        return steps;
    }

    void add_participants(const ServiceContent& service, std::vector<Text>& steps) const {
        for (std::size_t i = 0; i < by_participant.size(); ++i) {
            const auto& [owner, role, own_minutes, evidence] = service.participants[i];
            for (const auto& step : by_participant[i])
                steps.push_back({owner + "：" + step.zh, owner + ": " + step.en});
            if (by_participant[i].empty() && !any_rule_applies(*subject.plan, service, role))
                steps.push_back(say("{0}（{1}）：没有规则给这一角色记账",
                                    "{0} ({1}): no rule credits this role here", {owner, role}));
        }
    }

    std::vector<Text> operator()(const RedemptionContent& redemption) const {
        return spending_steps(redemption.facts);
    }
    std::vector<Text> operator()(const TransferContent& transfer) const {
        return spending_steps(transfer.facts);
    }

    std::vector<Text> spending_steps(const std::vector<AttestedFact>& attested) const {
        std::vector<Text> steps = {edition_step(*subject.plan)};
        for (const auto& fact : attested) steps.push_back(attested_step(fact));
        for (const auto& fact : subject.decision().facts)
            if (fact.kind == FactKind::tag)
                if (auto step = book_step(*subject.plan, fact)) steps.push_back(std::move(*step));
        for (const auto& step : subject.trace) steps.push_back(step.text);
        return steps;
    }

    std::vector<Text> operator()(const ReversalContent& reversal) const {
        auto steps = texts_of(subject.trace);
        add_undone_before(reversal.entry_index, steps);
        const auto index = std::to_string(reversal.entry_index);
        const auto& units = subject.decision().undone_units;
        for (const auto& leg : subject.named->decision.legs) {
            if (!std::binary_search(units.begin(), units.end(), leg.unit)) continue;
            const auto before = amount_text(subject.plan, leg.unit, leg.amount);
            const auto after =
                amount_text(subject.plan, leg.unit, checked_negate(leg.amount).value_or(leg.amount));
            const auto whose = account_now(leg.owner);
            steps.push_back({whose.zh + "：条目 " + index + " 记 " + before.zh + "，现记 " + after.zh,
                             whose.en + ": entry " + index + " moved " + before.en + ", now " + after.en});
        }
        return steps;
    }

    /// Of units that other reversals undid already.
    void add_undone_before(std::uint64_t index, std::vector<Text>& steps) const {
        const auto prefix = std::to_string(index) + ".";
        for (const auto& fact : subject.decision().facts)
            if (fact.kind == FactKind::reversed_by && fact.value >= 0 && fact.name.starts_with(prefix))
                steps.push_back(say(
                    "条目 {0} 的 {1} 已由条目 {2} 冲销，不再重复",
                    "{1} of entry {0} was reversed by entry {2} already and is left alone",
                    {std::to_string(index), fact.name.substr(prefix.size()), std::to_string(fact.value)}));
    }

    /// The owner, and who stands for it since a merge.
    Text account_now(const std::string& owner) const {
        const auto& survivor = stand_in_for(subject.decision(), owner);
        if (survivor == owner) return {owner, owner};
        return say("{0}（现为 {1}）", "{0} (now {1})", {owner, survivor});
    }

    std::vector<Text> operator()(const MergeContent&) const { return texts_of(subject.trace); }

    std::vector<Text> operator()(const RulingContent& ruling) const {
        std::vector<Text> steps;
        if (subject.decision().edition != Digest{}) steps.push_back(edition_step(*subject.plan));
        for (const auto& step : subject.trace)
            if (!step.participant) steps.push_back(step.text);
        if (const auto* service = service_explained(subject)) add_participants(*service, steps);
        add_undone_before(subject.decision().awarded_by.value_or(ruling.entry_index), steps);
        return steps;
    }

    std::vector<Text> operator()(const StandardContent& content) const {
        auto steps = recorded_as_stated();
        if (const auto plan = standard::compile(content.document))
            steps.push_back(say("文件自带的 {} 个算例全部成立", "all {} worked examples in the document hold",
                                {std::to_string((*plan)->examples.size())}));
        return steps;
    }

    template <class Content>
    std::vector<Text> operator()(const Content&) const {
        return recorded_as_stated();
    }

    static std::vector<Text> recorded_as_stated() {
        return {say("这类声明不由标准计算：签署者有权提交，账本中没有与之冲突的记录，即照记",
                    "no standard decides claims of this kind: the signer may make it and nothing in the book "
                    "stands against it, so it is recorded as stated")};
    }
};

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
    return std::visit(Steps{subject, by_participant}, subject.claim().content);
}

}  // namespace timebank::report
