#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"
#include "timebank/signer.hpp"

/// Mistakes: nothing is edited or deleted, so an entry is undone by its opposite, and put right by the
/// opposite and a new claim in one atomic group. The ids are derived from what is corrected: making the same
/// correction twice, after a crash say, gives the same claims, which the ledger knows.
#pragma GCC visibility push(default)
namespace timebank {

/// Who corrects: somebody of the office. What the pointers name must outlive the call.
struct CorrectionSigning {
    const Signer* author = nullptr;
    std::string author_owner;                ///< whose key it is, as enrolled; empty: the office's own
    const Signer* second_officer = nullptr;  ///< cosigns as officer where one is named: openings need it
};

/// The claim that undoes `entry`: all of it that still stands, or only what it moved in `units` (sorted).
/// `reason` is a code such as "wrong-person". invalid_argument when a limit of timebank/claim.hpp is broken;
/// else a signer's error. Whether the entry can be reversed is the ledger's to say.
Result<SignedClaim> reverse_entry(const Entry& entry, const std::string& reason,
                                  const std::vector<std::string>& units, const CorrectionSigning& signing);

/// Undoes `entry` whole and states in the same group, right behind, what should have been said: `content` is
/// of the entry's kind. The new claim acts for whom the old one acted for and belongs to the same import.
/// Errors as reverse_entry(); invalid_argument also when the kinds differ or nothing does.
Result<std::vector<SignedClaim>> correct_entry(const Entry& entry, ClaimContent content,
                                               const std::string& reason, const CorrectionSigning& signing);

/// What counts now of an entry: itself, or the last of its corrections; nothing when it was taken back whole.
/// data_damaged when an entry is missing, also this one.
Result<std::optional<std::uint64_t>> counting_entry(const Ledger& ledger, std::uint64_t index);

/// An entry that cannot be undone.
struct RefusedReversal {
    std::uint64_t entry = 0;
    PostResult result;  ///< of the claim that was to reverse it
};

/// What became of an import that was to be undone.
struct UndoneImport {
    std::uint64_t undone = 0;         ///< entries reversed now
    std::uint64_t undone_before = 0;  ///< entries that were already
    std::vector<RefusedReversal> refused;
    std::uint64_t left = 0;  ///< older entries, not tried because of those refused; some may be undone
};

/// Reverses every entry of an import that still stands, newest first, in groups of at most
/// limits::entries_per_commit, each all or nothing. An entry that cannot be undone is left out of its group;
/// when none of a group can be, the undoing stops there. What a stopped or killed run left is finished by the
/// next. not_found when no entry came with this import; else as Ledger::post() and reverse_entry().
Result<UndoneImport> undo_import(Ledger& ledger, const BatchId& batch, const std::string& reason,
                                 const CorrectionSigning& signing);

}  // namespace timebank
#pragma GCC visibility pop
