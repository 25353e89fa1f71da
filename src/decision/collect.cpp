#include "decision/collect.hpp"

#include <algorithm>
#include <set>

#include "core/try.hpp"
#include "decision/authority.hpp"
#include "decision/reversal.hpp"
#include "decision/tally.hpp"

namespace timebank {
namespace {

using standard::Plan;

class Collector {
  public:
    Collector(const Reader& reader, const Plan* plan) : reader_(reader), plan_(plan) {}

    Result<void> signers(const SignedClaim& claim) {
        TIMEBANK_CHECK(signer(claim.claim, claim.claim.author));
        for (const auto& cosignature : claim.cosignatures)
            TIMEBANK_CHECK(signer(claim.claim, cosignature.key));
        TIMEBANK_TRY(author, read_key(reader_, claim.claim.author));
        if (author && author->role == Role::member)
            facts_.add("", std::string(fact_code::author_is_member), 1);
        return claim.claim.acting_for.empty() ? Result<void>() : account_class(claim.claim.acting_for);
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
        for (const auto& owner : overflow_accounts(**plan)) TIMEBANK_CHECK(account_class(owner));
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
        if (plan_) TIMEBANK_CHECK(account_class(plan_->issuer));
        const auto day = civil_date(content.actual.start);
        for (const auto& participant : content.participants) {
            TIMEBANK_CHECK(account_class(participant.owner));
            if (!plan_) continue;
            for (const auto& rule : plan_->rules)
                if (rule_applies(rule, content.category, participant.role))
                    for (const auto& step : rule.steps) TIMEBANK_CHECK(of_step(step, participant.owner, day));
        }
        return {};
    }

    Result<void> operator()(const RedemptionContent& content) {
        TIMEBANK_CHECK(account_class(content.owner));
        if (!content.receiver.empty()) TIMEBANK_CHECK(account_class(content.receiver));
        if (!plan_) return {};
        const auto* item = find_item(*plan_, content.item);
        if (!item) return {};
        TIMEBANK_CHECK(account_class(item->paid_to));
        TIMEBANK_CHECK(balance(content.owner, item->unit));
        if (item->unlock) TIMEBANK_CHECK(condition(*item->unlock, content.owner));
        for (const auto& limit : item->limits)
            if (limit.window != standard::Window::service)
                TIMEBANK_CHECK(tally(limit.tally, content.owner, civil_date(content.at)));
        return {};
    }

    Result<void> operator()(const ReversalContent& content) {
        TIMEBANK_TRY(entry, read_entry(reader_, content.entry_index));
        facts_.reversed = std::move(entry);
        facts_.add("", fact_code::reversed_by(""), -1);
        if (!facts_.reversed) return {};
        for (const auto& unit : units_moved(facts_.reversed->decision))
            facts_.add("", fact_code::reversed_by(unit), -1);
        TIMEBANK_TRY(parts, read_reversed_parts(reader_, content.entry_index));
        for (const auto& [unit, by] : parts) {
            const auto code = fact_code::reversed_by(unit);
            for (auto& fact : facts_.values)
                if (fact.code == code) fact.value = static_cast<std::int64_t>(by);
        }
        for (const auto& leg : facts_.reversed->decision.legs) TIMEBANK_CHECK(account_class(leg.owner));
        return {};
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
        TIMEBANK_CHECK(balance(content.from, rule->unit));
        if (rule->condition) TIMEBANK_CHECK(condition(*rule->condition, content.from));
        if (rule->same_household) TIMEBANK_CHECK(household(from->content, to->content));
        for (const auto& limit : rule->limits)
            if (limit.window != standard::Window::service)
                TIMEBANK_CHECK(tally(limit.tally, limited_owner(limit, content), civil_date(content.at)));
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

    Result<void> tally(std::size_t number, std::string_view owner, CivilDate day) {
        const auto& definition = plan_->tallies.at(number);
        const auto name = standard::name_of(definition);
        TIMEBANK_TRY(value, read_tally(reader_, tally_key(definition, owner, day)));
        facts_.add(owner, fact_code::tally(name), value.numerator);
        if (definition.measure == standard::Measure::exact)
            facts_.add(owner, fact_code::tally_denominator(name), value.denominator);
        return {};
    }

    Result<void> condition(const standard::Condition& condition_read, std::string_view owner) {
        using Kind = standard::Condition::Kind;
        switch (condition_read.kind) {
            case Kind::all:
            case Kind::any:
            case Kind::negation:
                for (const auto& child : condition_read.children) TIMEBANK_CHECK(condition(child, owner));
                return {};
            case Kind::tag:
                return tag(owner, condition_read.code);
            case Kind::fact:
                return {};  // stands in the claim itself
            case Kind::balance:
                return balance(owner, condition_read.code);
            case Kind::earned:
                return tally(condition_read.tally, owner, {});
        }
        return {};
    }

    Result<void> of_step(const standard::Step& step, std::string_view owner, CivilDate day) {
        if (const auto* gate = std::get_if<standard::Gate>(&step)) return condition(gate->condition, owner);
        if (const auto* rounding = std::get_if<standard::Rounding>(&step);
            rounding && rounding->running_total) {
            TIMEBANK_CHECK(tally(rounding->tally, owner, day));
            return tally(rounding->rounded_tally, owner, day);
        }
        if (const auto* cap = std::get_if<standard::Cap>(&step);
            cap && cap->window != standard::Window::service)
            return tally(cap->tally, owner, day);
        return {};
    }

    const Reader& reader_;
    const Plan* plan_;
    Facts facts_;
};

}  // namespace

std::optional<StandardKind> deciding_standard(const Claim& claim) {
    if (claim.kind() == ClaimKind::service) return StandardKind::credit;
    if (claim.kind() == ClaimKind::redemption || claim.kind() == ClaimKind::transfer)
        return StandardKind::redemption;
    return std::nullopt;
}

Result<std::optional<EditionRecord>> pick_edition(const Reader& reader, const Claim& claim,
                                                  std::int64_t recorded_at_unix_s) {
    auto kind = deciding_standard(claim);
    if (!kind) return std::optional<EditionRecord>();
    TIMEBANK_TRY(any, read_any_edition(reader, *kind));
    if (!any) return any;
    if (any->edition_date == EditionDate::recording)
        return read_edition(reader, *kind, civil_date(CivilTime{recorded_at_unix_s / 60, 0}));
    return read_edition(reader, *kind, *day_of(claim));
}

Result<Facts> collect(const Reader& reader, const standard::Plan* plan, const SignedClaim& claim) {
    Collector collector(reader, plan);
    TIMEBANK_CHECK(collector.signers(claim));
    TIMEBANK_CHECK(std::visit(collector, claim.claim.content));
    return collector.take();
}

}  // namespace timebank
