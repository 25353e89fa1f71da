#include "decision/ruling.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/context.hpp"
#include "decision/reversal.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

std::string word(RulingState state) {
    return std::string(to_text(state));
}

const ServiceContent* service_of(const std::optional<Entry>& entry) {
    return entry ? std::get_if<ServiceContent>(&entry->signed_claim.claim.content) : nullptr;
}

/// The service as it was confirmed: whoever was merged until then stands under the name of the survivor, as
/// in the facts that the decision recorded.
Entry with_survivors(Entry service, const Decision& confirmation) {
    const auto prefix = fact_code::merged_into("");
    for (auto& participant : std::get<ServiceContent>(service.signed_claim.claim.content).participants)
        for (const auto& fact : confirmation.facts)
            if (fact.subject == participant.owner && fact.code.starts_with(prefix)) {
                participant.owner = fact.code.substr(prefix.size());
                break;
            }
    return service;
}

/// The awards of `awarding`, as those of the claim in `service`.
Entry composed(const Entry& service, const Entry& awarding) {
    Entry entry = service;
    entry.decision = awarding.decision;
    return entry;
}

/// One ruling being decided, on a service that is there.
class Deciding {
  public:
    Deciding(Context& context, const RulingContent& ruling, const Entry& entry,
             std::int64_t recorded_at_unix_s)
        : context_(context),
          ruling_(ruling),
          entry_(entry),
          service_(std::get<ServiceContent>(entry.signed_claim.claim.content)),
          index_(std::to_string(entry.index)),
          recorded_at_unix_s_(recorded_at_unix_s),
          state_(static_cast<RulingState>(context.fact("", fact_code::ruling_state))) {}

    /// The rules are asked about a service only when its state allows the ruling: what they would refuse of
    /// one that counts already would lead astray.
    Verdict run(const standard::Plan* plan) {
        switch (ruling_.outcome) {
            case RulingOutcome::confirmed:
                if (auto refused = check_pending()) return *refused;
                if (auto refused = check_until()) return *refused;
                return confirm(plan);
            case RulingOutcome::refused:
            case RulingOutcome::withdrawn:
                if (auto refused = check_pending()) return *refused;
                say("条目 {0} 不计：{1}（原因 {2}）", "entry {0} does not count: {1} (reason {2})");
                return Decision{};
            case RulingOutcome::zeroed:
                if (state_ != RulingState::awarded && state_ != RulingState::confirmed &&
                    state_ != RulingState::restored)
                    return not_rulable("awarded, confirmed, restored", word(state_));
                return move_awards(true);
            case RulingOutcome::restored:
                if (state_ != RulingState::zeroed) return not_rulable("zeroed", word(state_));
                return move_awards(false);
        }
        return not_rulable("service", word(state_));
    }

  private:
    void say(std::string_view zh, std::string_view en) {
        context_.say_step(zh, en, {index_, to_text(ruling_.outcome), ruling_.reason});
    }

    Refusal not_rulable(std::string allowed, std::string found) const {
        return refuse(RefusalCode::not_rulable, index_, std::move(allowed), std::move(found));
    }

    Refused check_pending() const {
        if (state_ == RulingState::pending) return std::nullopt;
        return refuse(RefusalCode::not_pending, index_, word(RulingState::pending), word(state_));
    }

    /// Days are those of the place where the service was done.
    Refused check_until() const {
        const auto until = context_.fact("", fact_code::pending_until);
        const auto offset_minutes = service_.actual.start.offset_minutes;
        const auto today = civil_date(CivilTime{recorded_at_unix_s_ / 60 + offset_minutes, offset_minutes});
        if (until == 0 || today.days <= until) return std::nullopt;
        return refuse(RefusalCode::pending_lapsed, index_,
                      to_text(CivilDate{static_cast<std::int32_t>(until)}), to_text(today));
    }

    /// As if the service were posted now by whoever posted it, but by the edition that it was posted under.
    Verdict confirm(const standard::Plan* plan) {
        if (!plan)
            return refuse(RefusalCode::standard_missing, std::string(to_text(StandardKind::credit)), "",
                          to_text(civil_date(service_.actual.start)));
        say("条目 {0} 获确认（原因 {2}）：按其提交时的版本记账",
            "entry {0} is confirmed (reason {2}): it counts, by the edition that it was posted under");
        auto claim = entry_.signed_claim.claim;
        auto& service = std::get<ServiceContent>(claim.content);
        for (auto& participant : service.participants)
            participant.owner = context_.survivor(participant.owner);
        if (!service.on_behalf_of.empty()) service.on_behalf_of = context_.survivor(service.on_behalf_of);
        if (!claim.acting_for.empty()) claim.acting_for = context_.survivor(claim.acting_for);
        auto verdict = decide_service(*plan, context_, claim, service, true);
        if (const auto* decision = std::get_if<Decision>(&verdict))
            for (const auto& award : decision->awards)
                if (auto refused = check_own(award.participant, award.amount.minor_units)) return *refused;
        return verdict;
    }

    /// Takes back what was awarded, or gives it again: in the units in which no reversal has undone it.
    Verdict move_awards(bool takes_away) {
        const auto& awarding = context_.related_entry() ? *context_.related_entry() : entry_;
        if (context_.fact("", fact_code::awarded_at) != static_cast<std::int64_t>(awarding.index))
            return refuse(RefusalCode::entry_unknown, "entry", "", index_);  // whoever asks left it out
        if (auto by = context_.fact("", fact_code::reversed_by("")); by >= 0)
            return not_rulable("awarded", "reversed " + std::to_string(by));
        std::vector<std::string> units;
        for (const auto& unit : units_moved(awarding.decision))
            if (context_.fact("", fact_code::reversed_by(unit)) < 0) units.push_back(unit);
        if (units.empty()) return not_rulable("awarded", "-");
        say(takes_away ? "条目 {0} 的积分清零（原因 {2}）：所得全部收回"
                       : "条目 {0} 的积分恢复（原因 {2}）：所得照原数再记",
            takes_away ? "entry {0} is zeroed (reason {2}): what it gave is taken back"
                       : "entry {0} is restored (reason {2}): what it gave is given again");
        const auto moves = [&](const std::string& unit) {
            return std::binary_search(units.begin(), units.end(), unit);
        };
        for (const auto& award : awarding.decision.awards) {
            const auto amount = award.amount.minor_units;
            const bool gives = takes_away ? amount < 0 : amount > 0;
            if (!gives || !moves(award.unit)) continue;
            if (auto refused = check_own(award.participant, 1)) return *refused;
        }
        Decision decision;
        for (const auto& leg : awarding.decision.legs) {
            if (!moves(leg.unit)) continue;
            const auto amount = takes_away ? checked_negate(leg.amount) : std::optional(leg.amount);
            if (!amount || !add_leg(decision.legs, context_.survivor(leg.owner), leg.unit, *amount))
                return refuse(RefusalCode::amount_out_of_range, index_, "", leg.unit);
        }
        return decision;
    }

    /// Nobody alone says that they are to be given something.
    Refused check_own(std::uint16_t participant, std::int64_t given) {
        if (given <= 0 || participant >= service_.participants.size()) return std::nullopt;
        const auto owner = context_.survivor(service_.participants[participant].owner);
        if (context_.fact(owner, fact_code::rules_alone) == 0) return std::nullopt;
        return refuse(RefusalCode::own_ruling, index_, "", owner);
    }

    Context& context_;
    const RulingContent& ruling_;
    const Entry& entry_;
    const ServiceContent& service_;
    const std::string index_;
    const std::int64_t recorded_at_unix_s_;
    const RulingState state_;
};

}  // namespace

Verdict decide_ruling(const standard::Plan* plan, Context& context, const Claim& claim,
                      const RulingContent& ruling, std::int64_t recorded_at_unix_s) {
    const auto& entry = context.named_entry();
    const auto index = std::to_string(ruling.entry_index);
    FirstRefusal first;
    first.consider(check_acting_for(context, claim));
    if (!entry || entry->signed_claim.claim.id != ruling.claim_id)
        first.consider(refuse(RefusalCode::entry_unknown, "entry", "", index));
    if (first.get()) return *first.get();
    if (!service_of(entry))
        return refuse(RefusalCode::not_rulable, index, std::string(to_text(ClaimKind::service)),
                      std::string(to_text(entry->signed_claim.claim.kind())));
    return Deciding(context, ruling, *entry, recorded_at_unix_s).run(plan);
}

Result<Named> read_named(const Reader& reader, const Claim& claim) {
    Named named;
    const auto* reversal = std::get_if<ReversalContent>(&claim.content);
    const auto* ruling = std::get_if<RulingContent>(&claim.content);
    if (!reversal && !ruling) return named;
    const auto index = reversal ? reversal->entry_index : ruling->entry_index;
    TIMEBANK_TRY(subject, read_entry(reader, index));
    named.subject = std::move(subject);
    if (!named.subject) return named;
    const auto& content = named.subject->signed_claim.claim.content;
    std::optional<std::uint64_t> related;
    if (const auto* earlier = std::get_if<RulingContent>(&content)) related = earlier->entry_index;
    if (std::holds_alternative<ServiceContent>(content)) {
        TIMEBANK_TRY(record, read_ruling(reader, index));
        if (record && record->awarded_at != index) related = record->awarded_at;
    }
    if (!related) return named;
    TIMEBANK_TRY(found, read_entry(reader, *related));
    named.related = std::move(found);
    return named;
}

Result<std::optional<Claim>> ruled_service(const Reader& reader, const RulingContent& ruling) {
    TIMEBANK_TRY(entry, read_entry(reader, ruling.entry_index));
    if (!service_of(entry) || entry->signed_claim.claim.id != ruling.claim_id) return std::optional<Claim>();
    auto claim = std::move(entry->signed_claim.claim);
    auto& service = std::get<ServiceContent>(claim.content);
    const auto stand_in = [&](std::string& owner) -> Result<void> {
        TIMEBANK_TRY(survivor, read_survivor(reader, owner));
        owner = std::move(survivor);
        return {};
    };
    for (auto& participant : service.participants) TIMEBANK_CHECK(stand_in(participant.owner));
    TIMEBANK_CHECK(stand_in(service.on_behalf_of));
    return std::optional(std::move(claim));
}

bool is_pending(const Decision& decision) {
    return std::any_of(decision.notices.begin(), decision.notices.end(),
                       [](const Notice& notice) { return notice.kind == NoticeKind::pending; });
}

const ServiceContent* service_counted(const Entry& entry, const std::optional<Entry>& subject) {
    const auto& content = entry.signed_claim.claim.content;
    if (std::holds_alternative<RulingContent>(content)) return service_of(subject);
    return std::get_if<ServiceContent>(&content);
}

std::optional<AwardsCounted> awards_counted(const Entry& entry, const Named& named) {
    const auto& content = entry.signed_claim.claim.content;
    const auto& [subject, related] = named;
    if (std::holds_alternative<ReversalContent>(content)) {
        if (!subject) return std::nullopt;
        const bool of_ruling = std::holds_alternative<RulingContent>(subject->signed_claim.claim.content);
        if (of_ruling && !service_of(related)) return std::nullopt;
        const auto& units = std::get<ReversalContent>(content).units;
        return AwardsCounted{of_ruling ? composed(*related, *subject) : *subject, true, true, units.empty()};
    }
    const auto* ruling = std::get_if<RulingContent>(&content);
    if (!ruling) return AwardsCounted{};
    if (!service_of(subject)) return std::nullopt;
    switch (ruling->outcome) {
        case RulingOutcome::confirmed:
            return AwardsCounted{composed(with_survivors(*subject, entry.decision), entry)};
        case RulingOutcome::refused:
        case RulingOutcome::withdrawn:
            return std::nullopt;
        case RulingOutcome::zeroed:
        case RulingOutcome::restored:
            return AwardsCounted{composed(*subject, related ? *related : *subject),
                                 ruling->outcome == RulingOutcome::zeroed, true, false};
    }
    return std::nullopt;
}

RulingRecord ruled(const Entry& entry, const std::optional<RulingRecord>& before) {
    const auto& ruling = std::get<RulingContent>(entry.signed_claim.claim.content);
    const bool confirmed = ruling.outcome == RulingOutcome::confirmed;
    const auto awarded_at = confirmed ? entry.index : before ? before->awarded_at : ruling.entry_index;
    return {state_after(ruling.outcome), entry.index, awarded_at};
}

}  // namespace timebank
