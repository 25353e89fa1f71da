#include "store/lmdb.hpp"

#include <cerrno>
#include <csetjmp>
#include <string>

namespace timebank::store::lmdb {

namespace {

// Where an assertion that fails in this thread goes on: set while LMDB runs.
thread_local std::jmp_buf* way_out = nullptr;

/// LMDB would print and abort when this returned; an embedded library must not let it.
void leave(MDB_env*, const char*) {
    if (way_out != nullptr) std::longjmp(*way_out, 1);
}

/// The code that `call` returns, or assertion_failed. Nothing in `call` may need a destructor.
template <class Call>
int guarded(Call call) {
    std::jmp_buf here;
    if (setjmp(here) != 0) {
        way_out = nullptr;
        return assertion_failed;
    }
    way_out = &here;
    const int code = call();
    way_out = nullptr;
    return code;
}

constexpr mdb_mode_t file_mode = 0640;
constexpr unsigned readers_max = 1024;  // of all processes together; 64 bytes each in lock.mdb

Code code_of(int code) {
    switch (code) {
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID:
        case MDB_VERSION_MISMATCH:
        case MDB_INCOMPATIBLE:
        case assertion_failed:
            return Code::data_damaged;
        case MDB_MAP_FULL:
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return Code::disk_full;
        case EACCES:
        case EPERM:
        case EROFS:
            return Code::permission_denied;
        case MDB_PANIC:
            return Code::poisoned;
        case MDB_READERS_FULL:
        case MDB_MAP_RESIZED:
        case EAGAIN:
        case EBUSY:
            return Code::busy;
        case MDB_KEYEXIST:
        case MDB_BAD_TXN:
        case MDB_BAD_DBI:
        case MDB_BAD_VALSIZE:
        case MDB_BAD_RSLOT:
        case MDB_DBS_FULL:
        case MDB_CURSOR_FULL:
        case MDB_PAGE_FULL:
        case MDB_TXN_FULL:
        case EINVAL:
            return Code::broken_invariant;
        default:  // EIO, ENOMEM, EMFILE, ENODEV and what else a kernel may answer
            return Code::io_failed;
    }
}

Text advice_for(Code code) {
    switch (code) {
        case Code::data_damaged:
            return {"停止写入，运行 audit，必要时从备份恢复",
                    "stop writing, run audit, restore from a backup if need be"};
        case Code::disk_full:
            return {"请腾出磁盘空间后再试", "free some disk space and try again"};
        case Code::permission_denied:
            return {"请检查目录与文件的权限，以及磁盘是否以只读方式挂载",
                    "check the modes of the folder and its files, and whether the disk is mounted read-only"};
        case Code::poisoned:
            return {"请释放所有句柄后重新打开，并按编号查询未定的声明",
                    "release every handle, open again and look the unsettled claims up by id"};
        case Code::busy:
            return {"请稍候再试同一操作", "wait, then try the same call again"};
        case Code::broken_invariant:
            return {"这是程序库的缺陷，请报告", "this is a fault in the library, please report it"};
        default:
            return {"请检查磁盘与系统日志", "check the disk and the system's log"};
    }
}

}  // namespace

Error error_of(int code, std::string_view call) {
    // The system's own are told as they are everywhere, except that LMDB's EINVAL is a fault of ours.
    if (code > 0 && code != EINVAL) return system_failure(code, "data.mdb", call);
    const Code kind = code_of(code);
    const Text advice = advice_for(kind);
    return fail(
        kind, "存储引擎的 {0} 返回 {1}（{2}）；{3}", "{0} of the storage engine returned {1} ({2}); {4}",
        {call, std::to_string(code), code == assertion_failed ? "an assertion failed" : mdb_strerror(code),
         advice.zh, advice.en});
}

int Env::open(const std::filesystem::path& folder, const Options& options, Env& out) {
    MDB_env* created = nullptr;
    if (const int code = mdb_env_create(&created); code != MDB_SUCCESS) return code;
    Env env;
    env.env_.reset(created);
    // A snapshot may be handed from thread to thread, so reader slots belong to transactions (MDB_NOTLS).
    const unsigned flags = MDB_NOTLS | (options.read_only ? MDB_RDONLY : 0U);
    if (const int code = mdb_env_set_maxdbs(created, options.tables_max); code != MDB_SUCCESS) return code;
    if (const int code = mdb_env_set_maxreaders(created, readers_max); code != MDB_SUCCESS) return code;
    if (const int code = mdb_env_set_mapsize(created, options.map_bytes); code != MDB_SUCCESS) return code;
    if (const int code = mdb_env_open(created, folder.c_str(), flags, file_mode); code != MDB_SUCCESS)
        return code;
    if (const int code = mdb_env_set_assert(created, leave); code != MDB_SUCCESS) return code;
    out = std::move(env);
    return MDB_SUCCESS;
}

int Env::clear_dead_readers() {
    int cleared = 0;
    return guarded([&] { return mdb_reader_check(env_.get(), &cleared); });
}

int Env::adopt_map_size() {
    return guarded([&] { return mdb_env_set_mapsize(env_.get(), 0); });
}

Result<std::optional<RecordView>> Cursor::move(MDB_cursor_op operation, ByteView key) {
    MDB_val found_key = to_value(key);
    MDB_val found_value{0, nullptr};
    const int code =
        guarded([&] { return mdb_cursor_get(cursor_.get(), &found_key, &found_value, operation); });
    if (code == MDB_NOTFOUND) return std::optional<RecordView>();
    if (code != MDB_SUCCESS) return error_of(code, "mdb_cursor_get");
    return std::optional(RecordView{to_view(found_key), to_view(found_value)});
}

int Transaction::begin(const Env& env, unsigned flags, Transaction& out) {
    MDB_txn* begun = nullptr;
    const int code = guarded([&] { return mdb_txn_begin(env.get(), nullptr, flags, &begun); });
    if (code == MDB_SUCCESS) out.transaction_.reset(begun);
    return code;
}

void Transaction::Abort::operator()(MDB_txn* transaction) const {
    static_cast<void>(guarded([&] {
        mdb_txn_abort(transaction);
        return MDB_SUCCESS;
    }));
}

int Transaction::commit() {
    MDB_txn* const over = transaction_.release();
    return guarded([&] { return mdb_txn_commit(over); });
}

int Transaction::abort() {
    MDB_txn* const over = transaction_.release();
    return guarded([&] {
        mdb_txn_abort(over);
        return MDB_SUCCESS;
    });
}

int Transaction::open_table(std::string_view name, unsigned flags, MDB_dbi& out) const {
    const std::string ended(name);
    const char* const text = ended.c_str();
    return guarded([&] { return mdb_dbi_open(transaction_.get(), text, flags, &out); });
}

int Transaction::clear(MDB_dbi table) {
    return guarded([&] { return mdb_drop(transaction_.get(), table, 0); });
}

int Transaction::remove(MDB_dbi table, ByteView key) {
    MDB_val gone = to_value(key);
    return guarded([&] { return mdb_del(transaction_.get(), table, &gone, nullptr); });
}

Result<std::optional<ByteView>> Transaction::get(MDB_dbi table, ByteView key) const {
    MDB_val wanted = to_value(key);
    MDB_val found{0, nullptr};
    const int code = guarded([&] { return mdb_get(transaction_.get(), table, &wanted, &found); });
    if (code == MDB_NOTFOUND) return std::optional<ByteView>();
    if (code != MDB_SUCCESS) return error_of(code, "mdb_get");
    return std::optional(to_view(found));
}

int Transaction::put(MDB_dbi table, ByteView key, ByteView value, unsigned flags) {
    MDB_val put_key = to_value(key);
    MDB_val put_value = to_value(value);
    return guarded([&] { return mdb_put(transaction_.get(), table, &put_key, &put_value, flags); });
}

}  // namespace timebank::store::lmdb
