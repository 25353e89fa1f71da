#pragma once

#include "core/codec.hpp"
#include "timebank/decision.hpp"
#include "timebank/error.hpp"

namespace timebank::entry {

/// FORMAT.md section 4. The decision has passed check_decision().
Bytes encode_decision(const Decision& decision);

/// The inverse; bad_encoding unless `bytes` is exactly what encode_decision() writes.
Result<Decision> decode_decision(ByteView bytes);

}  // namespace timebank::entry
