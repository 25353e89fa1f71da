#include "decision/tally.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/fraction.hpp"
#include "core/try.hpp"
#include "decision/counting.hpp"
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
        case Measure::services:
        case Measure::minutes:
            return ClaimKind::service;
        case Measure::items:
            return ClaimKind::redemption;
        case Measure::given:
        case Measure::received:
            return ClaimKind::transfer;
    }
    return ClaimKind::service;
}

bool counts(const TallyDefinition& definition, const Award& award) {
    if (!definition.unit.empty() && definition.unit != award.unit) return false;
    return definition.rules.empty() || contains(definition.rules, award.rule);
}

/// Whether the decision kept the running total that the exact tally is for: then, and only then, it looked at
/// the tally beside it.
bool kept_running_total(const TallyDefinition& exact, const Decision& decision, std::string_view owner) {
    const auto code = fact_code::tally(standard::name_of(standard::rounded_beside(exact)), {});
    return std::any_of(decision.facts.begin(), decision.facts.end(), [&](const Fact& fact) {
        return fact.subject == owner && fact.code.starts_with(code);
    });
}

/// What rounding made of a service, before caps. Nothing when it does not fit. Of what was paid, or taken
/// back by a ruling, the cut counts the other way too.
std::optional<TallyValue> rounded_of(const Award& award) {
    const bool negative = award.amount.minor_units < 0 || award.exact_numerator < 0;
    return add({award.amount.minor_units, 1}, {negative ? -award.cut.minor_units : award.cut.minor_units, 1});
}

/// What one award adds. Nothing when it does not fit.
std::optional<TallyValue> value_of(const TallyDefinition& definition, const Entry& entry, const Claim& claim,
                                   const Award& award, std::string_view owner) {
    switch (definition.measure) {
        case Measure::exact:
            // An edition that rounded otherwise (each service, or another window) gave or took its left-overs
            // for good: what it gave is all that a running total begun later finds.
            if (!kept_running_total(definition, entry.decision, owner)) return rounded_of(award);
            return TallyValue{award.exact_numerator, award.exact_denominator};
        case Measure::items:
            return TallyValue{std::get<RedemptionContent>(claim.content).quantity, 1};
        case Measure::rounded:
            return rounded_of(award);
        case Measure::given:
        case Measure::received:
            if (const auto moved = checked_negate(award.amount)) return TallyValue{moved->minor_units, 1};
            return std::nullopt;
        default:
            return TallyValue{award.amount.minor_units, 1};
    }
}

/// Whose tally an award counts in, as far as members are concerned.
const std::string& owner_of(const TallyDefinition& definition, const Claim& claim, const Award& award) {
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return service->participants.at(award.participant).owner;
    if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content)) return redemption->owner;
    const auto& transfer = std::get<TransferContent>(claim.content);
    return definition.measure == Measure::received ? transfer.to : transfer.from;
}

/// Under whom a member's part is kept: as they were when it was decided, which the decision recorded.
std::vector<std::string> owners_under(standard::Key key, const std::string& member,
                                      const Decision& decision) {
    if (key == standard::Key::member) return {member};
    if (key == standard::Key::everyone) return {""};
    const auto prefix =
        key == standard::Key::household ? fact_code::in_household("") : fact_code::in_team("");
    std::vector<std::string> owners;
    for (const auto& fact : decision.facts)
        if (fact.subject == member && fact.code.starts_with(prefix))
            owners.push_back(fact.code.substr(prefix.size()));
    if (owners.empty()) owners.push_back(member);
    return owners;
}

/// The steps of services and minutes: one for every participant who served.
std::vector<TallyStep> steps_of_participants(const TallyDefinition& definition, const Entry& entry,
                                             const Claim& claim) {
    std::vector<TallyStep> steps;
    const auto& service = std::get<ServiceContent>(claim.content);
    if (is_pending(entry.decision)) return steps;
    if (!definition.categories.empty() && !contains(definition.categories, service.category)) return steps;
    std::set<std::string_view> seen;  // somebody in two roles served once, as long as in the longer one
    for (const auto& participant : service.participants) {
        if (is_served_role(participant.role) || !seen.insert(participant.owner).second) continue;
        const auto one =
            definition.measure == Measure::services ? 1 : occupied_minutes(service, participant.owner);
        for (const auto& owner : owners_under(definition.key, participant.owner, entry.decision))
            steps.push_back({owner, place_of(claim), "", {one, 1}});
    }
    return steps;
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

std::vector<std::string> accounts_besides_issuer(const standard::Plan& plan) {
    std::set<std::string> owners;
    for (const auto& rule : plan.rules) {
        if (rule.account != plan.issuer) owners.insert(rule.account);
        for (const auto& step : rule.steps)
            if (const auto* cap = std::get_if<standard::Cap>(&step); cap && !cap->overflow_to.empty())
                owners.insert(cap->overflow_to);
    }
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

TallyPlace place_of(const Claim& claim) {
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return {service->category, civil_date(service->actual.start), service->session};
    return {"", day_of(claim).value_or(CivilDate{}), {}};
}

std::optional<Bytes> tally_key(const TallyDefinition& definition, std::string_view owner,
                               const TallyPlace& place) {
    const auto name = standard::name_of(definition);
    const std::string_view category = definition.per_category ? std::string_view(place.category) : "";
    switch (definition.bucket) {
        case standard::Bucket::life:
            break;
        case standard::Bucket::day:
            return key_of::tally(name, owner, category, place.day);
        case standard::Bucket::session:
            if (place.session == decltype(place.session){}) return std::nullopt;
            return key_of::tally_of_session(name, owner, category, place.session);
    }
    return key_of::tally(name, owner, category, std::nullopt);
}

std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b) {
    const Fraction sum = Fraction(a.numerator, a.denominator) + Fraction(b.numerator, b.denominator);
    const auto lowest = sum.lowest();
    if (!lowest) return std::nullopt;
    return TallyValue{lowest->numerator, lowest->denominator};
}

namespace {

Result<TallyValue> sum_of_days(const Reader& reader, const TallyDefinition& definition,
                               std::string_view owner, const TallyPlace& place, const standard::Days& days) {
    const auto name = standard::name_of(definition);
    const std::string_view category = definition.per_category ? std::string_view(place.category) : "";
    TIMEBANK_TRY(records, reader.scan(Table::tallies, key_of::tally(name, owner, category, days.from),
                                      key_of::tally(name, owner, category, days.until),
                                      std::numeric_limits<std::size_t>::max()));
    TallyValue sum;
    for (const auto& record : records) {
        TIMEBANK_TRY(value, decode_tally(record));
        const auto next = add(sum, value);
        if (!next)
            return fail(Code::data_damaged, "累计量 {} 的合计超出范围：请用 audit 检查账本",
                        "the sum of the tally {} does not fit: audit the ledger", {to_text(definition)});
        sum = *next;
    }
    return sum;
}

}  // namespace

Result<TallyValue> read_sum(const Reader& reader, const standard::Plan& plan,
                            const standard::Reading& reading, std::string_view owner, const TallyPlace& place,
                            CivilDate opened_on) {
    const auto& definition = plan.tallies.at(reading.tally);
    const auto& period = reading.period;
    if (definition.bucket != standard::Bucket::day) {
        const auto key = tally_key(definition, owner, place);
        return key ? read_tally(reader, *key) : Result<TallyValue>(TallyValue{});
    }
    const unsigned first = period.each_of_last == 0 ? 0 : 1;
    std::optional<TallyValue> least;
    for (unsigned back = first; back <= period.each_of_last; ++back) {
        const auto days = days_of(period, plan.calendar, place.day, opened_on, back);
        TIMEBANK_TRY(sum, sum_of_days(reader, definition, owner, place, days));
        const bool is_less = least && Fraction(sum.numerator, sum.denominator) <
                                          Fraction(least->numerator, least->denominator);
        if (!least || is_less) least = sum;
    }
    return least.value_or(TallyValue{});
}

std::optional<std::vector<TallyStep>> tally_steps(const TallyDefinition& definition, const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    if (claim.kind() != measured_kind(definition.measure)) return std::vector<TallyStep>();
    if (definition.measure == Measure::services || definition.measure == Measure::minutes)
        return steps_of_participants(definition, entry, claim);
    std::vector<TallyStep> steps;
    for (const auto& award : entry.decision.awards) {
        if (!counts(definition, award)) continue;
        const auto& member = owner_of(definition, claim, award);
        const auto value = value_of(definition, entry, claim, award, member);
        if (!value) return std::nullopt;
        for (const auto& owner : owners_under(definition.key, member, entry.decision))
            steps.push_back({owner, place_of(claim), award.unit, *value});
    }
    return steps;
}

Result<bool> update_tally(const TallyDefinition& definition, const Entry& entry, const Named& named,
                          const SurvivorOf& survivor_of, Overlay& book) {
    if (const auto* merge = std::get_if<MergeContent>(&entry.signed_claim.claim.content))
        return move_values(definition, *merge, book);
    const auto counted = awards_counted(entry, named);
    if (!counted) return true;
    auto steps = tally_steps(definition, counted->in(entry));
    if (!steps) return false;
    const auto units = counted->by_unit ? units_undone(entry.decision) : std::vector<std::string>();
    for (auto& step : *steps) {
        const bool of_service = step.unit.empty();
        if (of_service ? !counted->whole_service : counted->by_unit && !contains(units, step.unit)) continue;
        if (counted->takes_away) step.value.numerator = -step.value.numerator;
        TIMEBANK_TRY(owner, survivor_of(step.owner));
        const auto key = tally_key(definition, owner, step.place);
        if (!key) continue;
        TIMEBANK_TRY(fits, add_to_value(*key, step.value, book));
        if (!fits) return false;
    }
    return true;
}

}  // namespace timebank
