#include "ledger/marks.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "core/try.hpp"

namespace timebank::ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark_text =
    "此处正在创立账本、备份或恢复，或中途断了；若已中断，再次运行同一命令即可，残余会自动清除。\n"
    "A ledger is being founded here, or a backup or restore made, or that was cut short; if it was, run the "
    "same command again, and what is left will be removed.\n";

bool is_ours(const std::string& name) {
    constexpr std::array<std::string_view, 4> names = {"book", "people", backup_mark, "backup.json.new"};
    return std::find(names.begin(), names.end(), name) != names.end() || name.rfind("people.new-", 0) == 0;
}

/// What is in the folder besides the mark.
Result<std::vector<fs::path>> content_of(const fs::path& folder) {
    std::vector<fs::path> content;
    std::error_code failed;
    for (fs::directory_iterator item(folder, failed), end; !failed && item != end; item.increment(failed))
        if (item->path().filename() != unfinished_mark) content.push_back(item->path());
    if (failed) return system_failure(failed.value(), folder.string(), "readdir");
    return content;
}

Result<void> remove_what_was_cut_short(const fs::path& folder) {
    TIMEBANK_TRY(content, content_of(folder));
    for (const auto& path : content) {
        if (!is_ours(path.filename().string())) continue;
        std::error_code failed;
        fs::remove_all(path, failed);
        if (failed) return system_failure(failed.value(), path.string(), "unlink");
    }
    return {};
}

Result<void> require_empty(const fs::path& folder) {
    TIMEBANK_TRY(content, content_of(folder));
    if (content.empty()) return {};
    return fail(Code::already_there, "文件夹 {} 不是空的，不会覆盖其中的内容：请换一个新文件夹",
                "the folder {} is not empty and nothing in it will be overwritten: choose a new one",
                {folder.string()});
}

}  // namespace

Result<void> check_marks(const fs::path& folder, bool read_only) {
    std::error_code ignored;
    if (fs::exists(folder / unfinished_mark, ignored))
        return fail(Code::not_found,
                    "{0} 里没有账本：那里正在创立账本、备份或恢复，或中途断了（文件 {1}）。若已中断，"
                    "再次运行同一命令即可",
                    "there is no ledger in {0}: one is being founded there, or a backup or restore made, or "
                    "that was cut short (file {1}). If it was, run the same command again",
                    {folder.string(), unfinished_mark});
    if (!read_only && fs::exists(folder / backup_mark, ignored))
        return fail(Code::invalid_argument,
                    "{0} 是备份（文件 {1}），只供读取。请用 timebank restore 恢复到新文件夹后再写入",
                    "{0} is a backup (file {1}) and is only read. Bring it back into a new folder with "
                    "timebank restore, and write there",
                    {folder.string(), backup_mark});
    return {};
}

Result<UnfinishedMark> UnfinishedMark::begin(const fs::path& folder) {
    const auto path = folder / unfinished_mark;
    std::error_code ignored;
    const bool found_one = fs::exists(path, ignored);
    if (!found_one) TIMEBANK_CHECK(require_empty(folder));
    auto opened = open_descriptor(path, O_RDWR | O_CREAT);
    if (!opened.is_open()) return system_failure(errno, path.string(), "open");
    if (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return system_failure(errno, path.string(), "flock");
        return fail(Code::busy, "另一个程序正在 {} 里创立账本、备份或恢复：请等它结束",
                    "another program is founding a ledger in {}, or making a backup or restore: let it end",
                    {folder.string()});
    }
    UnfinishedMark mark(folder, std::move(opened), found_one);
    if (found_one) TIMEBANK_CHECK(remove_what_was_cut_short(folder));
    TIMEBANK_CHECK(require_empty(folder));
    auto written = write_all(mark.opened_, path, bytes_of(mark_text));
    if (written) written = sync(mark.opened_, path);
    if (written) written = sync_folder(folder);
    if (written) written = sync_folder(folder_of(folder));
    if (written) return mark;
    mark.undo();
    return written.error();
}

Result<void> UnfinishedMark::finish() {
    TIMEBANK_CHECK(sync_folder(folder_));
    const auto path = folder_ / unfinished_mark;
    if (::unlink(path.c_str()) != 0) return system_failure(errno, path.string(), "unlink");
    return sync_folder(folder_);
}

void UnfinishedMark::undo() {
    std::error_code ignored;
    static_cast<void>(remove_what_was_cut_short(folder_));
    fs::remove(folder_ / unfinished_mark, ignored);
}

}  // namespace timebank::ledger
