#include "intake/office_signing.hpp"

#include "core/try.hpp"

namespace timebank::intake {

Result<SignedClaim> sign_by_office(Claim claim, const CorrectionSigning& signing) {
    claim.capacity = claim.acting_for == signing.author_owner ? Capacity::self : Capacity::agent;
    claim.cosigners.clear();
    if (signing.second_officer != nullptr) claim.cosigners = {CosignerCapacity::officer};
    TIMEBANK_TRY(signed_claim, sign_claim(std::move(claim), *signing.author));
    if (signing.second_officer != nullptr)
        TIMEBANK_CHECK(cosign_claim(signed_claim, CosignerCapacity::officer, *signing.second_officer));
    return signed_claim;
}

}  // namespace timebank::intake
