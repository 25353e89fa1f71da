#include "timebank/backup.hpp"

#include <system_error>

#include "backup/inspect.hpp"
#include "backup/manifest.hpp"
#include "core/try.hpp"
#include "ledger/book.hpp"
#include "ledger/marks.hpp"
#include "store/place.hpp"
#include "store/texts.hpp"

namespace timebank {
namespace {

namespace fs = std::filesystem;
using namespace backup;

/// Copies one data file through the store, which waits for no writer and lets none wait.
template <class Opened>
Result<void> copy_through_store(Opened& opened, const UnfinishedFolder& to, std::string_view file) {
    const std::string name(file);
    TIMEBANK_CHECK(to.make_folder_of(name));
    return opened.copy_to((to.path() / name).parent_path());
}

Result<std::shared_ptr<store::Environment>> open_book(const fs::path& folder) {
    auto environment = store::Environment::open(ledger::book_folder(folder), store::Access::read_only);
    if (environment || environment.error().code != Code::not_found) return environment;
    return fail(Code::not_found, "{} 里没有账本：请检查路径", "there is no ledger in {}: check the path",
                {folder.string()});
}

/// Only now is it known whether somebody had texts written for an entry that was copied.
Result<bool> copy_texts(const fs::path& folder, const UnfinishedFolder& to) {
    const auto texts = store::texts_folder(folder);
    std::error_code failed;
    const bool there = fs::exists(texts, failed);
    if (failed) return store::system_error(failed.value(), "stat", texts);
    if (!there) return false;
    TIMEBANK_TRY(opened, store::Texts::open(folder, store::Access::read_only));
    TIMEBANK_CHECK(copy_through_store(opened, to, texts_file));
    return true;
}

/// The texts were written through the store, and the audit opened both copies.
void remove_lock_files(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& data : {ledger::book_folder(folder), store::texts_folder(folder)})
        for (const auto* const name : {"lock.mdb", "writer.lock"}) fs::remove(data / name, ignored);
}

}  // namespace

Result<BackupSummary> backup_ledger(const fs::path& ledger, const fs::path& folder, const Clock& clock) {
    TIMEBANK_CHECK(ledger::check_marks(ledger, true));
    TIMEBANK_TRY(book, open_book(ledger));
    TIMEBANK_TRY(unfinished, UnfinishedFolder::begin(folder, ledger));
    Manifest manifest;
    const auto made_at_unix_s = clock.now_unix_s();
    TIMEBANK_CHECK(copy_through_store(*book, unfinished, book_file));
    TIMEBANK_TRY(has_texts, copy_texts(ledger, unfinished));

    TIMEBANK_TRY(found, inspect(folder, {"副本已删除；请对账本运行 audit",
                                         "The copy was removed; run audit on the ledger"}));
    manifest.summary = std::move(found.summary);
    manifest.summary.made_at_unix_s = made_at_unix_s;
    remove_lock_files(folder);
    std::vector<std::string_view> names = {book_file};
    if (has_texts) names.push_back(texts_file);
    for (const auto name : names) {
        TIMEBANK_TRY(file, summarise(folder, std::string(name)));
        manifest.summary.bytes += file.bytes;
        manifest.files.push_back(std::move(file));
    }
    TIMEBANK_CHECK(write_whole(folder / ledger::backup_mark, write_manifest(manifest)));
    TIMEBANK_CHECK(unfinished.finish());
    return manifest.summary;
}

}  // namespace timebank
