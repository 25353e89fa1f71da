#pragma once

#include <sys/types.h>

#include <compare>
#include <cstdint>
#include <filesystem>

#include "core/file.hpp"
#include "timebank/error.hpp"

/// What the operating system says about the place where a data file lies.
namespace timebank::store {

/// Which file a path leads to, however it is spelled.
struct FileId {
    dev_t device = 0;
    ino_t inode = 0;
    friend auto operator<=>(const FileId&, const FileId&) = default;
};

/// An Error for the errno that `action` (a system call's name) left, naming `path`.
inline Error system_error(int number, std::string_view action, const std::filesystem::path& path) {
    return system_failure(number, path.string(), action);
}

/// The identity of the regular file at `path`: not_found when there is nothing, data_damaged when it is
/// something else than a file.
Result<FileId> identify(const std::filesystem::path& path);

/// unsupported_place when `folder` is on a network or user-space file system: LMDB's locks and its shared map
/// need one kernel that sees every access.
Result<void> check_local(const std::filesystem::path& folder);

/// Free bytes that this user may write on the disk `descriptor` lies on.
Result<std::uint64_t> free_bytes(const Descriptor& descriptor);

}  // namespace timebank::store
