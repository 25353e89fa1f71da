#pragma once

#include <nlohmann/json_fwd.hpp>

namespace timebank::standard::test {

/// Whether src/standard/standard.schema.json allows the document, by valijson.
bool schema_allows(const nlohmann::json& document);

}  // namespace timebank::standard::test
