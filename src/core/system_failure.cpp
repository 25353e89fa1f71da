#include <array>
#include <cerrno>
#include <string>

#include "timebank/error.hpp"

namespace timebank {
namespace {

struct Known {
    int number;
    Code code;
    std::string_view zh, en;                ///< what is the matter
    std::string_view advice_zh, advice_en;  ///< what to do
};

constexpr std::string_view free_zh = "请腾出空间后再试", free_en = "free some space and try again";
constexpr std::string_view modes_zh = "请检查文件与所在文件夹的属主和权限",
                           modes_en = "check who owns the file and its folder, and their modes";
constexpr std::string_view path_zh = "请检查路径", path_en = "check the path";
constexpr std::string_view disk_zh = "请检查磁盘与系统日志", disk_en = "check the disk and the system's log";
constexpr std::string_view limit_zh = "请提高限额，或关掉别的程序后再试",
                           limit_en = "raise the limit, or end other programs and try again";

constexpr Known known[] = {
    {ENOENT, Code::not_found, "没有这个文件或文件夹", "there is no such file or folder", path_zh, path_en},
    {ENOTDIR, Code::not_found, "路径中有一段不是文件夹", "a part of the path is not a folder", path_zh,
     path_en},
    {EACCES, Code::permission_denied, "没有权限", "permission denied", modes_zh, modes_en},
    {EPERM, Code::permission_denied, "系统不允许", "the system does not permit it", modes_zh, modes_en},
    {EROFS, Code::permission_denied, "磁盘以只读方式挂载", "the disk is mounted read-only",
     "请换一处，或以可写方式重新挂载", "use another place, or mount it for writing"},
    {ENOSPC, Code::disk_full, "磁盘已满", "the disk is full", free_zh, free_en},
    {EDQUOT, Code::disk_full, "本用户的磁盘配额已用完", "this user's disk quota is used up", free_zh,
     free_en},
    {EFBIG, Code::disk_full, "文件将超过本用户的文件大小限制（ulimit -f）",
     "the file would grow beyond this user's limit on file sizes (ulimit -f)", "请提高该限制后再试",
     "raise that limit and try again"},
    {EIO, Code::io_failed, "磁盘读写出错", "the disk failed to read or write", disk_zh, disk_en},
    {EEXIST, Code::already_there, "那里已有同名文件", "something of that name is there already",
     "请另取名字，或先把它移走", "choose another name, or move it away first"},
    {ENOTEMPTY, Code::already_there, "文件夹不是空的", "the folder is not empty", "请另选位置",
     "choose another place"},
    {EISDIR, Code::invalid_argument, "是文件夹，这里要一个文件", "it is a folder; a file is wanted here",
     path_zh, path_en},
    {ENAMETOOLONG, Code::invalid_argument, "文件名或路径太长", "the name or the path is too long",
     "请用短一些的名字", "use a shorter one"},
    {ELOOP, Code::invalid_argument, "符号链接绕成了圈，或此处不可用链接",
     "symbolic links lead round in a ring, or a link is not taken here", path_zh, path_en},
    {EINVAL, Code::invalid_argument, "系统不接受这一操作", "the system does not take this for that file",
     path_zh, path_en},
    {ENXIO, Code::invalid_argument, "是管道或设备，这里要一个普通文件",
     "it is a pipe or a device; a regular file is wanted here", path_zh, path_en},
    {ENODEV, Code::unsupported_place, "那里的文件系统不支持这一操作",
     "the file system there does not support it", "请用本机磁盘", "use a local disk"},
    {EOPNOTSUPP, Code::unsupported_place, "那里的文件系统不支持这一操作",
     "the file system there does not support it", "请用本机磁盘", "use a local disk"},
    {EXDEV, Code::unsupported_place, "两处不在同一文件系统上", "the two places are on different file systems",
     "请放在同一磁盘上", "keep both on one disk"},
    {EMFILE, Code::io_failed, "本程序打开的文件已达上限（ulimit -n）",
     "this program has as many files open as it may (ulimit -n)", limit_zh, limit_en},
    {ENFILE, Code::io_failed, "整个系统打开的文件已达上限", "the system has as many files open as it may",
     limit_zh, limit_en},
    {ENOMEM, Code::io_failed, "内存或地址空间不足（ulimit -v）",
     "memory or address space is short (ulimit -v)", limit_zh, limit_en},
    {EAGAIN, Code::busy, "资源暂时不够", "something is short at the moment", "请稍候再试",
     "wait, then try again"},
    {EBUSY, Code::busy, "正被别的程序使用", "another program uses it", "请稍候再试", "wait, then try again"},
    {EINTR, Code::io_failed, "被信号打断", "a signal broke it off", "请再试一次", "try again"},
    {ESTALE, Code::io_failed, "网络文件系统上的文件已失效", "the file on a network file system is gone stale",
     "请重新挂载", "mount it again"},
};

}  // namespace

Error system_failure(int number, std::string_view subject, std::string_view call) {
    const std::string during_zh = call.empty() ? "" : "（" + std::string(call) + "）";
    const std::string during_en = call.empty() ? "" : " (" + std::string(call) + ")";
    for (const Known& one : known)
        if (one.number == number)
            return fail(one.code, "{0}：{1}{5}。{3}", "{0}: {2}{6}; {4}",
                        {subject, one.zh, one.en, one.advice_zh, one.advice_en, during_zh, during_en});
    return fail(Code::io_failed, "{0}：系统错误 {1}{2}。请检查磁盘与系统日志",
                "{0}: error {1} of the system{3}; check the disk and the system's log",
                {subject, std::to_string(number), during_zh, during_en});
}

}  // namespace timebank
