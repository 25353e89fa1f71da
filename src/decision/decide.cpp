#include "decision/decide.hpp"

#include <limits>

#include "core/try.hpp"
#include "decision/book_facts.hpp"
#include "decision/context.hpp"
#include "decision/kinds.hpp"

namespace timebank {
namespace {

/// The claim that this one is about in the end: of a reversal or ruling, that of the root entry.
const Claim& root_claim(Context& context, const Claim& claim) {
    const auto* root = &claim;
    auto end = std::numeric_limits<std::uint64_t>::max();  // each names one before it
    for (auto subject = subject_of(claim); subject && *subject < end; subject = subject_of(*root)) {
        const auto* entry = context.entry(*subject);
        if (!entry) break;
        root = &entry->signed_claim.claim;
        end = *subject;
    }
    return *root;
}

/// Looks at who stands now for everybody under whom tallies count this, because apply() adds it there. Here
/// once, so that no kind can forget it.
void look_at_counted_owners(Context& context, const Claim& claim, const Decision& decision) {
    using enum standard::Measure;
    using enum standard::Key;
    const auto& root = root_claim(context, claim);
    if (const auto* service = service_in(root)) {
        for (const auto& participant : service->participants) context.survivor(participant.owner);
        return;
    }
    for (const auto& award : decision.awards)
        for (const auto measure : {awarded, running_total, items, given, received})
            for (const auto key : {member, receiver})
                if (const auto* owner = counted_owner(root, award, measure, key)) context.survivor(*owner);
}

}  // namespace

Result<Verdict> decide(Plans& plans, const standard::Plan* plan, Facts& facts, const Claim& claim,
                       std::int64_t recorded_at_unix_s, Trace* trace) {
    Context context(facts, recorded_at_unix_s, trace);
    auto verdict = decide_by_kind({claim, plan, context, plans, recorded_at_unix_s});
    // A claim of its own names nobody who was merged, or it is refused.
    if (verdict && subject_of(claim)) look_at_counted_owners(context, claim, *verdict);
    if (facts.error()) return *facts.error();
    if (!verdict) return verdict;
    context.close(*verdict);
    if (plan) {
        verdict->edition = plan->summary.digest;
        verdict->language = plan->summary.language;
    }
    return verdict;
}

Result<Verdict> decide_by_book(const Reader& reader, Plans& plans, const SignedClaim& claim,
                               std::int64_t recorded_at_unix_s, std::int64_t now_unix_s) {
    TIMEBANK_TRY(plan, pick_plan(reader, plans, claim.claim, recorded_at_unix_s));
    const auto decide_at = [&](std::int64_t time_unix_s) {
        BookFacts facts(reader, plan.get(), claim);
        return decide(plans, plan.get(), facts, claim.claim, time_unix_s);
    };
    auto verdict = decide_at(recorded_at_unix_s);
    if (now_unix_s >= recorded_at_unix_s || !verdict || !*verdict) return verdict;
    // The clock stands behind the newest entry: what has not happened yet by it is refused, and that is all
    // that it has a say in.
    auto by_clock = decide_at(now_unix_s);
    return by_clock && *by_clock ? verdict : by_clock;
}

}  // namespace timebank
