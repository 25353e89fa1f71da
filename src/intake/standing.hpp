#pragma once

#include <cstdint>
#include <optional>

#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"

/// What is left of an entry after corrections.
namespace timebank::intake {

/// The id of the claim that takes the place of a corrected one: there is one, so a correction cannot be
/// mistaken for anything else. Throws BadResult as sha256() does.
ClaimId correction_id(const ClaimId& wrong);

/// data_damaged when it is missing.
Result<Entry> entry_at(const Ledger& ledger, std::uint64_t index);

/// Whether nothing is left of the entry: a correction may stand in its place, see what_counts().
Result<bool> is_undone(const Ledger& ledger, std::uint64_t index);

/// Of a correction, the entry with which it began: what that one corrected, and so on. Nothing when the entry
/// is no correction.
Result<std::optional<Entry>> first_wrong(const Ledger& ledger, const Entry& correction);

/// What counts now of an entry: itself, or the last of its corrections; nothing when it was taken back whole.
/// A correction is a reversal with a new claim of the same kind right behind it, in one group (see
/// correct_entry()). data_damaged when an entry is missing.
Result<std::optional<Entry>> what_counts(const Ledger& ledger, std::uint64_t index);

}  // namespace timebank::intake
