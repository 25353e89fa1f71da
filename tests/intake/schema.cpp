#include "intake/schema.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "vectors.hpp"

namespace intake_tests {
namespace {

using Json = nlohmann::ordered_json;

const auto schema_file = std::filesystem::path(TIMEBANK_SOURCE_DIR) / "src/intake/claims.schema.json";

const Json& ordered_schema() {
    static const Json schema = Json::parse(schema_text());
    return schema;
}

std::unique_ptr<valijson::Schema> compile_schema() {
    auto schema = std::make_unique<valijson::Schema>();
    const auto tree = nlohmann::json::parse(schema_text());
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(tree), *schema);
    return schema;
}

std::vector<std::string> names_of(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
}

void collect_texts(const Json& node, std::vector<std::string>& texts) {
    for (const auto& [name, value] : node.items()) {
        if (name == "examples" || name == "properties") {
            if (name == "properties")
                for (const auto& [member, schema] : value.items()) collect_texts(schema, texts);
        } else if ((name == "title" || name == "description") && value.is_string()) {
            texts.push_back(value.get<std::string>());
        } else if (value.is_structured()) {
            collect_texts(value, texts);
        }
    }
}

}  // namespace

std::string schema_text() {
    return read_file(schema_file);
}

void rewrite_schema(const std::string& text) {
    std::ofstream(schema_file, std::ios::binary) << text;
}

bool schema_accepts(std::string_view line) {
    static const auto schema = compile_schema();
    const auto tree = nlohmann::json::parse(line);
    valijson::Validator validator;
    return validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(tree), nullptr);
}

std::vector<std::string> schema_kinds() {
    std::vector<std::string> kinds;
    for (const auto& choice : ordered_schema()["oneOf"]) {
        const auto reference = choice["$ref"].get<std::string>();
        kinds.push_back(reference.substr(reference.rfind('/') + 1));
    }
    return kinds;
}

std::vector<std::string> schema_members(const std::string& kind) {
    return names_of(ordered_schema()["definitions"][kind]["properties"]);
}

std::vector<std::string> schema_examples(const std::string& kind) {
    std::vector<std::string> lines;
    for (const auto& example : ordered_schema()["definitions"][kind]["examples"])
        lines.push_back(example.dump());
    return lines;
}

std::vector<std::string> schema_texts() {
    std::vector<std::string> texts;
    collect_texts(ordered_schema(), texts);
    return texts;
}

std::vector<std::string> members_of_line(std::string_view line) {
    return names_of(Json::parse(line));
}

}  // namespace intake_tests
