#include "workload.hpp"

#include <stdlib.h>

#include <string>
#include <system_error>

#include "timebank/digest.hpp"

namespace timebank::benchmarks {
namespace {

constexpr std::size_t volunteers = 50;

constexpr std::string_view standard = R"({
  "language": 1, "kind": "credit", "id": "bench-credit", "edition": "1", "effective_from": "2020-01-01",
  "edition_date": "occurrence", "title": {"zh": "基准", "en": "benchmark"},
  "units": {"point": 1, "hour": 60}, "issuer": "issuer",
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [
    {"id": "hours", "name": {"zh": "时长", "en": "hours"}, "categories": "all", "roles": ["volunteer"], "unit": "hour",
     "steps": [{"tariff": {"per": "hour", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
    {"id": "points", "name": {"zh": "积分", "en": "points"}, "categories": ["canteen"], "roles": ["volunteer"],
     "unit": "point", "steps": [
       {"tariff": {"per": "hour", "amount": "6"}},
       {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
       {"cap": {"id": "daily", "key": "member", "window": "day", "limit": "1000000", "at_cap": "clip"}}]}],
  "examples": []
})";

std::shared_ptr<const Signer> shared_signer(std::uint8_t number) {
    Digest seed{};
    seed.fill(number);
    return signer_from_seed(seed).value();
}

std::string volunteer(std::uint64_t number) {
    return "v-" + std::to_string(100 + number % volunteers);
}

void must_accept(const std::vector<PostResult>& results) {
    for (const auto& result : results)
        if (result.outcome != PostOutcome::accepted)
            throw BadResult(Error{Code::broken_invariant, explain_refusal(result.refusal)});
}

}  // namespace

Community::Community(const std::filesystem::path& folder) : folder_(folder / "ledger") {
    Digest seed{};
    seed.fill(1);
    operator_signer_ = signer_from_seed(seed).value();
    LedgerOptions options;
    options.anchor = folder / "anchor";
    options.log_signer = shared_signer(2);
    ledger_ =
        Ledger::found(folder_, Founding{"bench.example/timebank", shared_signer(1), {}, 0}, options).value();
    std::vector<SignedClaim> setup;
    setup.push_back(sign(UnitContent{"point", 1, 0, {"积分", "point"}}));
    setup.push_back(sign(UnitContent{"hour", 60, 60, {"小时", "hour"}}));
    setup.push_back(sign(AccountContent{"issuer", AccountClass::issuer, {}}));
    for (std::uint64_t i = 0; i < volunteers; ++i)
        setup.push_back(sign(AccountContent{volunteer(i), AccountClass::member, {}}));
    const auto document = bytes_of(standard);
    setup.push_back(sign(StandardContent{Bytes(document.begin(), document.end())}));
    must_accept(ledger_->post(setup).value());
}

SignedClaim Community::sign(ClaimContent content) {
    Claim claim;
    claim.origin = ledger_->origin();
    claim.ledger = ledger_->genesis_hash();
    claim.id = claim_id_from_digest(sha256(bytes_of("bench/" + std::to_string(next_id_++))));
    claim.content = std::move(content);
    return sign_claim(std::move(claim), *operator_signer_).value();
}

std::vector<SignedClaim> Community::services(std::size_t count) {
    const auto first_day = parse_civil_time("2020-01-01T08:00+08:00").value();
    std::vector<SignedClaim> claims;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = next_service_++;
        ServiceContent service;
        service.category = "canteen";
        service.actual.start = first_day;
        service.actual.start.local_minutes += static_cast<std::int64_t>(number / volunteers % 2000) * 24 * 60;
        service.actual.end = service.actual.start;
        service.actual.end.local_minutes += 150;
        service.participants.push_back({volunteer(number), "volunteer", {}, {}});
        claims.push_back(sign(std::move(service)));
    }
    return claims;
}

}  // namespace timebank::benchmarks
