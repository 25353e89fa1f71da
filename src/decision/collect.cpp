#include "decision/collect.hpp"

#include <algorithm>
#include <set>

#include "core/try.hpp"
#include "decision/authority.hpp"
#include "decision/counting.hpp"
#include "decision/reversal.hpp"
#include "decision/ruling.hpp"
#include "decision/service_times.hpp"
#include "decision/tally.hpp"

namespace timebank {
namespace {

using standard::Plan;

class Collector {
  public:
    Collector(const Reader& reader, const Plan* plan) : reader_(reader), plan_(plan) {}

    Result<void> named(const Claim& claim) {
        TIMEBANK_TRY(found, read_named(reader_, claim));
        facts_.named_entry = std::move(found.subject);
        facts_.related_entry = std::move(found.related);
        return {};
    }

    Result<void> signers(const SignedClaim& claim) {
        if (claim.claim.kind() == ClaimKind::ruling) return signers_of_ruling(claim);
        TIMEBANK_CHECK(signers_about(claim, claim.claim));
        return author(claim.claim);
    }

    Result<void> operator()(const GenesisContent&) { return {}; }

    Result<void> operator()(const KeyContent& content) {
        TIMEBANK_TRY(record, read_key(reader_, content.key));
        TIMEBANK_TRY(is_log_key, names_log_key(content.key));
        // The log key was named by entry 0 and signs checkpoints alone: it is "known" from there.
        facts_.add("", std::string(fact_code::defined_at),
                   record       ? static_cast<std::int64_t>(record->enrolled_at)
                   : is_log_key ? 0
                                : -1);
        return content.owner.empty() ? Result<void>() : account_class(content.owner);
    }

    Result<void> operator()(const UnitContent& content) {
        TIMEBANK_TRY(record, read_unit(reader_, content.code));
        facts_.add("", std::string(fact_code::defined_at),
                   record ? static_cast<std::int64_t>(record->defined_at) : -1);
        return {};
    }

    Result<void> operator()(const StandardContent& content) {
        auto plan = standard::compile(content.document);
        if (!plan) return {};  // decide() refuses it by its bytes alone
        const auto& summary = (*plan)->summary;
        TIMEBANK_TRY(edition, read_any_edition(reader_, summary.kind));
        bool same = !edition || (edition->id == summary.id && edition->edition_date == summary.edition_date);
        facts_.add("", std::string(fact_code::same_line), same ? 1 : 0);
        for (const auto& [unit, minor_units] : (*plan)->units) {
            TIMEBANK_TRY(record, read_unit(reader_, unit));
            facts_.add("", fact_code::minor_units(unit), record ? record->content.minor_units_in_one : 0);
        }
        if (summary.kind == StandardKind::credit) TIMEBANK_CHECK(account_class((*plan)->issuer));
        for (const auto& item : (*plan)->catalogue) TIMEBANK_CHECK(account_class(item.paid_to));
        for (const auto& owner : accounts_besides_issuer(**plan)) TIMEBANK_CHECK(account_class(owner));
        return {};
    }

    Result<void> operator()(const AccountContent& content) {
        TIMEBANK_TRY(record, read_account(reader_, content.owner));
        facts_.add(content.owner, std::string(fact_code::tag_count),
                   record ? static_cast<std::int64_t>(record->content.tags.size()) : 0);
        for (const auto& wanted : content.tags) TIMEBANK_CHECK(tag(content.owner, wanted));
        const auto joined = record ? record->content.member_of : std::vector<std::string>();
        facts_.add(content.owner, std::string(fact_code::membership_count),
                   static_cast<std::int64_t>(joined.size()));
        for (const auto& owner : content.member_of) {
            const bool known = std::binary_search(joined.begin(), joined.end(), owner);
            facts_.add(content.owner, fact_code::member_of(owner), known ? 1 : 0);
            TIMEBANK_CHECK(account_class(owner));
        }
        return account_class(content.owner);
    }

    Result<void> operator()(const ServiceContent& content) {
        if (!content.on_behalf_of.empty()) TIMEBANK_CHECK(account_class(content.on_behalf_of));
        for (const auto& participant : content.participants) {
            TIMEBANK_CHECK(account_class(participant.owner));
            TIMEBANK_CHECK(memberships(participant.owner));
        }
        return plan_ ? service(content) : Result<void>();
    }

    Result<void> operator()(const RedemptionContent& content) {
        TIMEBANK_CHECK(account_class(content.owner));
        if (!content.receiver.empty()) TIMEBANK_CHECK(account_class(content.receiver));
        if (!plan_) return {};
        const auto* item = find_item(*plan_, content.item);
        if (!item) return {};
        TIMEBANK_CHECK(account_class(item->paid_to));
        TIMEBANK_CHECK(balance(content.owner, item->unit));
        place_.day = civil_date(content.at);
        if (item->unlock) TIMEBANK_CHECK(condition(*item->unlock, content.owner));
        for (const auto& limit : item->limits)
            if (limit.period.window != standard::Window::service)
                TIMEBANK_CHECK(sum(limit.reading, content.owner));
        return {};
    }

    Result<void> operator()(const ReversalContent&) {
        if (!facts_.named_entry) {
            facts_.add("", fact_code::reversed_by(""), -1);
            return {};
        }
        const auto& content = facts_.named_entry->signed_claim.claim.content;
        if (std::holds_alternative<ServiceContent>(content))
            TIMEBANK_CHECK(ruling_state(facts_.named_entry->index));
        if (const auto* ruling = std::get_if<RulingContent>(&content))
            TIMEBANK_CHECK(ruling_state(ruling->entry_index));
        return undone_parts(*facts_.named_entry);
    }

    Result<void> operator()(const RulingContent& content) {
        TIMEBANK_TRY(service, ruled_service(reader_, content));
        if (!service) return {};
        TIMEBANK_CHECK(ruling_state(content.entry_index));
        facts_.add("", std::string(fact_code::pending_until), last_pending_day(facts_.named_entry->decision));
        for (const auto& participant :
             std::get<ServiceContent>(facts_.named_entry->signed_claim.claim.content).participants)
            TIMEBANK_CHECK(account_class(participant.owner));
        if (content.outcome == RulingOutcome::confirmed)
            return (*this)(std::get<ServiceContent>(service->content));
        const auto& awarding = facts_.related_entry ? *facts_.related_entry : *facts_.named_entry;
        facts_.add("", std::string(fact_code::awarded_at), static_cast<std::int64_t>(awarding.index));
        return undone_parts(awarding);
    }

    Result<void> operator()(const OpeningContent& content) {
        TIMEBANK_TRY(record, read_unit(reader_, content.unit));
        facts_.add("", fact_code::minor_units(content.unit), record ? record->content.minor_units_in_one : 0);
        TIMEBANK_CHECK(account_class(content.owner));
        return account_class(content.issuer);
    }

    Result<void> operator()(const TransferContent& content) {
        TIMEBANK_CHECK(account_class(content.from));
        TIMEBANK_CHECK(account_class(content.to));
        if (!plan_) return {};
        TIMEBANK_TRY(from, read_account(reader_, content.from));
        TIMEBANK_TRY(to, read_account(reader_, content.to));
        if (!from || !to) return {};
        const auto* rule =
            find_transfer(*plan_, content, from->content.account_class, to->content.account_class);
        if (!rule) return {};
        place_.day = civil_date(content.at);
        TIMEBANK_CHECK(balance(content.from, rule->unit));
        if (rule->condition) TIMEBANK_CHECK(condition(*rule->condition, content.from));
        if (rule->same_household) TIMEBANK_CHECK(household(from->content, to->content));
        for (const auto& limit : rule->limits)
            if (limit.period.window != standard::Window::service)
                TIMEBANK_CHECK(sum(limit.reading, limited_owner(limit, content)));
        return {};
    }

    Result<void> operator()(const MergeContent& content) {
        TIMEBANK_CHECK(account_class(content.owner));
        TIMEBANK_CHECK(account_class(content.into));
        TIMEBANK_TRY(balances, read_balances(reader_, content.owner));
        std::int64_t count = 0;
        for (const auto& [owner, unit, amount] : balances) {
            if (amount.minor_units == 0) continue;
            ++count;
            facts_.add(owner, fact_code::balance(unit), amount.minor_units);
        }
        facts_.add(content.owner, std::string(fact_code::balance_count), count);
        return {};
    }

    Result<void> ladders(const std::string& owner, CivilDate day) {
        place_.day = day;
        for (const auto& one : plan_->ladders) TIMEBANK_CHECK(ladder(one, owner));
        return {};
    }

    Facts take() {
        facts_.sort();
        return std::move(facts_);
    }

  private:
    Result<bool> names_log_key(const PublicKey& key) {
        TIMEBANK_TRY(first, read_entry(reader_, 0));
        if (!first) return false;
        const auto* genesis = std::get_if<GenesisContent>(&first->signed_claim.claim.content);
        return genesis && genesis->log_key == key;
    }

    Result<void> author(const Claim& claim) {
        TIMEBANK_TRY(author, read_key(reader_, claim.author));
        if (author && author->role == Role::member)
            facts_.add("", std::string(fact_code::author_is_member), 1);
        return claim.acting_for.empty() ? Result<void>() : account_class(claim.acting_for);
    }

    /// Nobody is a second person to themselves, by another key either, nor to the app that acts for them.
    Result<bool> is_second_person(const Claim& claim, const PublicKey& key) {
        if (key == claim.author) return false;
        TIMEBANK_TRY(cosigner, owner_of_key(key));
        if (cosigner.empty()) return true;  // the office's
        TIMEBANK_TRY(author, owner_of_key(claim.author));
        return cosigner != author && cosigner != claim.acting_for;
    }

    Result<void> signers_about(const SignedClaim& claim, const Claim& about) {
        TIMEBANK_CHECK(signer(about, claim.claim.author));
        for (const auto& cosignature : claim.cosignatures) {
            TIMEBANK_CHECK(signer(about, cosignature.key));
            TIMEBANK_TRY(second, is_second_person(claim.claim, cosignature.key));
            if (second) facts_.add("", fact_code::cosigned(to_text(cosignature.capacity)), 1);
        }
        return {};
    }

    /// A service that is confirmed is decided as its author claimed it; whoever vouched for something then
    /// vouches for it still, and those who rule on it do so too.
    Result<void> signers_of_ruling(const SignedClaim& claim) {
        const auto& ruling = std::get<RulingContent>(claim.claim.content);
        if (!claim.claim.acting_for.empty()) TIMEBANK_CHECK(account_class(claim.claim.acting_for));
        TIMEBANK_TRY(service, ruled_service(reader_, ruling));
        if (!service) return {};
        TIMEBANK_CHECK(signers_about(claim, *service));
        if (ruling.outcome == RulingOutcome::confirmed) {
            TIMEBANK_CHECK(signers_about(facts_.named_entry->signed_claim, *service));
            TIMEBANK_CHECK(author(facts_.named_entry->signed_claim.claim));
        }
        return sole_signers(claim, std::get<ServiceContent>(service->content));
    }

    /// Which of the service's people make a ruling with nobody else, by their own key or by an app's.
    Result<void> sole_signers(const SignedClaim& claim, const ServiceContent& service) {
        TIMEBANK_TRY(author, read_key(reader_, claim.claim.author));
        const bool by_app = author && author->role == Role::app;
        TIMEBANK_TRY(signer, read_survivor(reader_, by_app   ? claim.claim.acting_for
                                                    : author ? author->owner
                                                             : std::string()));
        for (const auto& participant : service.participants) {
            bool alone = participant.owner == signer;
            for (const auto& cosignature : claim.cosignatures) {
                TIMEBANK_TRY(cosigner, owner_of_key(cosignature.key));
                alone = alone && cosigner == participant.owner;
            }
            facts_.add(participant.owner, std::string(fact_code::rules_alone), alone ? 1 : 0);
        }
        return {};
    }

    /// Empty for the office's keys.
    Result<std::string> owner_of_key(const PublicKey& key) {
        TIMEBANK_TRY(record, read_key(reader_, key));
        return read_survivor(reader_, record ? record->owner : std::string());
    }

    Result<void> ruling_state(std::uint64_t service_index) {
        TIMEBANK_TRY(record, read_ruling(reader_, service_index));
        const auto state = record ? record->state : RulingState::awarded;
        facts_.add("", std::string(fact_code::ruling_state), static_cast<std::int64_t>(state));
        return {};
    }

    /// The first of those that its notices name.
    static std::int64_t last_pending_day(const Decision& decision) {
        std::int64_t first = 0;
        for (const auto& notice : decision.notices)
            if (notice.kind == NoticeKind::pending && notice.value != 0)
                first = first == 0 ? notice.value : std::min(first, notice.value);
        return first;
    }

    /// Which units of what the entry moved were undone, and whose accounts they would move at now.
    Result<void> undone_parts(const Entry& entry) {
        facts_.add("", fact_code::reversed_by(""), -1);
        for (const auto& unit : units_moved(entry.decision)) facts_.add("", fact_code::reversed_by(unit), -1);
        TIMEBANK_TRY(parts, read_reversed_parts(reader_, entry.index));
        for (const auto& [unit, by] : parts) {
            const auto code = fact_code::reversed_by(unit);
            for (auto& fact : facts_.values)
                if (fact.code == code) fact.value = static_cast<std::int64_t>(by);
        }
        for (const auto& leg : entry.decision.legs) TIMEBANK_CHECK(account_class(leg.owner));
        return {};
    }

    /// A member vouches for claims about themselves and for no others.
    Result<void> signer(const Claim& claim, const PublicKey& key) {
        TIMEBANK_TRY(record, read_key(reader_, key));
        if (!record) return {};
        TIMEBANK_TRY(owner, read_survivor(reader_, record->owner));
        if (record->role != Role::member || is_concerned(claim, owner))
            facts_.add("", fact_code::signed_by(to_text(record->role)), 1);
        return {};
    }

    Result<void> account_class(const std::string& owner) {
        TIMEBANK_TRY(record, read_account(reader_, owner));
        const auto known = record ? static_cast<std::int64_t>(record->content.account_class) : 0;
        const bool merged = record && !record->merged_into.empty();
        facts_.add(owner, std::string(fact_code::account_class), merged ? -known : known);
        if (!merged) return {};
        TIMEBANK_TRY(survivor, read_survivor(reader_, owner));
        facts_.add(owner, fact_code::merged_into(survivor), 1);
        return {};
    }

    /// Which households somebody belongs to: a household belongs to itself.
    Result<std::set<std::string>> households(const AccountContent& account) {
        std::set<std::string> all;
        if (account.account_class == AccountClass::household) all.insert(account.owner);
        for (const auto& owner : account.member_of) {
            TIMEBANK_TRY(record, read_account(reader_, owner));
            if (record && record->content.account_class == AccountClass::household) all.insert(owner);
        }
        return all;
    }

    Result<void> household(const AccountContent& giver, const AccountContent& receiver) {
        TIMEBANK_TRY(givers, households(giver));
        TIMEBANK_TRY(receivers, households(receiver));
        const bool shared = std::any_of(givers.begin(), givers.end(),
                                        [&](const auto& owner) { return receivers.count(owner) != 0; });
        facts_.add(giver.owner, std::string(fact_code::shares_household), shared ? 1 : 0);
        return {};
    }

    Result<void> balance(std::string_view owner, std::string_view unit) {
        TIMEBANK_TRY(amount, read_balance(reader_, owner, unit));
        facts_.add(owner, fact_code::balance(unit), amount.minor_units);
        return {};
    }

    Result<void> tag(std::string_view owner, const std::string& wanted) {
        TIMEBANK_TRY(record, read_account(reader_, owner));
        bool has = false;
        if (record)
            for (const auto& tag : record->content.tags) has = has || tag == wanted;
        facts_.add(owner, fact_code::tag(wanted), has ? 1 : 0);
        return {};
    }

    /// Which households and teams somebody belongs to now: the decision records it.
    Result<void> memberships(const std::string& owner) {
        TIMEBANK_TRY(account, read_account(reader_, owner));
        if (!account) return {};
        for (const auto& group : account->content.member_of) {
            TIMEBANK_TRY(record, read_account(reader_, group));
            if (!record) continue;
            if (record->content.account_class == AccountClass::household)
                facts_.add(owner, fact_code::in_household(group), 1);
            if (record->content.account_class == AccountClass::team)
                facts_.add(owner, fact_code::in_team(group), 1);
        }
        return {};
    }

    /// What the plan's rules may look at for this service.
    Result<void> service(const ServiceContent& content) {
        place_ = {content.category, civil_date(content.actual.start), content.session};
        TIMEBANK_CHECK(account_class(plan_->issuer));
        for (const auto& participant : content.participants) {
            const auto& owner = participant.owner;
            if (checks_overlaps(content.category) && !is_served_role(participant.role))
                TIMEBANK_CHECK(overlaps(owner, content.actual.start, occupied_minutes(content, owner)));
            for (const auto& rule : plan_->rules) {
                if (!rule_applies(rule, content.category, participant.role)) continue;
                if (rule.account != plan_->issuer) TIMEBANK_CHECK(account_class(rule.account));
                for (const auto& step : rule.steps)
                    TIMEBANK_CHECK(
                        std::visit([&](const auto& one) { return of_step(one, rule, owner); }, step));
            }
            for (const auto& ladder : plan_->ladders)
                if (!ladder.kept_in.empty()) TIMEBANK_CHECK(this->ladder(ladder, owner));
        }
        return {};
    }

    bool checks_overlaps(const std::string& code) const {
        return std::any_of(plan_->categories.begin(), plan_->categories.end(), [&](const auto& category) {
            return category.code == code && category.overlap != standard::Overlap::allow;
        });
    }

    Result<void> overlaps(const std::string& owner, CivilTime start, std::int64_t minutes) {
        const auto itself = facts_.named_entry ? std::optional(facts_.named_entry->index) : std::nullopt;
        TIMEBANK_TRY(entry, read_overlap(reader_, owner, start, minutes, itself));
        facts_.add(owner, std::string(fact_code::overlaps),
                   entry ? static_cast<std::int64_t>(*entry) : std::int64_t{-1});
        return {};
    }

    Result<CivilDate> opened_on(std::string_view owner) {
        TIMEBANK_TRY(record, read_account(reader_, owner));
        const auto day = record ? record->opened_on : CivilDate{};
        facts_.add(owner, std::string(fact_code::opened_on), day.days);
        return day;
    }

    Result<void> sum(std::size_t number, std::string_view owner) {
        const auto& reading = plan_->readings.at(number);
        CivilDate since{};
        if (reading.period.window == standard::Window::membership_year) {
            TIMEBANK_TRY(day, opened_on(owner));
            since = day;
        }
        TIMEBANK_TRY(value, read_sum(reader_, *plan_, reading, owner, place_, since));
        facts_.add(owner, reading.fact_code, value.numerator);
        if (!reading.denominator_fact_code.empty())
            facts_.add(owner, reading.denominator_fact_code, value.denominator);
        return {};
    }

    Result<void> ladder(const standard::Ladder& wanted, std::string_view owner) {
        if (!wanted.kept_in.empty()) TIMEBANK_CHECK(sum(wanted.reading, owner));
        for (const auto& level : wanted.levels) TIMEBANK_CHECK(condition(level.condition, owner));
        return {};
    }

    Result<void> quantity(const standard::Quantity& wanted, std::string_view owner) {
        using Kind = standard::Quantity::Kind;
        switch (wanted.kind) {
            case Kind::balance:
                return balance(owner, wanted.code);
            case Kind::earned:
            case Kind::services:
            case Kind::minutes_served:
                return sum(wanted.reading, owner);
            case Kind::level:
                return ladder(plan_->ladders.at(wanted.ladder), owner);
            case Kind::member_days: {
                TIMEBANK_TRY(day, opened_on(owner));
                static_cast<void>(day);
                return {};
            }
            default:
                return {};  // stands in the claim itself
        }
    }

    Result<void> number(const standard::Number& wanted, std::string_view owner) {
        const bool asks =
            wanted.kind == standard::Number::Kind::linear || wanted.kind == standard::Number::Kind::table;
        return asks ? quantity(wanted.of, owner) : Result<void>();
    }

    Result<void> condition(const standard::Condition& wanted, std::string_view owner) {
        using Kind = standard::Condition::Kind;
        for (const auto& child : wanted.children) TIMEBANK_CHECK(condition(child, owner));
        if (wanted.kind == Kind::tag) return tag(owner, wanted.code);
        if (wanted.kind == Kind::quantity) return quantity(wanted.quantity, owner);
        return {};
    }

    Result<void> condition(const std::optional<standard::Condition>& when, std::string_view owner) {
        return when ? condition(*when, owner) : Result<void>();
    }

    // What each step may look at.
    Result<void> of_step(const standard::Gate& gate, const standard::Rule&, const std::string& owner) {
        return condition(gate.condition, owner);
    }
    Result<void> of_step(const standard::Clock& clock, const standard::Rule&, const std::string& owner) {
        return condition(clock.when, owner);
    }
    Result<void> of_step(const standard::Obligation& obligation, const standard::Rule&,
                         const std::string& owner) {
        TIMEBANK_CHECK(condition(obligation.when, owner));
        return sum(obligation.reading, owner);
    }
    Result<void> of_step(const standard::Bands& bands, const standard::Rule&, const std::string& owner) {
        return condition(bands.when, owner);
    }
    Result<void> of_step(const standard::Tariff& tariff, const standard::Rule&, const std::string& owner) {
        if (tariff.per == standard::Tariff::Per::quantity) TIMEBANK_CHECK(quantity(tariff.of, owner));
        return number(tariff.amount, owner);
    }
    Result<void> of_step(const standard::Factor& factor, const standard::Rule&, const std::string& owner) {
        TIMEBANK_CHECK(condition(factor.when, owner));
        return number(factor.by, owner);
    }
    Result<void> of_step(const standard::Minimum& minimum, const standard::Rule&, const std::string& owner) {
        return condition(minimum.when, owner);
    }
    Result<void> of_step(const standard::Rounding& rounding, const standard::Rule&,
                         const std::string& owner) {
        if (rounding.scope != standard::Rounding::Scope::running_total) return {};
        TIMEBANK_CHECK(sum(rounding.reading, owner));
        return sum(rounding.rounded_reading, owner);
    }
    Result<void> of_step(const standard::Cap& cap, const standard::Rule& rule, const std::string& owner) {
        TIMEBANK_CHECK(condition(cap.when, owner));
        TIMEBANK_CHECK(condition(cap.waived_when, owner));
        TIMEBANK_CHECK(number(cap.limit, owner));
        if (cap.period.window == standard::Window::service) return {};
        if (cap.period.window == standard::Window::balance) {
            for (const auto& household : joined(owner, fact_code::in_household("")))
                TIMEBANK_CHECK(balance(household, rule.unit));
            return balance(owner, rule.unit);
        }
        if (cap.key == standard::Key::everyone) return sum(cap.reading, "");
        if (cap.key == standard::Key::household)
            for (const auto& household : joined(owner, fact_code::in_household("")))
                TIMEBANK_CHECK(sum(cap.reading, household));
        if (cap.key == standard::Key::team)
            for (const auto& team : joined(owner, fact_code::in_team("")))
                TIMEBANK_CHECK(sum(cap.reading, team));
        return sum(cap.reading, owner);
    }

    /// What memberships() has found, of one class.
    std::vector<std::string> joined(const std::string& owner, const std::string& prefix) const {
        std::vector<std::string> groups;
        for (const auto& fact : facts_.values)
            if (fact.subject == owner && fact.code.starts_with(prefix))
                groups.push_back(fact.code.substr(prefix.size()));
        return groups;
    }

    const Reader& reader_;
    const Plan* plan_;
    TallyPlace place_{};  // where the claim counts
    Facts facts_;
};

}  // namespace

std::optional<StandardKind> deciding_standard(const Claim& claim) {
    if (claim.kind() == ClaimKind::service) return StandardKind::credit;
    if (const auto* ruling = std::get_if<RulingContent>(&claim.content);
        ruling && ruling->outcome == RulingOutcome::confirmed)
        return StandardKind::credit;
    if (claim.kind() == ClaimKind::redemption || claim.kind() == ClaimKind::transfer)
        return StandardKind::redemption;
    return std::nullopt;
}

Result<std::optional<EditionRecord>> pick_edition(const Reader& reader, const Claim& claim,
                                                  std::int64_t recorded_at_unix_s) {
    auto kind = deciding_standard(claim);
    if (!kind) return std::optional<EditionRecord>();
    if (const auto* ruling = std::get_if<RulingContent>(&claim.content)) {
        TIMEBANK_TRY(service, read_entry(reader, ruling->entry_index));
        if (!service) return std::optional<EditionRecord>();
        return read_edition_of(reader, *kind, service->decision.edition);
    }
    TIMEBANK_TRY(any, read_any_edition(reader, *kind));
    if (!any) return any;
    if (any->edition_date == EditionDate::recording)
        return read_edition(reader, *kind, civil_date(CivilTime{recorded_at_unix_s / 60, 0}));
    return read_edition(reader, *kind, *day_of(claim));
}

Result<Facts> collect(const Reader& reader, const standard::Plan* plan, const SignedClaim& claim) {
    Collector collector(reader, plan);
    TIMEBANK_CHECK(collector.named(claim.claim));
    TIMEBANK_CHECK(collector.signers(claim));
    TIMEBANK_CHECK(std::visit(collector, claim.claim.content));
    return collector.take();
}

Result<Facts> collect_ladders(const Reader& reader, const standard::Plan& plan, const std::string& owner,
                              CivilDate day) {
    Collector collector(reader, &plan);
    TIMEBANK_CHECK(collector.ladders(owner, day));
    return collector.take();
}

}  // namespace timebank
