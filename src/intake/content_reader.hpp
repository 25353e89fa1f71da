#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "standard/fields.hpp"
#include "timebank/claim.hpp"

/// The part of a claim line that depends on its kind.
namespace timebank::intake {

/// The members that lines of this kind have beside the common ones.
const std::vector<std::string_view>& content_members(ClaimKind kind);

/// What those members say; lists that a claim keeps sorted are sorted. After a fault, anything.
ClaimContent read_content(ClaimKind kind, const standard::Object& line);

/// A UUID of any version: one that names a session or an import may come from another program.
Result<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text);

/// A code, or empty: where nothing is a fine answer, leaving the member out and "" mean the same.
std::string optional_code(const standard::Object& object, std::string_view member);

/// An enumeration's one spelling and its meaning, for Value::choice().
template <class Enumeration>
std::pair<std::string_view, Enumeration> word(Enumeration value) {
    return {to_text(value), value};
}

}  // namespace timebank::intake
