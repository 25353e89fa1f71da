#pragma once

#include "decision/reader.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// LMDB 0.9 has no checksums, so a record is not trusted because it is in a table: every value is stored with
/// a check of its own (FORMAT.md, "The seal").
namespace timebank::store {

inline constexpr std::size_t seal_bytes = 8;

/// `value` as it is stored: followed by the first 8 bytes of
/// SHA-256(table number || key length, 2 bytes big-endian || key || value).
Bytes sealed(Table table, ByteView key, ByteView value);

/// The value without its seal, borrowed from `stored`; data_damaged when the seal is not the right one.
Result<ByteView> unsealed(Table table, ByteView key, ByteView stored);

}  // namespace timebank::store
