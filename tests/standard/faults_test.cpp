#include "catch.hpp"
#include "documents.hpp"
#include "timebank/limits.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

TEST_CASE("a document of exactly the largest size is read, and one byte more is not") {
    std::string text = document_text("credit");
    text.append(limits::standard_bytes - text.size(), ' ');
    CHECK(compile(bytes_of(text)).has_value());
    text += ' ';
    const auto plan = compile(bytes_of(text));
    REQUIRE_FALSE(plan.has_value());
    CHECK(plan.error().code == Code::bad_json);
    CHECK(plan.error().text.en.find("49153 bytes and at most 49152") != std::string::npos);
}

TEST_CASE("of two faults the one that is read first is reported") {
    const auto twice = patched(patched(document("credit"), "/rules/0/unit", "\"coin\""), "/issuer", "\"\"");
    CHECK(compile_json(twice).error().text.en.starts_with("$.issuer: "));
}

TEST_CASE("conditions may be eight levels deep, all of them groups") {
    const std::string open = R"({"all":[)";
    std::string eight;
    for (int level = 1; level < 8; ++level) eight += open;
    eight += R"({"tag":"x"})";
    for (int level = 1; level < 8; ++level) eight += "]}";
    const auto at = "/rules/0/steps/0/gate/condition";
    CHECK(compile_json(patched(document("credit"), at, eight)).has_value());
    const auto nine = compile_json(patched(document("credit"), at, open + eight + "]}"));
    REQUIRE_FALSE(nine.has_value());
    CHECK(nine.error().text.en.find("deeper than 8 levels") != std::string::npos);
}

TEST_CASE("the examples of a document may not keep the ledger waiting for hours") {
    auto many = document("credit");
    auto& services = many["examples"][0]["given"]["services"];
    services[0]["times"] = 366;
    while (services.size() < 28) services.push_back(services[0]);
    const auto plan = compile_json(many);
    REQUIRE_FALSE(plan.has_value());
    CHECK(plan.error().text.en.find("past 10000 claims") != std::string::npos);
    services.erase(services.size() - 1);
    CHECK(compile_json(many).has_value());
}
