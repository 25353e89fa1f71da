#include "decision/random_log.hpp"

#include <stdexcept>

#include "decision/standards.hpp"
#include "timebank/digest.hpp"

namespace timebank::decision_test {
namespace {

constexpr std::string_view plain_credit = R"({"rules": [
    {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
    {"id": "thirds", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1/3"}},
      {"rounding": {"step": "0.01", "direction": "nearest", "ties": "even", "scope": "service"}},
      {"cap": "none"}]}]})";

constexpr std::string_view plain_redemption = R"({
    "catalogue": [{"item": "tea", "price": "1"}], "transfers": [{"id": "gift"}]})";

constexpr std::string_view strict_credit = R"({"rules": [
    {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "15", "at_cap": "overflow",
               "overflow_to": "pool-1"}}]},
    {"id": "thirds", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1/3"}},
      {"rounding": {"step": "0.05", "direction": "nearest", "ties": "even", "scope": "running_total",
                    "window": "life"}},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "6", "at_cap": "clip"}}]}]})";

constexpr std::string_view strict_redemption = R"({
    "catalogue": [{"item": "tea", "price": "1", "unlock": {"earned": "point", "at_least": "3"}, "limits": [
      {"id": "day", "key": "member", "window": "day", "limit": 3, "at_cap": "refuse"},
      {"id": "life", "key": "member", "window": "life", "limit": 9, "at_cap": "refuse"}]}],
    "transfers": [{"id": "gift", "limits": [
      {"id": "given", "key": "giver", "window": "day", "limit": "9", "at_cap": "refuse"},
      {"id": "got", "key": "receiver", "window": "life", "limit": "30", "at_cap": "refuse"}]}]})";

/// Needs tallies of every measure and bucket.
constexpr std::string_view curious_credit = R"({"rules": [
    {"id": "base", "steps": [
      {"gate": {"condition": {"earned": "coin", "at_least": "1"}, "otherwise": "refuse"}},
      {"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "9", "at_cap": "refuse"}}]},
    {"id": "thirds", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1/3"}},
      {"rounding": {"step": "1", "direction": "up", "scope": "running_total", "window": "life"}},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "9", "at_cap": "clip"}}]}]})";

constexpr std::string_view curious_redemption = R"({"catalogue": [{"item": "tea", "price": "1",
    "unlock": {"earned": "point", "at_least": "7"}, "limits": [
      {"id": "day", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"},
      {"id": "life", "key": "member", "window": "life", "limit": 9, "at_cap": "refuse"}]}],
    "transfers": [{"id": "gift", "limits": [
      {"id": "given-a-day", "key": "giver", "window": "day", "limit": "1", "at_cap": "refuse"},
      {"id": "given", "key": "giver", "window": "life", "limit": "1", "at_cap": "refuse"},
      {"id": "got-a-day", "key": "receiver", "window": "day", "limit": "1", "at_cap": "refuse"},
      {"id": "got", "key": "receiver", "window": "life", "limit": "1", "at_cap": "refuse"}]}]})";

std::string some_owner(std::mt19937& random) {
    return "v-" + std::to_string(1 + random() % 6);
}

std::string another_owner(std::mt19937& random, const std::string& owner) {
    for (;;)
        if (auto other = some_owner(random); other != owner) return other;
}

CivilTime some_time(std::mt19937& random) {
    auto time = parse_civil_time("2018-06-04T00:00+08:00").value();
    time.local_minutes += static_cast<std::int64_t>(random() % (5 * 24 * 60));
    return time;
}

ServiceContent some_service(std::mt19937& random) {
    ServiceContent service;
    service.category = "visit";
    service.actual.start = some_time(random);
    service.actual.end = service.actual.start;
    service.actual.end.local_minutes += static_cast<std::int64_t>(random() % 200);
    const auto first = some_owner(random);
    service.participants.push_back({first, "volunteer", {}, {}});
    if (random() % 3 == 0)
        service.participants.push_back({another_owner(random, first), "volunteer", {}, {}});
    return service;
}

RedemptionContent some_redemption(std::mt19937& random) {
    RedemptionContent redemption;
    redemption.owner = some_owner(random);
    redemption.item = "tea";
    redemption.quantity = random() % 2 == 0 ? 1 : 3;
    redemption.at = some_time(random);
    return redemption;
}

TransferContent some_transfer(std::mt19937& random) {
    TransferContent transfer;
    transfer.from = some_owner(random);
    transfer.to = another_owner(random, transfer.from);
    transfer.unit = "point";
    transfer.amount = {1 + static_cast<std::int64_t>(random() % 9)};
    transfer.at = some_time(random);
    transfer.purpose = "gift";
    return transfer;
}

OpeningContent some_opening(std::mt19937& random) {
    OpeningContent opening;
    opening.owner = some_owner(random);
    opening.issuer = "issuer";
    opening.unit = random() % 2 == 0 ? "point" : "coin";
    opening.amount = {1 + static_cast<std::int64_t>(random() % 50)};
    opening.source = sha256(bytes_of("an old sheet"));
    return opening;
}

ReversalContent some_reversal(std::mt19937& random, const std::vector<Entry>& accepted) {
    const auto& entry = accepted[random() % accepted.size()];
    ReversalContent reversal{entry.index, entry.signed_claim.claim.id, "slip"};
    if (random() % 3 == 0) reversal.units.push_back("coin");
    if (random() % 3 == 0) reversal.units.push_back("point");
    return reversal;
}

ClaimContent some_content(std::mt19937& random, const std::vector<Entry>& accepted) {
    const auto kind = random() % 40;
    if (kind == 0) {
        const auto owner = some_owner(random);
        return MergeContent{owner, another_owner(random, owner), "registered-twice"};
    }
    if (kind < 4) return some_opening(random);
    if (kind < 10) return some_redemption(random);
    if (kind < 17) return some_transfer(random);
    if (kind < 24 && !accepted.empty()) return some_reversal(random, accepted);
    return some_service(random);
}

}  // namespace

void adopt(Book& book, StandardKind kind, std::string_view from, std::string_view part) {
    const auto document = standard_document(kind, from, part);
    book.must_post(StandardContent{Bytes(document.begin(), document.end())});
}

void open_accounts(Book& book) {
    for (const auto& [code, minor_units] : {std::pair("point", 1), {"hour", 60}, {"coin", 100}})
        book.must_post(UnitContent{code, minor_units, 0, {code, code}});
    book.must_post(AccountContent{"issuer", AccountClass::issuer, {}});
    book.must_post(AccountContent{"canteen-1", AccountClass::provider, {}});
    book.must_post(AccountContent{"pool-1", AccountClass::pool, {}});
    for (int i = 1; i <= 6; ++i)
        book.must_post(AccountContent{"v-" + std::to_string(i), AccountClass::member, {}});
    Claim claim;
    claim.origin = origin;
    claim.id = id_of("the second officer");
    claim.cosigners = {CosignerCapacity::key_holder};
    claim.content = KeyContent{signer("of-2").public_key(), Role::officer, ""};
    auto signed_claim = sign_claim(std::move(claim), signer("op")).value();
    cosign_claim(signed_claim, CosignerCapacity::key_holder, signer("of-2")).value();
    if (book.post(signed_claim).refusal) throw std::logic_error("the second officer was refused");
}

void adopt_plain_editions(Book& book) {
    adopt(book, StandardKind::credit, "2018-01-01", plain_credit);
    adopt(book, StandardKind::redemption, "2018-01-01", plain_redemption);
}

void adopt_strict_editions(Book& book) {
    adopt(book, StandardKind::credit, "2018-01-01", strict_credit);
    adopt(book, StandardKind::redemption, "2018-01-01", strict_redemption);
}

void adopt_curious_editions(Book& book) {
    adopt(book, StandardKind::credit, "2100-01-01", curious_credit);
    adopt(book, StandardKind::redemption, "2100-01-01", curious_redemption);
}

std::vector<Entry> post_at_random(Book& book, unsigned seed, int claims) {
    std::mt19937 random(seed);
    std::vector<Entry> accepted;
    for (int i = 0; i < claims; ++i) {
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("post " + std::to_string(i));
        claim.author = signer("op").public_key();
        claim.cosigners = {CosignerCapacity::officer};
        claim.content = some_content(random, accepted);
        if (random() % 4 == 0) claim.batch = {static_cast<std::uint8_t>(1 + random() % 3)};
        const Cosignature second{CosignerCapacity::officer, signer("of-2").public_key(), {}};
        const auto answer = book.post({claim, {}, {second}}, false);
        if (!answer.refusal) accepted.push_back(answer.entry);
    }
    return accepted;
}

}  // namespace timebank::decision_test
