#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/time.hpp"

/// Backups: a ledger as it was at one moment, copied while others write, audited, and brought back. A backup
/// is a folder that reads like a ledger and is never written. Keys and the anchor are not in it: they are
/// never kept where the ledger is.
#pragma GCC visibility push(default)
namespace timebank {

struct BackupSummary {
    std::string origin;
    std::uint64_t entries = 0;
    Digest root{};                     ///< worked out by the audit
    std::string checkpoint;            ///< the newest signed note in it
    std::uint64_t signed_entries = 0;  ///< how many entries that note speaks for
    std::int64_t last_recorded_at_unix_s = 0;
    std::int64_t made_at_unix_s = 0;
    std::uint64_t bytes = 0;  ///< of its data files
    bool has_texts = false;   ///< about people, kept apart from the log
};

/// Copies the ledger in `ledger` into `backup`, a folder that is empty or not there yet, beside which its
/// parent is. Others may post meanwhile, in this process or another. Everything is synced, the copy is
/// audited as by audit_ledger(), in a child; only then it gets its manifest (backup.json), without which
/// nothing takes it for a backup.
///
/// already_there when the folder is not empty; invalid_argument when it lies inside the ledger's;
/// unsupported_place on a network file system; disk_full, permission_denied, io_failed; data_damaged when the
/// audit finds anything: then the ledger itself is to be audited. After an Error the folder is as it was
/// before. A process that is killed leaves a folder which says that it is unfinished.
Result<BackupSummary> backup_ledger(const std::filesystem::path& ledger, const std::filesystem::path& backup,
                                    const Clock& clock);

struct RestoreOptions {
    /// The operator's own copy of the last signed head. Empty: not compared, so that nobody can tell whether
    /// this is the newest state there was.
    std::filesystem::path anchor;
};

/// Entries that were signed for and that the backup was made too early to have: [first, anchored).
struct MissingEntries {
    std::uint64_t first = 0;
    std::uint64_t anchored = 0;  ///< how many entries the anchor speaks for
};

struct RestoreSummary {
    BackupSummary backup;
    bool anchor_compared = false;
    std::optional<MissingEntries> missing;  ///< then the restored ledger opens read-only
};

/// Checks the manifest and the files of the backup, copies them into `ledger`, a folder that is empty or not
/// there yet, audits that, and compares it with the anchor.
///
/// data_damaged, naming what was found, when the manifest or a file is not as it was written, a file is
/// missing or does not belong there, the backup was never finished, or the audit finds anything; not_found
/// when there is no backup, or no anchor where one is named; anchor_mismatch when the anchor is another
/// ledger's or contradicts the copy; already_there, invalid_argument, unsupported_place, disk_full,
/// permission_denied, io_failed as backup_ledger(). After an Error the folder is as it was before.
Result<RestoreSummary> restore_ledger(const std::filesystem::path& backup,
                                      const std::filesystem::path& ledger, const RestoreOptions& options);

}  // namespace timebank
#pragma GCC visibility pop
