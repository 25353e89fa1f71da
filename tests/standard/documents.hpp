#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "standard/plan.hpp"

/// The sound documents in tests/standard/documents, and ways to spoil them: credit and redemption use every
/// member of the language once, the others are as short as bad_documents.hpp needs them.
namespace timebank::standard::test {

/// The text of documents/<name>.json.
std::string document_text(std::string_view name);
nlohmann::json document(std::string_view name);

/// The document with the value at the JSON pointer replaced by the JSON text `value` (added when there
/// is none; "/-" appends to an array; the empty pointer is the whole), or taken away when `value` is
/// "remove".
nlohmann::json patched(const nlohmann::json& original, std::string_view pointer, std::string_view value);

Result<std::shared_ptr<const Plan>> compile_json(const nlohmann::json& document);
/// The plan of a document that must be good; the test fails with the message otherwise.
std::shared_ptr<const Plan> plan_of(const nlohmann::json& document);

}  // namespace timebank::standard::test
