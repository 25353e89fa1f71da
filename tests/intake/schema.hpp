#pragma once

#include <string>
#include <string_view>
#include <vector>

/// src/intake/claims.schema.json, as another program reads it.
namespace intake_tests {

std::string schema_text();

/// Writes the file anew: for a change of the lists of fields, looked over in review.
void rewrite_schema(const std::string& text);

/// Whether a line of JSON follows the schema, as valijson sees it. Throws when it is not JSON.
bool schema_accepts(std::string_view line);

/// The kinds that the schema lists, in its order.
std::vector<std::string> schema_kinds();

/// The members of a kind, in the schema's order.
std::vector<std::string> schema_members(const std::string& kind);

/// The worked examples of a kind, each as one line.
std::vector<std::string> schema_examples(const std::string& kind);

/// Every title and description, wherever it stands.
std::vector<std::string> schema_texts();

/// The members of a line of JSON, in its order.
std::vector<std::string> members_of_line(std::string_view line);

}  // namespace intake_tests
