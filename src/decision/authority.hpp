#pragma once

#include <string>

#include "timebank/claim.hpp"

/// Who may make which claim: the one table. A standard may narrow it, never widen it.
namespace timebank {

bool may_author(ClaimKind kind, Role role, Capacity capacity);

/// The roles that may, as "operator, officer"; for messages.
std::string roles_that_may_author(ClaimKind kind);

}  // namespace timebank
