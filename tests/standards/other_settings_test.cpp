#include "catch.hpp"
#include "folder.hpp"

// Where a source leaves something open, a document chooses. other-settings.json has, for each example that
// rests on such a choice, another choice as a JSON patch (RFC 6902) and what then comes out.

using namespace timebank;
using namespace timebank::test;

namespace {

json document_holding(const std::string& example) {
    const auto found = documents_with(example);
    REQUIRE(found.size() == 1);
    return json::parse(found.front()->text);
}

json& example_in(json& document, const std::string& name) {
    for (auto& example : document.at("examples"))
        if (example.at("name") == name) return example;
    FAIL(name << " is not there");
    return document;
}

ExampleOutcome outcome_of(const std::string& name, const json& document) {
    for (const auto& outcome : outcomes_of(name, document.dump())) {
        if (outcome.name == name) return outcome;
    }
    FAIL(name << " was not run");
    return {};
}

}  // namespace

TEST_CASE("an example that rests on a choice passes under it, and gives the other answer under another one") {
    const auto settings = other_settings();
    for (const auto& [name, setting] : settings.items()) {
        INFO(name << ": " << setting.at("setting").get<std::string>());
        const auto chosen = document_holding(name);
        CHECK(outcome_of(name, chosen).passed);

        auto other = chosen.patch(setting.at("patch"));
        const auto as_written = outcome_of(name, other);
        INFO("the other setting gives " << as_written.got.en);
        CHECK_FALSE(as_written.passed);

        example_in(other, name)["expect"] = setting.at("expect");
        const auto otherwise = outcome_of(name, other);
        INFO("expected is " << otherwise.expected.en);
        CHECK(otherwise.passed);
    }
}

TEST_CASE("every published assumption and conflict has another setting, and nothing else has") {
    const auto settings = other_settings();
    const auto unsaid = not_yet();
    std::size_t open = 0;
    for (const auto& [id, examples] : published()) {
        for (const auto& example : examples) {
            const bool chosen = example.is_open() && unsaid.count(example.id) == 0;
            INFO(example.id << " is " << example.basis);
            CHECK(settings.contains(example.id) == chosen);
            open += chosen ? 1 : 0;
        }
    }
    if (!published().empty()) CHECK(open == settings.size());
}
