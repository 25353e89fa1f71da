#include <algorithm>

#include "decision/collect.hpp"
#include "decision/decide.hpp"
#include "decision/reversal.hpp"
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
    const std::string tag = fact_code::tag("");
    const std::string balance = fact_code::balance("");
    if (fact.code.starts_with(tag))
        return say(
            fact.value != 0 ? "账本当时：{0} 有标签 {1}" : "账本当时：{0} 没有标签 {1}",
            fact.value != 0 ? "the book then: {0} has the tag {1}" : "the book then: {0} has no tag {1}",
            {fact.subject, fact.code.substr(tag.size())});
    if (!fact.code.starts_with(balance)) return std::nullopt;
    const auto amount = amount_text(&plan, fact.code.substr(balance.size()), Amount{fact.value});
    return Text{"账本当时：" + fact.subject + " 余额 " + amount.zh,
                "the book then: " + fact.subject + " has " + amount.en};
}

/// How many steps the participants before `end` take. A decision goes through them in their order, so these
/// are the first steps of the whole; the claim without the others tells how many.
std::size_t steps_before(const Subject& subject, const ServiceContent& service, std::size_t end) {
    if (end == service.participants.size()) return subject.trace.size();
    Claim cut = subject.claim();
    auto& participants = std::get<ServiceContent>(cut.content).participants;
    participants.erase(participants.begin() + static_cast<std::ptrdiff_t>(end), participants.end());
    Trace trace;
    decide(subject.plan, subject.facts, cut, subject.entry.recorded_at_unix_s, &trace);
    return std::min(trace.size(), subject.trace.size());
}

bool any_rule_applies(const standard::Plan& plan, const ServiceContent& service, const std::string& role) {
    return std::any_of(plan.rules.begin(), plan.rules.end(),
                       [&](const auto& rule) { return rule_applies(rule, service.category, role); });
}

struct Steps {
    const Subject& subject;
    const std::vector<Trace>& by_participant;

    std::vector<Text> operator()(const ServiceContent& service) const {
        std::vector<Text> steps = {edition_step(*subject.plan)};
        if (service.agreed && *service.agreed != service.actual)
            steps.push_back(say("约定 {0}，实际 {1}：按实际计", "agreed {0}, actual {1}: the actual counts",
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
        for (std::size_t i = 0; i < by_participant.size(); ++i) {
            const auto& [owner, role, own_minutes, evidence] = service.participants[i];
            for (const auto& step : by_participant[i])
                steps.push_back({owner + "：" + step.zh, owner + ": " + step.en});
            if (by_participant[i].empty() && !any_rule_applies(*subject.plan, service, role))
                steps.push_back(say("{0}（{1}）：没有规则给这一角色记账",
                                    "{0} ({1}): no rule credits this role here", {owner, role}));
        }
        return steps;
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
            if (fact.code.starts_with(fact_code::tag("")))
                if (auto step = book_step(*subject.plan, fact)) steps.push_back(std::move(*step));
        steps.insert(steps.end(), subject.trace.begin(), subject.trace.end());
        return steps;
    }

    std::vector<Text> operator()(const ReversalContent& reversal) const {
        auto steps = subject.trace;
        const auto index = std::to_string(reversal.entry_index);
        const auto units = units_undone(subject.decision());
        for (const auto& fact : subject.decision().facts)
            if (auto step = undone_before_step(fact, index)) steps.push_back(std::move(*step));
        for (const auto& leg : subject.facts.reversed->decision.legs) {
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

    /// Of a unit that another reversal undid already.
    static std::optional<Text> undone_before_step(const Fact& fact, const std::string& index) {
        const auto prefix = fact_code::reversed_by("") + ".";
        if (!fact.code.starts_with(prefix) || fact.value < 0) return std::nullopt;
        return say("条目 {0} 的 {1} 已由条目 {2} 冲销，不再重复",
                   "{1} of entry {0} was reversed by entry {2} already and is left alone",
                   {index, fact.code.substr(prefix.size()), std::to_string(fact.value)});
    }

    /// The owner, and who stands for it since a merge.
    Text account_now(const std::string& owner) const {
        const auto prefix = fact_code::merged_into("");
        for (const auto& fact : subject.decision().facts)
            if (fact.subject == owner && fact.code.starts_with(prefix))
                return say("{0}（现为 {1}）", "{0} (now {1})", {owner, fact.code.substr(prefix.size())});
        return {owner, owner};
    }

    std::vector<Text> operator()(const MergeContent&) const { return subject.trace; }

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

std::vector<Trace> steps_by_participant(const Subject& subject) {
    const auto* service = std::get_if<ServiceContent>(&subject.claim().content);
    if (!service) return {};
    std::vector<Trace> parts(service->participants.size());
    std::size_t begin = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!any_rule_applies(*subject.plan, *service, service->participants[i].role)) continue;
        const auto end = std::max(begin, steps_before(subject, *service, i + 1));
        parts[i].assign(subject.trace.begin() + static_cast<std::ptrdiff_t>(begin),
                        subject.trace.begin() + static_cast<std::ptrdiff_t>(end));
        begin = end;
    }
    return parts;
}

std::vector<Text> steps_of(const Subject& subject, const std::vector<Trace>& by_participant) {
    return std::visit(Steps{subject, by_participant}, subject.claim().content);
}

}  // namespace timebank::report
