#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/file.hpp"
#include "core/try.hpp"

namespace timebank {

int give_to_folder_owner(const Descriptor& made, const std::filesystem::path& path) {
    if (::geteuid() != 0) return 0;
    struct stat folder {};
    struct stat file {};
    if (::stat(folder_of(path).c_str(), &folder) != 0 || ::fstat(made.number(), &file) != 0) return errno;
    // What has a name elsewhere too, or is no file, is not ours to give away.
    if (file.st_nlink > 1 && S_ISREG(file.st_mode)) return 0;
    if (!S_ISREG(file.st_mode) && !S_ISDIR(file.st_mode)) return 0;
    if (file.st_uid == folder.st_uid && file.st_gid == folder.st_gid) return 0;
    return ::fchown(made.number(), folder.st_uid, folder.st_gid) == 0 ? 0 : errno;
}

int give_to_folder_owner(const std::filesystem::path& path) {
    if (::geteuid() != 0) return 0;
    const Descriptor opened(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    return opened.is_open() ? give_to_folder_owner(opened, path) : errno;
}

Result<void> write_all(const Descriptor& to, const std::filesystem::path& path, ByteView bytes) {
    const SizeSignalHeld held;
    while (!bytes.empty()) {
        const auto count = ::write(to.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure(errno, path.string(), "write");
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> sync(const Descriptor& opened, const std::filesystem::path& path) {
    int done = -1;
    do done = ::fsync(opened.number());
    while (done != 0 && errno == EINTR);
    if (done != 0) return system_failure(errno, path.string(), "fsync");
    return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const auto path = folder.empty() ? std::filesystem::path(".") : folder;
    const auto opened = open_descriptor(path, O_RDONLY | O_DIRECTORY);
    if (!opened.is_open()) return system_failure(errno, path.string(), "open");
    return sync(opened, path);
}

Result<bool> make_folders(const std::filesystem::path& folder, mode_t mode) {
    const auto bare = folder.has_filename() ? folder : folder.parent_path();
    struct stat found {};
    if (::stat(bare.c_str(), &found) == 0) {
        if (S_ISDIR(found.st_mode)) return false;
        return system_failure(ENOTDIR, bare.string(), "mkdir");
    }
    if (errno != ENOENT) return system_failure(errno, bare.string(), "mkdir");
    const auto above = folder_of(bare);
    if (above != bare) TIMEBANK_CHECK(make_folders(above));
    if (::mkdir(bare.c_str(), mode) != 0) {
        if (errno == EEXIST) return false;  // somebody was faster
        return system_failure(errno, bare.string(), "mkdir");
    }
    if (const int number = give_to_folder_owner(bare); number != 0)
        return system_failure(number, bare.string(), "chown");
    TIMEBANK_CHECK(sync_folder(above));
    return true;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    // The last part of "folder/" is empty, and its parent is the folder itself.
    const auto bare = path.has_filename() ? path : path.parent_path();
    const auto parent = bare.parent_path();
    return parent.empty() ? std::filesystem::path(".") : parent;
}

}  // namespace timebank
