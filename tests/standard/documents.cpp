#include "documents.hpp"

#include "catch.hpp"
#include "vectors.hpp"

namespace timebank::standard::test {

using nlohmann::json;

std::string document_text(std::string_view name) {
    const std::string text = read_file(std::string(TIMEBANK_SOURCE_DIR) + "/tests/standard/documents/" +
                                       std::string(name) + ".json");
    REQUIRE(!text.empty());
    return text;
}

json document(std::string_view name) {
    return json::parse(document_text(name));
}

json patched(const json& original, std::string_view pointer, std::string_view value) {
    json changed = original;
    const json::json_pointer place{std::string(pointer)};
    if (value == "remove") {
        REQUIRE(changed.contains(place));
        json& parent = changed.at(place.parent_pointer());
        if (parent.is_array()) {
            parent.erase(std::stoul(place.back()));
        } else {
            parent.erase(place.back());
        }
        return changed;
    }
    changed[place] = json::parse(value);
    return changed;
}

Result<std::shared_ptr<const Plan>> compile_json(const json& changed) {
    return compile(bytes_of(changed.dump()));
}

std::shared_ptr<const Plan> plan_of(const json& good) {
    const auto plan = compile_json(good);
    INFO((plan ? "" : plan.error().text.en));
    REQUIRE(plan.has_value());
    return *plan;
}

}  // namespace timebank::standard::test
