#include "timebank/catalogue.hpp"

#include "core/try.hpp"
#include "intake/edition_day.hpp"
#include "standard/plan.hpp"

// What the catalogue answers to one member: every item is tried as a claim.

namespace timebank {
namespace {

/// The plan of the redemption standard that would decide `today` about the day, or null.
Result<std::shared_ptr<const standard::Plan>> plan_on(const Ledger& ledger, CivilDate day, CivilDate today) {
    TIMEBANK_TRY(editions, ledger.editions());
    const StandardSummary* latest = nullptr;
    for (const auto& [edition, adopted_at] : editions)  // of two from one day, the one adopted later
        if (edition.kind == StandardKind::redemption && intake::has_begun(edition, day, today) &&
            (!latest || latest->effective_from <= edition.effective_from))
            latest = &edition;
    if (!latest) return std::shared_ptr<const standard::Plan>();
    TIMEBANK_TRY(document, ledger.edition_document(latest->digest));
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

Result<std::vector<Offer>> offers_to(const Ledger& ledger, const Clock& clock, const std::string& owner,
                                     CivilTime at, const std::vector<AttestedFact>& facts,
                                     const SignContent& sign) {
    const auto day = civil_date(at);
    TIMEBANK_TRY(plan, plan_on(ledger, day, utc_day(clock.now_unix_s())));
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
