#pragma once

#include <memory>

#include "crypto/openssl.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/signer.hpp"

/// What the key files need of the keys.
namespace timebank {

/// The private key of an RFC 8032 seed.
Result<openssl::Key> private_key_from_seed(const Digest& seed);

/// A private key from a fresh seed of the operating system's generator.
Result<openssl::Key> fresh_private_key();

/// Takes over an Ed25519 private key.
Result<std::unique_ptr<Signer>> signer_of(openssl::Key key);

}  // namespace timebank
