#pragma once

#include <cstdint>

#include "timebank/bytes.hpp"
#include "timebank/claim.hpp"
#include "timebank/decision.hpp"
#include "timebank/error.hpp"

/// Entries: accepted claims with their decisions, as they stand in the log. src/entry/FORMAT.md has the
/// bytes.
#pragma GCC visibility push(default)
namespace timebank {

struct Entry {
    std::uint64_t index = 0;  ///< its place in the log, from 0
    std::int64_t recorded_at_unix_s = 0;
    SignedClaim signed_claim;
    Decision decision;
    friend bool operator==(const Entry&, const Entry&) = default;
};

/// The entry's one encoding: the leaf of the log. invalid_argument when a field breaks a limit of
/// timebank/claim.hpp or the whole exceeds limits::entry_bytes.
Result<Bytes> encode_entry(const Entry& entry);

/// The inverse, for bytes from anywhere. bad_encoding unless they are exactly what encode_entry() writes.
/// Signatures are not checked here: see verify_signatures().
Result<Entry> decode_entry(ByteView bytes);

/// bad_proof unless the author's signature and every cosignature verify over the claim's body;
/// invalid_argument when the claim breaks a limit, so that it has no body. Whether those keys were enrolled
/// is the ledger's question, not this one's.
Result<void> verify_signatures(const SignedClaim& claim);

}  // namespace timebank
#pragma GCC visibility pop
