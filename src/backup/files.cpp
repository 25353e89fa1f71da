#include "backup/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <system_error>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "crypto/hasher.hpp"
#include "ledger/marks.hpp"
#include "store/place.hpp"

namespace timebank::backup {
namespace {

namespace fs = std::filesystem;
using store::system_error;

constexpr mode_t folder_mode =
    0750;  // as the store's own: the group may back up and audit, nobody else may look

Result<Descriptor> open_file(const fs::path& path, int flags) {
    auto opened = open_descriptor(path, flags);
    if (!opened.is_open()) return system_error(errno, "open", path);
    return opened;
}

/// Hands out the file piece by piece.
Result<void> read_pieces(const fs::path& path, const std::function<Result<void>(ByteView)>& use) {
    constexpr std::size_t piece_bytes = std::size_t{1} << 20;
    TIMEBANK_TRY(from, open_file(path, O_RDONLY | O_NONBLOCK));
    struct stat found {};
    if (::fstat(from.number(), &found) != 0) return system_error(errno, "fstat", path);
    if (!S_ISREG(found.st_mode)) return system_error(S_ISDIR(found.st_mode) ? EISDIR : ENXIO, "open", path);
    Bytes piece(piece_bytes);
    for (;;) {
        const auto count = ::read(from.number(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error(errno, "read", path);
        if (count == 0) return {};
        TIMEBANK_CHECK(use(ByteView(piece).first(static_cast<std::size_t>(count))));
    }
}

Result<void> make_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), folder_mode) == 0) {
        if (const int number = give_to_folder_owner(folder); number != 0)
            return system_error(number, "chown", folder);
        return {};
    }
    const int number = errno;
    if (number != ENOENT) return system_error(number, "mkdir", folder);
    return fail(
        Code::not_found, "没有 {0} 所在的文件夹：请检查路径（磁盘是否已接上？），或先建立它",
        "the folder that {0} would lie in is not there: check the path (is the disk attached?), or make "
        "it first",
        {folder.string()});
}

Result<void> check_outside(const fs::path& folder, const fs::path& source) {
    std::error_code ignored;
    const auto place = fs::weakly_canonical(fs::absolute(folder, ignored), ignored);
    const auto around = fs::weakly_canonical(fs::absolute(source, ignored), ignored);
    const auto relative = place.lexically_relative(around);
    if (relative.empty() || *relative.begin() == "..") return {};
    return fail(Code::invalid_argument, "{0} 在 {1} 之内：副本须放在别处，最好是另一块磁盘",
                "{0} lies inside {1}: a copy belongs elsewhere, best on another disk",
                {folder.string(), source.string()});
}

/// Whether there is such a folder.
Result<bool> find_folder(const fs::path& folder) {
    std::error_code failed;
    const auto status = fs::status(folder, failed);
    if (status.type() == fs::file_type::not_found) return false;
    if (failed) return system_error(failed.value(), "stat", folder);
    if (status.type() == fs::file_type::directory) return true;
    return fail(Code::already_there, "{} 已存在，且不是文件夹：请另选位置",
                "{} is there and is no folder: choose another place", {folder.string()});
}

Result<void> check_local(const fs::path& folder) {
    auto local = store::check_local(folder);
    if (local || local.error().code != Code::unsupported_place) return local;
    return fail(
        Code::unsupported_place,
        "{} 在网络或用户态文件系统上，副本在那里无法核对：请先做在本机磁盘上，完成后再把整个文件夹复制"
        "过去",
        "{} is on a network or user-space file system, where a copy cannot be audited: make it on a "
        "local disk; the finished folder may then be copied there",
        {folder.string()});
}

}  // namespace

Result<UnfinishedFolder> UnfinishedFolder::begin(const fs::path& folder, const fs::path& source) {
    TIMEBANK_CHECK(check_outside(folder, source));
    TIMEBANK_TRY(there, find_folder(folder));
    if (!there) TIMEBANK_CHECK(make_folder(folder));
    auto local = check_local(folder);
    if (local) {
        auto mark = ledger::UnfinishedMark::begin(folder);
        if (mark) return UnfinishedFolder(folder, !there, std::move(*mark));
        local = mark.error();
    }
    std::error_code ignored;
    if (!there) fs::remove(folder, ignored);  // nothing but what we made, so only when it is empty
    return local.error();
}

UnfinishedFolder::UnfinishedFolder(UnfinishedFolder&& other) noexcept
    : path_(std::move(other.path_)), made_(other.made_), mark_(std::exchange(other.mark_, std::nullopt)) {}

UnfinishedFolder::~UnfinishedFolder() {
    if (!mark_) return;
    mark_->undo();
    std::error_code ignored;
    if (made_) fs::remove(path_, ignored);
}

Result<void> UnfinishedFolder::make_folder_of(const std::string& name) const {
    TIMEBANK_CHECK(make_folder((path_ / name).parent_path()));
    return sync_folder(path_);
}

Result<void> UnfinishedFolder::finish() {
    TIMEBANK_CHECK(mark_->finish());
    mark_.reset();
    return {};
}

Result<FileSummary> summarise(const fs::path& folder, const std::string& name) {
    FileSummary summary{name, 0, {}};
    Hasher hasher;
    TIMEBANK_CHECK(read_pieces(folder / name, [&](ByteView piece) -> Result<void> {
        hasher.add(piece);
        summary.bytes += piece.size();
        return {};
    }));
    summary.digest = hasher.finish();
    return summary;
}

Result<FileSummary> copy_file(const fs::path& from, const fs::path& to, const std::string& name) {
    FileSummary summary{name, 0, {}};
    Hasher hasher;
    TIMEBANK_TRY(made, open_file(to / name, O_WRONLY | O_CREAT | O_EXCL));
    TIMEBANK_CHECK(read_pieces(from / name, [&](ByteView piece) -> Result<void> {
        hasher.add(piece);
        summary.bytes += piece.size();
        return write_all(made, to / name, piece);
    }));
    TIMEBANK_CHECK(sync(made, to / name));
    TIMEBANK_CHECK(sync_folder((to / name).parent_path()));
    summary.digest = hasher.finish();
    return summary;
}

Result<void> write_whole(const fs::path& file, const std::string& text) {
    auto beside = file;
    beside += ".new";
    {
        TIMEBANK_TRY(made, open_file(beside, O_WRONLY | O_CREAT | O_TRUNC));
        TIMEBANK_CHECK(write_all(made, beside, bytes_of(text)));
        TIMEBANK_CHECK(sync(made, beside));
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) return system_error(errno, "rename", file);
    return sync_folder(file.parent_path());
}

Result<std::string> read_whole(const fs::path& file, std::size_t bytes_max) {
    std::string text;
    TIMEBANK_CHECK(read_pieces(file, [&](ByteView piece) -> Result<void> {
        text += text_of(piece);
        if (text.size() <= bytes_max) return {};
        return fail(Code::io_failed, "文件 {0} 超过 {1} 字节", "the file {0} has more than {1} bytes",
                    {file.string(), std::to_string(bytes_max)});
    }));
    return text;
}

}  // namespace timebank::backup
