#pragma once

#include "decision/answer.hpp"
#include "decision/facts.hpp"
#include "decision/plans.hpp"
#include "decision/trace.hpp"

namespace timebank {

using Verdict = Answer<Decision>;

/// What the rules make of a claim: a function of these values and of what `facts` answers. `plan` is the
/// edition that decides, null when none is in force or none is asked. Refusals are tried in the order of
/// RefusalCode. The decision records what was looked at; `trace`, when not null, gets the steps in words. The
/// error of `facts` when it had one: then nothing is decided.
Result<Verdict> decide(Plans& plans, const standard::Plan* plan, Facts& facts, const Claim& claim,
                       std::int64_t recorded_at_unix_s, Trace* trace = nullptr);

/// The same from the book as it stands: picks the edition and asks the book. The time of recording decides.
/// The clock, `now_unix_s`, may stand behind it, and then can only refuse what the other accepts.
Result<Verdict> decide_by_book(const Reader& reader, Plans& plans, const SignedClaim& claim,
                               std::int64_t recorded_at_unix_s, std::int64_t now_unix_s);

}  // namespace timebank
