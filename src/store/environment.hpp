#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "decision/reader.hpp"
#include "timebank/error.hpp"
#include "timebank/patience.hpp"
#include "timebank/text.hpp"

/// The only room that knows LMDB. It offers what a second engine could offer too: ordered tables,
/// transactions, one writer, and an outcome that is committed, not committed, or unknown.
namespace timebank::store {

enum class Access {
    create,      ///< the folder must not hold a data file yet
    read_write,  ///< the data file must be there and look like one
    read_only,
};

/// Which tables a data file holds.
enum class Contents {
    book,   ///< all_tables
    texts,  ///< text_tables; see store/texts.hpp
};
std::span<const Table> tables_in(Contents contents);

/// What became of a commit.
enum class Outcome {
    committed,
    not_committed,
    unknown,  ///< the environment is poisoned: open again and look the claims up by id
};

struct CommitResult {
    Outcome outcome = Outcome::not_committed;
    std::optional<Error> error;  ///< set unless committed
};

class Environment;

/// A snapshot. Must be used and destroyed by one thread at a time, and not outlive its Environment.
class ReadTransaction final : public Reader {
  public:
    ReadTransaction(ReadTransaction&&) noexcept;
    ~ReadTransaction() override;
    Result<std::optional<Bytes>> get(Table table, ByteView key) const override;
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                     std::size_t limit) const override;
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const override;

  private:
    friend class Environment;
    struct State;
    explicit ReadTransaction(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The one writer: beginning waits for the lock that all processes share. Must be used and destroyed by the
/// thread that began it. Destroying it without commit() changes nothing.
class WriteTransaction final : public Reader {
  public:
    WriteTransaction(WriteTransaction&&) noexcept;
    ~WriteTransaction() override;
    Result<std::optional<Bytes>> get(Table table, ByteView key) const override;
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                     std::size_t limit) const override;
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const override;

    /// Adds or replaces a record; into Table::log only behind the last key (LMDB's MDB_APPEND), so that an
    /// index which goes back is a broken_invariant. After an error only destruction is allowed.
    Result<void> put(Table table, ByteView key, ByteView value);
    /// Puts every change of the overlay, table by table in key order.
    Result<void> put_all(const Overlay::Changes& changes);
    /// Removes all records of one of derived_tables.
    Result<void> clear(Table table);
    /// Of a text about a person, whose bytes are overwritten first; nothing when it is not there.
    Result<void> remove_text(ByteView key);
    /// Durable when `committed`: LMDB's default, synced. The transaction is over whatever the outcome.
    CommitResult commit();

  private:
    friend class Environment;
    struct State;
    explicit WriteTransaction(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// An open data file. A process has at most one per file: open() gives the same one to everyone who asks,
/// found by device and inode. Safe for several threads. Refuses to work in a forked child, on network file
/// systems (unsupported_place), and after a failed write (poisoned).
class Environment {
  public:
    /// `folder` holds data.mdb and lock.mdb. not_found when there is no data file and access is not create;
    /// already_there when there is and it is; data_damaged when it is empty, shorter than its own header
    /// says, or not LMDB's; permission_denied on a read-only disk, unless opened read_only. Clears readers
    /// that died.
    static Result<std::shared_ptr<Environment>> open(const std::filesystem::path& folder, Access access,
                                                     Contents contents = Contents::book);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    Result<ReadTransaction> read();
    /// busy when others write for longer than the patience lasts.
    Result<WriteTransaction> write(const Patience& patience = {});

    /// As check_pages() below, while others may write: the snapshot is held.
    Result<std::vector<Text>> check_pages();

    /// Copies the newest snapshot into `folder`/data.mdb, which must not be there, and syncs both; others may
    /// write meanwhile, in this process or another, and a writer that stands still is not waited for. Page by
    /// page, so check_pages() finds in it what it would find here. After an Error there is no such file.
    Result<void> copy_to(const std::filesystem::path& folder);

    struct State;  // in store/state.hpp

  private:
    explicit Environment(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Walks every page of the data file in `folder` without LMDB and without mapping it, so that no damage can
/// hurt the caller: headers, page numbers, key order, branches, overflow runs, the free list, and that every
/// page is used or free exactly once. The faults found, at most 20, in words; none for a sound file.
/// io_failed when it cannot be read. Nobody may write meanwhile.
Result<std::vector<Text>> check_pages(const std::filesystem::path& folder,
                                      Contents contents = Contents::book);

}  // namespace timebank::store
