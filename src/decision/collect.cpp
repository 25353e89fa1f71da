#include "decision/collect.hpp"

#include "core/try.hpp"
#include "decision/authority.hpp"
#include "decision/tally.hpp"

namespace timebank {
namespace {

using standard::Plan;

std::int64_t index_or_none(const std::optional<std::uint64_t>& index) {
    return index ? static_cast<std::int64_t>(*index) : -1;
}

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
        return {};
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
        return {};
    }

    Result<void> operator()(const AccountContent& content) {
        TIMEBANK_TRY(record, read_account(reader_, content.owner));
        facts_.add(content.owner, std::string(fact_code::tag_count),
                   record ? static_cast<std::int64_t>(record->content.tags.size()) : 0);
        for (const auto& wanted : content.tags) TIMEBANK_CHECK(tag(content.owner, wanted));
        return account_class(content.owner);
    }

    Result<void> operator()(const ServiceContent& content) {
        if (!content.on_behalf_of.empty()) TIMEBANK_CHECK(account_class(content.on_behalf_of));
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
        TIMEBANK_TRY(by, read_number(reader_, Table::reversals, key_of::entry(content.entry_index)));
        facts_.add("", std::string(fact_code::reversed_by), index_or_none(by));
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
        if (record && (record->role != Role::member || is_concerned(claim, record->owner)))
            facts_.add("", fact_code::signed_by(to_text(record->role)), 1);
        return {};
    }

    Result<void> account_class(std::string_view owner) {
        TIMEBANK_TRY(record, read_account(reader_, owner));
        facts_.add(owner, std::string(fact_code::account_class),
                   record ? static_cast<std::int64_t>(record->content.account_class) : 0);
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
    if (claim.kind() == ClaimKind::redemption) return StandardKind::redemption;
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
    const auto* service = std::get_if<ServiceContent>(&claim.content);
    return read_edition(
        reader, *kind,
        civil_date(service ? service->actual.start : std::get<RedemptionContent>(claim.content).at));
}

Result<Facts> collect(const Reader& reader, const standard::Plan* plan, const SignedClaim& claim) {
    Collector collector(reader, plan);
    TIMEBANK_CHECK(collector.signers(claim));
    TIMEBANK_CHECK(std::visit(collector, claim.claim.content));
    return collector.take();
}

}  // namespace timebank
