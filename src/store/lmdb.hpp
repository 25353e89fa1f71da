#pragma once

#include <lmdb.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/try.hpp"
#include "store/snapshot.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// LMDB with owners. A transaction ends when its owner does, a cursor lives only inside with_cursor(), and
/// MDB_NOTFOUND is an empty optional. Calls whose failure the environment must weigh return LMDB's own code.
namespace timebank::store::lmdb {

/// What a call here returns when LMDB met something that it holds to be impossible. It would end the process;
/// instead it is left where it stands, so the environment must not be used or closed any more.
inline constexpr int assertion_failed = -29'999;

/// What LMDB's or the system's `code`, returned by `call`, means to our callers.
Error error_of(int code, std::string_view call);

inline MDB_val to_value(ByteView bytes) {
    return {bytes.size(),
            const_cast<std::uint8_t*>(bytes.data())};  // LMDB takes what it only reads without const
}
inline ByteView to_view(const MDB_val& value) {
    return {static_cast<const std::uint8_t*>(value.mv_data), value.mv_size};
}

/// An open environment. Default durability: there is no way to ask for less.
class Env {
  public:
    struct Options {
        std::size_t map_bytes = 0;
        bool read_only = false;
        MDB_dbi tables_max = 0;
    };

    /// LMDB's code. Files it has to make are 0640: the group may be given to backup and audit programs, which
    /// must read data.mdb; nobody else has business with members' records.
    static int open(const std::filesystem::path& folder, const Options& options, Env& out);

    /// Takes over the map size that another process has recorded. No transaction may be active in this
    /// process.
    int adopt_map_size();
    /// Frees the slots of readers whose process died.
    int clear_dead_readers();
    MDB_env* get() const { return env_.get(); }
    /// Forgets the environment without closing it: what a forked child inherits is its parent's.
    void forget() { static_cast<void>(env_.release()); }

  private:
    struct Close {
        void operator()(MDB_env* env) const { mdb_env_close(env); }
    };
    std::unique_ptr<MDB_env, Close> env_;
};

/// A place in one table.
class Cursor {
  public:
    Result<std::optional<RecordView>> first() { return move(MDB_FIRST, {}); }
    Result<std::optional<RecordView>> last() { return move(MDB_LAST, {}); }
    Result<std::optional<RecordView>> next() { return move(MDB_NEXT, {}); }
    Result<std::optional<RecordView>> previous() { return move(MDB_PREV, {}); }
    /// The first record with a key that is not less than `key`, which must not be empty.
    Result<std::optional<RecordView>> at_or_after(ByteView key) { return move(MDB_SET_RANGE, key); }

  private:
    friend class Transaction;
    struct Close {
        void operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
    };
    explicit Cursor(MDB_cursor* cursor) : cursor_(cursor) {}
    Result<std::optional<RecordView>> move(MDB_cursor_op operation, ByteView key);
    std::unique_ptr<MDB_cursor, Close> cursor_;
};

/// Aborted when destroyed, unless committed before.
class Transaction {
  public:
    /// LMDB's code; MDB_RDONLY in `flags` for a snapshot.
    static int begin(const Env& env, unsigned flags, Transaction& out);

    bool active() const { return transaction_ != nullptr; }
    /// LMDB's code. Over whatever it is.
    int commit();
    /// LMDB's code.
    int abort();
    /// Of a snapshot its own, of a writer the one that it will write.
    std::uint64_t id() const { return mdb_txn_id(transaction_.get()); }
    /// Forgets the transaction without ending it, as Env::forget().
    void forget() { static_cast<void>(transaction_.release()); }

    /// LMDB's code.
    int open_table(std::string_view name, unsigned flags, MDB_dbi& out) const;
    Result<std::optional<ByteView>> get(MDB_dbi table, ByteView key) const;
    int put(MDB_dbi table, ByteView key, ByteView value, unsigned flags);
    /// Removes all records, not the table.
    int clear(MDB_dbi table);
    int remove(MDB_dbi table, ByteView key);

    /// Calls use(Cursor&), which returns a Result, and closes the cursor: none outlives its transaction.
    template <class Use>
    auto with_cursor(MDB_dbi table, Use use) const -> decltype(use(std::declval<Cursor&>())) {
        MDB_cursor* opened = nullptr;
        if (const int code = mdb_cursor_open(transaction_.get(), table, &opened); code != MDB_SUCCESS)
            return error_of(code, "mdb_cursor_open");
        Cursor cursor(opened);
        return use(cursor);
    }

  private:
    struct Abort {
        void operator()(MDB_txn* transaction) const;
    };
    std::unique_ptr<MDB_txn, Abort> transaction_;
};

}  // namespace timebank::store::lmdb
