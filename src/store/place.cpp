#include "store/place.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "store/lmdb.hpp"

namespace timebank::store {

namespace {

struct ForeignFileSystem {
    std::uint32_t magic;  // as in statfs(2)
    std::string_view name;
};
constexpr ForeignFileSystem foreign_file_systems[] = {
    {0x00006969, "NFS"},  {0x0000517B, "SMB"}, {0xFE534D42, "SMB2"}, {0xFF534D42, "CIFS"},
    {0x65735546, "FUSE"}, {0x01021997, "9P"},  {0x5346414F, "AFS"},  {0x00C36400, "Ceph"},
};

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Error system_error(int number, std::string_view action, const std::filesystem::path& path) {
    Code code = Code::io_failed;
    if (number == ENOENT || number == ENOTDIR) code = Code::not_found;
    if (number == EACCES || number == EPERM || number == EROFS) code = Code::permission_denied;
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) code = Code::disk_full;
    const std::string reason = std::generic_category().message(number);
    return fail(code, "对 {} 执行 {} 失败：{}；请检查路径、权限与磁盘",
                "{1} of {0} failed: {2}; check the path, its modes and the disk",
                {path.string(), action, reason});
}

Result<FileId> identify(const std::filesystem::path& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return system_error(errno, "stat", path);
    if (!S_ISREG(found.st_mode)) {
        return fail(Code::data_damaged, "{} 不是普通文件；请给出账本目录，或从备份恢复",
                    "{} is not a regular file; name the ledger's folder, or restore from a backup",
                    {path.string()});
    }
    return FileId{found.st_dev, found.st_ino};
}

Result<void> check_local(const std::filesystem::path& folder) {
    struct statfs found {};
    if (::statfs(folder.c_str(), &found) != 0) return system_error(errno, "statfs", folder);
    const auto magic = static_cast<std::uint32_t>(found.f_type);
    for (const auto& foreign : foreign_file_systems) {
        if (foreign.magic != magic) continue;
        return fail(Code::unsupported_place,
                    "{} 位于 {} 文件系统上，锁与内存映射在那里不可靠；请把账本放在本机磁盘上",
                    "{} is on a {} file system, where locks and shared maps cannot be relied on; keep the "
                    "ledger on a "
                    "local disk",
                    {folder.string(), foreign.name});
    }
    return {};
}

Result<std::uint64_t> free_bytes(const Descriptor& descriptor) {
    struct statvfs found {};
    if (::fstatvfs(descriptor.number(), &found) != 0) return lmdb::error_of(errno, "fstatvfs");
    return static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
}

}  // namespace timebank::store
