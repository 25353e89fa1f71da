#pragma once

#include <string>

namespace timebank::intake {

/// src/intake/claims.schema.json: what every kind's list of fields says, for other programs.
std::string write_claims_schema();

}  // namespace timebank::intake
