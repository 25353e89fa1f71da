#include <set>

#include "catch.hpp"
#include "documents.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard::test;

// REFERENCE.md is what the authors of standards read: it must name all that the schema allows, and its pieces
// of JSON must be good.

namespace {

using nlohmann::json;

std::string source_file(const std::string& name) {
    const auto text = read_file(std::string(TIMEBANK_SOURCE_DIR) + "/src/standard/" + name);
    REQUIRE(!text.empty());
    return text;
}

/// The names of all members, and all words to choose from, anywhere in the schema.
void gather_words(const json& schema, std::set<std::string>& words) {
    if (schema.is_array())
        for (const json& child : schema) gather_words(child, words);
    if (!schema.is_object()) return;
    if (schema.contains("properties"))
        for (const auto& [name, member] : schema["properties"].items()) words.insert(name);
    if (schema.contains("enum"))
        for (const json& word : schema["enum"]) words.insert(word.get<std::string>());
    for (const auto& [name, child] : schema.items()) gather_words(child, words);
}

/// What stands between "```json" and "```", in order.
std::vector<json> json_blocks(const std::string& page) {
    const std::string open = "```json\n";
    std::vector<json> blocks;
    for (auto begin = page.find(open); begin != std::string::npos; begin = page.find(open, begin)) {
        begin += open.size();
        blocks.push_back(json::parse(page.substr(begin, page.find("```", begin) - begin)));
    }
    return blocks;
}

}  // namespace

TEST_CASE("the reference names every member and every word that the schema allows") {
    const auto page = source_file("REFERENCE.md");
    std::set<std::string> words;
    gather_words(json::parse(source_file("standard.schema.json")), words);
    CHECK(words.size() > 90);
    for (const std::string& word : words) {
        INFO(word);
        const bool named = page.find("`" + word + "`") != std::string::npos ||
                           page.find("\"" + word + "\"") != std::string::npos;
        CHECK(named);
    }
}

TEST_CASE("every piece of a document in the reference is good where it belongs") {
    const auto blocks = json_blocks(source_file("REFERENCE.md"));
    REQUIRE(blocks.size() == 4);
    auto credit = document("credit");
    auto redemption = document("redemption");
    redemption["transfers"] = json::array({blocks[0]});
    credit["examples"] = json::array({blocks[1]});
    redemption["examples"] = json::array({blocks[2], blocks[3]});
    CHECK(plan_of(credit)->examples.size() == 1);
    CHECK(plan_of(redemption)->examples.size() == 2);
    CHECK(plan_of(redemption)->transfers.at(0).limits.size() == 2);
}
