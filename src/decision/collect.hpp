#pragma once

#include "decision/facts.hpp"

namespace timebank {

/// The day that picks the edition, or nothing for claims that no standard decides. `recorded_at_unix_s` is
/// used where the standard says "recording".
std::optional<StandardKind> deciding_standard(const Claim& claim);

/// The edition that decides the claim, or nothing when none is in force (or none is asked); of a ruling that
/// confirms a service, the one that decided the service.
Result<std::optional<EditionRecord>> pick_edition(const Reader& reader, const Claim& claim,
                                                  std::int64_t recorded_at_unix_s);

/// Everything that decide() may look at for this claim, and nothing it may not. `plan` is the edition's, or
/// null.
Result<Facts> collect(const Reader& reader, const standard::Plan* plan, const SignedClaim& claim);

/// What the plan's ladders may look at for this owner on this day.
Result<Facts> collect_ladders(const Reader& reader, const standard::Plan& plan, const std::string& owner,
                              CivilDate day);

}  // namespace timebank
