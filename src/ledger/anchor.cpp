#include "ledger/anchor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/file.hpp"
#include "core/try.hpp"
#include "timebank/limits.hpp"

namespace timebank::ledger {
namespace {

namespace fs = std::filesystem;

Error failed_with(const fs::path& file, int number, std::string_view call) {
    const Error why = system_failure(number, file.string(), call);
    return fail(why.code, "锚点文件 {0}", "anchor file {1}", {why.text.zh, why.text.en});
}

/// Where the file itself is, when `anchor` is a link to it: it may be kept on other storage.
Result<fs::path> follow_links(fs::path anchor) {
    constexpr int links_max = 40;
    for (int links = 0; links < links_max; ++links) {
        std::error_code failed;
        if (!fs::is_symlink(anchor, failed)) return anchor;
        const auto target = fs::read_symlink(anchor, failed);
        if (failed) return failed_with(anchor, failed.value(), "readlink");
        anchor = target.is_absolute() ? target : folder_of(anchor) / target;
    }
    return failed_with(anchor, ELOOP, "readlink");
}

Error no_file(const fs::path& anchor, mode_t mode) {
    return failed_with(anchor, S_ISDIR(mode) ? EISDIR : ENXIO, "open");
}

/// As the anchor that it will replace: mode and owner.
Result<void> make_alike(const Descriptor& fresh, const fs::path& anchor) {
    struct stat before {};
    if (::stat(anchor.c_str(), &before) != 0) return {};
    if (!S_ISREG(before.st_mode)) return no_file(anchor, before.st_mode);
    if (::fchmod(fresh.number(), before.st_mode & 07777) != 0) return failed_with(anchor, errno, "fchmod");
    if (::geteuid() == 0 && ::fchown(fresh.number(), before.st_uid, before.st_gid) != 0)
        return failed_with(anchor, errno, "fchown");
    return {};
}

Result<void> write_beside(const fs::path& beside, const fs::path& anchor, const std::string& text) {
    ::unlink(beside.c_str());  // of a writing that was cut short, by whomever
    const auto fresh = open_descriptor(beside, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!fresh.is_open()) return failed_with(beside, errno, "open");
    TIMEBANK_CHECK(make_alike(fresh, anchor));
    TIMEBANK_CHECK(write_all(fresh, beside, bytes_of(text)));
    return sync(fresh, beside);
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
    // O_NONBLOCK, or opening a pipe would wait for its writer before it can be refused.
    const auto file = open_descriptor(anchor, O_RDONLY | O_NONBLOCK);
    if (!file.is_open()) {
        if (errno == ENOENT) return std::optional<std::string>();
        return failed_with(anchor, errno, "open");
    }
    struct stat found {};
    if (::fstat(file.number(), &found) != 0) return failed_with(anchor, errno, "fstat");
    if (!S_ISREG(found.st_mode)) return no_file(anchor, found.st_mode);
    std::string text;
    char buffer[4096];
    for (;;) {
        const auto count = ::read(file.number(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed_with(anchor, errno, "read");
        if (count == 0) return std::optional(std::move(text));
        text.append(buffer, static_cast<std::size_t>(count));
        if (text.size() > limits::anchor_bytes)
            return fail(Code::anchor_mismatch, "锚点文件 {} 超过 {} 字节，不是锚点",
                        "the file {} has over {} bytes and is no anchor",
                        {anchor.string(), std::to_string(limits::anchor_bytes)});
    }
}

Result<void> write_anchor(const fs::path& anchor, const std::string& signed_note) {
    TIMEBANK_TRY(target, follow_links(anchor));
    auto beside = target;
    beside += ".new";
    auto written = write_beside(beside, target, signed_note);
    if (written && ::rename(beside.c_str(), target.c_str()) != 0)
        written = failed_with(target, errno, "rename");
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    return sync_folder(folder_of(target));
}

Result<void> remove_anchor(const fs::path& anchor) {
    TIMEBANK_TRY(target, follow_links(anchor));
    if (::unlink(target.c_str()) != 0 && errno != ENOENT) return failed_with(target, errno, "unlink");
    return {};
}

}  // namespace timebank::ledger
