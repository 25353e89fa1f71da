#include "timebank/catalogue.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "standard/plan.hpp"

// What the catalogue answers to one member: every item is tried as a claim.

namespace timebank {
namespace {

/// The plan of the redemption standard that would decide now about the day, or null. Where the day of
/// recording chooses the edition, that is today.
Result<std::shared_ptr<const standard::Plan>> plan_on(const Ledger& ledger, CivilDate day) {
    TIMEBANK_TRY(editions, ledger.editions());
    const auto today = utc_day(SystemClock().now_unix_s());
    const AdoptedEdition* in_force = nullptr;
    for (const auto& one : editions) {
        const auto chosen_by = one.summary.edition_date == EditionDate::recording ? today : day;
        if (one.summary.kind != StandardKind::redemption || chosen_by < one.summary.effective_from) continue;
        const bool is_later = !in_force || in_force->summary.effective_from < one.summary.effective_from ||
                              (in_force->summary.effective_from == one.summary.effective_from &&
                               in_force->adopted_at < one.adopted_at);
        if (is_later) in_force = &one;
    }
    if (!in_force) return std::shared_ptr<const standard::Plan>();
    TIMEBANK_TRY(document, ledger.edition_document(in_force->summary.digest));
    return standard::compile(document);
}

std::uint32_t fewest(const standard::Item& item) {
    const auto whole = (std::uint64_t{item.least} + item.multiple_of - 1) / item.multiple_of;
    return static_cast<std::uint32_t>(whole * item.multiple_of);  // it fits: the standard has such a number
}

Offer answered(const standard::Item& item, const Quote& quote) {
    Offer offer{item.code, item.name, item.unit, fewest(item), {}, {}, {}};
    if (quote.result.outcome == PostOutcome::refused) {
        offer.refusal = quote.result.refusal;
        return offer;
    }
    for (const auto& award : quote.decision.awards) offer.cost = award.amount;
    for (const auto& notice : quote.decision.notices)
        if (notice.kind == NoticeKind::worth) offer.worth = notice;
    return offer;
}

}  // namespace

Result<std::vector<Offer>> offers_to(const Ledger& ledger, const std::string& owner, CivilTime at,
                                     const std::vector<AttestedFact>& facts, const SignContent& sign) {
    const auto day = civil_date(at);
    TIMEBANK_TRY(plan, plan_on(ledger, day));
    if (!plan)
        return fail(Code::not_found, "{} 没有生效的兑换标准：请先采用一个（adopt）",
                    "no redemption standard is in force on {}: adopt one first", {to_text(day)});
    std::vector<Offer> offers;
    for (const auto& item : plan->catalogue) {
        RedemptionContent redemption;
        redemption.owner = owner;
        redemption.item = item.code;
        redemption.quantity = fewest(item);
        redemption.at = at;
        redemption.facts = facts;
        TIMEBANK_TRY(claim, sign(std::move(redemption)));
        // One by one: a quote of several would let each spend what the ones before it have left.
        TIMEBANK_TRY(quotes, ledger.quote({claim}));
        offers.push_back(answered(item, quotes.front()));
    }
    return offers;
}

}  // namespace timebank
