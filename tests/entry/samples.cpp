#include "entry/samples.hpp"

#include <algorithm>

#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace entry_tests {
namespace {

using namespace timebank;
namespace limits = timebank::limits;

std::unique_ptr<Signer> signer(std::string_view seed) {
    return signer_from_seed(digest_from_hex(seed).value()).value();
}

/// A made-up import.
constexpr BatchId import_batch = {0x6f, 0x1c, 0x2a, 0x3e, 0x5b, 0x7d, 0x8c, 0x8f,
                                  0x9a, 0x0b, 0x1c, 0x2d, 0x3e, 0x4f, 0x5a, 0x6b};

CivilTime at(std::string_view text) {
    return parse_civil_time(text).value();
}

/// A made-up digest.
Digest digest_of(std::string_view text) {
    return sha256(bytes_of(text));
}

/// A movement of a whole number of minor units, none of which a cap took.
Award award_of(Side side, std::string rule, std::string unit, std::string from, std::string to,
               std::int64_t amount) {
    Award award;
    award.side = side;
    award.rule = std::move(rule);
    award.unit = std::move(unit);
    award.from = std::move(from);
    award.to = std::move(to);
    award.exact_numerator = amount;
    award.amount = {amount};
    return award;
}

Claim claim_of(std::uint8_t number, ClaimContent content) {
    Claim claim;
    claim.origin = "duowen.example/timebank";
    if (number != 1) claim.ledger = digest_of("the genesis entry");
    claim.id = id_number(number);
    claim.content = std::move(content);
    return claim;
}

Entry entry_of(std::uint64_t index, Claim claim) {
    Entry entry;
    entry.index = index;
    entry.recorded_at_unix_s = 1'767'500'000 + static_cast<std::int64_t>(index);
    entry.signed_claim = sign_claim(std::move(claim), first_key()).value();
    return entry;
}

Entry genesis_entry() {
    return entry_of(0, claim_of(1, GenesisContent{third_key().public_key(),
                                                  first_key().public_key(),
                                                  {second_key().public_key(), third_key().public_key()},
                                                  1}));
}

Entry key_entry() {
    auto claim = claim_of(2, KeyContent{second_key().public_key(), Role::member, "m001"});
    claim.group = group_digest(first_key().public_key(), {id_number(2), id_number(3)});
    auto entry = entry_of(1, claim);
    cosign_by(entry.signed_claim, {{CosignerCapacity::key_holder, second_key()}});
    return entry;
}

Entry unit_entry() {
    return entry_of(2, claim_of(3, UnitContent{"hour", 60, 60, {"服务时长", "hours served"}}));
}

Entry standard_entry() {
    const auto document = bytes_of(R"({"standard":"credit","id":"canteen","number":1})");
    return entry_of(3, claim_of(4, StandardContent{Bytes(document.begin(), document.end())}));
}

Entry account_entry() {
    auto claim =
        claim_of(5, AccountContent{"m001",
                                   AccountClass::member,
                                   {"over-60", "trained"},
                                   {"h001", "team-3"},
                                   {{"name", digest_of("a name")}, {"phone", digest_of("a phone")}}});
    claim.batch = import_batch;
    auto entry = entry_of(4, claim);
    entry.decision.facts = {{FactKind::signed_by, "", "operator", 1},
                            {FactKind::account_class, "m001", "", 0},
                            {FactKind::account_class, "team-3", "", 3},
                            {FactKind::account_class, "h001", "", 2}};
    return entry;
}

/// What a cap takes from m002 is passed on to a pool.
Decision decision_on_tutoring() {
    Decision decision;
    decision.edition = digest_of("the credit standard");
    decision.language = 1;
    decision.facts = {{FactKind::overlaps, "m002", "", 3},
                      {FactKind::account_class, "m001", "", 1},
                      {FactKind::tally, "m001", "0123456789abcdef", 35},
                      {FactKind::tally_denominator, "m001", "0123456789abcdef", 2},
                      {FactKind::balance, "m002", "point", -2}};
    auto first = award_of(Side::gets, "tutoring", "point", "issuer", "m001", 17);
    first.exact_numerator = 35;
    first.exact_denominator = 2;
    first.running_total = "0123456789abcdef";
    auto second = award_of(Side::gets, "tutoring", "point", "issuer", "m002", 40);
    second.participant = 1;
    second.exact_numerator = 105;
    second.exact_denominator = 2;
    second.cut = {12};
    auto passed_on = award_of(Side::neither, "month-cap", "point", "issuer", "pool", 12);
    passed_on.participant = 1;
    decision.awards = {first, second, passed_on};
    decision.notices = {{1, NoticeKind::cut, "month-cap", "point", 12},
                        {1, NoticeKind::overlaps, "tutoring", "", 3}};
    decision.groups = {{0, "h001", true}, {0, "team-3", false}, {1, "h001", true}};
    decision.service = ServiceCount::counted;
    decision.legs = {{"issuer", "point", {-69}},
                     {"m001", "point", {17}},
                     {"m002", "point", {40}},
                     {"pool", "point", {12}}};
    return decision;
}

Entry wide_service_entry() {
    ServiceContent content;
    content.session = id_number(200).bytes;
    content.category = "tutoring";
    content.agreed = Interval{at("2026-01-03T22:00+08:00"), at("2026-01-04T00:00+08:00")};
    content.actual = Interval{at("2026-01-03T22:30+08:00"), at("2026-01-04T00:15+08:00")};
    content.travel_minutes = 20;
    content.quantity = 3;
    content.place = "hall-2";
    content.on_behalf_of = "h001";
    content.participants = {
        {"m001", "volunteer", 90, {EvidenceKind::photo, 3, digest_of("a photo")}},
        {"m002", "volunteer", std::nullopt, {EvidenceKind::self_report, 0, {}}},
        {"m003", "receiver", 0, {EvidenceKind::none, 0, {}}},
    };
    content.participants[0].facts = {{"age", 67}, {"trained", 1}};
    content.facts = {{"heat-warning", 3}, {"night", 1}};
    content.commitments = {{"contact", digest_of("a contact")}, {"remark", digest_of("a remark")}};
    auto claim = claim_of(6, content);
    claim.acting_for = "m001";
    claim.capacity = Capacity::agent;
    claim.valid_until_unix_s = 1'800'000'000;
    auto entry = entry_of(5, claim);
    cosign_by(entry.signed_claim,
              {{CosignerCapacity::receiver, second_key()}, {CosignerCapacity::coordinator, third_key()}});
    entry.decision = decision_on_tutoring();
    return entry;
}

Entry redemption_entry() {
    RedemptionContent content;
    content.owner = "m001";
    content.item = "haircut";
    content.quantity = 2;
    content.at = at("2026-02-01T09:00-03:30");
    content.receiver = "m002";
    content.facts = {{"age", 67}};
    content.commitments = {{"address", digest_of("an address")}};
    auto claim = claim_of(7, content);
    claim.acting_for = "m001";
    auto entry = entry_of(6, claim);
    entry.decision.edition = digest_of("the redemption standard");
    entry.decision.language = 1;
    entry.decision.facts = {{FactKind::balance, "m001", "point", 24}};
    entry.decision.awards = {award_of(Side::gives, "haircut", "point", "m001", "shop", 6)};
    entry.decision.legs = {{"m001", "point", {-6}}, {"shop", "point", {6}}};
    return entry;
}

Entry reversal_entry() {
    auto entry =
        entry_of(7, claim_of(8, ReversalContent{6, id_number(7), "wrong-person", {"hour", "point"}}));
    entry.decision.facts = {{FactKind::reversed_by, "", "6", -1},
                            {FactKind::reversed_by, "", "6.hour", -1},
                            {FactKind::reversed_by, "", "6.point", -1}};
    entry.decision.awards = {award_of(Side::gets, "haircut", "point", "shop", "m001", 6)};
    entry.decision.undone_units = {"hour", "point"};
    entry.decision.legs = {{"m001", "point", {6}}, {"shop", "point", {-6}}};
    return entry;
}

Entry opening_entry() {
    OpeningContent content;
    content.owner = "m001";
    content.issuer = "issuer";
    content.unit = "hour";
    content.amount = {2'730};
    content.lot_date = parse_civil_date("2019-12-31").value();
    content.source = digest_of("a sheet");
    auto claim = claim_of(9, content);
    claim.batch = import_batch;
    auto entry = entry_of(8, claim);
    cosign_by(entry.signed_claim, {{CosignerCapacity::officer, second_key()}});
    entry.decision.awards = {award_of(Side::gets, "", "hour", "issuer", "m001", 2'730)};
    entry.decision.legs = {{"issuer", "hour", {-2'730}}, {"m001", "hour", {2'730}}};
    return entry;
}

Entry transfer_entry() {
    TransferContent content;
    content.from = "m001";
    content.to = "pool";
    content.unit = "point";
    content.amount = {20};
    content.at = at("2026-02-01T09:00+08:00");
    content.purpose = "donation";
    content.facts = {{"arrears", 0}};
    content.commitments = {{"remark", digest_of("a remark")}};
    auto claim = claim_of(10, content);
    claim.acting_for = "m001";
    auto entry = entry_of(9, claim);
    entry.decision.edition = digest_of("the redemption standard");
    entry.decision.language = 1;
    entry.decision.facts = {{FactKind::balance, "m001", "point", 24}};
    entry.decision.awards = {award_of(Side::gives, "donations", "point", "m001", "pool", 20)};
    entry.decision.legs = {{"m001", "point", {-20}}, {"pool", "point", {20}}};
    return entry;
}

Entry merge_entry() {
    auto entry = entry_of(10, claim_of(11, MergeContent{"m009", "m001", "registered-twice"}));
    cosign_by(entry.signed_claim, {{CosignerCapacity::officer, second_key()}});
    entry.decision.facts = {{FactKind::balances, "m009", "", 1}, {FactKind::balance, "m009", "point", 5}};
    entry.decision.awards = {award_of(Side::gives, "", "point", "m009", "m001", 5)};
    entry.decision.legs = {{"m001", "point", {5}}, {"m009", "point", {-5}}};
    return entry;
}

Entry ruling_entry() {
    auto claim =
        claim_of(12, RulingContent{5, id_number(6), RulingOutcome::confirmed, "confirmed-by-receiver"});
    claim.acting_for = "m003";
    auto entry = entry_of(11, claim);
    entry.decision.edition = digest_of("the credit standard");
    entry.decision.language = 1;
    entry.decision.facts = {{FactKind::ruling_state, "", "5", 1},
                            {FactKind::account_class, "m002", "", -1},
                            {FactKind::merged_into, "m002", "", 1},
                            {FactKind::merged_into, "m002", "m004", 1}};
    entry.decision.awards = {award_of(Side::gets, "tutoring", "point", "issuer", "m004", 40)};
    entry.decision.awards[0].participant = 1;
    entry.decision.stand_ins = {{"m002", "m004"}};
    entry.decision.service = ServiceCount::counted;
    entry.decision.legs = {{"issuer", "point", {-40}}, {"m004", "point", {40}}};
    return entry;
}

/// A code of the greatest length, in order of its number.
std::string long_code(char first, std::size_t number) {
    auto digits = std::to_string(number);
    return first + std::string(limits::code_characters - 1 - digits.size(), '0') + digits;
}

ServiceContent widest_content() {
    ServiceContent content;
    content.session = id_number(201).bytes;
    content.category = long_code('c', 0);
    content.agreed = Interval{at("2026-01-03T08:30+08:00"), at("2026-01-03T11:00+08:00")};
    content.actual = *content.agreed;
    content.travel_minutes = 0xffffffff;
    content.quantity = 0xffffffff;
    content.place = long_code('p', 0);
    content.on_behalf_of = long_code('h', 0);
    for (std::size_t i = 0; i < limits::participants; ++i) {
        const auto owner = long_code('m', i);
        content.participants.push_back({owner,
                                        long_code('r', i % 4),
                                        static_cast<std::uint32_t>(i),
                                        {EvidenceKind::coordinator_approval, 255, digest_of(owner)}});
    }
    for (std::size_t i = 0; i < limits::attested_facts; ++i)
        content.facts.push_back({long_code('f', i), static_cast<std::int64_t>(i)});
    for (std::size_t i = 0; i < limits::commitments; ++i)
        content.commitments.push_back({long_code('k', i), digest_of(long_code('k', i))});
    return content;
}

/// Two people of each household took part.
Decision decision_for(const ServiceContent& content) {
    Decision decision;
    decision.edition = digest_of("the widest standard");
    decision.language = 1;
    const auto unit = long_code('u', 0);
    for (std::size_t i = 0; i < content.participants.size(); ++i) {
        const auto& owner = content.participants[i].owner;
        const auto participant = static_cast<std::uint16_t>(i);
        const auto earned = static_cast<std::int64_t>(i + 1);
        decision.facts.push_back({FactKind::balance, owner, unit, earned});
        decision.facts.push_back({FactKind::tally, owner, "0123456789abcdef", earned});
        decision.facts.push_back({FactKind::tally, owner, "fedcba9876543210.month", earned});
        auto award = award_of(Side::gets, long_code('a', i % 4), unit, "issuer", owner, earned);
        award.participant = participant;
        award.exact_numerator = 2 * earned + 1;
        award.exact_denominator = 2;
        award.running_total = "0123456789abcdef";
        decision.awards.push_back(award);
        decision.notices.push_back({participant, NoticeKind::cut, long_code('b', i % 4), unit, earned});
        decision.groups.push_back({participant, long_code('h', i / 2), true});
    }
    decision.service = ServiceCount::counted;
    decision.legs = legs_of(decision.awards).value();
    return decision;
}

}  // namespace

const Signer& first_key() {
    static const auto key = signer("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    return *key;
}
const Signer& second_key() {
    static const auto key = signer("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    return *key;
}
const Signer& third_key() {
    static const auto key = signer("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    return *key;
}

void cosign_by(SignedClaim& claim, const std::vector<AskedCosigner>& cosigners) {
    auto asking = claim.claim;
    asking.cosigners.clear();
    for (const auto& one : cosigners) asking.cosigners.push_back(one.capacity);
    std::sort(asking.cosigners.begin(), asking.cosigners.end());
    claim = sign_claim(std::move(asking), first_key()).value();
    for (const auto& one : cosigners) cosign_claim(claim, one.capacity, one.key).value();
}

ClaimId id_number(std::uint8_t number) {
    return claim_id_from_random(1'767'430'000'000,
                                std::array<std::uint8_t, 10>{0, 0, 0, 0, 0, 0, 0, 0, 0, number});
}

Entry canteen_entry() {
    ServiceContent content;
    content.category = "canteen";
    content.actual = Interval{at("2026-01-03T08:30+08:00"), at("2026-01-03T11:00+08:00")};
    content.participants = {{"m001", "volunteer", std::nullopt, {EvidenceKind::sign_in_out, 0, {}}}};
    content.facts = {{"trained", 1}};
    auto claim = claim_of(150, content);
    claim.acting_for = "m001";
    auto entry = entry_of(42, claim);
    cosign_by(entry.signed_claim, {{CosignerCapacity::coordinator, second_key()}});
    auto& decision = entry.decision;
    decision.edition = digest_of("the credit standard");
    decision.language = 1;
    decision.facts = {{FactKind::balance, "m001", "point", 24}};
    decision.awards = {award_of(Side::gets, "canteen", "point", "issuer", "m001", 15)};
    decision.awards[0].exact_numerator = 18;
    decision.awards[0].cut = {3};
    decision.notices = {{0, NoticeKind::cut, "day-cap", "point", 3}};
    decision.groups = {{0, "h001", true}};
    decision.service = ServiceCount::counted;
    decision.legs = {{"issuer", "point", {-15}}, {"m001", "point", {15}}};
    return entry;
}

Entry zeroing_entry() {
    auto entry =
        entry_of(12, claim_of(13, RulingContent{5, id_number(6), RulingOutcome::zeroed, "found-untrue"}));
    cosign_by(entry.signed_claim, {{CosignerCapacity::officer, second_key()}});
    auto& decision = entry.decision;
    decision.facts = {{FactKind::ruling_state, "", "5", 2},   {FactKind::awarded_at, "", "5", 11},
                      {FactKind::reversed_by, "", "11", -1},  {FactKind::account_class, "m002", "", -1},
                      {FactKind::merged_into, "m002", "", 1}, {FactKind::merged_into, "m002", "m004", 1}};
    decision.awards = {award_of(Side::gives, "tutoring", "hour", "m004", "issuer", 120),
                       award_of(Side::gives, "tutoring", "point", "m004", "issuer", 40)};
    for (auto& award : decision.awards) award.participant = 1;
    decision.groups = {{0, "h001", true}, {0, "team-3", false}, {1, "h001", true}};
    decision.stand_ins = {{"m002", "m004"}, {"m003", "m001"}};
    decision.undone_units = {"hour", "point"};
    decision.awarded_by = 11;
    decision.legs = {{"issuer", "hour", {120}},
                     {"issuer", "point", {40}},
                     {"m004", "hour", {-120}},
                     {"m004", "point", {-40}}};
    return entry;
}

Entry service_reversal_entry() {
    auto entry = entry_of(43, claim_of(151, ReversalContent{42, id_number(150), "wrong-person", {}}));
    auto& decision = entry.decision;
    decision.facts = {{FactKind::ruling_state, "", "42", 0},
                      {FactKind::awarded_at, "", "42", 42},
                      {FactKind::reversed_by, "", "42", -1},
                      {FactKind::reversed_by, "", "42.point", -1}};
    decision.awards = {award_of(Side::gives, "canteen", "point", "m001", "issuer", 15)};
    decision.awards[0].exact_numerator = 18;
    decision.awards[0].cut = {3};
    decision.groups = {{0, "h001", true}};
    decision.undone_units = {"point"};
    decision.service = ServiceCount::uncounted;
    decision.legs = {{"issuer", "point", {15}}, {"m001", "point", {-15}}};
    return entry;
}

Entry clock_entry() {
    auto entry = entry_of(13, claim_of(14, ClockContent{at("2026-01-05T09:00+08:00"), "clock-was-ahead"}));
    cosign_by(entry.signed_claim, {{CosignerCapacity::officer, second_key()}});
    return entry;
}

Entry settlement_entry() {
    auto entry = entry_of(52, claim_of(53, SettlementContent{51, id_number(52), SettlementOutcome::missed, 2,
                                                             at("2026-01-12T15:00+08:00"), "did-not-come"}));
    auto& decision = entry.decision;
    decision.facts = {{FactKind::hold_items, "", "51", 2}, {FactKind::hold_amount, "", "51", 7}};
    decision.awards = {award_of(Side::gets, "haircut", "point", "escrow", "m001", 6),
                       award_of(Side::neither, "haircut", "point", "escrow", "barber", 1)};
    decision.groups = {{0, "h001", true}};
    decision.legs = {{"barber", "point", {1}}, {"escrow", "point", {-7}}, {"m001", "point", {6}}};
    return entry;
}

std::vector<Sample> one_of_each_kind() {
    return {
        {"genesis", genesis_entry()},
        {"key", key_entry()},
        {"unit", unit_entry()},
        {"standard", standard_entry()},
        {"account", account_entry()},
        {"service", wide_service_entry()},
        {"redemption", redemption_entry()},
        {"reversal", reversal_entry()},
        {"opening", opening_entry()},
        {"transfer", transfer_entry()},
        {"merge", merge_entry()},
        {"ruling", ruling_entry()},
        {"clock", clock_entry()},
        {"settlement", settlement_entry()},
    };
}

Entry widest_service() {
    auto claim = claim_of(99, widest_content());
    claim.origin = std::string(limits::origin_characters, 'o');
    claim.acting_for = long_code('m', 0);
    claim.group = group_digest(first_key().public_key(), {claim.id});
    claim.cosigners.assign(limits::cosignatures, CosignerCapacity::coordinator);
    auto entry = entry_of(~0ull, claim);
    entry.recorded_at_unix_s = 1'767'500'000;
    for (std::uint8_t i = 0; i < limits::cosignatures; ++i) {
        auto key = signer_from_seed(digest_of("cosigner " + std::to_string(i))).value();
        cosign_claim(entry.signed_claim, CosignerCapacity::coordinator, *key).value();
    }
    entry.decision = decision_for(widest_content());
    return entry;
}

}  // namespace entry_tests
