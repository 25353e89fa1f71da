#include "standard/json.hpp"

#include <nlohmann/json.hpp>
#include <random>

#include "catch.hpp"
#include "timebank/limits.hpp"

using namespace timebank;
using namespace timebank::standard;

namespace {

struct Row {
    std::string text;
    std::string says;  ///< the beginning of the English message
};

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

/// A tree of what parse_json() can give, at most `levels` deep.
nlohmann::json random_tree(std::mt19937& random, int levels) {
    switch (random() % (levels > 0 ? 7 : 5)) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>((std::uint64_t{random()} << 32) | random());
        case 3:
            return "积分\n\"\\" + std::to_string(random());
        case 4:
            return "";
        case 5: {
            auto array = nlohmann::json::array();
            for (auto count = random() % 4; count > 0; --count)
                array.push_back(random_tree(random, levels - 1));
            return array;
        }
        default: {
            auto object = nlohmann::json::object();
            for (auto count = random() % 4; count > 0; --count)
                object["m" + std::to_string(random() % 9)] = random_tree(random, levels - 1);
            return object;
        }
    }
}

}  // namespace

TEST_CASE("text that two readers could understand differently is not JSON here") {
    const std::vector<Row> rows = {
        {"", "line 1, column 1: the text ends here"},
        {"   \n ", "line 2, column 2: the text ends here"},
        {"{\"a\": 1", "line 1, column 8: the text ends here"},
        {"{\"a\": \"b", "line 1, column 9: the text ends here"},
        {"{\"a\": 1,}", "line 1, column 9: is not JSON, at }"},
        {"{\n \"a\": 1\n \"b\": 2}", "line 3, column 2: is not JSON, at \"b\":"},
        {"{a: 1}", "line 1, column 2: is not JSON, at a"},
        {"{'a': 1}", "line 1, column 2: is not JSON, at '"},
        {"[1] // note", "line 1, column 5: is not JSON, at /"},
        {"[1] [2]", "line 1, column 5: is not JSON, at ["},
        {"{}{}", "line 1, column 3: is not JSON, at {"},
        {"{\"a\"： 1}", "line 1, column 5: found ：, which is no part of JSON"},
        {"{“a”: 1}", "line 1, column 2: found “, which is no part of JSON"},
        {"{\"分\":1，}", "line 1, column 7: found ，"},
        {"[NaN]", "line 1, column 2: is not JSON, at N"},
        {"[01]", "line 1, column 3: is not JSON, at 1"},
        {"[+1]", "line 1, column 2: is not JSON, at +"},
        {"{\"a\": {\"b\": [0, 1.0]}}", "$.a.b[1]: 1.0 has a point or an exponent"},
        {"[1e2]", "$[0]: 1e2 has a point or an exponent"},
        {"1E2", "$: 1E2 has a point"},
        {"[1e999]", "line 1, column 6: the number is too large"},
        {"[9223372036854775808]", "$[0]: 9223372036854775808 is too large"},
        {"[-9223372036854775809]", "$[0]: -9223372036854775809 is too large"},
        {"[99999999999999999999999]", "$[0]: 99999999999999999999999 is too large"},
        {"{\"a\": 1, \"a\": 1}", "$.a: stands twice"},
        {"{\"x\": [{\"a\": 1, \"\\u0061\": 2}]}", "$.x[0].a: stands twice"},
        {"{\"x y\": 1, \"x y\": 2}", "$[\"x y\"]: stands twice"},
        {"\xEF\xBB\xBF{}", "line 1, column 1: begins with a byte order mark"},
        {"[\n\"\xFF\"]", "line 2, column 2: is not UTF-8"},
        {"[\"\xC0\xAF\"]", "line 1, column 3: is not UTF-8"},
        {"[\"\xED\xA0\x80\"]", "line 1, column 3: is not UTF-8"},
        {"[\"分\xE5\x88\"]", "line 1, column 4: is not UTF-8"},
        {"[\"\\ud800\"]", "line 1, column 9: a \\u escape is half a character"},
        {"[\"\\udc00x\"]", "line 1, column 8: a \\u escape is half a character"},
        {"[\"a\nb\"]", "line 1, column 4: a line break or control character"},
        {"[\"\\x\"]", "line 1, column 4: is not JSON, at x"},
        {std::string("[\"a\0b\"]", 7), "line 1, column 4: a line break or control character"},
        {nested(limits::json_depth + 1), std::string("$")},
    };
    for (const Row& row : rows) {
        const auto tree = parse_json(bytes_of(row.text), 1000);
        CAPTURE(row.text);
        REQUIRE_FALSE(tree.has_value());
        CAPTURE(tree.error().text.en, tree.error().text.zh);
        CHECK(tree.error().code == Code::bad_json);
        CHECK(tree.error().text.en.starts_with(row.says));
        CHECK_FALSE(tree.error().text.zh.empty());
        CHECK(tree.error().text.zh != tree.error().text.en);
    }
}

TEST_CASE("the limits themselves are allowed") {
    for (const std::string& text :
         {nested(limits::json_depth), std::string("9223372036854775807"), std::string("-9223372036854775808"),
          std::string("\"\\ud83d\\ude00\""), std::string(" {\"a\": {\"a\": 1}, \"b\": [null, true]} \r\n")}) {
        CAPTURE(text);
        CHECK(parse_json(bytes_of(text), text.size()).has_value());
    }
    CHECK((*parse_json(bytes_of("9223372036854775807"), 100))->get<std::int64_t>() == INT64_MAX);
    CHECK((*parse_json(bytes_of("-9223372036854775808"), 100))->get<std::int64_t>() == INT64_MIN);
}

TEST_CASE("deeper nesting than allowed is refused before the rest is read") {
    const auto tree = parse_json(bytes_of(std::string(900, '[')), 1000);
    REQUIRE_FALSE(tree.has_value());
    CHECK(tree.error().text.en.find("nested deeper than 24 levels") != std::string::npos);
}

TEST_CASE("what is read is what was written") {
    constexpr unsigned seed = 20180601;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 2000; ++round) {
        const auto written = random_tree(random, 5);
        const std::string text = written.dump(round % 3 == 0 ? 2 : -1);
        const auto read = parse_json(bytes_of(text), text.size());
        INFO(text);
        REQUIRE(read.has_value());
        REQUIRE(**read == written);
        REQUIRE_FALSE(parse_json(bytes_of(text), text.size() - 1).has_value());
    }
}

TEST_CASE("path_of() finds every node, as its JSON pointer does") {
    const auto tree =
        nlohmann::json::parse(R"({"a": [1, {"b": {"x.y": 2, "c_d": [[]]}}], "e": "", "分": 0})");
    CHECK(path_of(tree, tree) == "$");
    CHECK(path_of(tree, tree["a"][0]) == "$.a[0]");
    CHECK(path_of(tree, tree["a"][1]["b"]["x.y"]) == "$.a[1].b[\"x.y\"]");
    CHECK(path_of(tree, tree["a"][1]["b"]["c_d"][0]) == "$.a[1].b.c_d[0]");
    CHECK(path_of(tree, tree["分"]) == "$[\"分\"]");
}
