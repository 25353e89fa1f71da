#pragma once

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

/// Explains an entry from itself and the document of its edition; no replay. `document` is empty for entries
/// that no standard decides; of a reversal it may be that of the reversed entry's edition, so that amounts
/// can be said in units. `reversed` is the entry that a reversal names, null otherwise.
///
/// bad_proof when the rules do not give what the entry records. invalid_argument when the entry breaks a
/// limit, or `document` or `reversed` is not the one that it names. Signatures are not checked. Pure; any
/// thread.
Result<Explanation> explain_entry(const Entry& entry, ByteView document, const Entry* reversed);

}  // namespace timebank
#pragma GCC visibility pop
