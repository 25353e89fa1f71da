#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <shared_mutex>
#include <thread>

#include "store/environment.hpp"
#include "store/lmdb.hpp"
#include "store/place.hpp"

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
    std::array<MDB_dbi, 256> tables{};  // by the table's number

    /// Set by a failure that leaves the outcome of a write unknown. LMDB itself would carry on after a failed
    /// sync.
    std::atomic<bool> poisoned{false};
    /// Transactions of this process, and who may change the map under them: begin() shares, a new map size
    /// excludes.
    std::atomic<int> active{0};
    std::shared_mutex map_mutex;
    std::atomic<std::thread::id> writer{};
    std::atomic<std::uint64_t> writes_begun{0};

    MDB_dbi table(Table which) const { return tables[static_cast<std::uint8_t>(which)]; }
    bool forked() const;
    /// unsupported_place in a forked child, poisoned after a failed write.
    Result<void> usable() const;
    Result<lmdb::Transaction> begin(bool writes);
    /// The Error for LMDB's `code`; poisons the environment when the code says that the disk cannot be relied
    /// on.
    Error failed(int code, std::string_view call);

  private:
    Result<void> adopt_map_size();
};

}  // namespace timebank::store
