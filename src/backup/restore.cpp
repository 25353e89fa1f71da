#include <algorithm>
#include <system_error>

#include "backup/inspect.hpp"
#include "backup/manifest.hpp"
#include "core/try.hpp"
#include "ledger/anchor.hpp"
#include "ledger/book.hpp"
#include "ledger/marks.hpp"
#include "store/place.hpp"
#include "timebank/backup.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

namespace fs = std::filesystem;
using namespace backup;

Error damaged(const Text& found) {
    return fail(Code::data_damaged, "备份已损坏：{0}。没有恢复任何东西；请换一份备份",
                "the backup is damaged: {1}. Nothing was restored; use another backup", {found.zh, found.en});
}

Result<Manifest> manifest_of(const fs::path& folder) {
    std::error_code ignored;
    if (fs::exists(folder / ledger::unfinished_mark, ignored))
        return damaged(say("{} 里的备份没有做完", "the one in {} was never finished", {folder.string()}));
    auto text = read_whole(folder / ledger::backup_mark, limits::backup_manifest_bytes);
    if (!text && text.error().code == Code::not_found)
        return fail(Code::not_found, "{0} 里没有备份（缺少清单 {1}）：请检查路径",
                    "there is no backup in {0} (its manifest {1} is missing): check the path",
                    {folder.string(), ledger::backup_mark});
    if (!text) return text.error();
    return read_manifest(*text);
}

/// What somebody put there is not restored along with it.
Result<void> check_no_foreign_file(const fs::path& folder, const Manifest& manifest) {
    std::vector<fs::path> known = {ledger::backup_mark};
    for (const auto& file : manifest.files) {
        const fs::path path(file.name);
        known.insert(known.end(), {path, path.parent_path(),
                                   path.parent_path() / "lock.mdb"});  // whoever reads it leaves one
    }
    std::error_code failed;
    for (fs::recursive_directory_iterator item(folder, failed), end; !failed && item != end;
         item.increment(failed)) {
        const auto name = item->path().lexically_relative(folder);
        if (std::find(known.begin(), known.end(), name) == known.end())
            return damaged(say("文件 {} 不属于它", "the file {} does not belong to it", {name.string()}));
    }
    if (failed) return store::system_error(failed.value(), "readdir", folder);
    return {};
}

/// Copies one file and compares what was read with what the manifest says.
Result<void> copy_as_listed(const fs::path& from, const UnfinishedFolder& to, const FileSummary& listed) {
    TIMEBANK_CHECK(to.make_folder_of(listed.name));
    auto copied = copy_file(from, to.path(), listed.name);
    if (!copied && copied.error().code == Code::not_found)
        return damaged(say("缺少文件 {}", "the file {} is missing", {listed.name}));
    if (!copied) return copied.error();
    if (copied->bytes != listed.bytes)
        return damaged(say("文件 {0} 有 {1} 字节，清单写的是 {2}",
                           "the file {0} has {1} bytes, its manifest says {2}",
                           {listed.name, std::to_string(copied->bytes), std::to_string(listed.bytes)}));
    if (copied->digest != listed.digest)
        return damaged(say("文件 {0} 的 SHA-256 是 {1}，清单写的是 {2}",
                           "the SHA-256 of the file {0} is {1}, its manifest says {2}",
                           {listed.name, to_hex(copied->digest), to_hex(listed.digest)}));
    return {};
}

/// Who edits the manifest can make its check fit, but not the log's root.
Result<void> check_is_listed(const BackupSummary& found, const BackupSummary& listed) {
    if (found.origin == listed.origin && found.entries == listed.entries && found.root == listed.root &&
        found.checkpoint == listed.checkpoint && found.signed_entries == listed.signed_entries &&
        found.last_recorded_at_unix_s == listed.last_recorded_at_unix_s)
        return {};
    return damaged(
        say("清单写的是 {0} 的 {1} 条，文件里是 {2} 的 {3} 条，或树根、检查点不同",
            "its manifest says {1} entries of {0}, the files hold {3} of {2}, or another root or "
            "checkpoint",
            {listed.origin, std::to_string(listed.entries), found.origin, std::to_string(found.entries)}));
}

Result<std::string> note_of(const fs::path& anchor) {
    TIMEBANK_TRY(note, ledger::read_anchor(anchor));
    if (note) return std::move(*note);
    return fail(
        Code::not_found,
        "没有锚点文件 {}：请检查路径。若确已丢失，不带锚点恢复，核对账本后用 --renew-anchor 重建",
        "there is no anchor at {}: check the path. If it is lost for good, restore without it, check the "
        "ledger, and use --renew-anchor",
        {anchor.string()});
}

Error contradicts(const fs::path& anchor, const Text& how) {
    return fail(Code::anchor_mismatch, "{0}（锚点 {2}）。没有恢复任何东西；请检查是不是这个账本的备份和锚点",
                "{1} (anchor {2}). Nothing was restored; check whether backup and anchor are this ledger's",
                {how.zh, how.en, anchor.string()});
}

/// Which entries somebody signed for that the copy lacks.
Result<std::optional<MissingEntries>> compare_with_anchor(const fs::path& folder, const Inspected& copy,
                                                          const std::string& note, const fs::path& anchor) {
    const auto anchored = open_checkpoint(note, {copy.summary.origin, copy.log_key});
    if (!anchored) return contradicts(anchor, {"锚点不是这个账本的", "the anchor is not this ledger's"});
    if (anchored->size > copy.summary.entries)
        return std::optional(MissingEntries{copy.summary.entries, anchored->size});
    TIMEBANK_TRY(environment,
                 store::Environment::open(ledger::book_folder(folder), store::Access::read_only));
    TIMEBANK_TRY(reader, environment->read());
    TIMEBANK_TRY(frontier, ledger::read_frontier(reader, anchored->size));
    if (frontier.root() != anchored->root)
        return contradicts(anchor, {"副本与锚点的树根不同：不是同一本账",
                                    "the copy's root is not its anchor's: it is another book"});
    return std::optional<MissingEntries>();
}

}  // namespace

Result<RestoreSummary> restore_ledger(const fs::path& folder, const fs::path& ledger,
                                      const RestoreOptions& options) {
    TIMEBANK_TRY(manifest, manifest_of(folder));
    TIMEBANK_CHECK(check_no_foreign_file(folder, manifest));
    std::string note;
    if (!options.anchor.empty()) {
        TIMEBANK_CHECK(ledger::check_anchor_place(ledger, options.anchor));
        TIMEBANK_TRY(read, note_of(options.anchor));
        note = std::move(read);
    }
    TIMEBANK_TRY(unfinished, UnfinishedFolder::begin(ledger, folder));
    for (const auto& file : manifest.files) TIMEBANK_CHECK(copy_as_listed(folder, unfinished, file));
    TIMEBANK_TRY(found, inspect(ledger, {"没有恢复任何东西；请换一份备份",
                                         "Nothing was restored; use another backup"}));
    TIMEBANK_CHECK(check_is_listed(found.summary, manifest.summary));

    RestoreSummary summary;
    summary.backup = std::move(manifest.summary);
    if (!options.anchor.empty()) {
        TIMEBANK_TRY(missing, compare_with_anchor(ledger, found, note, options.anchor));
        summary.anchor_compared = true;
        summary.missing = missing;
    }
    TIMEBANK_CHECK(unfinished.finish());
    return summary;
}

}  // namespace timebank
