#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"

/// The operator's own check of a ledger: everything that can be worked out again is, from the log alone.
#pragma GCC visibility push(default)
namespace timebank {

/// What kind of fault a finding is. Stable names; new ones may be added.
enum class FindingKind : std::uint8_t {
    data_file = 1,        ///< the data file is damaged: its pages, or a record's check
    log_gap = 2,          ///< an index is missing from the log
    entry_bytes = 3,      ///< an entry is not in the one encoding, or its index is not its place
    leaf = 4,             ///< an entry's bytes are not those that the Merkle tree was made of
    signature = 5,        ///< the author's or a cosigner's
    authority = 6,        ///< the claim should not have been admitted: key, role, origin, id, time
    fact = 7,             ///< a recorded fact is not what the book said then
    decision = 8,         ///< the rules of the edition give another decision
    table = 9,            ///< a derived record is missing, superfluous or different
    checkpoint = 10,      ///< a stored checkpoint does not fit the log or is not signed by its key
    anchor = 11,          ///< the ledger is older than its anchor, or another
    recording_time = 12,  ///< the recording time goes back or leaps ahead without the operator's word, or lies
                          ///< ahead of the auditor's own clock
    group = 13,           ///< claims of a group are missing, in another order, or torn apart
};

std::string_view to_text(FindingKind kind);

struct Finding {
    FindingKind kind = FindingKind::data_file;
    std::optional<std::uint64_t> entry;  ///< the entry concerned, when one can be named
    Text text;                           ///< what was found, what should be there, what to do
};

struct Remark {
    std::uint64_t entry = 0;  ///< the entry concerned
    Text text;
};

struct AuditReport {
    std::string origin;             ///< empty when not even the genesis entry could be read
    std::uint64_t entries = 0;      ///< how many were checked
    Digest root{};                  ///< worked out from them
    std::vector<Finding> findings;  ///< by entry; at most 1000, the first ones
    /// What is no fault and an auditor should know: when the operator vouched for a clock that had jumped.
    std::vector<Remark> remarks;
};

struct AuditOptions {
    std::filesystem::path anchor;  ///< empty: not compared
    std::optional<std::int64_t> now_unix_s{};  ///< the auditor's clock; none: this computer's
};

/// Audits the ledger in `folder` in a forked child, because a damaged LMDB file can kill whoever maps it; a
/// child that dies is the finding *data file damaged*. First the data file's pages are walked without LMDB,
/// then the log is replayed: signatures, authority, recorded facts, decisions, every derived table,
/// checkpoints, the anchor. not_found when there is no ledger; io_failed when the child cannot be started.
/// The caller's process should have no other threads that hold locks while this forks.
Result<AuditReport> audit_ledger(const std::filesystem::path& folder, const AuditOptions& options);

}  // namespace timebank
#pragma GCC visibility pop
