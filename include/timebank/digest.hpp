#pragma once

#include <initializer_list>

#include "timebank/bytes.hpp"

/// SHA-256 (FIPS 180-4) and commitments made of it.
#pragma GCC visibility push(default)
namespace timebank {

/// SHA-256 of the parts, one after the other. Any thread. Throws BadResult when the host's OpenSSL is out of
/// memory or set up without SHA-256: there is no digest that could stand in for the true one.
Digest sha256(ByteView bytes);
Digest sha256(std::initializer_list<ByteView> parts);

/// A commitment to a text that must not stand in the log: SHA-256("timebank/commitment/0" NUL || field || NUL
/// || salt || text). `salt` is 32 fresh random bytes per field, kept with the text; `field` is a code.
Digest commit(std::string_view field, const Digest& salt, ByteView text);

/// 32 bytes from the operating system's generator. io_failed when it has none to give.
Result<Digest> random_32_bytes();

}  // namespace timebank
#pragma GCC visibility pop
