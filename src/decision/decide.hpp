#pragma once

#include <variant>

#include "decision/facts.hpp"
#include "decision/trace.hpp"
#include "standard/plan.hpp"
#include "timebank/decision.hpp"
#include "timebank/refusal.hpp"

namespace timebank {

using Verdict = std::variant<Decision, Refusal>;

/// What the rules make of a claim: a pure function of these values. `plan` is the edition that decides, null
/// when none is in force or none is asked. Refusals are tried in the order of RefusalCode. The decision's
/// facts are those that were looked at; `trace`, when not null, gets the steps in words.
Verdict decide(const standard::Plan* plan, const Facts& facts, const Claim& claim,
               std::int64_t recorded_at_unix_s, Trace* trace = nullptr);

}  // namespace timebank
