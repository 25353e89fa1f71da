#include "decision/tally.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/fraction.hpp"
#include "core/try.hpp"
#include "decision/counting.hpp"
#include "decision/kinds.hpp"
#include "decision/named.hpp"

namespace timebank {
namespace {

using standard::Measure;
using standard::Tally;

bool contains(const std::vector<std::string>& sorted, std::string_view wanted) {
    return std::binary_search(sorted.begin(), sorted.end(), wanted, std::less<>());
}

/// Whether the tally adds up awards by this rule and in this unit. Which standard decided them is not asked:
/// a ledger keeps one line of editions of each kind, so the kind of the claim says it.
bool counts(const Tally& tally, const Award& award) {
    if (award.side == Side::neither) return false;
    if (!tally.unit.empty() && tally.unit != award.unit) return false;
    return tally.rules.empty() || contains(tally.rules, award.rule);
}

/// What rounding made of the award, before caps, for or against the participant. Nothing when it does not
/// fit.
std::optional<std::int64_t> rounded_of(const Award& award) {
    const auto rounded = checked_add(award.amount, award.cut);
    if (!rounded) return std::nullopt;
    return award.side == Side::gives ? -rounded->minor_units : rounded->minor_units;
}

/// What is counted where claims are, with how many items each is about.
struct Counted {
    const Claim& claim;
    std::int64_t items = 0;
};

/// What one award adds. Nothing when it does not fit.
std::optional<TallyValue> value_of(const Tally& tally, const Counted& what, const Award& award) {
    switch (tally.measure) {
        case Measure::running_total: {
            const auto rounded = rounded_of(award);
            if (!rounded) return std::nullopt;
            // An edition that rounded otherwise (each service, or another window) gave or took its left-overs
            // for good: what it gave is all that a running total begun later finds.
            if (award.running_total != to_hex(tally.name)) return TallyValue{*rounded, 1, *rounded};
            const auto exact = award.side == Side::gives ? -award.exact_numerator : award.exact_numerator;
            return TallyValue{exact, award.exact_denominator, *rounded};
        }
        case Measure::items:
        case Measure::redemptions: {
            // A redemption is one until all of it has gone back.
            const bool whole = what.items == counted_items(what.claim);
            const auto counted = tally.measure == Measure::items ? what.items : whole ? 1 : 0;
            return TallyValue{award.side == Side::gives ? counted : -counted, 1};
        }
        case Measure::spent:
        case Measure::given:
        case Measure::received:
            return TallyValue{-gain_of(award).minor_units, 1};
        default:
            return TallyValue{gain_of(award).minor_units, 1};
    }
}

/// Under whom a participant's part is kept: groups as they were when it was decided.
std::vector<std::string> owners_under(standard::Key key, std::uint16_t participant, const std::string& member,
                                      const Decision& decision) {
    if (key == standard::Key::everyone) return {""};
    std::vector<std::string> owners;
    if (key == standard::Key::household || key == standard::Key::team)
        for (const auto& one : decision.groups)
            if (one.participant == participant && one.is_household == (key == standard::Key::household))
                owners.push_back(one.group);
    if (owners.empty()) owners.push_back(stand_in_for(decision, member));
    return owners;
}

/// False when the sum does not fit.
Result<bool> add_to_value(Bytes key, const TallyValue& value, Workbook& book) {
    TIMEBANK_TRY(before, read_tally(book, key));
    const auto after = add(before, value);
    if (!after) return false;
    book.put(Table::tallies, std::move(key), encode(*after));
    return true;
}

/// What has been counted for one owner is counted for the other from here on. Records are never removed: what
/// was moved stays as zero.
Result<bool> move_values(const Tally& tally, const std::string& owner, const std::string& survivor,
                         Workbook& book) {
    const auto from = key_of::tallies_of(tally.name, owner);
    const auto into = key_of::tallies_of(tally.name, survivor);
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

Result<bool> add_for_owners(const Tally& tally, const std::vector<std::string>& owners,
                            const TallyPlace& place, const TallyValue& value, Workbook& book) {
    for (const auto& owner : owners) {
        auto key = tally_key(tally, owner, place);
        if (!key) continue;
        TIMEBANK_TRY(fits, add_to_value(std::move(*key), value, book));
        if (!fits) return false;
    }
    return true;
}

Result<bool> count_awards(const Tally& tally, const Counted& what, const Decision& decision, Workbook& book) {
    const auto& claim = what.claim;
    for (const auto& award : decision.awards) {
        if (!counts(tally, award)) continue;
        const auto* member = counted_owner(claim, award, tally.measure, tally.key);
        if (!member) return true;
        const auto value = value_of(tally, what, award);
        if (!value) return false;
        const auto owners = owners_under(tally.key, award.participant, *member, decision);
        TIMEBANK_TRY(fits, add_for_owners(tally, owners, place_of(claim), *value, book));
        if (!fits) return false;
    }
    return true;
}

/// Services and minutes: one for every person who served. Somebody in two roles served once, as long as in
/// the longer one; `service` names people as they were called when it began to count, `claim` as it was
/// claimed.
Result<bool> count_participants(const Tally& tally, const Claim& claim, const ServiceContent& service,
                                const Decision& decision, Workbook& book) {
    if (!tally.categories.empty() && !contains(tally.categories, service.category)) return true;
    const auto& claimed = service_in(claim)->participants;
    std::set<std::string_view> seen;
    for (std::uint16_t i = 0; i < service.participants.size(); ++i) {
        const auto& participant = service.participants[i];
        if (is_served_role(participant.role) || !seen.insert(participant.owner).second) continue;
        const auto one =
            tally.measure == Measure::services ? 1 : occupied_minutes(service, participant.owner);
        const TallyValue value{decision.service == ServiceCount::counted ? one : -one, 1};
        const auto owners = owners_under(tally.key, i, claimed[i].owner, decision);
        TIMEBANK_TRY(fits, add_for_owners(tally, owners, place_of(claim), value, book));
        if (!fits) return false;
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

std::vector<std::string> accounts_paying(const standard::Plan& plan) {
    std::set<std::string> owners;
    if (plan.summary.kind == StandardKind::credit) owners.insert(plan.issuer);
    for (const auto& rule : plan.rules)
        if (!rule.pays) owners.insert(rule.account);
    return {owners.begin(), owners.end()};
}

std::vector<std::string> accounts_paid(const standard::Plan& plan) {
    std::set<std::string> owners;
    for (const auto& rule : plan.rules) {
        if (rule.pays && rule.account != plan.issuer) owners.insert(rule.account);
        for (const auto& step : rule.steps)
            if (const auto* cap = std::get_if<standard::Cap>(&step); cap && !cap->overflow_to.empty())
                owners.insert(cap->overflow_to);
    }
    return {owners.begin(), owners.end()};
}

std::vector<std::string> accounts_besides_issuer(const standard::Plan& plan) {
    const auto paying = accounts_paying(plan);
    const auto paid = accounts_paid(plan);
    std::set<std::string> owners(paying.begin(), paying.end());
    owners.insert(paid.begin(), paid.end());
    owners.erase(plan.issuer);
    return {owners.begin(), owners.end()};
}

std::optional<Bytes> tally_key(const Tally& tally, std::string_view owner, const TallyPlace& place) {
    const std::string_view category = tally.per_category ? std::string_view(place.category) : "";
    switch (tally.bucket) {
        case standard::Bucket::life:
            break;
        case standard::Bucket::day:
            return key_of::tally(tally.name, owner, category, place.day);
        case standard::Bucket::session:
            if (place.session == decltype(place.session){}) return std::nullopt;
            return key_of::tally_of_session(tally.name, owner, category, place.session);
    }
    return key_of::tally(tally.name, owner, category, std::nullopt);
}

std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b) {
    std::int64_t given = 0;
    if (__builtin_add_overflow(a.given, b.given, &given)) return std::nullopt;
    const auto sum = (Fraction(a.numerator, a.denominator) + Fraction(b.numerator, b.denominator)).lowest();
    if (!sum) return std::nullopt;
    return TallyValue{sum->numerator, sum->denominator, given};
}

namespace {

Result<TallyValue> sum_of_days(const Reader& reader, const Tally& tally, std::string_view owner,
                               const TallyPlace& place, const standard::Days& days) {
    const std::string_view category = tally.per_category ? std::string_view(place.category) : "";
    TIMEBANK_TRY(records, reader.scan(Table::tallies, key_of::tally(tally.name, owner, category, days.from),
                                      key_of::tally(tally.name, owner, category, days.until),
                                      std::numeric_limits<std::size_t>::max()));
    TallyValue sum;
    for (const auto& record : records) {
        TIMEBANK_TRY(value, decode_tally(record));
        const auto next = add(sum, value);
        if (!next)
            return fail(Code::data_damaged, "累计量 {} 的合计超出范围：请用 audit 检查账本",
                        "the sum of the tally {} does not fit: audit the ledger", {to_text(tally)});
        sum = *next;
    }
    return sum;
}

}  // namespace

Result<TallyValue> read_sum(const Reader& reader, const standard::Plan& plan,
                            const standard::Reading& reading, std::string_view owner, const TallyPlace& place,
                            CivilDate opened_on) {
    const auto& tally = plan.tallies.at(reading.tally);
    const auto& period = reading.period;
    if (tally.bucket != standard::Bucket::day) {
        const auto key = tally_key(tally, owner, place);
        return key ? read_tally(reader, *key) : Result<TallyValue>(TallyValue{});
    }
    const unsigned first = period.each_of_last == 0 ? 0 : 1;
    std::optional<TallyValue> least;
    for (unsigned back = first; back <= period.each_of_last; ++back) {
        const auto days = days_of(period, plan.calendar, place.day, opened_on, back);
        TIMEBANK_TRY(sum, sum_of_days(reader, tally, owner, place, days));
        const bool is_less = least && Fraction(sum.numerator, sum.denominator) <
                                          Fraction(least->numerator, least->denominator);
        if (!least || is_less) least = sum;
    }
    return least.value_or(TallyValue{});
}

Result<bool> update_tally(const Tally& tally, const Entry& entry, const std::optional<RootEntry>& root,
                          Workbook& book) {
    if (const auto* merge = merge_in(entry.signed_claim.claim))
        return move_values(tally, merge->owner, merge->into, book);
    const auto& claim = root ? root->entry.signed_claim.claim : entry.signed_claim.claim;
    const auto& decision = entry.decision;
    if (tally.measure != Measure::services && tally.measure != Measure::minutes)
        return count_awards(tally, {claim, root ? root->items : counted_items(claim)}, decision, book);
    const auto* service = service_in(claim);
    if (!service || decision.service == ServiceCount::unchanged) return true;
    if (!root || root->stand_ins.empty()) return count_participants(tally, claim, *service, decision, book);
    return count_participants(tally, claim, with_stand_ins(*service, root->stand_ins), decision, book);
}

}  // namespace timebank
