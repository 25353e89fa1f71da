#include <iostream>
#include <random>
#include <set>

#include "catch.hpp"
#include "core/fraction.hpp"
#include "documents.hpp"
#include "schema.hpp"
#include "standard/json.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

namespace {

constexpr unsigned seed = 20200127;
constexpr int rounds = 20'000;

using nlohmann::json;

/// Every pointer into the documents, and every value: what a slip of the hand might copy to a wrong place.
struct Material {
    std::vector<json> documents;
    std::vector<std::vector<json::json_pointer>> places;
    std::vector<json> values;
};

void gather(const json& node, const json::json_pointer& place, std::vector<json::json_pointer>& places,
            std::vector<json>& values) {
    places.push_back(place);
    values.push_back(node);
    if (node.is_object())
        for (const auto& [name, child] : node.items()) gather(child, place / name, places, values);
    if (node.is_array())
        for (std::size_t index = 0; index < node.size(); ++index)
            gather(node[index], place / index, places, values);
}

Material material() {
    Material all;
    for (const char* name : {"credit", "redemption"}) {
        all.documents.push_back(document(name));
        all.places.emplace_back();
        gather(all.documents.back(), json::json_pointer(), all.places.back(), all.values);
    }
    for (const char* extra : {"null",
                              "true",
                              "0",
                              "-1",
                              "9223372036854775807",
                              "-9223372036854775808",
                              "\"\"",
                              "[]",
                              "{}",
                              "\"0\"",
                              "\"-0\"",
                              "\"1/3\"",
                              "\"none\"",
                              "\"all\"",
                              "\"积分\"",
                              "{\"note\":\"x\"}",
                              "\"999999999999999999\"",
                              "\"0.000000000000000001\"",
                              "[[]]",
                              "\"a\\u0000b\""})
        all.values.push_back(json::parse(extra));
    return all;
}

json mutated(const Material& all, std::mt19937& random) {
    const std::size_t which = random() % all.documents.size();
    json changed = all.documents[which];
    for (auto count = 1 + random() % 3; count > 0; --count) {
        const auto& place = all.places[which][random() % all.places[which].size()];
        if (!changed.contains(place)) continue;  // an earlier change took it away
        json& node = changed[place];
        switch (random() % 4) {
            case 0:
                node = all.values[random() % all.values.size()];
                break;
            case 1:
                if (node.is_structured() && !node.empty()) node.erase(node.begin());
                break;
            case 2:
                if (node.is_array() && !node.empty()) node.push_back(json(node[random() % node.size()]));
                break;
            default:
                if (node.is_object()) node["note"] = all.values[random() % all.values.size()];
        }
    }
    return changed;
}

/// The good text with a few bytes changed, dropped or doubled.
std::string garbled(std::string text, std::mt19937& random) {
    for (auto count = 1 + random() % 3; count > 0 && !text.empty(); --count) {
        const std::size_t place = random() % text.size();
        switch (random() % 3) {
            case 0:
                text[place] = static_cast<char>(random());
                break;
            case 1:
                text.erase(place, 1 + random() % 20);
                break;
            default:
                text.insert(place, text.substr(random() % text.size(), 1 + random() % 20));
        }
    }
    return text;
}

/// Whether it is a number that is written down, or one that is looked up, in whose place one can be written.
bool is_number(const std::string& member, const json& value) {
    if (value.is_string()) return parse_fraction(value.get<std::string>()).has_value();
    return value.is_object() &&
           (member == "amount" || member == "by" || member == "divided_by" || member == "limit");
}

void check_message(const Error& error) {
    REQUIRE((error.code == Code::bad_json || error.code == Code::bad_document));
    REQUIRE((error.text.en.starts_with("$") || error.text.en.starts_with("line ")));
    REQUIRE(error.text.zh.find("：") != std::string::npos);
    // A message must itself be fit for a JSON line: UTF-8 and short.
    REQUIRE(parse_json(bytes_of(json(error.text.en).dump()), 2000).has_value());
    REQUIRE(parse_json(bytes_of(json(error.text.zh).dump()), 2000).has_value());
}

}  // namespace

TEST_CASE(
    "whatever is changed in a document, it is read or refused with a path, and the schema allows what is "
    "read") {
    std::cout << "mutations: seed " << seed << ", " << rounds << " rounds\n";
    std::mt19937 random(seed);
    const Material all = material();
    int read = 0;
    int refused = 0;
    for (int round = 0; round < rounds; ++round) {
        const json changed = mutated(all, random);
        INFO("seed " << seed << ", round " << round);
        const auto plan = compile_json(changed);
        (plan ? read : refused) += 1;
        if (!plan) {
            check_message(plan.error());
        } else {
            REQUIRE(check_standard(bytes_of(changed.dump())).has_value());
            if (round % 10 == 0) REQUIRE(schema_allows(changed));
        }
    }
    CHECK(read > rounds / 50);
    CHECK(refused > rounds / 2);
}

TEST_CASE(
    "no number in the steps of a rule may be below zero, wherever it stands, so that none gives less than "
    "nothing") {
    std::set<std::string> members;
    for (const char* name : {"credit", "counted", "timed", "capped"}) {
        const json good = document(name);
        std::vector<json::json_pointer> places;
        std::vector<json> values;
        for (std::size_t rule = 0; rule < good["rules"].size(); ++rule)
            gather(good["rules"][rule]["steps"],
                   json::json_pointer("/rules/" + std::to_string(rule) + "/steps"), places, values);
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!is_number(places[i].back(), values[i])) continue;
            json changed = good;
            changed[places[i]] = "-1";
            INFO(name << " " << places[i].to_string());
            const auto plan = compile_json(changed);
            REQUIRE_FALSE(plan.has_value());
            CHECK(plan.error().text.en.find("found \"-1\", must be zero or more") != std::string::npos);
            CHECK(plan.error().text.zh.find("这里是 \"-1\"，应为不小于零的数") != std::string::npos);
            members.insert(places[i].parent_pointer().back() == "values" ? "values" : places[i].back());
        }
    }
    CHECK(members == std::set<std::string>{"amount", "at_least", "at_most", "by", "divided_by", "each",
                                           "each_further", "factor", "first", "limit", "otherwise", "step",
                                           "value", "values"});
}

TEST_CASE("whatever bytes are changed in a document, it is read or refused with a place") {
    std::cout << "garbled bytes: seed " << seed << ", " << rounds / 4 << " rounds\n";
    std::mt19937 random(seed);
    const std::string texts[] = {document_text("credit"), document_text("redemption")};
    for (int round = 0; round < rounds / 4; ++round) {
        INFO("seed " << seed << ", round " << round);
        const auto plan = compile(bytes_of(garbled(texts[random() % 2], random)));
        if (!plan) check_message(plan.error());
    }
}
