#pragma once

#include "core/codec.hpp"
#include "timebank/claim.hpp"

namespace timebank::entry {

/// The claim's body: what is signed. FORMAT.md section 1 and 2.
Bytes encode_body(const Claim& claim);

/// The inverse; bad_encoding unless `bytes` is exactly what encode_body() writes for a claim that keeps its
/// limits.
Result<Claim> decode_body(ByteView bytes);

}  // namespace timebank::entry
