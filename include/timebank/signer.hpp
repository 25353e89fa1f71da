#pragma once

#include <filesystem>
#include <memory>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/id.hpp"
#include "timebank/public_key.hpp"
#include "timebank/time.hpp"

/// Who holds an Ed25519 key (RFC 8032, pure), and how it signs.
#pragma GCC visibility push(default)
namespace timebank {

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
/// It belongs to the owner of its folder; a creation that is cut short leaves no file where the file system
/// has files without names (O_TMPFILE).
Result<std::unique_ptr<Signer>> create_key_file(const std::filesystem::path& file);

/// Makes a folder for keys that only its owner may enter, and those above it that are missing; they belong to
/// the owner of the folder that they lie in. One that was there keeps its modes.
Result<void> create_key_folder(const std::filesystem::path& folder);

/// A fresh version 7 id at the clock's time.
Result<ClaimId> draw_claim_id(const Clock& clock);

}  // namespace timebank
#pragma GCC visibility pop
