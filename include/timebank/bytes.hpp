#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/error.hpp"

/// Bytes that are not text, and their two spellings.
#pragma GCC visibility push(default)
namespace timebank {

using Bytes = std::vector<std::uint8_t>;         ///< owned
using ByteView = std::span<const std::uint8_t>;  ///< borrowed: valid while its owner lives and is unchanged

/// A SHA-256 value: 32 bytes. All zero means "none" where a declaration says so.
using Digest = std::array<std::uint8_t, 32>;

/// The bytes of `text`, borrowed.
inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The characters of `bytes`, borrowed; the bytes need not be UTF-8.
inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(ByteView bytes);
/// The bytes of an even number of hexadecimal digits of either case; bad_encoding otherwise.
Result<Bytes> from_hex(std::string_view text);
/// A 32-byte value from 64 hexadecimal digits; bad_encoding otherwise.
Result<Digest> digest_from_hex(std::string_view text);

/// RFC 4648 section 4, padded.
std::string to_base64(ByteView bytes);
/// The inverse of to_base64. Refuses (bad_encoding) whatever does not re-encode to itself: missing or extra
/// padding, stray bits, line breaks.
Result<Bytes> from_base64(std::string_view text);

}  // namespace timebank
#pragma GCC visibility pop
