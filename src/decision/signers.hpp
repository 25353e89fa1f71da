#pragma once

#include <set>
#include <string>

#include "decision/records.hpp"

namespace timebank {

/// Who signed a claim, as what a rule may ask: signed-by, cosigned, author-is-member, rules-alone.
struct Signers {
    std::set<Role> roles;                   ///< of members, only of those whom the claim concerns
    std::set<std::string> members;          ///< who those are
    std::set<CosignerCapacity> capacities;  ///< in which a second person has signed
    bool author_is_member = false;
    std::set<std::string> alone;  ///< of a ruling: whoever of the service's people makes it with nobody else
};

/// Of those who signed `claim`: what they vouch for of `about`, which is the claim itself or the one that it
/// is about.
Result<Signers> signers_about(const Reader& reader, const SignedClaim& claim, const Claim& about);

/// Whose key it is now; empty for the office's keys and for keys that are not enrolled.
Result<std::string> owner_of_key(const Reader& reader, const PublicKey& key);

}  // namespace timebank
