#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "bad_documents.hpp"
#include "catch.hpp"
#include "documents.hpp"
#include "schema.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

namespace {

using nlohmann::json;

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
    for (const BadDocument& bad : bad_documents()) {
        INFO("tests/standard/bad/" << bad.area << ".json: " << bad.name);
        const auto plan = compile(bytes_of(bad.text));
        CHECK_FALSE(plan.has_value());
        if (plan) continue;
        CHECK(plan.error().text.en == bad.path + ": " + bad.en);
        CHECK(plan.error().text.zh == bad.path_zh + "：" + bad.zh);
        CHECK(plan.error().code == (bad.is_json() ? Code::bad_document : Code::bad_json));
        CHECK_FALSE(check_standard(bytes_of(bad.text)).has_value());
    }
}

TEST_CASE("no two bad documents are the same, and each has a name of its own") {
    std::set<std::string> names;
    std::map<std::string, std::string> name_of_text;
    for (const BadDocument& bad : bad_documents()) {
        INFO(bad.area << ": " << bad.name);
        CHECK(names.insert(bad.name).second);
        CHECK(name_of_text.emplace(bad.text, bad.name).first->second == bad.name);
    }
    CHECK(names.size() >= 294);
}

TEST_CASE("without its one fault each bad document is sound, for the compiler and for the schema") {
    std::set<std::string> bases;
    for (const BadDocument& bad : bad_documents()) {
        INFO(bad.area << ": " << bad.name);
        bases.insert(bad.base);
        if (bad.is_json()) {
            const std::size_t places = differences(document(bad.base), json::parse(bad.text));
            CHECK(places == bad.patches);
        } else {
            CHECK(bad.text != document_text(bad.base));
            CHECK(lines_between(bad.text, document_text(bad.base)) <= 2);
        }
    }
    for (const std::string& base : bases) {
        INFO(base);
        const auto plan = compile(bytes_of(document_text(base)));
        INFO((plan ? "" : plan.error().text.en));
        CHECK(plan.has_value());
        CHECK(schema_allows(document(base)));
    }
    std::set<std::string> documents;
    const auto folder = std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests" / "standard" / "documents";
    for (const auto& file : std::filesystem::directory_iterator(folder))
        documents.insert(file.path().stem().string());
    CHECK(documents == bases);
}

TEST_CASE("one place is spoilt in nearly every bad document") {
    std::set<std::string> several;
    for (const BadDocument& bad : bad_documents())
        if (bad.patches > 1) several.insert(bad.name);
    CHECK(several ==
          std::set<std::string>{"rounding before the tariff", "shared cap that overflows in one rule"});
}

TEST_CASE("the schema sees the faults of form in bad documents and none that is one of meaning") {
    int refused = 0;
    for (const BadDocument& bad : bad_documents()) {
        if (!bad.is_json()) continue;
        INFO(bad.area << ": " << bad.name);
        CHECK(schema_allows(json::parse(bad.text)) == !bad.schema_refuses);
        refused += bad.schema_refuses ? 1 : 0;
    }
    CHECK(refused > 150);
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
