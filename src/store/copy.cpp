#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "store/state.hpp"

namespace timebank::store {

namespace {

Result<void> sync(const Descriptor& opened, const std::filesystem::path& path) {
    if (opened.number() < 0) return system_error(errno, "open", path);
    if (::fsync(opened.number()) != 0) return system_error(errno, "fsync", path);
    return {};
}

}  // namespace

Result<void> Environment::copy_to(const std::filesystem::path& folder) {
    if (state_->writer.load() == std::this_thread::get_id()) {
        return fail(Code::broken_invariant, "本线程的写事务尚未结束，此时复制会等待自己；请先结束它",
                    "this thread has a write transaction that is not over, and a copy would wait for it for "
                    "ever; end it first");
    }
    // Held while LMDB copies: as long as a transaction is active, nobody moves the map.
    TIMEBANK_TRY(held, read());
    const auto path = folder / "data.mdb";
    const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
    if (made.number() < 0) return system_error(errno, "open", path);
    Result<void> copied;
    // The system's codes are about the copy, LMDB's own about this file.
    if (const int code = mdb_env_copyfd(state_->env.get(), made.number()); code != MDB_SUCCESS)
        copied = code > 0 ? system_error(code, "write", path) : lmdb::error_of(code, "mdb_env_copyfd");
    if (copied) copied = sync(made, path);
    if (copied) copied = sync(Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)), folder);
    if (!copied) ::unlink(path.c_str());
    return copied;
}

}  // namespace timebank::store
