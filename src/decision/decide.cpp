#include "decision/decide.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/context.hpp"
#include "decision/examples.hpp"
#include "decision/precedence.hpp"
#include "decision/tally.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

Refused require_account(Context& context, const std::string& owner) {
    if (context.fact(owner, fact_code::account_class) != 0) return std::nullopt;
    return refuse(RefusalCode::account_unknown, "", "", owner);
}

/// Nothing is recorded before it happened; a phone's clock may be a little ahead.
Refused require_past(CivilTime time, std::int64_t recorded_at_unix_s) {
    if (utc_minutes(time) * 60 <= recorded_at_unix_s + limits::clock_slack_s) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "", unix_seconds_to_text(recorded_at_unix_s),
                  to_text(time));
}

Refusal no_edition(StandardKind kind, CivilTime time) {
    return refuse(RefusalCode::standard_missing, std::string(to_text(kind)), "", to_text(civil_date(time)));
}

/// The first worked example that does not hold.
Refused check_examples(const standard::Plan& plan) {
    for (const auto& outcome : run_examples(plan))
        if (!outcome.passed)
            return refuse(RefusalCode::example_fails, outcome.name, outcome.expected, outcome.got);
    return std::nullopt;
}

struct DecideContent {
    const standard::Plan* plan;
    Context& context;
    const Claim& claim;
    std::int64_t recorded_at_unix_s;

    Verdict operator()(const GenesisContent&) const {
        if (context.fact("", fact_code::signed_by(to_text(Role::operator_))) != 0)
            return refuse(RefusalCode::genesis_repeated, "", "", "");
        return Decision{};
    }

    Verdict operator()(const KeyContent& content) const {
        if (auto index = context.fact("", fact_code::defined_at); index >= 0)
            return refuse(RefusalCode::key_known, "key", "", std::to_string(index));
        if (!content.owner.empty())
            if (auto refused = require_account(context, content.owner)) return *refused;
        return Decision{};
    }

    Verdict operator()(const UnitContent& content) const {
        if (auto index = context.fact("", fact_code::defined_at); index >= 0)
            return refuse(RefusalCode::unit_known, content.code, "", std::to_string(index));
        return Decision{};
    }

    Verdict operator()(const StandardContent& content) const {
        auto compiled = standard::compile(content.document);
        if (!compiled) return refuse(RefusalCode::standard_invalid, "document", "", compiled.error().text.en);
        const auto& adopted = **compiled;
        for (const auto& [unit, minor_units] : adopted.units)
            if (auto known = context.fact("", fact_code::minor_units(unit)); known != minor_units)
                return refuse(RefusalCode::unit_unknown, unit, std::to_string(minor_units),
                              std::to_string(known));
        if (adopted.summary.kind == StandardKind::credit)
            if (auto refused = require_account(context, adopted.issuer)) return *refused;
        for (const auto& item : adopted.catalogue)
            if (auto refused = require_account(context, item.paid_to)) return *refused;
        if (context.fact("", fact_code::same_line) == 0)
            return refuse(RefusalCode::standard_id_differs, "id", std::string(to_text(adopted.summary.kind)),
                          adopted.summary.id);
        if (auto refused = check_examples(adopted)) return *refused;
        return Decision{};
    }

    Verdict operator()(const AccountContent& content) const {
        if (changes_tags(content) && !signed_by_office())
            return refuse(RefusalCode::role_not_allowed, "tags", "operator, officer, coordinator", "app");
        const auto known = context.fact(content.owner, fact_code::account_class);
        if (known != 0 && known != static_cast<std::int64_t>(content.account_class))
            return refuse(RefusalCode::account_class_differs, content.owner,
                          std::string(to_text(static_cast<AccountClass>(known))),
                          std::string(to_text(content.account_class)));
        return Decision{};
    }

    /// Rules trust tags, so what an app sends at every login must neither give nor take one.
    bool changes_tags(const AccountContent& content) const {
        bool changes = context.fact(content.owner, fact_code::tag_count) !=
                       static_cast<std::int64_t>(content.tags.size());
        for (const auto& tag : content.tags)
            changes = context.fact(content.owner, fact_code::tag(tag)) == 0 || changes;
        return changes;
    }
    bool signed_by_office() const {
        bool any = false;
        for (auto role : {Role::operator_, Role::officer, Role::coordinator})
            any = context.fact("", fact_code::signed_by(to_text(role))) != 0 || any;
        return any;
    }

    Verdict operator()(const ServiceContent& content) const {
        for (const auto& participant : content.participants)
            if (auto refused = require_account(context, participant.owner)) return *refused;
        if (!content.on_behalf_of.empty())
            if (auto refused = require_account(context, content.on_behalf_of)) return *refused;
        if (!plan) return no_edition(StandardKind::credit, content.actual.start);
        if (auto refused = require_past(content.actual.end, recorded_at_unix_s)) return *refused;
        return decide_service(*plan, context, claim, content);
    }

    Verdict operator()(const RedemptionContent& content) const {
        if (auto refused = require_account(context, content.owner)) return *refused;
        if (!content.receiver.empty())
            if (auto refused = require_account(context, content.receiver)) return *refused;
        if (!plan) return no_edition(StandardKind::redemption, content.at);
        if (auto refused = require_past(content.at, recorded_at_unix_s)) return *refused;
        return decide_redemption(*plan, context, claim, content);
    }

    Verdict operator()(const ReversalContent& content) const {
        const auto index = std::to_string(content.entry_index);
        const auto& entry = context.reversed();
        if (!entry || entry->signed_claim.claim.id != content.claim_id)
            return refuse(RefusalCode::entry_unknown, "entry", "", index);
        const auto kind = entry->signed_claim.claim.kind();
        if (kind != ClaimKind::service && kind != ClaimKind::redemption)
            return refuse(RefusalCode::not_reversible, index, "service, redemption",
                          std::string(to_text(kind)));
        if (auto by = context.fact("", fact_code::reversed_by); by >= 0)
            return refuse(RefusalCode::reversed_already, index, "", std::to_string(by));
        // From here it succeeds: the credits may be spent already, and the account then owes them.
        Decision decision;
        for (auto leg : entry->decision.legs) {
            auto opposite = checked_negate(leg.amount);
            if (!opposite) return refuse(RefusalCode::amount_out_of_range, index, "", leg.unit);
            leg.amount = *opposite;
            decision.legs.push_back(std::move(leg));
        }
        context.say_step("冲销条目 {}：各笔金额取反", "reverses entry {}: every leg the other way", {index});
        return decision;
    }
};

}  // namespace

std::int64_t Context::fact(std::string_view subject, std::string_view code) {
    const auto value = facts_.find(subject, code).value_or(0);
    read_.push_back({std::string(subject), std::string(code), value});
    return value;
}

Rational Context::tally(const standard::TallyDefinition& definition, const std::string& owner) {
    const auto name = standard::name_of(definition);
    Rational value = fact(owner, fact_code::tally(name));
    if (definition.measure == standard::Measure::exact)
        value /= std::max<std::int64_t>(1, fact(owner, fact_code::tally_denominator(name)));
    if (auto added = added_.find({name, owner}); added != added_.end()) value += added->second;
    return value;
}

void Context::add_to_tally(const standard::TallyDefinition& definition, const std::string& owner,
                           const Rational& value) {
    added_[{standard::name_of(definition), owner}] += value;
}

void Context::say_step(std::string_view zh, std::string_view en,
                       std::initializer_list<std::string_view> arguments) {
    if (trace_) trace_->push_back(say(zh, en, arguments));
}

std::vector<Fact> Context::take_facts_read() {
    std::sort(read_.begin(), read_.end());
    read_.erase(std::unique(read_.begin(), read_.end()), read_.end());
    return std::move(read_);
}

bool add_movement(std::vector<Leg>& legs, const std::string& from, const std::string& to,
                  const std::string& unit, Amount amount) {
    auto add = [&](const std::string& owner, std::optional<Amount> moved) {
        if (!moved) return false;
        const Leg wanted{owner, unit, {}};
        auto place = std::lower_bound(legs.begin(), legs.end(), wanted, [](const Leg& a, const Leg& b) {
            return std::tie(a.owner, a.unit) < std::tie(b.owner, b.unit);
        });
        if (place == legs.end() || place->owner != owner || place->unit != unit)
            place = legs.insert(place, wanted);
        auto sum = checked_add(place->amount, *moved);
        if (!sum) return false;
        place->amount = *sum;
        if (place->amount.minor_units == 0) legs.erase(place);
        return true;
    };
    return amount.minor_units == 0 || (add(from, checked_negate(amount)) && add(to, amount));
}

namespace {

std::string roles_that_signed(Context& context) {
    std::string roles;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member})
        if (context.fact("", fact_code::signed_by(to_text(role))) != 0)
            roles += (roles.empty() ? "" : ", ") + std::string(to_text(role));
    return roles;
}

}  // namespace

std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested) {
    FirstRefusal first;
    for (const auto& fact : attested) {
        auto declared = std::find_if(plan.facts.begin(), plan.facts.end(),
                                     [&](const auto& one) { return one.code == fact.code; });
        if (declared == plan.facts.end()) {
            first.consider(refuse(RefusalCode::fact_unknown, fact.code, "", fact.code));
            continue;
        }
        std::string allowed;
        bool vouched = false;
        for (const auto& role : declared->attested_by) {
            vouched = vouched || context.fact("", fact_code::signed_by(role)) != 0;
            allowed += (allowed.empty() ? "" : ", ") + role;
        }
        if (!vouched)
            first.consider(
                refuse(RefusalCode::fact_not_attested, fact.code, allowed, roles_that_signed(context)));
    }
    return first.get();
}

Verdict decide(const standard::Plan* plan, const Facts& facts, const Claim& claim,
               std::int64_t recorded_at_unix_s, Trace* trace) {
    Context context(facts, trace);
    auto verdict = std::visit(DecideContent{plan, context, claim, recorded_at_unix_s}, claim.content);
    if (auto* decision = std::get_if<Decision>(&verdict)) {
        decision->facts = context.take_facts_read();
        if (plan) {
            decision->edition = plan->summary.digest;
            decision->language = plan->summary.language;
        }
    }
    return verdict;
}

}  // namespace timebank
