#include "core/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/try.hpp"

namespace timebank {
namespace {

constexpr int lowest_of_ours = 3;

sigset_t size_signal() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGXFSZ);
    return set;
}

bool is_size_signal_pending() {
    sigset_t pending;
    return ::sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
}

std::mutex& low_numbers_mutex() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int Descriptor::close() {
    return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno;
}

LowNumbersTaken::LowNumbersTaken() : lock_(low_numbers_mutex()) {
    for (int& taken : taken_) {
        const int number = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        if (number >= lowest_of_ours) {
            ::close(number);
            return;
        }
        taken = number;
    }
}

LowNumbersTaken::~LowNumbersTaken() {
    for (const int taken : taken_)
        if (taken >= 0) ::close(taken);
}

SizeSignalHeld::SizeSignalHeld() : before_{} {
    const sigset_t held = size_signal();
    was_pending_ = is_size_signal_pending();
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
}

SizeSignalHeld::~SizeSignalHeld() {
    const int kept = errno;
    const sigset_t held = size_signal();
    const timespec at_once{};
    if (!was_pending_)
        while (is_size_signal_pending() && ::sigtimedwait(&held, nullptr, &at_once) < 0 && errno == EINTR) {
        }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = kept;
}

namespace {

int open_again(const std::filesystem::path& path, int flags, mode_t mode) {
    int number = -1;
    do number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    while (number < 0 && errno == EINTR);
    return number;
}

}  // namespace

Descriptor open_descriptor(const std::filesystem::path& path, int flags, mode_t mode) {
    // Only what we make is given away: a link may lead to anything.
    const bool may_make = (flags & O_CREAT) != 0;
    int number = open_again(path, may_make ? flags | O_EXCL : flags, mode);
    const bool made = may_make && number >= 0;
    if (number < 0 && errno == EEXIST && may_make && (flags & O_EXCL) == 0)
        number = open_again(path, flags, mode);
    if (number >= 0 && number < lowest_of_ours) {
        const int higher = ::fcntl(number, F_DUPFD_CLOEXEC, lowest_of_ours);
        const int kept = errno;
        ::close(number);
        errno = kept;
        number = higher;
    }
    Descriptor opened(number);
    if (opened.is_open() && made) give_to_folder_owner(opened, path);
    return opened;
}

int give_to_folder_owner(const Descriptor& made, const std::filesystem::path& path) {
    if (::geteuid() != 0) return 0;
    struct stat folder {};
    struct stat file {};
    if (::stat(folder_of(path).c_str(), &folder) != 0 || ::fstat(made.number(), &file) != 0) return errno;
    // What has a name elsewhere too, or is no file, is not ours to give away.
    if (file.st_nlink != 1 && S_ISREG(file.st_mode)) return 0;
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
