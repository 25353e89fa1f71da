#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace timebank::intake {

/// JSON as people would lay it out: an object or array that fits into a line stands in one.
std::string laid_out(const nlohmann::ordered_json& value);

}  // namespace timebank::intake
