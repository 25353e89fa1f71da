#include "decision/tally.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/rational.hpp"
#include "core/try.hpp"
#include "decision/facts.hpp"
#include "decision/reversal.hpp"

namespace timebank {
namespace {

using standard::Measure;
using standard::TallyDefinition;

bool contains(const std::vector<std::string>& sorted, std::string_view wanted) {
    return std::binary_search(sorted.begin(), sorted.end(), wanted, std::less<>());
}

/// Which claims a measure adds up. Which standard decided them is not asked: a ledger keeps one line of
/// editions of each kind, so the kind of the claim says it.
ClaimKind measured_kind(Measure measure) {
    switch (measure) {
        case Measure::awarded:
        case Measure::exact:
        case Measure::rounded:
            return ClaimKind::service;
        case Measure::items:
            return ClaimKind::redemption;
        case Measure::given:
        case Measure::received:
            return ClaimKind::transfer;
    }
    return ClaimKind::service;
}

bool counts(const TallyDefinition& definition, const Entry& entry, const Award& award) {
    if (entry.signed_claim.claim.kind() != measured_kind(definition.measure)) return false;
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
        case Measure::given:
        case Measure::received:
            if (const auto moved = checked_negate(award.amount)) return TallyValue{moved->minor_units, 1};
            return std::nullopt;
    }
    return TallyValue{};
}

/// Whose tally an award counts in.
const std::string& owner_of(const TallyDefinition& definition, const Claim& claim, const Award& award) {
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return service->participants.at(award.participant).owner;
    if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content)) return redemption->owner;
    const auto& transfer = std::get<TransferContent>(claim.content);
    return definition.measure == Measure::received ? transfer.to : transfer.from;
}

/// False when the sum does not fit.
Result<bool> add_to_value(Bytes key, const TallyValue& value, Overlay& book) {
    TIMEBANK_TRY(before, read_tally(book, key));
    const auto after = add(before, value);
    if (!after) return false;
    book.put(Table::tallies, std::move(key), encode(*after));
    return true;
}

/// What has been counted for one owner is counted for the other from here on. Records are never removed: what
/// was moved stays as zero.
Result<bool> move_values(const TallyDefinition& definition, const MergeContent& merge, Overlay& book) {
    const auto name = standard::name_of(definition);
    const auto from = key_of::tallies_of(name, merge.owner);
    const auto into = key_of::tallies_of(name, merge.into);
    TIMEBANK_TRY(records, book.scan(Table::tallies, from, key_of::behind(from),
                                    std::numeric_limits<std::size_t>::max()));
    for (const auto& record : records) {
        TIMEBANK_TRY(value, read_tally(book, record.key));
        if (value == TallyValue{}) continue;
        auto key = into;
        key.insert(key.end(), record.key.begin() + static_cast<std::ptrdiff_t>(from.size()),
                   record.key.end());
        TIMEBANK_TRY(fits, add_to_value(std::move(key), value, book));
        if (!fits) return false;
        book.put(Table::tallies, record.key, encode(TallyValue{}));
    }
    return true;
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

const standard::TransferRule* find_transfer(const standard::Plan& plan, const TransferContent& transfer,
                                            AccountClass from, AccountClass to) {
    auto found = std::find_if(plan.transfers.begin(), plan.transfers.end(), [&](const auto& rule) {
        return rule.purpose == transfer.purpose && rule.unit == transfer.unit &&
               contains(rule.from, to_text(from)) && contains(rule.to, to_text(to));
    });
    return found == plan.transfers.end() ? nullptr : &*found;
}

const std::string& limited_owner(const standard::TransferLimit& limit, const TransferContent& transfer) {
    return limit.key == standard::TransferLimit::Key::giver ? transfer.from : transfer.to;
}

std::vector<std::string> overflow_accounts(const standard::Plan& plan) {
    std::set<std::string> owners;
    for (const auto& rule : plan.rules)
        for (const auto& step : rule.steps)
            if (const auto* cap = std::get_if<standard::Cap>(&step); cap && !cap->overflow_to.empty())
                owners.insert(cap->overflow_to);
    return {owners.begin(), owners.end()};
}

std::optional<CivilDate> day_of(const Claim& claim) {
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return civil_date(service->actual.start);
    if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content))
        return civil_date(redemption->at);
    if (const auto* transfer = std::get_if<TransferContent>(&claim.content)) return civil_date(transfer->at);
    return std::nullopt;
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
    std::vector<TallyStep> steps;
    for (const auto& award : entry.decision.awards) {
        if (!counts(definition, entry, award)) continue;
        const auto& owner = owner_of(definition, claim, award);
        const auto value = value_of(definition, entry, award, owner);
        if (!value) return std::nullopt;
        steps.push_back({owner, *day_of(claim), award.unit, *value});
    }
    return steps;
}

Result<bool> update_tally(const TallyDefinition& definition, const Entry& entry,
                          const std::optional<Entry>& reversed, const SurvivorOf& survivor_of,
                          Overlay& book) {
    if (const auto* merge = std::get_if<MergeContent>(&entry.signed_claim.claim.content))
        return move_values(definition, *merge, book);
    auto steps = tally_steps(definition, reversed ? *reversed : entry);
    if (!steps) return false;
    const auto undone = reversed ? units_undone(entry.decision) : std::vector<std::string>();
    for (auto& step : *steps) {
        if (reversed) {
            if (!contains(undone, step.unit)) continue;
            TIMEBANK_TRY(owner, survivor_of(step.owner));
            step.owner = std::move(owner);
            step.value.numerator = -step.value.numerator;
        }
        TIMEBANK_TRY(fits, add_to_value(tally_key(definition, step.owner, step.day), step.value, book));
        if (!fits) return false;
    }
    return true;
}

}  // namespace timebank
