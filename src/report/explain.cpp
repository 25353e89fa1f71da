#include <algorithm>

#include "core/try.hpp"
#include "decision/decide.hpp"
#include "decision/kinds.hpp"
#include "report/subject.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

using report::Subject;
using PlanPointer = std::shared_ptr<const standard::Plan>;

/// The entries that decide() looks at for this one, in the order of entries_about().
Result<std::vector<Entry>> look_up_about(const Entry& entry, const EntryLookup& lookup) {
    std::vector<Entry> about;
    const auto fetch = [&](std::uint64_t index) -> Result<void> {
        TIMEBANK_TRY(found, lookup(index));
        if (!found || found->index != index)
            return fail(Code::invalid_argument, "说明条目 {0} 需要它所涉及的条目 {1}，却没有找到",
                        "to explain entry {0} takes the entry {1} that it is about, which was not found",
                        {std::to_string(entry.index), std::to_string(index)});
        TIMEBANK_CHECK(encode_entry(*found));
        about.push_back(std::move(*found));
        return {};
    };
    auto next = subject_of(entry);
    while (next && (about.empty() || *next < about.back().index)) {
        TIMEBANK_CHECK(fetch(*next));
        next = subject_of(about.back());
    }
    if (entry.decision.awarded_by) TIMEBANK_CHECK(fetch(*entry.decision.awarded_by));
    return about;
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
    return to_text(key_of_fact(fact)) + " = " + std::to_string(fact.value);
}
std::string line_of(const Award& award) {
    return award.rule + " #" + std::to_string(award.participant) + " " + award.from + ">" + award.to + " " +
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
    if (!verdict) {
        const auto why = explain_refusal(verdict.refusal());
        return Error{Code::bad_proof,
                     {"按规则本应拒绝（" + why.zh + "），却已记录。请停止写入并运行 audit",
                      "by the rules it should have been refused (" + why.en +
                          "), yet it is recorded. Stop writing and run audit"}};
    }
    const auto& computed = *verdict;
    if (auto found = difference("转账", "leg", recorded.legs, computed.legs)) return *found;
    if (auto found = difference("所得", "award", recorded.awards, computed.awards)) return *found;
    if (auto found = difference("提示", "notice", recorded.notices, computed.notices)) return *found;
    if (auto found = difference("所看的事实", "fact", recorded.facts, computed.facts)) return *found;
    if (recorded == computed) return {};
    return fail(
        Code::bad_proof,
        "记录的决定与规则算出的不同：版本、规则语言或后果（记录为 {0}，应为 {1}）。请停止写入并运行 audit",
        "the recorded decision names another edition, rule language or consequence (recorded {0}, should "
        "be {1}). Stop writing and run audit",
        {to_hex(recorded.edition) + " " + std::to_string(recorded.language),
         to_hex(computed.edition) + " " + std::to_string(computed.language)});
}

}  // namespace

std::optional<std::uint64_t> subject_of(const Entry& entry) {
    return subject_of(entry.signed_claim.claim);
}

Result<Explanation> explain_entry(const Entry& entry, ByteView document, const EntryLookup& lookup) {
    const auto& claim = entry.signed_claim.claim;
    TIMEBANK_CHECK(encode_entry(entry));
    TIMEBANK_TRY(about, look_up_about(entry, lookup));
    std::vector<const Entry*> pointers;
    for (const auto& one : about) pointers.push_back(&one);
    const auto* named = about.empty() ? nullptr : &about.front();
    const auto* root = named;
    for (const auto& one : about)
        if (root && subject_of(*root) == one.index) root = &one;
    TIMEBANK_TRY(plan, plan_of(entry, named ? *named : entry, document));

    Plans plans;
    RecordedFacts facts(entry.decision.facts, std::move(pointers));
    Trace trace;
    const auto* deciding = deciding_standard(claim) ? plan.get() : nullptr;
    TIMEBANK_TRY(verdict, decide(plans, deciding, facts, claim, entry.recorded_at_unix_s, &trace));
    TIMEBANK_CHECK(compare(entry.decision, verdict));

    const Subject subject{entry, plan.get(), named, root, std::move(trace)};
    const auto by_participant = report::steps_by_participant(subject);
    return Explanation{report::heading_of(subject), report::steps_of(subject, by_participant),
                       report::outcome_of(subject)};
}

}  // namespace timebank
