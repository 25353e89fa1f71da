// Signing takes somebody who holds the key, not the key that everybody knows.
#include "timebank/claim.hpp"

auto sign(const timebank::Claim& claim, const timebank::Signer& signer) {
#ifdef MENDED
    return sign_claim(claim, signer);
#else
    return sign_claim(claim, signer.public_key());
#endif
}
