#include <algorithm>

#include "core/try.hpp"
#include "decision/collect.hpp"
#include "decision/decide.hpp"
#include "report/subject.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

using report::Subject;
using PlanPointer = std::shared_ptr<const standard::Plan>;

/// A caller's mistake is not the ledger's: it must not look like a decision that does not hold.
Result<void> check_named(std::optional<std::uint64_t> named, const Entry* given) {
    if (!named && !given) return {};
    if (!named)
        return fail(Code::invalid_argument, "这一条目不涉及另一条目，却附带了条目 {}：请不要附带",
                    "this entry is not about another one, yet it comes with entry {}: leave it out",
                    {std::to_string(given->index)});
    if (given && given->index == *named) return {};
    return fail(Code::invalid_argument, "说明这一条目需要它所涉及的条目 {0}，附带的是 {1}：请附上条目 {0}",
                "to explain this takes the entry {0} that it is about, found {1}: hand over entry {0}",
                {std::to_string(*named), given ? std::to_string(given->index) : std::string("-")});
}

/// The plan of the edition that decided `decided`, or null where no document is needed and none is given.
Result<PlanPointer> plan_of(const Entry& entry, const Entry& decided, ByteView document) {
    if (document.empty() && !deciding_standard(entry.signed_claim.claim)) return PlanPointer();
    const auto digest = document.empty() ? Digest{} : sha256(document);
    if (digest != decided.decision.edition)
        return fail(Code::invalid_argument,
                    "附带的标准摘要为 {0}，条目 {2} 由摘要 {1} 的版本决定：请附上该版本",
                    "the document given has the digest {0}, but the edition that decided entry {2} has {1}: "
                    "hand over that one",
                    {to_hex(digest), to_hex(decided.decision.edition), std::to_string(decided.index)});
    return standard::compile(document);
}

// What a decision says, a line each: where two differ, the first lines that differ are the message.

std::string line_of(const Fact& fact) {
    return (fact.subject.empty() ? "" : fact.subject + " ") + fact.code + " = " + std::to_string(fact.value);
}
std::string line_of(const Award& award) {
    return award.rule + " #" + std::to_string(award.participant) + " " +
           std::to_string(award.amount.minor_units) + " " + award.unit + " (" +
           std::to_string(award.exact_numerator) + "/" + std::to_string(award.exact_denominator) + ", -" +
           std::to_string(award.cut.minor_units) + ")";
}
std::string line_of(const Notice& notice) {
    return std::string(to_text(notice.kind)) + " " + notice.by + " #" + std::to_string(notice.participant) +
           " " + std::to_string(notice.value) + (notice.unit.empty() ? "" : " " + notice.unit);
}
std::string line_of(const Leg& leg) {
    return leg.owner + " " + std::to_string(leg.amount.minor_units) + " " + leg.unit;
}

template <class Part>
std::optional<Error> difference(std::string_view zh, std::string_view en, const std::vector<Part>& recorded,
                                const std::vector<Part>& computed) {
    const auto [found, wanted] =
        std::mismatch(recorded.begin(), recorded.end(), computed.begin(), computed.end());
    if (found == recorded.end() && wanted == computed.end()) return std::nullopt;
    const auto is = found == recorded.end() ? "-" : line_of(*found);
    const auto should = wanted == computed.end() ? "-" : line_of(*wanted);
    return Error{Code::bad_proof,
                 {"记录的决定与规则算出的不同，" + std::string(zh) + "：记录为 " + is + "，应为 " + should +
                      "（最小单位）。请停止写入并运行 audit",
                  "the recorded decision is not what the rules give, " + std::string(en) + ": recorded " +
                      is + ", should be " + should + " (minor units). Stop writing and run audit"}};
}

/// Done when the rules give what is recorded.
Result<void> compare(const Decision& recorded, const Verdict& verdict) {
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
        const auto why = explain_refusal(*refusal);
        return Error{Code::bad_proof,
                     {"按规则本应拒绝（" + why.zh + "），却已记录。请停止写入并运行 audit",
                      "by the rules it should have been refused (" + why.en +
                          "), yet it is recorded. Stop writing and run audit"}};
    }
    const auto& computed = std::get<Decision>(verdict);
    if (auto found = difference("转账", "leg", recorded.legs, computed.legs)) return *found;
    if (auto found = difference("所得", "award", recorded.awards, computed.awards)) return *found;
    if (auto found = difference("提示", "notice", recorded.notices, computed.notices)) return *found;
    if (auto found = difference("所看的事实", "fact", recorded.facts, computed.facts)) return *found;
    if (recorded == computed) return {};
    return fail(Code::bad_proof,
                "记录的决定与规则算出的不同：版本或规则语言（记录为 {0}，应为 {1}）。请停止写入并运行 audit",
                "the recorded decision names another edition or rule language (recorded {0}, should be {1}). "
                "Stop writing and run audit",
                {to_hex(recorded.edition) + " " + std::to_string(recorded.language),
                 to_hex(computed.edition) + " " + std::to_string(computed.language)});
}

}  // namespace

std::optional<std::uint64_t> subject_of(const Entry& entry) {
    const auto& content = entry.signed_claim.claim.content;
    if (const auto* reversal = std::get_if<ReversalContent>(&content)) return reversal->entry_index;
    if (const auto* ruling = std::get_if<RulingContent>(&content)) return ruling->entry_index;
    return std::nullopt;
}

std::optional<std::uint64_t> awarded_by(const Entry& entry) {
    for (const auto& fact : entry.decision.facts)
        if (fact.subject.empty() && fact.code == fact_code::awarded_at) {
            const auto index = static_cast<std::uint64_t>(fact.value);
            return subject_of(entry) == index ? std::nullopt : std::optional(index);
        }
    return std::nullopt;
}

Result<Explanation> explain_entry(const Entry& entry, ByteView document, const Entry* subject_entry,
                                  const Entry* awarding) {
    const auto& claim = entry.signed_claim.claim;
    TIMEBANK_CHECK(encode_entry(entry));
    TIMEBANK_CHECK(check_named(subject_of(entry), subject_entry));
    TIMEBANK_CHECK(check_named(awarded_by(entry), awarding));
    for (const auto* named : {subject_entry, awarding})
        if (named) TIMEBANK_CHECK(encode_entry(*named));
    TIMEBANK_TRY(plan, plan_of(entry, subject_entry ? *subject_entry : entry, document));

    const auto optional = [](const Entry* named) { return named ? std::optional(*named) : std::nullopt; };
    Facts facts{entry.decision.facts, optional(subject_entry), optional(awarding)};
    Trace trace;
    const auto* deciding = deciding_standard(claim) ? plan.get() : nullptr;
    TIMEBANK_CHECK(compare(entry.decision, decide(deciding, facts, claim, entry.recorded_at_unix_s, &trace)));

    const Subject subject{entry, plan.get(), facts, std::move(trace)};
    const auto by_participant = report::steps_by_participant(subject);
    return Explanation{report::heading_of(subject), report::steps_of(subject, by_participant),
                       report::outcome_of(subject, by_participant)};
}

}  // namespace timebank
