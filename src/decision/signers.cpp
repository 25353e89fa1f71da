#include "decision/signers.hpp"

#include "core/try.hpp"
#include "decision/authority.hpp"

namespace timebank {
namespace {

/// A member vouches for claims about themselves and for no others.
Result<void> add_signer(const Reader& reader, const PublicKey& key, const Claim& about, Signers& signers) {
    TIMEBANK_TRY(record, read_key(reader, key));
    if (!record) return {};
    if (record->role == Role::member) {
        TIMEBANK_TRY(owner, read_survivor(reader, record->owner));
        if (!is_concerned(about, owner)) return {};
        signers.members.insert(std::move(owner));
    }
    signers.roles.insert(record->role);
    return {};
}

/// Nobody is a second person to themselves, by another key either, nor to the app that acts for them.
Result<bool> is_second_person(const Reader& reader, const Claim& claim, const PublicKey& key) {
    if (key == claim.author) return false;
    TIMEBANK_TRY(cosigner, owner_of_key(reader, key));
    if (cosigner.empty()) return true;  // the office's
    TIMEBANK_TRY(author, owner_of_key(reader, claim.author));
    return cosigner != author && cosigner != claim.acting_for;
}

}  // namespace

Result<std::string> owner_of_key(const Reader& reader, const PublicKey& key) {
    TIMEBANK_TRY(record, read_key(reader, key));
    return read_survivor(reader, record ? record->owner : std::string());
}

Result<Signers> signers_about(const Reader& reader, const SignedClaim& claim, const Claim& about) {
    Signers signers;
    TIMEBANK_TRY(author, read_key(reader, claim.claim.author));
    signers.author_is_member = author && author->role == Role::member;
    TIMEBANK_CHECK(add_signer(reader, claim.claim.author, about, signers));
    for (const auto& cosignature : claim.cosignatures) {
        TIMEBANK_CHECK(add_signer(reader, cosignature.key, about, signers));
        TIMEBANK_TRY(second, is_second_person(reader, claim.claim, cosignature.key));
        if (second) signers.capacities.insert(cosignature.capacity);
    }
    return signers;
}

}  // namespace timebank
