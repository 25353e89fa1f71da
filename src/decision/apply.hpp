#pragma once

#include "decision/plans.hpp"
#include "decision/workbook.hpp"
#include "timebank/entry.hpp"
#include "timebank/refusal.hpp"

namespace timebank {

/// Brings the derived tables (but for the Merkle nodes and the head, which are the ledger's) up to `entry`,
/// whose bytes and predecessors are in `book`. It decides nothing: it moves what the entry records. A refusal
/// (amount_out_of_range) when a balance or tally would not fit 64 bits; `book` is then to be dropped.
Result<std::optional<Refusal>> apply(const Entry& entry, Workbook& book, Plans& plans);

/// amount_out_of_range, of 64 bits.
Refusal out_of_range(Text what);

}  // namespace timebank
