#include "ledger/anchor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/try.hpp"
#include "timebank/limits.hpp"

namespace timebank::ledger {
namespace {

namespace fs = std::filesystem;

Error system_failure(const fs::path& file, int number) {
    const auto code = number == ENOSPC                                         ? Code::disk_full
                      : number == EACCES || number == EPERM || number == EROFS ? Code::permission_denied
                                                                               : Code::io_failed;
    return fail(code, "锚点文件 {0}：{1}", "anchor file {0}: {1}", {file.string(), std::strerror(number)});
}

/// A file descriptor that closes itself.
class File {
  public:
    File(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (number_ >= 0) ::close(number_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool ok() const { return number_ >= 0; }
    int number() const { return number_; }

  private:
    int number_;
};

/// 0, or errno.
int write_synced(const fs::path& path, const std::string& text) {
    File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.ok()) return errno;
    for (std::size_t written = 0; written < text.size();) {
        auto count = ::write(file.number(), text.data() + written, text.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        written += static_cast<std::size_t>(count);
    }
    return ::fsync(file.number()) == 0 ? 0 : errno;
}

int sync_folder(const fs::path& folder) {
    File file(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
    if (!file.ok()) return errno;
    return ::fsync(file.number()) == 0 ? 0 : errno;
}

}  // namespace

Result<void> check_anchor_place(const fs::path& folder, const fs::path& anchor) {
    std::error_code ignored;
    const auto inside = fs::weakly_canonical(fs::absolute(folder, ignored), ignored);
    const auto place = fs::weakly_canonical(fs::absolute(anchor, ignored), ignored);
    const auto relative = place.lexically_relative(inside);
    if (relative.empty() || *relative.begin() == "..") return {};
    return fail(
        Code::invalid_argument,
        "锚点文件 {} 在账本文件夹之内：备份会把它一起带走，便不能再识别旧副本。请放到别处，例如密钥旁边",
        "the anchor {} lies inside the ledger's folder: a copy would take it along, and yesterday's copy "
        "could no "
        "longer be told. Keep it elsewhere, such as beside the keys",
        {anchor.string()});
}

Result<std::optional<std::string>> read_anchor(const fs::path& anchor) {
    File file(anchor, O_RDONLY);
    if (!file.ok()) {
        if (errno == ENOENT) return std::optional<std::string>();
        return system_failure(anchor, errno);
    }
    std::string text;
    char buffer[4096];
    for (;;) {
        auto count = ::read(file.number(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure(anchor, errno);
        if (count == 0) return std::optional(std::move(text));
        text.append(buffer, static_cast<std::size_t>(count));
        if (text.size() > limits::anchor_bytes)
            return fail(Code::anchor_mismatch, "锚点文件 {} 超过 {} 字节，不是锚点",
                        "the file {} has over {} bytes and is no anchor",
                        {anchor.string(), std::to_string(limits::anchor_bytes)});
    }
}

Result<void> write_anchor(const fs::path& anchor, const std::string& signed_note) {
    auto beside = anchor;
    beside += ".new";
    int number = write_synced(beside, signed_note);
    if (number == 0 && ::rename(beside.c_str(), anchor.c_str()) != 0) number = errno;
    if (number != 0) {
        ::unlink(beside.c_str());
        return system_failure(anchor, number);
    }
    number = sync_folder(anchor.parent_path());
    if (number != 0) return system_failure(anchor, number);
    return {};
}

}  // namespace timebank::ledger
