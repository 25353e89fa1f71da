#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/entry.hpp"
#include "timebank/error.hpp"

/// Receipts: a C2SP tlog-proof file that proves, without a database, that one entry is in the log. A timebank
/// receipt carries the entry itself in the `extra` line, so that one small file says what was recorded and
/// proves it. Pure functions; any thread.
#pragma GCC visibility push(default)
namespace timebank {

/// A tlog-proof as it stands in the file.
struct TlogProof {
    Bytes extra;  ///< empty when the line is absent; unauthenticated until hashed
    std::uint64_t index = 0;
    std::vector<Digest> siblings;   ///< from the leaf upward
    std::string signed_checkpoint;  ///< verbatim, with all its signature lines
    friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

std::string to_text(const TlogProof& proof);
/// bad_proof with the line that is malformed.
Result<TlogProof> parse_tlog_proof(std::string_view text);

/// Done when `leaf_hash` is leaf `proof.index` under a checkpoint that `log_key` signed; the checkpoint.
Result<Checkpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash,
                                     const VerifierKey& log_key);

/// What a verified receipt says.
struct VerifiedReceipt {
    Entry entry;
    Checkpoint checkpoint;
};

/// Opens and verifies a receipt: the log's signature, the inclusion of the entry's bytes, the entry's
/// encoding, that it says the same index and its claim the same origin as the checkpoint, and the author's
/// and cosigners' signatures. bad_proof or bad_encoding names the first thing that is wrong.
Result<VerifiedReceipt> verify_receipt(std::string_view receipt, const VerifierKey& log_key);

}  // namespace timebank
#pragma GCC visibility pop
