#pragma once

#include "decision/answer.hpp"
#include "decision/records.hpp"
#include "timebank/claim.hpp"

namespace timebank {

struct Admitted {
    std::optional<std::uint64_t> exists_at{};  ///< the claim is this entry already
};

/// Whether the claim may be asked at all: its ledger, its id, its time, who signed it and whether they may.
/// `origin` is the ledger's. `in_itself` is what was found wrong with the claim before the book was looked at
/// (group_incomplete, or signature_invalid by check_in_itself()); it counts in its place, so that a claim
/// which is there is never refused.
Result<Answer<Admitted>> admit(const Reader& reader, const std::string& origin, const SignedClaim& claim,
                               const std::optional<Refusal>& in_itself, std::int64_t recorded_at_unix_s);

/// signature_invalid when a signature does not verify or a field breaks its limit. Costs the arithmetic of
/// every signature; any thread.
std::optional<Refusal> check_in_itself(const SignedClaim& claim);

}  // namespace timebank
