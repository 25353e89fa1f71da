#pragma once

#include <string_view>
#include <vector>

#include "standard/fields.hpp"
#include "timebank/claim.hpp"

/// The part of a claim line that depends on its kind.
namespace timebank::intake {

/// The members that lines of this kind have beside the common ones.
std::vector<std::string_view> content_members(ClaimKind kind);

/// What those members say; lists that a claim keeps sorted are sorted. After a fault, anything.
ClaimContent read_content(ClaimKind kind, const standard::Object& line);

}  // namespace timebank::intake
