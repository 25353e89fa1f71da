#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "timebank/error.hpp"

/// Fields of a claim line, named as people write them: "actual.end", "participants[0].owner".
namespace timebank::cli {

/// Sets what "FIELD=VALUE" says. A value is text where the field is text or is not there yet and no whole
/// number; a number, an object or a list is written as in JSON, and so is text in double quotes.
/// invalid_argument when it is no such assignment; not_found when the line has no such place.
Result<void> set_field(nlohmann::ordered_json& line, const std::string& assignment);

/// Removes the field; not_found when there is none.
Result<void> remove_field(nlohmann::ordered_json& line, const std::string& field);

/// "/participants/0/owner" (RFC 6901) as "participants[0].owner".
std::string field_of_pointer(const std::string& pointer);

}  // namespace timebank::cli
