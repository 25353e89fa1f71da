#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "timebank/entry.hpp"
#include "timebank/limits.hpp"

/// Random claims and entries that keep every limit, for any test: the same seed gives the same values with
/// every compiler. Signatures are random bytes; sign_claim() the claim where they must verify.
namespace entry_tests {

using Random = std::mt19937_64;

/// A number in [0, end), end >= 1. Slightly uneven, and the same everywhere, unlike the standard
/// distributions.
inline std::uint64_t below(Random& random, std::uint64_t end) {
    return random() % end;
}
inline bool one_in(Random& random, std::uint64_t n) {
    return below(random, n) == 0;
}

/// How long a list is: mostly short, sometimes empty or full.
inline std::size_t random_count(Random& random, std::size_t most) {
    if (one_in(random, 20)) return most;
    return below(random, std::min<std::size_t>(most, 4) + 1);
}

template <std::size_t N>
std::array<std::uint8_t, N> random_array(Random& random) {
    std::array<std::uint8_t, N> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(below(random, 256));
    return bytes;
}

/// Small, or extreme, or anything.
inline std::int64_t random_number(Random& random) {
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr std::int64_t extremes[] = {0, 1, -1, Limits::max(), Limits::min(), 255, 256, 65'535, -65'536};
    switch (below(random, 3)) {
        case 0:
            return static_cast<std::int64_t>(below(random, 1'000));
        case 1:
            return extremes[below(random, std::size(extremes))];
        default:
            return static_cast<std::int64_t>(random());
    }
}

inline std::uint32_t random_number_32(Random& random) {
    return static_cast<std::uint32_t>(random_number(random));
}

inline std::string random_code(Random& random) {
    constexpr std::string_view first = "ABCXYZabcxyz0189";
    constexpr std::string_view others = "ABCXYZabcxyz0189._-";
    std::string code(1, first[below(random, first.size())]);
    auto more = one_in(random, 10) ? timebank::limits::code_characters - 1 : below(random, 8);
    for (std::size_t i = 0; i < more; ++i) code += others[below(random, others.size())];
    return code;
}

inline std::string random_optional_code(Random& random) {
    return one_in(random, 2) ? std::string() : random_code(random);
}

/// Up to `most` codes, sorted, no two the same.
inline std::vector<std::string> random_codes(Random& random, std::size_t most) {
    std::vector<std::string> codes;
    for (auto count = random_count(random, most); count > 0; --count) codes.push_back(random_code(random));
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

inline std::string random_name(Random& random) {
    constexpr std::string_view characters[] = {"a", "Z", " ", "é", "时", "点", "\U0001F550"};
    std::string name = "n";
    for (auto count = below(random, 15); count > 0; --count)
        name += characters[below(random, std::size(characters))];
    return name;
}

inline timebank::ClaimId random_claim_id(Random& random) {
    if (one_in(random, 2)) return timebank::claim_id_from_digest(random_array<32>(random));
    return timebank::claim_id_from_random(static_cast<std::int64_t>(below(random, 1ull << 48)),
                                          random_array<10>(random));
}

/// Any time that a claim may carry, or nearly: the last weeks are left to what follows a start.
inline timebank::CivilTime random_time(Random& random) {
    constexpr std::int64_t first = -36'799'200, last = 120'900'000;  // in 1900 and in 2199, minutes from 1970
    return {first + static_cast<std::int64_t>(below(random, last - first)),
            static_cast<std::int16_t>(static_cast<int>(below(random, 2'161)) - 1'080)};
}

inline timebank::Interval random_interval(Random& random) {
    auto start = random_time(random);
    auto end = start;
    // Another offset at the end, as on the night when the clocks change.
    if (one_in(random, 5) && end.offset_minutes <= 1'020) {
        end.offset_minutes = static_cast<std::int16_t>(end.offset_minutes + 60);
        end.local_minutes += 60;
    }
    end.local_minutes += static_cast<std::int64_t>(below(random, timebank::limits::service_minutes + 1));
    return {start, end};
}

inline timebank::Participant random_participant(Random& random) {
    timebank::Participant one;
    one.owner = random_code(random);
    one.role = random_code(random);
    if (one_in(random, 3)) one.own_minutes = random_number_32(random) / 2;
    one.evidence.kind = static_cast<timebank::EvidenceKind>(below(random, 7));
    one.evidence.grade = static_cast<std::uint8_t>(random());
    const bool on_paper = one.evidence.kind == timebank::EvidenceKind::paper_confirmation;
    if (on_paper || one_in(random, 2)) one.evidence.digest = random_array<32>(random);
    if (one_in(random, 8)) one.facts = {{random_code(random), random_number(random)}};
    return one;
}

/// A code that is not `one`.
inline std::string random_other_code(Random& random, const std::string& one) {
    auto other = random_code(random);
    if (other == one) other = one == "other" ? "another" : "other";
    return other;
}

inline std::vector<timebank::Commitment> random_commitments(Random& random) {
    std::vector<timebank::Commitment> commitments;
    for (auto& field : random_codes(random, timebank::limits::commitments))
        commitments.push_back({field, random_array<32>(random)});
    return commitments;
}

template <class Content>
void add_random_extras(Random& random, Content& content) {
    for (auto& code : random_codes(random, timebank::limits::attested_facts))
        content.facts.push_back({code, random_number(random)});
    content.commitments = random_commitments(random);
}

inline timebank::GenesisContent random_genesis(Random& random) {
    timebank::GenesisContent content;
    content.log_key.bytes = random_array<32>(random);
    content.operator_key.bytes = random_array<32>(random);
    auto keys = random_count(random, timebank::limits::recovery_keys);
    for (std::size_t i = 0; i < keys; ++i) content.recovery_keys.push_back({random_array<32>(random)});
    if (keys > 0) content.recovery_threshold = static_cast<std::uint8_t>(1 + below(random, keys));
    return content;
}

inline timebank::KeyContent random_key(Random& random) {
    timebank::KeyContent content{
        {random_array<32>(random)}, static_cast<timebank::Role>(2 + below(random, 4)), ""};
    content.owner =
        content.role == timebank::Role::member ? random_code(random) : random_optional_code(random);
    return content;
}

inline timebank::UnitContent random_unit(Random& random) {
    return {random_code(random),
            1 + static_cast<std::int64_t>(below(random, timebank::limits::minor_units_in_one)),
            random_number_32(random),
            {random_name(random), random_name(random)}};
}

inline timebank::StandardContent random_standard(Random& random) {
    auto size = one_in(random, 50) ? timebank::limits::standard_bytes : 1 + below(random, 200);
    timebank::StandardContent content;
    for (std::size_t i = 0; i < size; ++i) content.document.push_back(static_cast<std::uint8_t>(random()));
    return content;
}

inline timebank::AccountContent random_account(Random& random) {
    timebank::AccountContent content;
    content.owner = random_code(random);
    content.account_class = static_cast<timebank::AccountClass>(1 + below(random, 8));
    content.tags = random_codes(random, timebank::limits::tags);
    content.member_of = random_codes(random, timebank::limits::memberships);
    content.member_of.erase(std::remove(content.member_of.begin(), content.member_of.end(), content.owner),
                            content.member_of.end());
    content.commitments = random_commitments(random);
    return content;
}

inline timebank::ServiceContent random_service(Random& random) {
    timebank::ServiceContent content;
    if (one_in(random, 2)) content.session = random_array<16>(random);
    content.category = random_code(random);
    if (one_in(random, 2)) content.agreed = random_interval(random);
    content.actual = random_interval(random);
    content.travel_minutes = random_number_32(random);
    content.quantity = random_number_32(random);
    content.place = random_optional_code(random);
    content.on_behalf_of = random_optional_code(random);
    auto participants = std::max<std::size_t>(1, random_count(random, timebank::limits::participants));
    for (std::size_t i = 0; i < participants; ++i) content.participants.push_back(random_participant(random));
    add_random_extras(random, content);
    return content;
}

inline timebank::RedemptionContent random_redemption(Random& random) {
    timebank::RedemptionContent content;
    content.owner = random_code(random);
    content.item = random_code(random);
    content.quantity = std::max<std::uint32_t>(1, random_number_32(random));
    content.at = random_time(random);
    content.receiver = random_optional_code(random);
    add_random_extras(random, content);
    return content;
}

inline timebank::ReversalContent random_reversal(Random& random) {
    return {random(), random_claim_id(random), random_code(random),
            random_codes(random, timebank::limits::reversal_units)};
}

inline timebank::OpeningContent random_opening(Random& random) {
    timebank::OpeningContent content;
    content.owner = random_code(random);
    content.issuer = random_other_code(random, content.owner);
    content.unit = random_code(random);
    content.amount.minor_units = random_number(random);
    if (content.amount.minor_units == 0) content.amount.minor_units = 1;
    content.lot_date = civil_date(random_time(random));
    content.source = random_array<32>(random);
    return content;
}

inline timebank::TransferContent random_transfer(Random& random) {
    timebank::TransferContent content;
    content.from = random_code(random);
    content.to = random_other_code(random, content.from);
    content.unit = random_code(random);
    content.amount.minor_units = random_number(random) & std::numeric_limits<std::int64_t>::max();
    if (content.amount.minor_units == 0) content.amount.minor_units = 1;
    content.at = random_time(random);
    content.purpose = random_code(random);
    add_random_extras(random, content);
    return content;
}

inline timebank::MergeContent random_merge(Random& random) {
    timebank::MergeContent content;
    content.owner = random_code(random);
    content.into = random_other_code(random, content.owner);
    content.reason = random_code(random);
    return content;
}

inline timebank::RulingContent random_ruling(Random& random) {
    return {random(), random_claim_id(random), static_cast<timebank::RulingOutcome>(1 + below(random, 5)),
            random_code(random)};
}

inline timebank::SettlementContent random_settlement(Random& random) {
    return {random(),
            random_claim_id(random),
            static_cast<timebank::SettlementOutcome>(1 + below(random, 4)),
            static_cast<std::uint32_t>(1 + below(random, 5)),
            random_time(random),
            random_code(random)};
}

inline timebank::ClaimContent random_content(Random& random, timebank::ClaimKind kind) {
    switch (kind) {
        case timebank::ClaimKind::genesis:
            return random_genesis(random);
        case timebank::ClaimKind::key:
            return random_key(random);
        case timebank::ClaimKind::unit:
            return random_unit(random);
        case timebank::ClaimKind::standard:
            return random_standard(random);
        case timebank::ClaimKind::account:
            return random_account(random);
        case timebank::ClaimKind::service:
            return random_service(random);
        case timebank::ClaimKind::redemption:
            return random_redemption(random);
        case timebank::ClaimKind::reversal:
            return random_reversal(random);
        case timebank::ClaimKind::opening:
            return random_opening(random);
        case timebank::ClaimKind::transfer:
            return random_transfer(random);
        case timebank::ClaimKind::merge:
            return random_merge(random);
        case timebank::ClaimKind::ruling:
            return random_ruling(random);
        case timebank::ClaimKind::clock:
            return timebank::ClockContent{random_time(random), random_code(random)};
        case timebank::ClaimKind::settlement:
            return random_settlement(random);
    }
    return {};
}

/// A claim of any kind that keeps every limit.
inline timebank::Claim random_claim(Random& random) {
    timebank::Claim claim;
    claim.origin = "bank-" + std::to_string(below(random, 1'000)) + ".example/timebank";
    claim.ledger = random_array<32>(random);
    claim.id = random_claim_id(random);
    claim.acting_for = random_optional_code(random);
    claim.author.bytes = random_array<32>(random);
    claim.capacity = one_in(random, 2) ? timebank::Capacity::self : timebank::Capacity::agent;
    if (one_in(random, 4)) claim.group = random_array<32>(random);
    if (one_in(random, 3)) claim.batch = random_array<16>(random);
    if (one_in(random, 2))
        claim.valid_until_unix_s = random_number(random) & std::numeric_limits<std::int64_t>::max();
    for (auto count = random_count(random, timebank::limits::cosignatures); count > 0; --count)
        claim.cosigners.push_back(static_cast<timebank::CosignerCapacity>(1 + below(random, 4)));
    std::sort(claim.cosigners.begin(), claim.cosigners.end());
    constexpr auto kinds = std::variant_size_v<timebank::ClaimContent>;
    claim.content = random_content(random, static_cast<timebank::ClaimKind>(1 + below(random, kinds)));
    return claim;
}

/// A code of few, so that some come together, or any.
inline std::string random_common_code(Random& random) {
    constexpr std::string_view common[] = {"a", "b", "c"};
    return one_in(random, 2) ? std::string(common[below(random, std::size(common))]) : random_code(random);
}

/// What the name of a sum and its window may be.
inline std::string random_fact_name(Random& random) {
    std::string name;
    for (auto count = one_in(random, 20) ? 255 : 1 + below(random, 30); count > 0; --count)
        name += static_cast<char>('!' + below(random, '~' - '!' + 1));
    return name;
}

inline std::vector<timebank::Fact> random_facts(Random& random) {
    std::vector<timebank::Fact> facts;
    std::set<std::tuple<timebank::FactKind, std::string, std::string>> looked_at;
    for (auto count = random_count(random, 100); count > 0; --count) {
        timebank::Fact fact;
        fact.kind = static_cast<timebank::FactKind>(1 + below(random, 28));
        if (one_in(random, 2)) fact.owner = random_common_code(random);
        if (one_in(random, 2)) fact.name = random_fact_name(random);
        fact.value = random_number(random);
        if (looked_at.insert({fact.kind, fact.owner, fact.name}).second) facts.push_back(std::move(fact));
    }
    return facts;
}

/// Everybody's share of what moves, added up the slow way.
class Shares {
  public:
    /// False, and nothing is changed, when a sum would not fit.
    bool move(const timebank::Award& award) {
        auto& given = shares_[{award.from, award.unit}];
        const auto before = given;
        std::int64_t after = 0;
        if (__builtin_sub_overflow(given, award.amount.minor_units, &after)) return false;
        given = after;
        auto& got = shares_[{award.to, award.unit}];
        if (__builtin_add_overflow(got, award.amount.minor_units, &after)) {
            given = before;
            return false;
        }
        got = after;
        return true;
    }
    std::vector<timebank::Leg> legs() const {
        std::vector<timebank::Leg> legs;
        for (const auto& [place, amount] : shares_)
            if (amount != 0) legs.push_back({place.first, place.second, {amount}});
        return legs;
    }

  private:
    std::map<std::pair<std::string, std::string>, std::int64_t> shares_;
};

inline timebank::Award random_award(Random& random) {
    constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
    timebank::Award award;
    award.participant = static_cast<std::uint16_t>(one_in(random, 5) ? random() : below(random, 3));
    award.side = static_cast<timebank::Side>(1 + below(random, 3));
    award.rule = random_optional_code(random);
    award.unit = random_common_code(random);
    award.from = random_common_code(random);
    award.to = random_common_code(random);
    award.exact_numerator = random_number(random) & greatest;
    const auto denominator = 1 + static_cast<std::int64_t>(below(random, 100));
    if (std::gcd(award.exact_numerator, denominator) == 1) award.exact_denominator = denominator;
    award.amount.minor_units = random_number(random) & greatest;
    award.cut.minor_units = random_number(random) & greatest;
    if (one_in(random, 4)) award.running_total = random_fact_name(random);
    return award;
}

inline timebank::Notice random_notice(Random& random) {
    using timebank::NoticeKind;
    const auto participant = static_cast<std::uint16_t>(below(random, 3));
    const auto kind = static_cast<NoticeKind>(1 + below(random, 7));
    timebank::Notice notice{participant, kind, random_code(random), "", 0};
    if (kind == NoticeKind::pending || kind == NoticeKind::held) {
        if (one_in(random, 2)) notice.value = civil_date(random_time(random)).days;
        return notice;
    }
    notice.value = random_number(random) & std::numeric_limits<std::int64_t>::max();
    if (kind == NoticeKind::overlaps) return notice;
    notice.unit = random_code(random);
    if (notice.value == 0) notice.value = 1;
    return notice;
}

/// What an entry does besides moving credits.
inline void add_random_outcome(Random& random, timebank::Decision& decision) {
    std::set<timebank::GroupCounted> groups;
    for (auto count = random_count(random, 40); count > 0; --count)
        groups.insert(
            {static_cast<std::uint16_t>(below(random, 3)), random_common_code(random), one_in(random, 2)});
    decision.groups = {groups.begin(), groups.end()};
    for (auto& owner : random_codes(random, 40))
        decision.stand_ins.push_back({owner, random_common_code(random)});
    decision.undone_units = random_codes(random, timebank::limits::reversal_units);
    if (one_in(random, 3)) decision.awarded_by = random();
    decision.service = static_cast<timebank::ServiceCount>(below(random, 3));
}

inline timebank::Decision random_decision(Random& random) {
    timebank::Decision decision;
    if (one_in(random, 4)) return decision;
    decision.edition = random_array<32>(random);
    decision.language = static_cast<std::uint16_t>(random());
    decision.facts = random_facts(random);
    Shares shares;
    for (auto count = random_count(random, 100); count > 0; --count) {
        auto award = random_award(random);
        if (shares.move(award)) decision.awards.push_back(std::move(award));
    }
    decision.legs = shares.legs();
    std::set<timebank::Notice> notices;
    for (auto count = random_count(random, 40); count > 0; --count) notices.insert(random_notice(random));
    decision.notices = {notices.begin(), notices.end()};
    add_random_outcome(random, decision);
    return decision;
}

/// An entry that encode_entry() takes.
inline timebank::Entry random_entry(Random& random) {
    timebank::Entry entry;
    entry.index = random();
    entry.recorded_at_unix_s = random_number(random);
    entry.signed_claim.claim = random_claim(random);
    entry.signed_claim.signature = random_array<64>(random);
    std::map<std::pair<timebank::CosignerCapacity, timebank::PublicKey>, timebank::Signature> cosignatures;
    for (auto count = random_count(random, timebank::limits::cosignatures); count > 0; --count)
        cosignatures[{static_cast<timebank::CosignerCapacity>(1 + below(random, 4)),
                      {random_array<32>(random)}}] = random_array<64>(random);
    for (const auto& [place, signature] : cosignatures)
        entry.signed_claim.cosignatures.push_back({place.first, place.second, signature});
    entry.decision = random_decision(random);
    return entry;
}

}  // namespace entry_tests
