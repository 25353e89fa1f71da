#include "decision/kinds/ruling.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds.hpp"
#include "decision/kinds/names.hpp"
#include "decision/kinds/service.hpp"
#include "decision/kinds/undoing.hpp"
#include "decision/named.hpp"
#include "decision/service_times.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

/// Which rulings are not the office's alone, and which part in the service the account then has that the
/// ruling is made for.
enum class Part : std::uint8_t { none, any, served };

constexpr Part part_that_rules(RulingOutcome outcome) {
    switch (outcome) {
        case RulingOutcome::confirmed:
            return Part::served;
        case RulingOutcome::withdrawn:
            return Part::any;
        case RulingOutcome::refused:
        case RulingOutcome::zeroed:
        case RulingOutcome::restored:
            break;
    }
    return Part::none;
}

bool has_part(const ServiceContent& service, std::string_view owner, Part part) {
    return std::any_of(service.participants.begin(), service.participants.end(), [&](const auto& one) {
        return one.owner == owner && (part == Part::any || is_served_role(one.role));
    });
}

/// The first day that its notices name; 0 when none does.
std::int64_t last_pending_day(const Decision& decision) {
    std::int64_t first = 0;
    for (const auto& notice : decision.notices)
        if (notice.kind == NoticeKind::pending && notice.value != 0)
            first = first == 0 ? notice.value : std::min(first, notice.value);
    return first;
}

/// One ruling being decided, on a service that is there.
class Ruling {
  public:
    Ruling(Context& context, const RulingContent& ruling, const Entry& entry, const ServiceContent& service,
           std::int64_t recorded_at_unix_s)
        : context_(context),
          ruling_(ruling),
          entry_(entry),
          service_(service),
          index_(std::to_string(entry.index)),
          recorded_at_unix_s_(recorded_at_unix_s),
          state_(static_cast<RulingState>(context.fact(FactKind::ruling_state, {}, index_))) {}

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
                    return not_rulable(
                        listed({in_words(RulingState::awarded), in_words(RulingState::confirmed),
                                in_words(RulingState::restored)}));
                return move_awards(true);
            case RulingOutcome::restored:
                if (state_ != RulingState::zeroed) return not_rulable(in_words(RulingState::zeroed));
                return move_awards(false);
        }
        return not_rulable(in_words(ClaimKind::service));
    }

  private:
    void say(std::string_view zh, std::string_view en) {
        if (context_.traced())
            context_.say_step_with(
                zh, en, {same_in_both(index_), in_words(ruling_.outcome), same_in_both(ruling_.reason)});
    }

    Refusal not_rulable(Text allowed) const { return not_rulable(std::move(allowed), in_words(state_)); }
    Refusal not_rulable(Text allowed, Text found) const {
        return refuse(RefusalCode::not_rulable, index_, std::move(allowed), std::move(found));
    }

    Refused check_pending() const {
        if (state_ == RulingState::pending) return std::nullopt;
        return refuse(RefusalCode::not_pending, index_, in_words(RulingState::pending), in_words(state_));
    }

    /// Days are those of the place where the service was done.
    Refused check_until() const {
        const auto until = last_pending_day(entry_.decision);
        const auto today = civil_date(civil_time(recorded_at_unix_s_, service_.actual.start.offset_minutes));
        if (until == 0 || today.days <= until) return std::nullopt;
        return refuse(RefusalCode::pending_lapsed, index_,
                      same_in_both(to_text(CivilDate{static_cast<std::int32_t>(until)})),
                      same_in_both(to_text(today)));
    }

    /// As if the service were posted now by whoever posted it, but by the edition that it was posted under.
    Verdict confirm(const standard::Plan* plan) {
        if (!plan) return no_edition(StandardKind::credit, service_.actual.start);
        say("条目 {0} 获确认（原因 {2}）：按其提交时的版本记账",
            "entry {0} is confirmed (reason {2}): it counts, by the edition that it was posted under");
        auto claim = entry_.signed_claim.claim;
        auto& service = std::get<ServiceContent>(claim.content);
        for (auto& participant : service.participants)
            participant.owner = context_.survivor(participant.owner);
        if (!service.on_behalf_of.empty()) service.on_behalf_of = context_.survivor(service.on_behalf_of);
        if (!claim.acting_for.empty()) claim.acting_for = context_.survivor(claim.acting_for);
        // It was posted before it is ruled on, also where the clock that dated it was turned back since.
        context_.set_filed_at(std::min(entry_.recorded_at_unix_s, context_.recorded_at_unix_s()));
        auto verdict = decide_service(*plan, context_, claim, service, true);
        if (verdict)
            for (const auto& award : verdict->awards)
                if (auto refused = check_own(award)) return *refused;
        return verdict;
    }

    /// Takes back what was awarded, or gives it again: in the units in which no reversal has undone it.
    Verdict move_awards(bool takes_away) {
        const auto awarded_at = static_cast<std::uint64_t>(context_.fact(FactKind::awarded_at, {}, index_));
        const auto* awarding = context_.entry(awarded_at);
        if (!awarding)
            return refuse(RefusalCode::entry_unknown, "entry", {}, same_in_both(std::to_string(awarded_at)));
        if (auto by = reversed_by(context_, awarded_at); by >= 0)
            return not_rulable(in_words(RulingState::awarded),
                               timebank::say("已由条目 {} 冲销", "reversed {}", {std::to_string(by)}));
        std::vector<std::string> units;
        for (const auto& unit : units_moved(awarding->decision))
            if (reversed_by(context_, awarded_at, unit) < 0) units.push_back(unit);
        if (units.empty()) return not_rulable(in_words(RulingState::awarded), same_in_both("-"));
        say(takes_away ? "条目 {0} 的积分清零（原因 {2}）：所得全部收回"
                       : "条目 {0} 的积分恢复（原因 {2}）：所得照原数再记",
            takes_away ? "entry {0} is zeroed (reason {2}): what it gave is taken back"
                       : "entry {0} is restored (reason {2}): what it gave is given again");
        auto decision = takes_away ? opposite_of(context_, awarding->decision, units)
                                   : repetition_of(context_, awarding->decision, units);
        if (!decision) return refuse(RefusalCode::amount_out_of_range, index_, {}, Text{"所得", "awards"});
        for (const auto& award : decision->awards)
            if (auto refused = check_own(award)) return *refused;
        if (takes_away) decision->undone_units = std::move(units);
        if (awarded_at != entry_.index) decision->awarded_by = awarded_at;
        return *std::move(decision);
    }

    /// Nobody alone says that they are to be given something.
    Refused check_own(const Award& award) {
        if (gain_of(award).minor_units <= 0 || award.participant >= service_.participants.size())
            return std::nullopt;
        const auto owner = context_.survivor(service_.participants[award.participant].owner);
        if (!context_.holds(FactKind::rules_alone, owner)) return std::nullopt;
        return refuse(RefusalCode::own_ruling, index_, {}, same_in_both(owner));
    }

    Context& context_;
    const RulingContent& ruling_;
    const Entry& entry_;
    const ServiceContent& service_;
    const std::string index_;
    const std::int64_t recorded_at_unix_s_;
    const RulingState state_;
};

/// Which of the service's people make a ruling with nobody else, by their own key or by an app's.
Result<void> add_sole_signers(const Reader& reader, const SignedClaim& claim, const ServiceContent& service,
                              Signers& signers) {
    TIMEBANK_TRY(author, read_key(reader, claim.claim.author));
    const bool by_app = author && author->role == Role::app;
    TIMEBANK_TRY(signer, read_survivor(reader, by_app   ? claim.claim.acting_for
                                               : author ? author->owner
                                                        : std::string()));
    for (const auto& participant : service.participants) {
        bool alone = participant.owner == signer;
        for (const auto& cosignature : claim.cosignatures) {
            TIMEBANK_TRY(cosigner, owner_of_key(reader, cosignature.key));
            alone = alone && cosigner == participant.owner;
        }
        if (alone) signers.alone.insert(participant.owner);
    }
    return {};
}

}  // namespace

Refused Kind<RulingContent>::check_acting(const RulingContent& content, const Acting& acting) {
    const bool office = is_office(acting.author);
    const auto part = part_that_rules(content.outcome);
    if (part == Part::none && !office)
        return refuse(RefusalCode::role_not_allowed,
                      say_with("裁定：{}", "ruling {}", {in_words(content.outcome)}), office_in_words(),
                      in_words(acting.author));
    // Whether there is such a service is decide()'s to say.
    const auto* service = service_in(acting.about);
    const bool may = !service || has_part(*service, acting.claim.acting_for, office ? Part::any : part);
    return not_concerned_unless(may, acting);
}

std::optional<StandardKind> Kind<RulingContent>::decided_by(const RulingContent& content) {
    return content.outcome == RulingOutcome::confirmed ? std::optional(StandardKind::credit) : std::nullopt;
}

Result<std::optional<Claim>> Kind<RulingContent>::claim_decided(const RulingContent& content,
                                                                const Reader& reader) {
    TIMEBANK_TRY(claim, read_claim_named(reader, content.entry_index, content.claim_id));
    auto* service = claim ? std::get_if<ServiceContent>(&claim->content) : nullptr;
    if (!service) return std::optional<Claim>();
    const auto stand_in = [&](std::string& owner) -> Result<void> {
        TIMEBANK_TRY(survivor, read_survivor(reader, owner));
        owner = std::move(survivor);
        return {};
    };
    for (auto& participant : service->participants) TIMEBANK_CHECK(stand_in(participant.owner));
    TIMEBANK_CHECK(stand_in(service->on_behalf_of));
    return claim;
}

/// A service that is confirmed is decided as its author claimed it; whoever vouched for something then
/// vouches for it still, and those who rule on it do so too.
Result<Signers> Kind<RulingContent>::signers(const RulingContent& content, const SignedClaim& claim,
                                             const Reader& reader) {
    TIMEBANK_TRY(decided, claim_decided(content, reader));
    if (!decided) return Signers{};
    TIMEBANK_TRY(signers, signers_about(reader, claim, *decided));
    signers.author_is_member = false;
    if (content.outcome == RulingOutcome::confirmed) {
        TIMEBANK_TRY(entry, read_entry(reader, content.entry_index));
        TIMEBANK_TRY(before, signers_about(reader, entry->signed_claim, *decided));
        signers.roles.merge(before.roles);
        signers.members.merge(before.members);
        signers.capacities.merge(before.capacities);
        signers.author_is_member = before.author_is_member;
    }
    TIMEBANK_CHECK(add_sole_signers(reader, claim, std::get<ServiceContent>(decided->content), signers));
    return signers;
}

Verdict Kind<RulingContent>::decide(const RulingContent& content, const Deciding& deciding) {
    auto& context = deciding.context;
    const auto* entry = context.entry(content.entry_index);
    const auto index = std::to_string(content.entry_index);
    Names names(deciding);
    if (!entry || entry->signed_claim.claim.id != content.claim_id)
        names.consider(refuse(RefusalCode::entry_unknown, "entry", {}, same_in_both(index)));
    if (names.refused()) return *names.refused();
    const auto* service = service_in(entry->signed_claim.claim);
    if (!service)
        return refuse(RefusalCode::not_rulable, index, in_words(ClaimKind::service),
                      in_words(entry->signed_claim.claim.kind()));
    return Ruling(context, content, *entry, *service, deciding.recorded_at_unix_s).run(deciding.plan);
}

Applied Kind<RulingContent>::apply(const RulingContent& content, const Applying& applying) {
    auto& book = applying.book;
    const auto& entry = applying.entry;
    const auto* service = service_at_root(entry, applying.root);
    if (!service)
        return fail(Code::data_damaged, "条目 {0} 所裁定的条目 {1} 不是服务",
                    "entry {0} rules on entry {1}, which is no service",
                    {std::to_string(entry.index), std::to_string(content.entry_index)});
    TIMEBANK_TRY(before, read_ruling(book, content.entry_index));
    const bool confirmed = content.outcome == RulingOutcome::confirmed;
    const auto awarded_at = confirmed ? entry.index : before ? before->awarded_at : content.entry_index;
    book.put(Table::rulings, key_of::entry(content.entry_index),
             encode(RulingRecord{state_after(content.outcome), entry.index, awarded_at}));
    if (content.outcome == RulingOutcome::refused || content.outcome == RulingOutcome::withdrawn)
        list_service_times(*service, entry.decision, content.entry_index, false, book);
    return std::optional<Refusal>();
}

Refused Kind<RulingContent>::check_reversible(const RulingContent& content, const Entry& entry) {
    if (content.outcome == RulingOutcome::confirmed) return std::nullopt;
    return refuse(RefusalCode::not_reversible, std::to_string(entry.index),
                  in_words(RulingOutcome::confirmed), in_words(content.outcome));
}

}  // namespace timebank
