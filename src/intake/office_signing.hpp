#pragma once

#include "timebank/correction.hpp"

namespace timebank::intake {

/// Signs the claim for whom it acts for, and has the second officer cosign where one is named: what the
/// office itself states, corrections and opening balances. Errors as sign_claim() and cosign_claim().
Result<SignedClaim> sign_by_office(Claim claim, const CorrectionSigning& signing);

}  // namespace timebank::intake
