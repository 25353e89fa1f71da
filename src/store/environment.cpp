#include "store/environment.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "store/pages.hpp"
#include "store/registry.hpp"
#include "store/state.hpp"

namespace timebank::store {

namespace {

// Address space, not memory or disk: reserved once, so that the map need not grow while others use it.
constexpr std::size_t map_bytes_wanted = std::size_t{256} << 30;
constexpr std::size_t map_bytes_least = std::size_t{16} << 20;
constexpr MDB_dbi tables_max = 32;

using State = Environment::State;

std::filesystem::path data_file_of(const std::filesystem::path& folder) {
    return folder / "data.mdb";
}

/// Makes data.mdb for us alone: of two creators at once the second finds it there.
Result<void> claim_data_file(const std::filesystem::path& path) {
    if (open_descriptor(path, O_RDWR | O_CREAT | O_EXCL).is_open()) return {};
    if (errno != EEXIST) return system_error(errno, "open", path);
    return fail(Code::already_there, "{} 已经存在，不会被覆盖；请打开它，或另选目录",
                "{} is there already and will not be overwritten; open it, or choose another folder",
                {path.string()});
}

struct Length {
    std::uint64_t transaction = 0;     ///< of the newer header
    std::uint64_t expected_bytes = 0;  ///< what that header says
    std::uint64_t bytes = 0;           ///< looked up after the header was read: a file only ever grows
};

Result<Length> read_length(const std::filesystem::path& path) {
    TIMEBANK_TRY(file, DataFile::open(path));
    TIMEBANK_TRY(headers, read_headers(file));
    const auto& newest = headers.newest();
    TIMEBANK_TRY(file_now, DataFile::open(path));
    return Length{newest.transaction, (newest.last_page + 1) * file.page_bytes(), file_now.bytes()};
}

/// A file may legitimately be shorter than its header says: pages at its end that were taken and given back
/// within one transaction are on the free list and have never been written. Everything else that is short is
/// damage. A writer in another process moves all of this while we look, so the verdict "cut short" counts
/// only when the header stood still meanwhile.
Result<void> check_before_mapping(const std::filesystem::path& folder, Contents contents) {
    constexpr int attempts_max = 1'000;
    const auto path = data_file_of(folder);
    TIMEBANK_TRY(length, read_length(path));
    for (int attempt = 0; length.bytes < length.expected_bytes && attempt < attempts_max; ++attempt) {
        TIMEBANK_TRY(faults, check_pages(folder, contents));
        if (faults.empty()) return {};
        TIMEBANK_TRY(now, read_length(path));
        if (now.transaction == length.transaction)
            return fail(Code::data_damaged, "{} 有 {} 字节，其文件头要求 {} 字节：文件被截断；请从备份恢复",
                        "{} has {} bytes, its header needs {}: it was cut short; restore from a backup",
                        {path.string(), std::to_string(now.bytes), std::to_string(now.expected_bytes)});
        length = now;
    }
    return {};
}

/// Only a disk that is mounted read-only is refused here, since root may write whatever the modes say; the
/// rest is open(2)'s to refuse.
Result<void> check_writable(const std::filesystem::path& folder) {
    const auto path = data_file_of(folder);
    if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) return {};
    return system_error(errno, "access", path);
}

/// Opens with the largest map that the address space has room for.
Result<void> open_env(State& state) {
    // On a disk that is mounted read-only LMDB does without lock.mdb when asked for reading (EROFS). That is
    // safe because nobody can write there. A lock file that we merely may not write (EACCES) is different: a
    // writer may be at work, would not see this reader and would reuse the pages it stands on, so that stays
    // permission_denied.
    const auto lock_file = state.folder / "lock.mdb";
    std::error_code ignored;
    const bool makes_lock_file = !std::filesystem::exists(lock_file, ignored);
    lmdb::Env::Options options{map_bytes_wanted, state.access == Access::read_only, tables_max};
    int code = lmdb::Env::open(state.folder, options, state.env);
    // A map that is smaller than the file LMDB makes as large as the file.
    while (code == ENOMEM && options.map_bytes > map_bytes_least) {
        options.map_bytes /= 2;
        code = lmdb::Env::open(state.folder, options, state.env);
    }
    if (code == EACCES) {
        return fail(Code::permission_denied,
                    "没有权限打开 {} 中的 data.mdb 或 lock.mdb；只读访问也要能写 "
                    "lock.mdb：请把本用户加入文件所属的组，"
                    "或读取一份备份",
                    "no permission for data.mdb or lock.mdb in {}; reading too needs to write lock.mdb: add "
                    "this user to "
                    "the files' group, or read a backup",
                    {state.folder.string()});
    }
    if (code > 0) return system_error(code, "mdb_env_open", data_file_of(state.folder));
    if (code != MDB_SUCCESS) return lmdb::error_of(code, "mdb_env_open");
    if (makes_lock_file) give_to_folder_owner(lock_file);
    if (const int cleared = state.env.clear_dead_readers(); cleared != MDB_SUCCESS)
        return lmdb::error_of(cleared, "mdb_reader_check");
    return {};
}

/// Later versions of the format add tables behind those there were. So a file that has the first ones and
/// nothing else is older; any other lack is damage.
Error lacks_tables(const State& state, std::uint64_t in_file, const std::vector<Table>& missing) {
    const auto all = tables_in(state.contents);
    const auto path = data_file_of(state.folder).string();
    const bool has_the_first = in_file > 0 && in_file + missing.size() == all.size() &&
                               std::equal(missing.rbegin(), missing.rend(), all.rbegin());
    if (has_the_first)
        return fail(
            Code::older_format,
            "{} 是由 timebank 的较早版本写成的（没有表“{}”），本版本不读；请用写成它的版本打开。"
            "要改用本版本：创立新账本，把各人余额作为期初余额带过来",
            "{} was written by an earlier version of timebank (it has no table {}), which this one does not "
            "read: open it with the version that wrote it. To go on with this one, found a new ledger and "
            "bring the balances over as opening balances",
            {path, to_text(missing.front())});
    return fail(Code::data_damaged, "{} 中没有表“{}”：创建被中断，或文件已损坏；请重新创建，或从备份恢复",
                "{} has no table {}: its creation was interrupted, or it is damaged; create it anew, or "
                "restore from a backup",
                {path, to_text(missing.front())});
}

/// LMDB looks for the tables only when we have found them ourselves: it trusts the pages that they are on.
Result<void> check_tables(State& state, const lmdb::Transaction& transaction) {
    TIMEBANK_TRY(pages, state.pages_of(transaction));
    std::vector<Table> missing;
    for (const Table which : tables_in(state.contents)) {
        TIMEBANK_TRY(found, pages->table(to_text(which)));
        if (!found) missing.push_back(which);
    }
    if (missing.empty()) return {};
    return lacks_tables(state, pages->count_tables(), missing);
}

Result<void> open_tables(State& state) {
    const bool creates = state.access == Access::create;
    TIMEBANK_TRY(transaction, state.begin(creates));
    --state.active;  // not one of those that a WriteTransaction or ReadTransaction counts down
    if (!creates) TIMEBANK_CHECK(check_tables(state, transaction));
    if (state.access == Access::read_only) return {};
    for (const Table which : tables_in(state.contents)) {
        MDB_dbi& table = state.tables[static_cast<std::uint8_t>(which)];
        const int code = transaction.open_table(to_text(which), creates ? MDB_CREATE : 0U, table);
        if (code != MDB_SUCCESS) return state.failed(code, "mdb_dbi_open");
    }
    if (const int code = transaction.commit(); code != MDB_SUCCESS)
        return lmdb::error_of(code, "mdb_txn_commit");
    return {};
}

Result<void> open_state(State& state) {
    state.owner = ::getpid();
    state.folder_descriptor = open_descriptor(state.folder, O_RDONLY | O_DIRECTORY);
    if (!state.folder_descriptor.is_open()) return system_error(errno, "open", state.folder);
    {
        const LowNumbersTaken taken;  // LMDB opens its files itself
        TIMEBANK_CHECK(open_env(state));
    }
    TIMEBANK_TRY(data, DataFile::open(data_file_of(state.folder)));
    state.data = std::move(data);
    TIMEBANK_CHECK(open_tables(state));
    if (state.access != Access::create) return {};
    state.access = Access::read_write;
    // The names of the new files must be as durable as what is committed into them.
    return sync(state.folder_descriptor, state.folder);
}

Result<void> check_shareable(const State& state, Access access, Contents contents) {
    TIMEBANK_CHECK(state.usable());
    if (state.contents != contents) {
        return fail(
            Code::invalid_argument, "{} 不是要找的那种数据文件：账本与人员文本分开存放；请检查路径",
            "{} is not the kind of data file looked for: the book and the texts lie apart; check the path",
            {state.folder.string()});
    }
    if (access == Access::read_only || state.access != Access::read_only) return {};
    return fail(Code::unsupported_place, "{} 在本进程中已以只读方式打开；请先释放它，再以读写方式打开",
                "{} is open read-only in this process; release that handle before opening it for writing",
                {state.folder.string()});
}

}  // namespace

std::span<const Table> tables_in(Contents contents) {
    return contents == Contents::book ? std::span<const Table>(all_tables)
                                      : std::span<const Table>(text_tables);
}

bool Environment::State::forked() const {
    return ::getpid() != owner;
}

Result<void> Environment::State::usable() const {
    if (forked()) {
        return fail(Code::unsupported_place, "{} 是由父进程打开的；子进程须自己打开",
                    "{} was opened by the parent process; a forked child must open it for itself",
                    {folder.string()});
    }
    if (poisoned) {
        return fail(
            Code::poisoned, "{} 上一次写入失败，结果未定；请释放所有句柄，重新打开，按编号查询未定的声明",
            "an earlier write to {} failed and its outcome is unknown; release every handle, open again and "
            "look the unsettled claims up by id",
            {folder.string()});
    }
    return {};
}

Error Environment::State::failed(int code, std::string_view call) {
    if (code == lmdb::assertion_failed) abandoned = true;
    if (code == EIO || code == MDB_PANIC || code == lmdb::assertion_failed) poisoned = true;
    return lmdb::error_of(code, call);
}

/// Another process let the file outgrow our map, which can only happen when address space was short at
/// open().
Result<void> Environment::State::adopt_map_size() {
    const std::unique_lock lock(map_mutex, std::try_to_lock);
    if (!lock.owns_lock() || active > 0) {
        return fail(Code::busy, "{} 已被另一进程扩大，须等本进程其他事务结束；请稍候再试",
                    "another process has grown {}; this one can follow once its other transactions are over: "
                    "try again",
                    {folder.string()});
    }
    if (const int code = env.adopt_map_size(); code != MDB_SUCCESS)
        return lmdb::error_of(code, "mdb_env_set_mapsize");
    return {};
}

namespace {

/// LMDB tells readers by their process number, and another process has ours: that is so in two containers, in
/// each of which the first program is number 1.
Error same_number_elsewhere(const State& state) {
    return fail(
        Code::unsupported_place,
        "{0} 已被另一个进程号同为 {1} "
        "的程序打开：两个容器的进程号彼此相同时分不清谁在读。请给容器加上 --pid=host，"
        "或让两个程序在同一个容器里",
        "a program with the same process number, {1}, has {0} open: process numbers of two containers "
        "look alike, and then nobody can tell who reads. Run the containers with --pid=host, or both "
        "programs in one container",
        {state.folder.string(), std::to_string(state.owner)});
}

}  // namespace

Result<lmdb::Transaction> Environment::State::begin(bool writes) {
    TIMEBANK_CHECK(usable());
    constexpr int attempts = 3;
    int code = MDB_MAP_RESIZED;
    for (int attempt = 0; attempt < attempts && code == MDB_MAP_RESIZED; ++attempt) {
        if (attempt > 0) TIMEBANK_CHECK(adopt_map_size());
        const std::shared_lock lock(map_mutex);
        lmdb::Transaction transaction;
        code = lmdb::Transaction::begin(env, writes ? 0U : MDB_RDONLY, transaction);
        if (code == EAGAIN && !writes) return same_number_elsewhere(*this);
        if (code != MDB_SUCCESS) continue;
        ++active;
        return transaction;
    }
    return failed(code, "mdb_txn_begin");
}

std::shared_ptr<const SnapshotPages> Environment::State::pages_of(const Header& header) {
    const std::lock_guard lock(kept_mutex_);
    if (!kept_ || kept_->header().transaction != header.transaction)
        kept_ = std::make_shared<SnapshotPages>(*data, header);
    return kept_;
}

/// The header that LMDB chose for this reader: a newer one may be of a commit that is not over. Only when two
/// commits were faster than we it is gone, and the newest is as good; but nothing is kept of that one, since
/// a commit that fails takes its number back.
Result<std::shared_ptr<const SnapshotPages>> Environment::State::pages_of(
    const lmdb::Transaction& transaction) {
    TIMEBANK_TRY(found, read_stable_headers(*data));
    for (const Header& header : found.headers.both)
        if (header.transaction == transaction.id()) return pages_of(header);
    return std::shared_ptr<const SnapshotPages>(
        std::make_shared<SnapshotPages>(*data, found.headers.newest()));
}

Result<std::shared_ptr<const SnapshotPages>> Environment::State::pages_below(
    const lmdb::Transaction& transaction) {
    TIMEBANK_TRY(found, read_stable_headers(*data));
    const auto wanted = transaction.id() - 1;
    const Header& header = found.headers.both[wanted % 2];
    if (header.transaction == wanted) return pages_of(header);
    return fail(
        Code::data_damaged,
        "{} 的文件头写的是事务 {}，而 lock.mdb 记的是 {}：文件在使用中被换掉。请让所有程序退出后再试",
        "the headers of {} speak of transaction {}, lock.mdb of {}: the file was exchanged while in "
        "use. Let all programs end, then try again",
        {folder.string(), std::to_string(found.headers.newest().transaction), std::to_string(wanted)});
}

Environment::Environment(std::unique_ptr<State> state) : state_(std::move(state)) {}

Environment::~Environment() {
    if (state_->abandoned) state_->env.forget();
    if (state_->forked()) {
        state_->env.forget();
        return;
    }
    Registry& registry = Registry::of_this_process();
    const auto lock = registry.lock();
    const FileId file = state_->file;
    state_.reset();
    registry.remove(file, lock);
}

Result<std::shared_ptr<Environment>> Environment::open(const std::filesystem::path& folder, Access access,
                                                       Contents contents) {
    const auto data_file = data_file_of(folder);
    // Before the lock, so that letting go of what may be the last reference closes it after the unlocking.
    std::shared_ptr<Environment> shared;
    Registry& registry = Registry::of_this_process();
    auto lock = registry.lock();
    const bool creates = access == Access::create;
    if (creates) {
        TIMEBANK_CHECK(make_folders(folder));
        TIMEBANK_CHECK(check_local(folder));
        TIMEBANK_CHECK(claim_data_file(data_file));
    }
    TIMEBANK_TRY(file, identify(data_file));
    shared = registry.find(file, lock);
    if (shared != nullptr) {
        TIMEBANK_CHECK(check_shareable(*shared->state_, access, contents));
        return shared;
    }
    auto state = std::make_unique<State>();
    state->folder = folder;
    state->access = access;
    state->contents = contents;
    state->file = file;
    state->turn.emplace(folder);
    if (!creates) {
        TIMEBANK_CHECK(check_local(folder));
        TIMEBANK_CHECK(check_before_mapping(folder, contents));
        if (access == Access::read_write) TIMEBANK_CHECK(check_writable(folder));
    }
    if (auto opened = open_state(*state); !opened) {
        state.reset();
        if (creates) ::unlink(data_file.c_str());  // ours: claim_data_file() made it a moment ago
        return opened.error();
    }
    shared.reset(new Environment(std::move(state)));
    registry.add(file, shared, lock);
    return shared;
}

}  // namespace timebank::store
