#include "core/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

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

}  // namespace timebank
