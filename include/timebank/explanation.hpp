#pragma once

#include <cstdint>
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
/// The ruling that awarded a service, of another ruling that takes those awards back or gives them again;
/// nothing where the service's own entry did.
std::optional<std::uint64_t> awarded_by(const Entry& entry);

/// Explains an entry from itself and the document of its edition; no replay. `document` is empty for entries
/// that no standard decides; of a reversal or ruling it may be that of the edition which decided what it is
/// about, so that amounts can be said in units. `subject` and `awarding` are the entries that subject_of()
/// and awarded_by() name, null where they name none.
///
/// bad_proof when the rules do not give what the entry records. invalid_argument when the entry breaks a
/// limit, or `document`, `subject` or `awarding` is not the one that it names. Signatures are not checked.
/// Pure; any thread.
Result<Explanation> explain_entry(const Entry& entry, ByteView document, const Entry* subject,
                                  const Entry* awarding = nullptr);

}  // namespace timebank
#pragma GCC visibility pop
