#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "store/environment.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/merkle.hpp"

namespace timebank::proof {

/// What proofs need of a ledger's book, in one snapshot: the bytes of entries, the nodes of the tree over
/// them, and the newest checkpoint. For one thread.
class BookReader {
  public:
    /// not_found when the folder holds no ledger; else what the store says.
    static Result<BookReader> open(const std::filesystem::path& folder);

    /// How many entries the log holds, whatever the newest checkpoint covers.
    Result<std::uint64_t> log_size() const;
    /// The entry as stored, unread; data_damaged when it is missing.
    Result<Bytes> entry_bytes(std::uint64_t index) const;
    /// The hash of a perfect subtree; data_damaged when it is missing.
    Result<Digest> node(merkle::NodeId id) const;
    /// The newest signed note, verbatim; nothing when none was signed yet.
    Result<std::optional<std::string>> newest_checkpoint() const;
    /// The key that signs checkpoints, under the ledger's origin, as the genesis entry names both.
    Result<VerifierKey> log_key() const;

  private:
    BookReader(std::shared_ptr<store::Environment> environment, store::ReadTransaction snapshot)
        : environment_(std::move(environment)), snapshot_(std::move(snapshot)) {}

    // In this order: the snapshot must not outlive the environment.
    std::shared_ptr<store::Environment> environment_;
    store::ReadTransaction snapshot_;
};

/// The error for a book that lacks what it must have, or has it otherwise; names the place.
Error damaged(const std::string& zh, const std::string& en);

}  // namespace timebank::proof
