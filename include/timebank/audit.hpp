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
    recording_time = 12,  ///< the recording time goes back or leaps ahead without the operator's word, or
                          ///< lies ahead of the auditor's own clock
    group = 13,           ///< claims of a group are missing, in another order, or torn apart
    person_text = 20,     ///< a text about a person is missing, damaged or not the one committed to
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
    std::vector<Finding> findings;  ///< by entry; the first limits::audit_findings
    /// What is no fault and an auditor should know: when the operator vouched for a clock that had jumped.
    std::vector<Remark> remarks;
};

struct AuditOptions {
    std::filesystem::path anchor{};            ///< or a receipt, which holds a head too; empty: not compared
    std::optional<std::int64_t> now_unix_s{};  ///< the auditor's clock; none: this computer's
    /// Whether the ledger's texts about people are checked too, against the commitments in the log. Not where
    /// they are kept elsewhere.
    bool texts = true;
};

/// Audits the ledger in `folder` while others may post to it. First every page of one snapshot is walked,
/// then the log is replayed: signatures, authority, recorded facts, decisions, every derived table,
/// checkpoints, the anchor, the texts. Where only the tables are behind the log (a rebuild that was cut
/// short) that is one finding, and the log alone is audited. Nothing is read through a memory map, so no
/// damage to the file ends the caller. not_found when there is no ledger; io_failed when a file, the anchor's
/// too, cannot be read.
Result<AuditReport> audit_ledger(const std::filesystem::path& folder, const AuditOptions& options);

/// The same in a forked child, for programs in which this is the only thread: what the child dies of does not
/// end the caller. io_failed when it was stopped (by SIGKILL, say, when memory runs out): then nothing is
/// known. Only a bus error or a segmentation fault inside the data file's map is a finding.
Result<AuditReport> audit_ledger_in_child(const std::filesystem::path& folder, const AuditOptions& options);

}  // namespace timebank
#pragma GCC visibility pop
