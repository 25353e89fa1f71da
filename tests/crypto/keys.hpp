#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "timebank/bytes.hpp"
#include "timebank/signer.hpp"

/// Short spellings for known answers; each throws when its text is wrong.
namespace timebank::known {

inline PublicKey public_key(std::string_view hexadecimal) {
    return parse_public_key(hexadecimal).value();
}

inline Signature signature(std::string_view hexadecimal) {
    const Bytes bytes = from_hex(hexadecimal).value();
    Signature signature{};
    if (bytes.size() != signature.size()) throw std::invalid_argument("a signature has 64 bytes");
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    return signature;
}

inline std::unique_ptr<Signer> signer(std::string_view seed_hexadecimal) {
    return signer_from_seed(digest_from_hex(seed_hexadecimal).value()).value();
}

}  // namespace timebank::known
