#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>

#include "store/environment.hpp"
#include "store/lmdb.hpp"
#include "store/place.hpp"
#include "store/snapshot.hpp"
#include "store/turn.hpp"

/// What environment.cpp and transaction.cpp share.
namespace timebank::store {

struct Environment::State {
    std::filesystem::path folder;
    Access access = Access::read_only;
    Contents contents = Contents::book;
    pid_t owner = 0;
    FileId file;
    Descriptor folder_descriptor;
    lmdb::Env env;
    std::optional<DataFile> data;       ///< for reading without LMDB
    std::array<MDB_dbi, 256> tables{};  // by the table's number

    /// Set by a failure that leaves the outcome of a write unknown. LMDB itself would carry on after a failed
    /// sync.
    std::atomic<bool> poisoned{false};
    /// Set when an assertion of LMDB failed: then nothing of it may be touched again, not even to close it.
    std::atomic<bool> abandoned{false};
    /// Transactions of this process, and who may change the map under them: begin() shares, a new map size
    /// excludes.
    std::atomic<int> active{0};
    std::shared_mutex map_mutex;
    std::atomic<std::thread::id> writer{};
    std::atomic<std::uint64_t> writes_begun{0};
    std::optional<WriterTurn> turn;

    MDB_dbi table(Table which) const { return tables[static_cast<std::uint8_t>(which)]; }
    bool forked() const;
    /// unsupported_place in a forked child, poisoned after a failed write.
    Result<void> usable() const;
    Result<lmdb::Transaction> begin(bool writes);
    /// The snapshot that the reader `transaction` sees.
    Result<std::shared_ptr<const SnapshotPages>> pages_of(const lmdb::Transaction& transaction);
    /// The one that the writer `transaction` stands on.
    Result<std::shared_ptr<const SnapshotPages>> pages_below(const lmdb::Transaction& transaction);
    /// The Error for LMDB's `code`; poisons the environment when the code says that the disk cannot be relied
    /// on.
    Error failed(int code, std::string_view call);

  private:
    Result<void> adopt_map_size();
    std::shared_ptr<const SnapshotPages> pages_of(const Header& header);

    std::mutex kept_mutex_;
    std::shared_ptr<const SnapshotPages> kept_;  // of the snapshot that was read last
};

}  // namespace timebank::store
