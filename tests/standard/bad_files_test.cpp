#include <algorithm>
#include <filesystem>
#include <set>

#include "catch.hpp"
#include "documents.hpp"
#include "schema.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

// tests/standards/bad holds whole documents with one fault each. expected.json there says of every file what
// is reported, word for word, and which document in the folder "sound" it is without the fault.

namespace {

using nlohmann::json;

std::filesystem::path folder() {
    return std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests" / "standards" / "bad";
}

struct BadFile {
    std::string name;
    std::string text;
    std::string sound_text;
    json expected;

    bool is_json_fault() const { return name.starts_with("json-"); }
};

std::vector<BadFile> bad_files() {
    const json all = json::parse(read_file(folder() / "expected.json"));
    std::vector<BadFile> files;
    for (const auto& [name, row] : all.items()) {
        const std::string sound = row.at("sound").get<std::string>() + ".json";
        files.push_back({name, read_file(folder() / name), read_file(folder() / "sound" / sound), row});
    }
    return files;
}

std::set<std::string> documents_in(const std::filesystem::path& place) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(place))
        if (entry.is_regular_file() && entry.path().extension() == ".json")
            names.insert(entry.path().filename().string());
    return names;
}

/// In how many places two trees differ. An element more or fewer is one place, and so is a member that has
/// another name; what has nothing in common is one place as a whole.
std::size_t differences(const json& a, const json& b);

std::size_t differences_of_arrays(const json& shorter, const json& longer) {
    if (shorter.size() > longer.size()) return differences_of_arrays(longer, shorter);
    std::size_t count = 0;
    if (shorter.size() == longer.size()) {
        for (std::size_t index = 0; index < shorter.size(); ++index)
            count += differences(shorter[index], longer[index]);
        return count;
    }
    std::size_t same = 0;
    while (same < shorter.size() && shorter[same] == longer[same]) ++same;
    const std::size_t more = longer.size() - shorter.size();
    for (std::size_t index = same; index < shorter.size(); ++index)
        count += differences(shorter[index], longer[index + more]);
    return count + (shorter.empty() ? 1 : more);
}

std::size_t differences_of_objects(const json& a, const json& b) {
    std::size_t common = 0;
    std::size_t differing = 0;
    for (const auto& [name, value] : a.items()) {
        if (!b.contains(name)) continue;
        ++common;
        differing += differences(value, b[name]);
    }
    const std::size_t renamed = std::max(a.size() - common, b.size() - common);
    return common == 0 ? 1 : differing + renamed;
}

std::size_t differences(const json& a, const json& b) {
    if (a == b) return 0;
    if (a.is_array() && b.is_array()) return differences_of_arrays(a, b);
    if (a.is_object() && b.is_object()) return differences_of_objects(a, b);
    return 1;
}

/// How many lines of `a` stand between those that it shares with `b` at its beginning and end.
std::size_t lines_between(const std::string& a, const std::string& b) {
    const std::size_t shortest = std::min(a.size(), b.size());
    std::size_t begin = 0;
    while (begin < shortest && a[begin] == b[begin]) ++begin;
    std::size_t end = 0;
    while (end < shortest - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
    const std::string between = a.substr(begin, a.size() - begin - end);
    return 1 + static_cast<std::size_t>(std::count(between.begin(), between.end(), '\n'));
}

}  // namespace

TEST_CASE("each bad document is refused at its path with its very message, in both languages") {
    for (const BadFile& file : bad_files()) {
        INFO(file.name);
        const auto plan = compile(bytes_of(file.text));
        CHECK_FALSE(plan.has_value());
        if (plan) continue;
        const std::string path = file.expected.at("path");
        const std::string path_zh = file.expected.value("path_zh", path);
        CHECK(plan.error().text.en == path + ": " + file.expected.at("en").get<std::string>());
        CHECK(plan.error().text.zh == path_zh + "：" + file.expected.at("zh").get<std::string>());
        CHECK(plan.error().code == (file.is_json_fault() ? Code::bad_json : Code::bad_document));
        CHECK_FALSE(check_standard(bytes_of(file.text)).has_value());
    }
}

TEST_CASE("every bad document is expected, and no two are refused in the same words") {
    std::set<std::string> expected;
    std::set<std::string> said;
    for (const BadFile& file : bad_files()) {
        INFO(file.name);
        expected.insert(file.name);
        const auto& row = file.expected;
        CHECK(said.insert(row.at("sound").dump() + row.at("path").dump() + row.at("en").dump()).second);
    }
    CHECK(expected.size() >= 60);
    auto found = documents_in(folder());
    found.erase("expected.json");
    CHECK(found == expected);
}

TEST_CASE("without its one fault each bad document is sound, for the compiler and for the schema") {
    std::set<std::string> used;
    for (const BadFile& file : bad_files()) {
        INFO(file.name);
        used.insert(file.expected.at("sound").get<std::string>() + ".json");
        if (file.is_json_fault()) {
            CHECK(file.text != file.sound_text);
            CHECK(lines_between(file.text, file.sound_text) <= 2);
        } else {
            CHECK(differences(json::parse(file.sound_text), json::parse(file.text)) == 1);
        }
    }
    CHECK(documents_in(folder() / "sound") == used);
    for (const std::string& name : used) {
        INFO(name);
        const std::string text = read_file(folder() / "sound" / name);
        const auto plan = compile(bytes_of(text));
        INFO((plan ? "" : plan.error().text.en));
        CHECK(plan.has_value());
        CHECK(schema_allows(json::parse(text)));
    }
}

TEST_CASE("the schema sees the faults of form in bad documents and none that is one of meaning") {
    int refused = 0;
    for (const BadFile& file : bad_files()) {
        if (file.is_json_fault()) continue;
        INFO(file.name);
        const bool refuses = file.expected.at("schema") == "refuses";
        CHECK(schema_allows(json::parse(file.text)) == !refuses);
        refused += refuses ? 1 : 0;
    }
    CHECK(refused > 50);
}

TEST_CASE("differences are counted by place") {
    const auto count = [](const char* a, const char* b) {
        return differences(json::parse(a), json::parse(b));
    };
    CHECK(count("[1, 2]", "[1, 2]") == 0);
    CHECK(count("[1, 2]", "[1, 2, 3]") == 1);
    CHECK(count("[1, 2, 3]", "[1, 3]") == 1);
    CHECK(count("[1, 2, 3]", "[4, 3]") == 2);
    CHECK(count("[1, 2]", "[]") == 1);
    CHECK(count(R"({"a": 1, "b": 2})", R"({"a": 2, "b": 3})") == 2);
    CHECK(count(R"({"a": 1, "b": 2})", R"({"a": 1, "c": 2})") == 1);
    CHECK(count(R"({"a": {"b": [1, {"c": 1}]}})", R"({"a": {"b": [1, {"c": 2}]}})") == 1);
    CHECK(lines_between("a\nb\nc\n", "a\nx\nc\n") == 1);
    CHECK(lines_between("a\nb\nb2\nc\n", "a\nx\nc\n") == 2);
}
