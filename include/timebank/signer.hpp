#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/id.hpp"
#include "timebank/time.hpp"

/// Ed25519 (RFC 8032, pure) keys: who holds one, and how it signs.
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

/// Something that signs: a key in memory, or a host's own HSM or agent. Implementations must be safe to call
/// from several threads. There is deliberately no function that takes a public key beside a private one.
class Signer {
  public:
    virtual ~Signer() = default;
    virtual PublicKey public_key() const = 0;
    /// The signature over `message`; whatever error the device gives.
    virtual Result<Signature> sign(ByteView message) const = 0;
};

/// A new key from the operating system's generator.
Result<std::unique_ptr<Signer>> generate_signer();

/// The key of an RFC 8032 seed of 32 bytes. For tests and for deriving keys from a secret one already keeps.
Result<std::unique_ptr<Signer>> signer_from_seed(const Digest& seed);

/// The key in a PKCS#8 PEM file. bad_key when the file can be read or written by group or others (the message
/// gives the chmod), is not an unencrypted Ed25519 key, or is not a regular file; not_found when it is
/// missing.
Result<std::unique_ptr<Signer>> load_signer(const std::filesystem::path& file);

/// Makes a new key and writes it as PKCS#8 PEM with mode 0600, synced; already_there rather than overwrite.
Result<std::unique_ptr<Signer>> create_key_file(const std::filesystem::path& file);

/// 64 hexadecimal digits.
std::string to_text(const PublicKey& key);
Result<PublicKey> parse_public_key(std::string_view text);

/// A fresh version 7 id at the clock's time.
Result<ClaimId> draw_claim_id(const Clock& clock);

}  // namespace timebank
#pragma GCC visibility pop
