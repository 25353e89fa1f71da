#include "schema.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "vectors.hpp"

namespace timebank::standard::test {
namespace {

std::unique_ptr<valijson::Schema> read_schema() {
    const auto document = nlohmann::json::parse(
        read_file(std::string(TIMEBANK_SOURCE_DIR) + "/src/standard/standard.schema.json"));
    auto schema = std::make_unique<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), *schema);
    return schema;
}

}  // namespace

bool schema_allows(const nlohmann::json& document) {
    static const auto schema = read_schema();
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    return validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
}

}  // namespace timebank::standard::test
