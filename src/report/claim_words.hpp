#pragma once

#include <optional>
#include <string>

#include "standard/plan.hpp"
#include "timebank/entry.hpp"
#include "timebank/text.hpp"

/// What claims of each kind say, in words. Pure functions.
namespace timebank::report {

/// What was claimed: one sentence without its end. `plan` is the edition that decided it, or null; `named`
/// the entry that a reversal or ruling is about.
Text claimed_text(const Claim& claim, const standard::Plan* plan, const Entry* named);

/// What the claim is on a statement of this owner, who may be none of those it names: then it is told whose
/// it is. Empty for what is on no statement, and for what is about another entry.
Text statement_text(const Entry& entry, const std::string& owner, const standard::Plan* plan);
/// The same of a claim about another entry, which `what` tells; of others, `what`.
Text correction_text(const Claim& claim, const Text& what);

/// The day on which an entry counts on a statement; nothing for claims that move nothing, and for those about
/// another entry, which count on its day.
std::optional<CivilDate> value_date(const Entry& entry);

}  // namespace timebank::report
