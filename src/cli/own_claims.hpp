#pragma once

#include <optional>
#include <vector>

#include "cli/shell.hpp"

/// Claims that the program itself makes, in the name of whoever holds the key at hand.
namespace timebank::cli {

/// Who signs: the author's key and whose it is, and the second officer's where one is named.
struct OwnSigning {
    std::unique_ptr<Signer> author;
    std::string owner;  ///< as enrolled; empty: the office
    std::unique_ptr<Signer> second_officer;
};

/// Loads the keys. bad_key as LedgerPlace::author().
Result<OwnSigning> own_signing(const LedgerPlace& place, const Ledger& ledger);

/// This machine's local time, with the offset it says it has.
CivilTime now_here();

/// The id that was asked for, or nothing for an empty text. invalid_argument when no time was: said again
/// later, it would be another claim with the same id.
Result<std::optional<ClaimId>> claim_id_for(const std::string& id, const std::string& at);

/// What adopts a standard.
ClaimContent adoption_of(std::string_view document);

/// One signed claim, for the office or in the author's own name. The id is drawn when none is given.
Result<SignedClaim> sign_own(const OwnSigning& signing, const Ledger& ledger, ClaimContent content,
                             std::optional<ClaimId> id = std::nullopt);

/// Signs one claim, posts it, prints the answer, and signs a checkpoint where that is possible.
Result<void> post_own(const LedgerPlace& place, Ledger& ledger, ClaimContent content, Shell& shell);

}  // namespace timebank::cli
