#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Undoes what one entry moved, whole or in some units.
template <>
struct Kind<ReversalContent> : OfficeBusiness, EnrolsNoKey, NoStandardDecides, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self, .officer = May::self};
    /// As what it undoes did.
    static Result<bool> takes_two_officers(const ReversalContent& content, const Reader& reader);
    static Result<std::optional<Claim>> claim_decided(const ReversalContent& content, const Reader& reader);
    static Result<Signers> signers(const ReversalContent&, const SignedClaim& claim, const Reader& reader) {
        return signers_about(reader, claim, claim.claim);
    }
    static std::optional<std::uint64_t> subject(const ReversalContent& content) {
        return content.entry_index;
    }
    static Verdict decide(const ReversalContent& content, const Deciding& deciding);
    static Applied apply(const ReversalContent& content, const Applying& applying);
};

}  // namespace timebank
