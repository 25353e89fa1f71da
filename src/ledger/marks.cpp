#include "ledger/marks.hpp"

#include <system_error>

namespace timebank::ledger {

Result<void> check_marks(const std::filesystem::path& folder, bool read_only) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / unfinished_mark, ignored))
        return fail(Code::not_found,
                    "{0} 里没有账本：那里的备份或恢复正在进行，或中途断了（文件 {1}）。若已中断，请删除该"
                    "文件夹后重做",
                    "there is no ledger in {0}: a backup or restore is being made there, or was cut short "
                    "(file {1}). If it was, remove the folder and make it again",
                    {folder.string(), unfinished_mark});
    if (!read_only && std::filesystem::exists(folder / backup_mark, ignored))
        return fail(Code::invalid_argument,
                    "{0} 是备份（文件 {1}），只供读取。请用 timebank restore 恢复到新文件夹后再写入",
                    "{0} is a backup (file {1}) and is only read. Bring it back into a new folder with "
                    "timebank restore, and write there",
                    {folder.string(), backup_mark});
    return {};
}

}  // namespace timebank::ledger
