#pragma once

#include <string>
#include <string_view>

#include "timebank/claim.hpp"

/// Who may make which claim: the one table. A standard may narrow it, never widen it.
namespace timebank {

bool may_author(ClaimKind kind, Role role, Capacity capacity);

/// The roles that may, as "operator, officer"; for messages.
std::string roles_that_may_author(ClaimKind kind);

/// Whether only the office (operator, officer, coordinator) may rule so.
bool is_for_office(RulingOutcome outcome);

/// Whether somebody in this role may rule so in the name of `owner`: the office for anybody who takes part in
/// the service; else who was served confirms it, and who takes part withdraws it.
bool may_rule_for(const ServiceContent& service, std::string_view owner, RulingOutcome outcome, Role role);

/// Whether the claim is about this owner: somebody who served or was served, who pays, gives or receives,
/// whose account or key it is. Nobody is concerned under the empty name.
bool is_concerned(const Claim& claim, std::string_view owner);

/// Whether this owner is on the receiving side of the claim: what a receiver's cosignature confirms.
bool is_receiving(const Claim& claim, std::string_view owner);

}  // namespace timebank
