#pragma once

#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <mutex>
#include <string_view>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// Files as all rooms open and write them. A file of ours never has one of the numbers 0, 1 and 2, to which
/// other parts of a program write their messages; belongs to whoever its folder belongs to, also when root
/// made it; and a limit on the size of files is an Error, not the signal that ends the program.
namespace timebank {

/// An open file descriptor, closed by its owner.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    /// Closes now: 0, or the errno that says that what was written may not be there.
    int close();

  private:
    int number_;
};

/// Occupies the numbers 0 to 2 as far as they are free: what is opened meanwhile, by whatever code, gets a
/// higher one. One thread of the process at a time has them.
class LowNumbersTaken {
  public:
    LowNumbersTaken();
    ~LowNumbersTaken();
    LowNumbersTaken(const LowNumbersTaken&) = delete;
    LowNumbersTaken& operator=(const LowNumbersTaken&) = delete;

  private:
    std::unique_lock<std::mutex> lock_;
    int taken_[3] = {-1, -1, -1};
};

/// SIGXFSZ waits in this thread, and one that came meanwhile is taken away again: a write beyond the limit on
/// file sizes is EFBIG.
class SizeSignalHeld {
  public:
    SizeSignalHeld();
    ~SizeSignalHeld();
    SizeSignalHeld(const SizeSignalHeld&) = delete;
    SizeSignalHeld& operator=(const SizeSignalHeld&) = delete;

  private:
    sigset_t before_;
    bool was_pending_ = false;
};

/// open(2), close-on-exec, tried again when a signal breaks it off, with a number above 2; not open when it
/// fails, and errno says why. What it makes belongs to its folder's owner.
Descriptor open_descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0640);

/// Root alone can: gives what it has made to the owner of the folder that it lies in. 0, or errno.
int give_to_folder_owner(const Descriptor& made, const std::filesystem::path& path);
/// The same of a folder, or of a file that somebody else has opened.
int give_to_folder_owner(const std::filesystem::path& path);

Result<void> write_all(const Descriptor& to, const std::filesystem::path& path, ByteView bytes);
Result<void> sync(const Descriptor& opened, const std::filesystem::path& path);
/// So that names in it last; "" is the folder that the process is in.
Result<void> sync_folder(const std::filesystem::path& folder);
/// Makes the folder and those above it that are missing; each belongs to the owner of the one above it, and
/// its name lasts. False when it was there.
Result<bool> make_folders(const std::filesystem::path& folder, mode_t mode = 0777);
/// The folder that `path` lies in, "." for a bare name.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace timebank
