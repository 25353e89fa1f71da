#include "store/place.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <cerrno>
#include <string>

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
    if (::fstatvfs(descriptor.number(), &found) != 0) return system_failure(errno, "disk", "fstatvfs");
    return static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
}

}  // namespace timebank::store
