#include "folder.hpp"

#include <algorithm>

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

bool holds_a_standard(const std::filesystem::path& file) {
    return file.extension() == ".json" && file.stem() != "other-settings" && file.stem() != "not-yet";
}

void read_documents(StandardKind kind, const std::filesystem::path& from, std::vector<Document>& found) {
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (const auto& file : std::filesystem::directory_iterator(from)) {
        const auto& path = file.path();
        if (holds_a_standard(path)) found.push_back({kind, path.stem().string(), read_file(path)});
    }
    std::sort(found.begin() + first, found.end(),
              [](const Document& a, const Document& b) { return a.id < b.id; });
}

std::vector<Document> read_documents() {
    std::vector<Document> found;
    read_documents(StandardKind::credit, folder(), found);
    read_documents(StandardKind::redemption, folder() / "redemption", found);
    return found;
}

std::map<std::string, std::vector<PublishedExample>> read_published() {
    std::map<std::string, std::vector<PublishedExample>> sets;
    const auto file = vectors_folder().parent_path() / "rulesets.json";
    if (vectors_folder().empty() || !std::filesystem::exists(file)) return sets;
    for (const auto& set : json::parse(read_file(file))) {
        auto& examples = sets[set.at("id").get<std::string>()];
        for (const auto& example : set.at("examples"))
            examples.push_back({example.at("id").get<std::string>(), example.at("basis").get<std::string>(),
                                example.at("side") == "earn", example.at("given"), example.at("expect")});
    }
    return sets;
}

}  // namespace

const std::vector<Document>& documents() {
    static const auto all = read_documents();
    return all;
}

const Document* document_of(const std::string& id, StandardKind kind) {
    const auto found = std::find_if(documents().begin(), documents().end(),
                                    [&](const Document& one) { return one.kind == kind && one.id == id; });
    return found == documents().end() ? nullptr : &*found;
}

std::vector<const Document*> documents_with(const std::string& example) {
    std::vector<const Document*> found;
    for (const auto& document : documents()) {
        if (document.id == rule_set_of(example) && find_example(json::parse(document.text), example))
            found.push_back(&document);
    }
    return found;
}

const json* find_example(const json& document, const std::string& name) {
    const auto& examples = document.at("examples");
    const auto found = std::find_if(examples.begin(), examples.end(),
                                    [&](const json& one) { return one.at("name") == name; });
    return found == examples.end() ? nullptr : &*found;
}

std::string rule_set_of(const std::string& example) {
    return example.substr(0, example.find('#'));
}

std::string laid_out(const std::string& text) {
    return lay_out(ordered_json::parse(text), 0, 0) + "\n";
}

std::string text_of(const std::string& file) {
    return read_file(folder() / file);
}

json other_settings() {
    return json::parse(text_of("other-settings.json"));
}

std::map<std::string, std::string> not_yet() {
    return json::parse(text_of("not-yet.json")).get<std::map<std::string, std::string>>();
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
