#include "timebank/limits.hpp"
#include "catch.hpp"
#include "entry/edges.hpp"

// Each limit of timebank/claim.hpp at its edge and one past it.

using namespace timebank;
using namespace entry_tests;
namespace limits = timebank::limits;

namespace {

template <class Content>
Content& content_of(Entry& entry) {
    return std::get<Content>(entry.signed_claim.claim.content);
}

/// `count` codes in order.
std::vector<std::string> codes(std::int64_t count) {
    std::vector<std::string> all;
    for (std::int64_t i = 0; i < count; ++i) all.push_back("x" + std::to_string(1'000 + i));
    return all;
}

template <class Content>
void set_facts(Entry& entry, std::int64_t count) {
    content_of<Content>(entry).facts.clear();
    for (auto& code : codes(count)) content_of<Content>(entry).facts.push_back({code, 0});
}
void set_facts_of(Participant& participant, std::int64_t count) {
    participant.facts.clear();
    for (auto& code : codes(count)) participant.facts.push_back({code, 0});
}
template <class Content>
void set_commitments(Entry& entry, std::int64_t count) {
    content_of<Content>(entry).commitments.clear();
    for (auto& code : codes(count)) content_of<Content>(entry).commitments.push_back({code, {}});
}

/// A service of that many minutes, agreed or done.
Interval lasting(std::int64_t minutes) {
    const CivilTime start{29'000'000, 480};
    return {start, {start.local_minutes + minutes, 480}};
}

void set_recovery_keys(Entry& entry, std::int64_t count) {
    auto& content = content_of<GenesisContent>(entry);
    content.recovery_keys = keys(count);
    content.recovery_threshold = 1;
}

std::vector<Edge> head_edges() {
    auto claim = [](Entry& entry) -> Claim& { return entry.signed_claim.claim; };
    return {
        {"origin", "unit", 100, 101, [=](Entry& e, std::int64_t n) { claim(e).origin = letters(n); }},
        {"origin", "unit", 1, 0, [=](Entry& e, std::int64_t n) { claim(e).origin = letters(n); }},
        {"id", "unit", 0x70, 0x60,
         [=](Entry& e, std::int64_t n) { claim(e).id.bytes[6] = static_cast<std::uint8_t>(n); }},
        {"id", "unit", 0x80, 0x90,
         [=](Entry& e, std::int64_t n) { claim(e).id.bytes[6] = static_cast<std::uint8_t>(n); }},
        {"acting_for", "unit", 40, 41, [=](Entry& e, std::int64_t n) { claim(e).acting_for = letters(n); }},
        {"capacity", "unit", 2, 3,
         [=](Entry& e, std::int64_t n) { claim(e).capacity = static_cast<Capacity>(n); }},
        {"capacity", "unit", 1, 0,
         [=](Entry& e, std::int64_t n) { claim(e).capacity = static_cast<Capacity>(n); }},
        {"cosigners", "unit", 16, 17,
         [=](Entry& e, std::int64_t n) {
             claim(e).cosigners.assign(static_cast<std::size_t>(n), CosignerCapacity::receiver);
         }},
        {"cosigners", "unit", 1, 5,
         [=](Entry& e, std::int64_t n) { claim(e).cosigners = {static_cast<CosignerCapacity>(n)}; }},
        {"cosigners", "unit", 3, 1,
         [=](Entry& e, std::int64_t n) {
             claim(e).cosigners = {CosignerCapacity::coordinator, static_cast<CosignerCapacity>(n)};
         }},
        {"valid_until", "unit", 0, -1, [=](Entry& e, std::int64_t n) { claim(e).valid_until_unix_s = n; }},
    };
}

std::vector<Edge> genesis_and_key_edges() {
    return {
        {"recovery_keys", "genesis", 16, 17, set_recovery_keys},
        {"recovery_threshold", "genesis", 2, 3,
         [](Entry& e, std::int64_t n) {
             content_of<GenesisContent>(e).recovery_threshold = static_cast<std::uint8_t>(n);
         }},
        {"recovery_threshold", "genesis", 1, 0,
         [](Entry& e, std::int64_t n) {
             content_of<GenesisContent>(e).recovery_threshold = static_cast<std::uint8_t>(n);
         }},
        {"role", "key", 2, 1,
         [](Entry& e, std::int64_t n) { content_of<KeyContent>(e).role = static_cast<Role>(n); }},
        {"role", "key", 5, 6,
         [](Entry& e, std::int64_t n) { content_of<KeyContent>(e).role = static_cast<Role>(n); }},
        {"owner", "key", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<KeyContent>(e).owner = letters(n); }},
        {"owner", "key", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<KeyContent>(e).owner = letters(n); }},
    };
}

std::vector<Edge> unit_standard_account_edges() {
    return {
        {"code", "unit", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).code = letters(n); }},
        {"code", "unit", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).code = letters(n); }},
        {"minor_units_in_one", "unit", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).minor_units_in_one = n; }},
        {"minor_units_in_one", "unit", 1'000'000, 1'000'001,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).minor_units_in_one = n; }},
        {"name", "unit", 64, 65,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).name.zh = letters(n); }},
        {"name", "unit", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).name.en = letters(n); }},
        {"name", "unit", 0x20, 0x1f,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).name.en = static_cast<char>(n); }},
        {"name", "unit", 0x7e, 0x7f,
         [](Entry& e, std::int64_t n) { content_of<UnitContent>(e).name.en = static_cast<char>(n); }},
        {"document", "standard", 49'152, 49'153,
         [](Entry& e, std::int64_t n) {
             content_of<StandardContent>(e).document = Bytes(static_cast<std::size_t>(n));
         }},
        {"document", "standard", 1, 0,
         [](Entry& e, std::int64_t n) {
             content_of<StandardContent>(e).document = Bytes(static_cast<std::size_t>(n));
         }},
        {"owner", "account", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<AccountContent>(e).owner = letters(n); }},
        {"class", "account", 8, 9,
         [](Entry& e, std::int64_t n) {
             content_of<AccountContent>(e).account_class = static_cast<AccountClass>(n);
         }},
        {"class", "account", 1, 0,
         [](Entry& e, std::int64_t n) {
             content_of<AccountContent>(e).account_class = static_cast<AccountClass>(n);
         }},
        {"tags", "account", 32, 33,
         [](Entry& e, std::int64_t n) { content_of<AccountContent>(e).tags = codes(n); }},
        {"tags", "account", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<AccountContent>(e).tags = {letters(n)}; }},
        {"member_of", "account", 16, 17,
         [](Entry& e, std::int64_t n) { content_of<AccountContent>(e).member_of = codes(n); }},
        {"member_of", "account", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<AccountContent>(e).member_of = {letters(n)}; }},
        // The owner is m001.
        {"member_of", "account", 0, 1,
         [](Entry& e, std::int64_t n) {
             content_of<AccountContent>(e).member_of = {"m00" + std::to_string(n)};
         }},
        {"commitments", "account", 32, 33, set_commitments<AccountContent>},
        {"commitments", "account", 40, 41,
         [](Entry& e, std::int64_t n) {
             content_of<AccountContent>(e).commitments = {{letters(n), {}}};
         }},
    };
}

std::vector<Edge> service_edges() {
    auto service = [](Entry& entry) -> ServiceContent& { return content_of<ServiceContent>(entry); };
    return {
        {"category", "service", 40, 41, [=](Entry& e, std::int64_t n) { service(e).category = letters(n); }},
        {"category", "service", 1, 0, [=](Entry& e, std::int64_t n) { service(e).category = letters(n); }},
        {"agreed.end", "service", 44'640, 44'641,
         [=](Entry& e, std::int64_t n) { service(e).agreed = lasting(n); }},
        {"actual.end", "service", 44'640, 44'641,
         [=](Entry& e, std::int64_t n) { service(e).actual = lasting(n); }},
        {"actual.end", "service", 0, -1, [=](Entry& e, std::int64_t n) { service(e).actual = lasting(n); }},
        {"actual.start", "service", -36'816'480, -36'816'481,
         [=](Entry& e, std::int64_t n) {
             service(e).actual = {{n, 0}, {-36'816'480, 0}};
         }},
        {"actual.end", "service", 120'968'639, 120'968'640,
         [=](Entry& e, std::int64_t n) {
             service(e).actual = {{120'968'639, 0}, {n, 0}};
         }},
        {"actual.start", "service", 1'080, 1'081,
         [=](Entry& e, std::int64_t n) {
             service(e).actual.start = {service(e).actual.end.local_minutes, static_cast<std::int16_t>(n)};
         }},
        {"place", "service", 40, 41, [=](Entry& e, std::int64_t n) { service(e).place = letters(n); }},
        {"on_behalf_of", "service", 40, 41,
         [=](Entry& e, std::int64_t n) { service(e).on_behalf_of = letters(n); }},
    };
}

std::vector<Edge> participant_edges() {
    auto service = [](Entry& entry) -> ServiceContent& { return content_of<ServiceContent>(entry); };
    return {
        {"participants", "service", 200, 201,
         [=](Entry& e, std::int64_t n) {
             service(e).participants.assign(static_cast<std::size_t>(n), service(e).participants[0]);
         }},
        {"participants", "service", 1, 0,
         [=](Entry& e, std::int64_t n) { service(e).participants.resize(static_cast<std::size_t>(n)); }},
        {"participants.owner", "service", 40, 41,
         [=](Entry& e, std::int64_t n) { service(e).participants[1].owner = letters(n); }},
        {"participants.role", "service", 1, 0,
         [=](Entry& e, std::int64_t n) { service(e).participants[1].role = letters(n); }},
        {"participants.own_minutes", "service", 0xfffffffe, 0xffffffff,
         [=](Entry& e, std::int64_t n) {
             service(e).participants[0].own_minutes = static_cast<std::uint32_t>(n);
         }},
        {"participants.evidence.kind", "service", 6, 7,
         [=](Entry& e, std::int64_t n) {
             service(e).participants[0].evidence.kind = static_cast<EvidenceKind>(n);
         }},
        {"participants.evidence.digest", "service", 1, 0,
         [=](Entry& e, std::int64_t n) {
             auto& evidence = service(e).participants[0].evidence;
             evidence = {EvidenceKind::paper_confirmation, 0, {}};
             evidence.digest[31] = static_cast<std::uint8_t>(n);
         }},
        {"participants.facts", "service", 32, 33,
         [=](Entry& e, std::int64_t n) { set_facts_of(service(e).participants[1], n); }},
        {"facts", "service", 32, 33, set_facts<ServiceContent>},
        {"facts", "service", 40, 41,
         [=](Entry& e, std::int64_t n) {
             service(e).facts = {{letters(n), 0}};
         }},
        {"commitments", "service", 32, 33, set_commitments<ServiceContent>},
        {"commitments", "service", 1, 0,
         [=](Entry& e, std::int64_t n) {
             service(e).commitments = {{letters(n), {}}};
         }},
    };
}

std::vector<Edge> other_edges() {
    auto redemption = [](Entry& entry) -> RedemptionContent& { return content_of<RedemptionContent>(entry); };
    return {
        {"owner", "redemption", 1, 0, [=](Entry& e, std::int64_t n) { redemption(e).owner = letters(n); }},
        {"item", "redemption", 40, 41, [=](Entry& e, std::int64_t n) { redemption(e).item = letters(n); }},
        {"quantity", "redemption", 1, 0,
         [=](Entry& e, std::int64_t n) { redemption(e).quantity = static_cast<std::uint32_t>(n); }},
        {"at", "redemption", -1'080, -1'081,
         [=](Entry& e, std::int64_t n) { redemption(e).at.offset_minutes = static_cast<std::int16_t>(n); }},
        {"receiver", "redemption", 40, 41,
         [=](Entry& e, std::int64_t n) { redemption(e).receiver = letters(n); }},
        {"facts", "redemption", 32, 33, set_facts<RedemptionContent>},
        {"commitments", "redemption", 32, 33, set_commitments<RedemptionContent>},
        {"reason", "reversal", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<ReversalContent>(e).reason = letters(n); }},
        {"reason", "reversal", 1, 0,
         [](Entry& e, std::int64_t n) { content_of<ReversalContent>(e).reason = letters(n); }},
        {"units", "reversal", 16, 17,
         [](Entry& e, std::int64_t n) { content_of<ReversalContent>(e).units = codes(n); }},
        {"units", "reversal", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<ReversalContent>(e).units = {letters(n)}; }},
    };
}

std::vector<Edge> opening_edges() {
    auto opening = [](Entry& entry) -> OpeningContent& { return content_of<OpeningContent>(entry); };
    return {
        {"owner", "opening", 40, 41, [=](Entry& e, std::int64_t n) { opening(e).owner = letters(n); }},
        {"owner", "opening", 1, 0, [=](Entry& e, std::int64_t n) { opening(e).owner = letters(n); }},
        {"issuer", "opening", 1, 0, [=](Entry& e, std::int64_t n) { opening(e).issuer = letters(n); }},
        // The owner is m001.
        {"issuer", "opening", 2, 1,
         [=](Entry& e, std::int64_t n) { opening(e).issuer = "m00" + std::to_string(n); }},
        {"unit", "opening", 1, 0, [=](Entry& e, std::int64_t n) { opening(e).unit = letters(n); }},
        {"minor_units", "opening", 1, 0,
         [=](Entry& e, std::int64_t n) { opening(e).amount.minor_units = n; }},
        {"minor_units", "opening", -1, 0,
         [=](Entry& e, std::int64_t n) { opening(e).amount.minor_units = n; }},
        {"lot_date", "opening", -25'567, -25'568,
         [=](Entry& e, std::int64_t n) { opening(e).lot_date.days = static_cast<std::int32_t>(n); }},
        {"lot_date", "opening", 84'005, 84'006,
         [=](Entry& e, std::int64_t n) { opening(e).lot_date.days = static_cast<std::int32_t>(n); }},
        {"lot_date", "opening", 0, 0x7fffffff,
         [=](Entry& e, std::int64_t n) { opening(e).lot_date.days = static_cast<std::int32_t>(n); }},
        {"source", "opening", 1, 0,
         [=](Entry& e, std::int64_t n) {
             opening(e).source = {};
             opening(e).source[31] = static_cast<std::uint8_t>(n);
         }},
    };
}

std::vector<Edge> transfer_merge_and_ruling_edges() {
    auto transfer = [](Entry& entry) -> TransferContent& { return content_of<TransferContent>(entry); };
    auto merge = [](Entry& entry) -> MergeContent& { return content_of<MergeContent>(entry); };
    return {
        {"from", "transfer", 1, 0, [=](Entry& e, std::int64_t n) { transfer(e).from = letters(n); }},
        {"to", "transfer", 40, 41, [=](Entry& e, std::int64_t n) { transfer(e).to = letters(n); }},
        // The giver is m001.
        {"to", "transfer", 2, 1,
         [=](Entry& e, std::int64_t n) { transfer(e).to = "m00" + std::to_string(n); }},
        {"unit", "transfer", 40, 41, [=](Entry& e, std::int64_t n) { transfer(e).unit = letters(n); }},
        {"minor_units", "transfer", 1, 0,
         [=](Entry& e, std::int64_t n) { transfer(e).amount.minor_units = n; }},
        {"minor_units", "transfer", 1, -1,
         [=](Entry& e, std::int64_t n) { transfer(e).amount.minor_units = n; }},
        {"at", "transfer", 1'080, 1'081,
         [=](Entry& e, std::int64_t n) { transfer(e).at.offset_minutes = static_cast<std::int16_t>(n); }},
        {"purpose", "transfer", 1, 0, [=](Entry& e, std::int64_t n) { transfer(e).purpose = letters(n); }},
        {"facts", "transfer", 32, 33, set_facts<TransferContent>},
        {"commitments", "transfer", 32, 33, set_commitments<TransferContent>},
        {"owner", "merge", 40, 41, [=](Entry& e, std::int64_t n) { merge(e).owner = letters(n); }},
        {"into", "merge", 1, 0, [=](Entry& e, std::int64_t n) { merge(e).into = letters(n); }},
        // The owner is m009.
        {"into", "merge", 8, 9, [=](Entry& e, std::int64_t n) { merge(e).into = "m00" + std::to_string(n); }},
        {"reason", "merge", 1, 0, [=](Entry& e, std::int64_t n) { merge(e).reason = letters(n); }},
        {"outcome", "ruling", 5, 6,
         [](Entry& e, std::int64_t n) {
             content_of<RulingContent>(e).outcome = static_cast<RulingOutcome>(n);
         }},
        {"reason", "ruling", 40, 41,
         [](Entry& e, std::int64_t n) { content_of<RulingContent>(e).reason = letters(n); }},
    };
}

}  // namespace

TEST_CASE("limits of every claim") {
    check_edges(head_edges(), true);
}
TEST_CASE("limits of the office's claims") {
    check_edges(genesis_and_key_edges(), true);
    check_edges(unit_standard_account_edges(), true);
}
TEST_CASE("limits of a service") {
    check_edges(service_edges(), true);
    check_edges(participant_edges(), true);
}
TEST_CASE("limits of a redemption and a reversal") {
    check_edges(other_edges(), true);
}
TEST_CASE("limits of an opening, a transfer, a merge and a ruling") {
    check_edges(opening_edges(), true);
    check_edges(transfer_merge_and_ruling_edges(), true);
}
TEST_CASE("a claim past a limit is neither cosigned nor verified") {
    auto signed_claim = sample_entry("unit").signed_claim;
    std::get<UnitContent>(signed_claim.claim.content).code = letters(256 + 4);
    check_names_field(cosign_claim(signed_claim, CosignerCapacity::coordinator, second_key()), "code");
    CHECK(signed_claim.cosignatures.empty());
    check_names_field(verify_signatures(signed_claim), "code");
}

TEST_CASE("the seventeenth cosignature and one in an unknown capacity are refused and change nothing") {
    auto full = widest_service().signed_claim;
    const auto before = full;
    REQUIRE(full.cosignatures.size() == limits::cosignatures);
    const auto more = cosign_claim(full, CosignerCapacity::coordinator, second_key());
    REQUIRE_FALSE(more);
    CHECK(more.error().text.en.starts_with("the claim asks for 16 cosignatures as coordinator"));
    CHECK(full == before);
    auto alone = sample_entry("unit").signed_claim;
    const auto unknown = cosign_claim(alone, static_cast<CosignerCapacity>(5), second_key());
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Code::invalid_argument);
    CHECK(alone.cosignatures.empty());
}
