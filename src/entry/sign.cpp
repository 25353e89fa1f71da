#include <algorithm>

#include "core/try.hpp"
#include "entry/check.hpp"
#include "entry/content.hpp"
#include "timebank/claim.hpp"
#include "timebank/digest.hpp"
#include "timebank/entry.hpp"
#include "timebank/signer.hpp"

// Who signs as what is part of what is signed: a receiver's confirmation can never be passed off as
// authorship.

namespace timebank {
namespace {

Bytes message(std::string_view capacity, const Bytes& body) {
    Encoder out;
    out.raw(bytes_of("timebank/sign/0/"));
    out.raw(bytes_of(capacity));
    out.u8(0);
    out.raw(body);
    return out.take();
}

auto place(const Cosignature& cosignature) {
    return std::pair(cosignature.capacity, cosignature.key);
}

}  // namespace

Digest group_digest(const PublicKey& author, const std::vector<ClaimId>& ids_in_order) {
    Encoder out;
    out.raw(bytes_of("timebank/group/0"));
    out.raw(author.bytes);
    for (const auto& id : ids_in_order) out.raw(id.bytes);
    return sha256(out.bytes());
}

Result<SignedClaim> sign_claim(Claim claim, const Signer& author) {
    claim.author = author.public_key();
    TIMEBANK_CHECK(entry::check_claim(claim));
    TIMEBANK_TRY(signature, author.sign(message("author", entry::encode_body(claim))));
    return SignedClaim{std::move(claim), signature, {}};
}

Result<void> cosign_claim(SignedClaim& claim, CosignerCapacity capacity, const Signer& cosigner) {
    // Nobody may be led to sign bytes of which a length has run over: they could be read as another claim.
    TIMEBANK_CHECK(entry::check_claim(claim.claim));
    const Cosignature unsigned_yet{capacity, cosigner.public_key(), {}};
    auto all = claim.cosignatures;
    auto here = std::lower_bound(all.begin(), all.end(), place(unsigned_yet),
                                 [](const auto& one, const auto& wanted) { return place(one) < wanted; });
    if (here != all.end() && place(*here) == place(unsigned_yet))
        return fail(Code::already_there, "这把密钥已以该身份会签",
                    "this key has cosigned in this capacity already");
    const auto asked = std::count(claim.claim.cosigners.begin(), claim.claim.cosigners.end(), capacity);
    const auto given =
        std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.capacity == capacity; });
    if (given >= asked)
        return fail(Code::invalid_argument,
                    "声明只要 {0} 个 {1} 会签：会签人须在签署前写进 cosigners，请先写明再重新签署",
                    "the claim asks for {0} cosignatures as {1}: who is to cosign stands in its cosigners "
                    "before it is signed; name them and sign it again",
                    {std::to_string(asked), to_text(capacity)});
    here = all.insert(here, unsigned_yet);
    TIMEBANK_TRY(signature, cosigner.sign(message(to_text(capacity), entry::encode_body(claim.claim))));
    here->signature = signature;
    claim.cosignatures = std::move(all);
    return {};
}

Result<void> verify_signatures(const SignedClaim& claim) {
    TIMEBANK_CHECK(entry::check_claim(claim.claim));
    const auto body = entry::encode_body(claim.claim);
    if (!verify_signature(claim.claim.author, message("author", body), claim.signature))
        return fail(Code::bad_proof, "签署人的签名不成立：声明在签署后被改动，或密钥不是 {}",
                    "the author's signature does not verify: the claim was altered after signing, or was not "
                    "signed by {}",
                    {to_text(claim.claim.author)});
    for (const auto& cosignature : claim.cosignatures)
        if (!verify_signature(cosignature.key, message(to_text(cosignature.capacity), body),
                              cosignature.signature))
            return Error{
                Code::bad_proof,
                say_with("会签（{0}，密钥 {1}）不成立", "the cosignature as {0} by {1} does not verify",
                         {in_words(cosignature.capacity), same_in_both(to_text(cosignature.key))})};
    return {};
}

}  // namespace timebank
