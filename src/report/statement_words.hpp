#pragma once

#include <string>

#include "standard/plan.hpp"
#include "timebank/entry.hpp"
#include "timebank/text.hpp"

/// What the lines of a statement say. Pure functions.
namespace timebank::report {

/// "2 h 30 min", "40 min", "2 h".
Text duration_text(std::int64_t minutes);

/// What the claim is for this owner, who may be none of those it names: then it is told whose it is. `plan`
/// is the edition that decided it, or null.
Text what_of(const Entry& entry, const std::string& owner, const standard::Plan* plan);

/// The same of a reversal; `what` is what it undoes.
Text what_of_reversal(const ReversalContent& reversal, const Text& what);
/// The same of a ruling on the service that `what` tells.
Text what_of_ruling(const RulingContent& ruling, const Text& what);

/// The minutes that the owner served in the service: all their parts, if they are in it more than once.
std::int64_t served_minutes_of(const ServiceContent& service, const std::string& owner);

}  // namespace timebank::report
