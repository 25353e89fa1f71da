#include "folder.hpp"

#include "catch.hpp"
#include "vectors.hpp"

namespace timebank::test {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t line_bytes = 110;

std::filesystem::path folder() {
    return std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests" / "standards";
}

std::string on_one_line(const ordered_json& value) {
    if (!value.is_structured()) return value.dump();
    std::string line;
    for (const auto& [name, member] : value.items()) {
        if (!line.empty()) line += ", ";
        if (value.is_object()) line += ordered_json(name).dump() + ": ";
        line += on_one_line(member);
    }
    return value.is_object() ? "{" + line + "}" : "[" + line + "]";
}

/// `column`: how many bytes stand before the value in its first line.
std::string lay_out(const ordered_json& value, std::size_t indent, std::size_t column) {
    const std::string line = on_one_line(value);
    if (!value.is_structured() || value.empty() || column + line.size() <= line_bytes) return line;
    const std::string margin(indent + 2, ' ');
    std::string lines;
    for (const auto& [name, member] : value.items()) {
        const std::string head = value.is_object() ? ordered_json(name).dump() + ": " : "";
        lines += (lines.empty() ? "\n" : ",\n") + margin + head;
        lines += lay_out(member, indent + 2, margin.size() + head.size());
    }
    lines += "\n" + std::string(indent, ' ');
    return value.is_object() ? "{" + lines + "}" : "[" + lines + "]";
}

std::map<std::string, std::string> read_standards() {
    std::map<std::string, std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder())) {
        const auto& path = file.path();
        if (path.extension() == ".json" && path.stem() != "other-settings")
            found[path.stem().string()] = read_file(path);
    }
    return found;
}

std::map<std::string, std::vector<PublishedExample>> read_published() {
    std::map<std::string, std::vector<PublishedExample>> sets;
    const auto file = vectors_folder().parent_path() / "rulesets.json";
    if (vectors_folder().empty() || !std::filesystem::exists(file)) return sets;
    for (const auto& set : json::parse(read_file(file))) {
        auto& examples = sets[set.at("id").get<std::string>()];
        for (const auto& example : set.at("examples")) {
            if (example.at("side") != "earn") continue;
            examples.push_back({example.at("id").get<std::string>(), example.at("basis").get<std::string>(),
                                example.at("given"), example.at("expect")});
        }
    }
    return sets;
}

}  // namespace

const std::map<std::string, std::string>& standards() {
    static const auto all = read_standards();
    return all;
}

std::string laid_out(const std::string& text) {
    return lay_out(ordered_json::parse(text), 0, 0) + "\n";
}

json other_settings() {
    return json::parse(read_file(folder() / "other-settings.json"));
}

std::vector<ExampleOutcome> outcomes_of(const std::string& id, const std::string& document) {
    const auto outcomes = test_standard(bytes_of(document));
    INFO(id << ": " << (outcomes ? "" : outcomes.error().text.en));
    REQUIRE(outcomes.has_value());
    return *outcomes;
}

const std::map<std::string, std::vector<PublishedExample>>& published() {
    static const auto all = read_published();
    if (all.empty())
        WARN(
            "compared with nothing published: no rulesets.json beside the folder that TIMEBANK_VECTORS "
            "names");
    return all;
}

}  // namespace timebank::test
