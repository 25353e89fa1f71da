#pragma once

#include "decision/answer.hpp"
#include "decision/records.hpp"
#include "timebank/claim.hpp"

namespace timebank {

/// Which ledger it is. The origin is for people; two ledgers may have one.
struct LedgerIdentity {
    std::string origin;
    Digest genesis{};  ///< RFC 6962 leaf hash of entry 0
};

struct Admitted {
    std::optional<std::uint64_t> exists_at{};  ///< the claim is this entry already
};

/// Whether the claim may be asked at all: its ledger, its id, its time, who signed it and whether they may.
/// `in_itself` is what was found wrong with the claim before the book was looked at
/// (group_incomplete, or signature_invalid by check_in_itself()); it counts in its place, so that a claim
/// which is there is never refused.
Result<Answer<Admitted>> admit(const Reader& reader, const LedgerIdentity& ledger, const SignedClaim& claim,
                               const std::optional<Refusal>& in_itself, std::int64_t recorded_at_unix_s);

/// Which entry has this id among the claims of the author's; nothing when the key is not enrolled.
Result<std::optional<std::uint64_t>> find_claim(const Reader& reader, const ClaimId& id,
                                                const PublicKey& author);

/// signature_invalid when a signature does not verify or a field breaks its limit. Costs the arithmetic of
/// every signature; any thread.
std::optional<Refusal> check_in_itself(const SignedClaim& claim);

}  // namespace timebank
