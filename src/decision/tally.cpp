#include "decision/tally.hpp"

#include <algorithm>

#include "core/rational.hpp"
#include "core/try.hpp"
#include "decision/facts.hpp"

namespace timebank {
namespace {

using standard::Measure;
using standard::TallyDefinition;

bool contains(const std::vector<std::string>& sorted, std::string_view wanted) {
    return std::binary_search(sorted.begin(), sorted.end(), wanted, std::less<>());
}

/// Which standard decided is not asked: a ledger keeps one line of editions of each kind, services are
/// decided by the credit standard and redemptions by the other, so the kind of the entry says it.
bool counts(const TallyDefinition& definition, const Entry& entry, const Award& award) {
    const bool redeemed = entry.signed_claim.claim.kind() == ClaimKind::redemption;
    if (redeemed != (definition.measure == Measure::items)) return false;
    if (!definition.unit.empty() && definition.unit != award.unit) return false;
    return definition.rules.empty() || contains(definition.rules, award.rule);
}

/// Whether the decision kept the running total that the exact tally is for: then, and only then, it looked at
/// the tally beside it.
bool kept_running_total(const TallyDefinition& exact, const Decision& decision, std::string_view owner) {
    const auto code = fact_code::tally(standard::name_of(standard::rounded_beside(exact)));
    return std::any_of(decision.facts.begin(), decision.facts.end(),
                       [&](const Fact& fact) { return fact.subject == owner && fact.code == code; });
}

/// What rounding made of a service, before caps. Nothing when it does not fit.
std::optional<TallyValue> rounded_of(const Award& award) {
    return add({award.amount.minor_units, 1}, {award.cut.minor_units, 1});
}

/// What one award adds. Nothing when it does not fit.
std::optional<TallyValue> value_of(const TallyDefinition& definition, const Entry& entry, const Award& award,
                                   std::string_view owner) {
    switch (definition.measure) {
        case Measure::awarded:
            return TallyValue{award.amount.minor_units, 1};
        case Measure::exact:
            // An edition that rounded otherwise (each service, or another window) gave or took its left-overs
            // for good: what it gave is all that a running total begun later finds.
            if (!kept_running_total(definition, entry.decision, owner)) return rounded_of(award);
            return TallyValue{award.exact_numerator, award.exact_denominator};
        case Measure::items:
            return TallyValue{std::get<RedemptionContent>(entry.signed_claim.claim.content).quantity, 1};
        case Measure::rounded:
            return rounded_of(award);
    }
    return TallyValue{};
}

}  // namespace

bool rule_applies(const standard::Rule& rule, std::string_view category, std::string_view role) {
    return contains(rule.roles, role) && (rule.categories.empty() || contains(rule.categories, category));
}

const standard::Item* find_item(const standard::Plan& plan, std::string_view code) {
    auto found = std::find_if(plan.catalogue.begin(), plan.catalogue.end(),
                              [&](const auto& item) { return item.code == code; });
    return found == plan.catalogue.end() ? nullptr : &*found;
}

Bytes tally_key(const TallyDefinition& definition, std::string_view owner, CivilDate day) {
    bool by_day = definition.bucket == standard::Window::day;
    return key_of::tally(standard::name_of(definition), owner, by_day ? std::optional(day) : std::nullopt);
}

std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b) {
    const Rational sum = Rational(a.numerator, a.denominator) + Rational(b.numerator, b.denominator);
    auto above = to_int64(numerator(sum));
    auto below = to_int64(denominator(sum));
    if (!above || !below) return std::nullopt;
    return TallyValue{*above, *below};
}

std::optional<std::vector<TallyStep>> tally_steps(const TallyDefinition& definition, const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    const auto* service = std::get_if<ServiceContent>(&claim.content);
    const auto* redemption = std::get_if<RedemptionContent>(&claim.content);
    std::vector<TallyStep> steps;
    for (const auto& award : entry.decision.awards) {
        if (!counts(definition, entry, award)) continue;
        const auto day = civil_date(service ? service->actual.start : redemption->at);
        const auto& owner = service ? service->participants.at(award.participant).owner : redemption->owner;
        const auto value = value_of(definition, entry, award, owner);
        if (!value) return std::nullopt;
        steps.push_back({tally_key(definition, owner, day), *value});
    }
    return steps;
}

Result<bool> update_tally(const TallyDefinition& definition, const Entry& entry,
                          const std::optional<Entry>& reversed, Overlay& book) {
    auto steps = tally_steps(definition, reversed ? *reversed : entry);
    if (!steps) return false;
    for (auto& step : *steps) {
        if (reversed) step.value.numerator = -step.value.numerator;
        TIMEBANK_TRY(before, read_tally(book, step.key));
        auto after = add(before, step.value);
        if (!after) return false;
        book.put(Table::tallies, std::move(step.key), encode(*after));
    }
    return true;
}

}  // namespace timebank
