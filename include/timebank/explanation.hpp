#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"

/// Why an entry says what it says.
#pragma GCC visibility push(default)
namespace timebank {

/// One decision, step by step, for the person it concerns.
struct Explanation {
    Text heading;               ///< what was claimed, when, by whom
    std::vector<Text> steps;    ///< by participant: each rule with its numbers, in the order of the document
    std::vector<Text> outcome;  ///< what moved from whom to whom, what was cut, who earned nothing and why
};

/// The entry that a reversal or ruling names; nothing for other claims.
std::optional<std::uint64_t> subject_of(const Entry& entry);

/// Gives an entry of the log, or nothing when it has none; such as `[&](auto index) { return
/// ledger.entry(index); }`.
using EntryLookup = std::function<Result<std::optional<Entry>>(std::uint64_t index)>;

/// Explains an entry from itself, the document of its edition, and the entries that it is about; no replay.
/// `document` is empty for entries that no standard decides; of a reversal or ruling it may be that of the
/// edition which decided what it is about, so that amounts can be said in units. `lookup` is asked for what
/// reversals and rulings name, and for nothing else.
///
/// bad_proof when the rules do not give what the entry records. invalid_argument when the entry breaks a
/// limit, `document` is not the one that it names, or an entry that it is about is missing. What `lookup`
/// fails with. Signatures are not checked. Any thread.
Result<Explanation> explain_entry(const Entry& entry, ByteView document, const EntryLookup& lookup);

}  // namespace timebank
#pragma GCC visibility pop
