#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>

#include "store/environment.hpp"
#include "store/seal.hpp"
#include "store/state.hpp"

namespace timebank::store {

namespace {

constexpr std::size_t key_bytes_max = 511;
constexpr std::size_t value_bytes_max = std::size_t{1} << 20;

// A disk that fills up in the middle of a commit can look like an I/O error, after which nothing is certain.
// So a commit is refused while it is still certain. LMDB copies the pages it changes; four times the bytes
// put is what sorted batches need with room to spare, and the fixed part covers small scattered updates, as
// well as another program that is writing to the same disk. Where this guess is too low, the kernel's ENOSPC
// is met in its place.
constexpr std::uint64_t free_bytes_kept = std::uint64_t{16} << 20;
constexpr std::uint64_t free_bytes_per_byte = 4;
constexpr std::uint64_t free_bytes_least = std::uint64_t{1} << 20;

// A reader that was killed keeps every page freed since from being reused, until somebody notices.
constexpr std::uint64_t writes_between_reader_checks = 1'000;

bool before(ByteView left, ByteView right) {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
}

Bytes owned(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

using Found = std::optional<RecordView>;

/// The record without its seal, which is checked.
Result<Found> whole(Table table, Result<Found> found) {
    if (!found || !*found) return found;
    TIMEBANK_TRY(value, unsealed(table, (*found)->key, (*found)->value));
    return Found(RecordView{(*found)->key, value});
}

/// Checks the records on both sides of the place where `key` would stand. A damaged key is out of its place
/// by little or nothing, so this is where it shows: an absence is only believed between two records that are
/// whole.
template <class AnyCursor>
Result<void> check_neighbours(AnyCursor& cursor, Table table, ByteView key) {
    TIMEBANK_TRY(at, whole(table, cursor.at_or_after(key)));
    TIMEBANK_CHECK(whole(table, at ? cursor.previous() : cursor.last()));
    return {};
}

/// Codes that LMDB can only have met before it touched the header: the old snapshot still stands. Its own
/// codes are negative and come before the first write. EIO is not among them, for it may have come from the
/// header itself.
bool leaves_nothing_behind(int code) {
    return code == ENOSPC || code == EDQUOT || code == EFBIG || code == ENOMEM || code == EINTR ||
           (code < 0 && code != MDB_PANIC);
}

/// What both kinds of transaction are made of.
struct Snapshot {
    Environment::State* environment;
    lmdb::Transaction transaction;
    std::shared_ptr<const SnapshotPages> pages;
    bool changed = false;  ///< from then on only LMDB knows what is in the tables
    mutable std::map<Table, TreeHead> heads;

    Snapshot(Environment::State& of, lmdb::Transaction begun, std::shared_ptr<const SnapshotPages> below)
        : environment(&of), transaction(std::move(begun)), pages(std::move(below)) {}
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot() {
        // To abort would end the parent's transaction, or touch what LMDB left where it stood.
        if (environment->forked() || environment->abandoned) transaction.forget();
        abort();
    }

    void abort() {
        if (!transaction.active()) return;
        if (const int code = transaction.abort(); code != 0) environment->failed(code, "mdb_txn_abort");
        --environment->active;
    }

    Result<void> usable() const {
        TIMEBANK_CHECK(environment->usable());
        if (transaction.active()) return {};
        return fail(Code::broken_invariant, "事务已结束；请开始新的事务",
                    "the transaction is over; begin another");
    }

    Result<std::optional<Bytes>> get(Table table, ByteView key) const;
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until, std::size_t limit) const;
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const;

    /// Where `table` begins in the snapshot; nothing when there is no such table.
    Result<TreeHead> head_of(Table table) const;
    /// Calls use(cursor), which returns a Result, with one of the two kinds of cursor.
    template <class Use>
    auto with_cursor(Table table, Use use) const -> decltype(use(std::declval<TreeCursor&>())) {
        if (changed) return transaction.with_cursor(environment->table(table), use);
        TIMEBANK_TRY(head, head_of(table));
        TreeCursor cursor(*pages, head);
        return use(cursor);
    }
};

Result<TreeHead> Snapshot::head_of(Table table) const {
    const auto known = heads.find(table);
    if (known != heads.end()) return known->second;
    TIMEBANK_TRY(found, pages->table(to_text(table)));
    if (!found)
        return fail(Code::data_damaged, "数据文件损坏：没有表 {}；请从备份恢复",
                    "data file damaged: there is no table {}; restore from a backup", {to_text(table)});
    heads[table] = *found;
    return *found;
}

Result<std::optional<Bytes>> Snapshot::get(Table table, ByteView key) const {
    TIMEBANK_CHECK(usable());
    if (key.empty() || key.size() > key_bytes_max) return std::optional<Bytes>();
    return with_cursor(table, [&](auto& cursor) -> Result<std::optional<Bytes>> {
        TIMEBANK_TRY(at, whole(table, cursor.at_or_after(key)));
        if (at && std::equal(key.begin(), key.end(), at->key.begin(), at->key.end()))
            return std::optional(owned(at->value));
        TIMEBANK_CHECK(whole(table, at ? cursor.previous() : cursor.last()));
        return std::optional<Bytes>();
    });
}

Result<std::vector<Record>> Snapshot::scan(Table table, ByteView from, ByteView until,
                                           std::size_t limit) const {
    TIMEBANK_CHECK(usable());
    std::vector<Record> records;
    if (limit == 0 || (!until.empty() && !before(from, until))) return records;
    const auto collect = [&](auto& cursor) -> Result<std::vector<Record>> {
        if (!from.empty()) TIMEBANK_CHECK(check_neighbours(cursor, table, from));
        TIMEBANK_TRY(record, whole(table, from.empty() ? cursor.first() : cursor.at_or_after(from)));
        while (record && (until.empty() || before(record->key, until))) {
            records.push_back({owned(record->key), owned(record->value)});
            if (records.size() == limit) break;
            TIMEBANK_TRY(next, whole(table, cursor.next()));
            record = next;
        }
        return std::move(records);
    };
    return with_cursor(table, collect);
}

Result<std::optional<Record>> Snapshot::last(Table table, ByteView from, ByteView until) const {
    TIMEBANK_CHECK(usable());
    const auto look = [&](auto& cursor) -> Result<std::optional<Record>> {
        Found after;
        if (!until.empty()) {
            TIMEBANK_TRY(at, whole(table, cursor.at_or_after(until)));
            after = at;
        }
        TIMEBANK_TRY(record, whole(table, after ? cursor.previous() : cursor.last()));
        if (!record || before(record->key, from)) return std::optional<Record>();
        return std::optional(Record{owned(record->key), owned(record->value)});
    };
    return with_cursor(table, look);
}

}  // namespace

struct ReadTransaction::State {
    Snapshot snapshot;
};

ReadTransaction::ReadTransaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
ReadTransaction::ReadTransaction(ReadTransaction&&) noexcept = default;
ReadTransaction::~ReadTransaction() = default;

Result<std::optional<Bytes>> ReadTransaction::get(Table table, ByteView key) const {
    return state_->snapshot.get(table, key);
}

Result<std::vector<Record>> ReadTransaction::scan(Table table, ByteView from, ByteView until,
                                                  std::size_t limit) const {
    return state_->snapshot.scan(table, from, until, limit);
}

Result<std::optional<Record>> ReadTransaction::last(Table table, ByteView from, ByteView until) const {
    return state_->snapshot.last(table, from, until);
}

struct WriteTransaction::State {
    TurnHeld turn;  // given back when everything else is over
    Snapshot snapshot;
    std::uint64_t bytes_put = 0;
    bool free_lists_checked = false;
    bool failed = false;

    State(TurnHeld held, Environment::State& of, lmdb::Transaction begun)
        : turn(std::move(held)), snapshot(of, std::move(begun), nullptr) {}
    // The mark is taken away while the lock is still held: afterwards it may be the next writer's.
    ~State() {
        if (snapshot.transaction.active()) snapshot.environment->writer = std::thread::id();
        // LMDB's own lock is held for good, or is the parent's.
        if (snapshot.environment->abandoned || snapshot.environment->forked()) turn.keep();
    }

    /// Remembers that only destruction is allowed from now on.
    Error fail_for_good(Error error) {
        failed = true;
        return error;
    }
    Result<void> usable() const;
    Result<void> put(Table table, ByteView key, ByteView value);
    Result<void> clear(Table table);
    Result<void> remove_text(ByteView key);
    Result<void> check_what_is_touched(Table table, std::optional<ByteView> key);
    Result<void> check_free_space() const;
    CommitResult commit();
    CommitResult judge(int code);
    Error true_cause(int code) const;
};

Result<void> WriteTransaction::State::usable() const {
    TIMEBANK_CHECK(snapshot.usable());
    if (!failed) return {};
    return fail(Code::broken_invariant, "本事务中先前的写入已失败；请放弃它并开始新的事务",
                "an earlier change in this transaction failed; drop it and begin another");
}

/// LMDB trusts the pages that it changes, and those that it takes from the free lists. So each is looked at
/// first: the way to `key`, or without one the whole table.
Result<void> WriteTransaction::State::check_what_is_touched(Table table, std::optional<ByteView> key) {
    const SnapshotPages& pages = *snapshot.pages;
    if (!free_lists_checked) TIMEBANK_CHECK(pages.check_free_lists());
    free_lists_checked = true;
    // A table that this very transaction has made is not in the snapshot.
    TIMEBANK_TRY(head, pages.table(to_text(table)));
    if (!head) return {};
    if (!key) return pages.check_whole_tree(*head);
    TreeCursor cursor(pages, *head);
    TIMEBANK_CHECK(cursor.at_or_after(*key));
    return {};
}

Result<void> WriteTransaction::State::put(Table table, ByteView key, ByteView value) {
    TIMEBANK_CHECK(usable());
    if (key.empty() || key.size() > key_bytes_max || value.size() > value_bytes_max) {
        return fail_for_good(
            fail(Code::invalid_argument,
                 "表“{0}”的键有 {1} 字节（应为 1 至 {3}），值有 {2} 字节（至多 {4}）；请缩短",
                 "a key of {1} bytes (1 to {3} allowed) with a value of {2} bytes (at most {4}) for table "
                 "{0}; make them fit",
                 {to_text(table), std::to_string(key.size()), std::to_string(value.size()),
                  std::to_string(key_bytes_max), std::to_string(value_bytes_max)}));
    }
    if (auto sound = check_what_is_touched(table, key); !sound) return fail_for_good(sound.error());
    const Bytes stored = sealed(table, key, value);
    const unsigned flags = table == Table::log ? MDB_APPEND : 0U;
    const SizeSignalHeld held;  // LMDB may write pages before the commit
    const int code = snapshot.transaction.put(snapshot.environment->table(table), key, stored, flags);
    if (code == MDB_KEYEXIST) {
        return fail_for_good(
            fail(Code::broken_invariant, "日志只能在末尾追加，键 {} 不在末尾；这是程序库的缺陷，请报告",
                 "the log only grows at its end, and key {} is not behind it; this is a fault in the "
                 "library, please report it",
                 {to_hex(key)}));
    }
    if (code != MDB_SUCCESS) return fail_for_good(snapshot.environment->failed(code, "mdb_put"));
    bytes_put += key.size() + stored.size();
    snapshot.changed = true;
    return {};
}

Result<void> WriteTransaction::State::clear(Table table) {
    TIMEBANK_CHECK(usable());
    if (std::find(std::begin(derived_tables), std::end(derived_tables), table) == std::end(derived_tables)) {
        return fail_for_good(
            fail(Code::broken_invariant, "表“{}”不能由日志重建，不可清空；这是程序库的缺陷，请报告",
                 "table {} cannot be worked out from the log and must not be cleared; this is a fault "
                 "in the library, please report it",
                 {to_text(table)}));
    }
    if (auto sound = check_what_is_touched(table, std::nullopt); !sound) return fail_for_good(sound.error());
    const int code = snapshot.transaction.clear(snapshot.environment->table(table));
    if (code != MDB_SUCCESS) return fail_for_good(snapshot.environment->failed(code, "mdb_drop"));
    snapshot.changed = true;
    return {};
}

Result<void> WriteTransaction::State::remove_text(ByteView key) {
    TIMEBANK_CHECK(usable());
    TIMEBANK_TRY(stored, snapshot.transaction.get(snapshot.environment->table(Table::texts), key));
    if (!stored) return {};
    // Removing a record moves others over part of it: what lies below them would stay in the page.
    TIMEBANK_CHECK(put(Table::texts, key, Bytes(stored->size(), 0)));
    const int code = snapshot.transaction.remove(snapshot.environment->table(Table::texts), key);
    if (code != MDB_SUCCESS) return fail_for_good(snapshot.environment->failed(code, "mdb_del"));
    return {};
}

Result<void> WriteTransaction::State::check_free_space() const {
    if (!snapshot.changed) return {};
    TIMEBANK_TRY(available, free_bytes(snapshot.environment->folder_descriptor));
    const std::uint64_t needed = free_bytes_kept + free_bytes_per_byte * bytes_put;
    if (available >= needed) return {};
    return fail(Code::disk_full,
                "{} 所在磁盘剩余 {} 字节，提交需要 {} 字节；什么都没有写入，请腾出空间后再试",
                "the disk of {} has {} bytes left and this commit asks for {}; nothing was written, free "
                "some space and "
                "try again",
                {snapshot.environment->folder.string(), std::to_string(available), std::to_string(needed)});
}

/// LMDB calls a write that was cut short an I/O error. It is one that the limit on file sizes or a disk that
/// filled up cut, when there is no room for as much again.
Error WriteTransaction::State::true_cause(int code) const {
    const auto& environment = *snapshot.environment;
    struct rlimit limit {};
    const auto bytes = static_cast<std::uint64_t>(::lseek(environment.data->descriptor(), 0, SEEK_END));
    const std::uint64_t room = bytes_put * free_bytes_per_byte + free_bytes_least;
    if (code == EIO && ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur < bytes + room)
        code = EFBIG;
    const auto available = free_bytes(environment.folder_descriptor);
    if (code == EIO && available && *available < room) code = ENOSPC;
    return lmdb::error_of(code, "mdb_txn_commit");
}

CommitResult WriteTransaction::State::judge(int code) {
    if (code == MDB_SUCCESS) return {Outcome::committed, std::nullopt};
    Environment::State& environment = *snapshot.environment;
    // When the header could not be written, whatever the code was, LMDB answers every later begin with
    // MDB_PANIC.
    const std::shared_lock lock(environment.map_mutex);
    lmdb::Transaction probe;
    const bool panics = code == lmdb::assertion_failed ||
                        lmdb::Transaction::begin(environment.env, MDB_RDONLY, probe) == MDB_PANIC;
    if (!panics && leaves_nothing_behind(code))
        return {Outcome::not_committed, environment.failed(code, "mdb_txn_commit")};
    environment.poisoned = true;
    if (code == lmdb::assertion_failed) environment.abandoned = true;
    return {Outcome::unknown, true_cause(code)};
}

CommitResult WriteTransaction::State::commit() {
    auto ready = usable();
    if (ready) ready = check_free_space();
    if (snapshot.environment->forked()) return {Outcome::not_committed, ready.error()};
    if (snapshot.transaction.active()) snapshot.environment->writer = std::thread::id();
    if (!ready) {
        snapshot.abort();
        return {Outcome::not_committed, ready.error()};
    }
    const SizeSignalHeld held;
    const int code = snapshot.transaction.commit();
    --snapshot.environment->active;
    auto result = judge(code);
    if (!snapshot.environment->abandoned) turn.give_back();
    return result;
}

WriteTransaction::WriteTransaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
WriteTransaction::WriteTransaction(WriteTransaction&&) noexcept = default;
WriteTransaction::~WriteTransaction() = default;

Result<std::optional<Bytes>> WriteTransaction::get(Table table, ByteView key) const {
    return state_->snapshot.get(table, key);
}

Result<std::vector<Record>> WriteTransaction::scan(Table table, ByteView from, ByteView until,
                                                   std::size_t limit) const {
    return state_->snapshot.scan(table, from, until, limit);
}

Result<std::optional<Record>> WriteTransaction::last(Table table, ByteView from, ByteView until) const {
    return state_->snapshot.last(table, from, until);
}

Result<void> WriteTransaction::put(Table table, ByteView key, ByteView value) {
    return state_->put(table, key, value);
}

Result<void> WriteTransaction::put_all(const Overlay::Changes& changes) {
    for (const auto& [table, records] : changes)
        for (const auto& [key, value] : records) TIMEBANK_CHECK(state_->put(table, key, value));
    return {};
}

Result<void> WriteTransaction::clear(Table table) {
    return state_->clear(table);
}

Result<void> WriteTransaction::remove_text(ByteView key) {
    return state_->remove_text(key);
}

CommitResult WriteTransaction::commit() {
    return state_->commit();
}

Result<ReadTransaction> Environment::read() {
    TIMEBANK_TRY(begun, state_->begin(false));
    // From here on its destructor ends what was begun.
    auto state = std::unique_ptr<ReadTransaction::State>(
        new ReadTransaction::State{{*state_, std::move(begun), nullptr}});
    TIMEBANK_TRY(pages, state_->pages_of(state->snapshot.transaction));
    state->snapshot.pages = std::move(pages);
    return ReadTransaction(std::move(state));
}

Result<WriteTransaction> Environment::write(const Patience& patience) {
    TIMEBANK_CHECK(state_->usable());
    if (state_->access == Access::read_only) {
        return fail(Code::permission_denied, "{} 是以只读方式打开的；请以读写方式打开",
                    "{} was opened read-only; open it for writing", {state_->folder.string()});
    }
    if (state_->writer.load() == std::this_thread::get_id()) {
        return fail(
            Code::broken_invariant, "本线程已有未结束的写事务；这是程序库的缺陷，请报告",
            "this thread has a write transaction that is not over; this is a fault in the library, please "
            "report it");
    }
    if (++state_->writes_begun % writes_between_reader_checks == 0) state_->env.clear_dead_readers();
    TIMEBANK_CHECK(state_->turn->take(patience));
    TurnHeld turn(&*state_->turn);
    TIMEBANK_TRY(begun, state_->begin(true));
    state_->writer = std::this_thread::get_id();
    auto state = std::make_unique<WriteTransaction::State>(std::move(turn), *state_, std::move(begun));
    TIMEBANK_TRY(pages, state_->pages_below(state->snapshot.transaction));
    state->snapshot.pages = std::move(pages);
    return WriteTransaction(std::move(state));
}

}  // namespace timebank::store
