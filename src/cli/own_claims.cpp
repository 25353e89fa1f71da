#include "cli/own_claims.hpp"

#include <ctime>

namespace timebank::cli {

Result<OwnSigning> own_signing(const LedgerPlace& place, const Ledger& ledger) {
    OwnSigning signing;
    auto author = place.author();
    if (!author) return author.error();
    signing.author = std::move(*author);
    auto enrolled = ledger.key(signing.author->public_key());
    if (!enrolled) return enrolled.error();
    if (*enrolled) signing.owner = (*enrolled)->owner;
    if (place.second_key.empty()) return signing;
    auto second = load_signer(place.second_key);
    if (!second) return second.error();
    signing.second_officer = std::move(*second);
    return signing;
}

CivilTime now_here() {
    const std::time_t now = SystemClock().now_unix_s();
    std::tm local{};
    ::localtime_r(&now, &local);
    return {(now + local.tm_gmtoff) / 60, static_cast<std::int16_t>(local.tm_gmtoff / 60)};
}

Result<std::optional<ClaimId>> claim_id_for(const std::string& id, const std::string& at) {
    if (id.empty()) return std::optional<ClaimId>();
    if (at.empty())
        return fail(Code::invalid_argument, "--id 须与 --at 同用：否则再次提交时时间不同，就是另一份声明",
                    "--id takes --at too: without it the time is another when this is said again, and so is "
                    "the claim",
                    {});
    auto parsed = parse_claim_id(id);
    if (!parsed) return parsed.error();
    return std::optional(*parsed);
}

ClaimContent adoption_of(std::string_view document) {
    const auto bytes = bytes_of(document);
    return StandardContent{Bytes(bytes.begin(), bytes.end())};
}

Result<SignedClaim> sign_own(const OwnSigning& signing, const Ledger& ledger, ClaimContent content,
                             std::optional<ClaimId> id) {
    if (!id) {
        auto drawn = draw_claim_id(SystemClock());
        if (!drawn) return drawn.error();
        id = *drawn;
    }
    Claim claim;
    claim.origin = ledger.origin();
    claim.ledger = ledger.genesis_hash();
    if (signing.second_officer) claim.cosigners = {CosignerCapacity::officer};
    claim.id = *id;
    claim.acting_for = signing.owner;
    claim.content = std::move(content);
    auto signed_claim = sign_claim(std::move(claim), *signing.author);
    if (!signed_claim || !signing.second_officer) return signed_claim;
    if (auto cosigned = cosign_claim(*signed_claim, CosignerCapacity::officer, *signing.second_officer);
        !cosigned)
        return cosigned.error();
    return signed_claim;
}

Result<void> post_own(const LedgerPlace& place, Ledger& ledger, ClaimContent content, Shell& shell) {
    auto signing = own_signing(place, ledger);
    if (!signing) return signing.error();
    auto signed_claim = sign_own(*signing, ledger, std::move(content));
    if (!signed_claim) return signed_claim.error();
    auto result = ledger.post(*signed_claim);
    if (!result) return result.error();
    print_result(*result, shell);
    return checkpoint_if_possible(ledger, place, shell);
}

}  // namespace timebank::cli
