#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// Ed25519 (RFC 8032, pure) public keys, and whether a signature is theirs; who holds the other half is in
/// timebank/signer.hpp.
#pragma GCC visibility push(default)
namespace timebank {

struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

using Signature = std::array<std::uint8_t, 64>;

/// Done when the key may be enrolled and its signatures believed; bad_key for the encodings of the eight
/// points of small order and for y >= 2^255 - 19. OpenSSL refuses none of them, and with the identity point
/// one constant signature verifies for every message ("Taming the many EdDSAs", Chalkias et al.).
Result<void> check_public_key(const PublicKey& key);

/// Whether `signature` is `key`'s over `message`; false for a key that check_public_key() refuses. Any
/// thread.
bool verify_signature(const PublicKey& key, ByteView message, const Signature& signature);

/// 64 hexadecimal digits.
std::string to_text(const PublicKey& key);
Result<PublicKey> parse_public_key(std::string_view text);

}  // namespace timebank
#pragma GCC visibility pop
