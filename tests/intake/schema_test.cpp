#include "intake/schema.hpp"

#include <algorithm>
#include <cstdlib>

#include "catch.hpp"
#include "intake/claims_schema.hpp"
#include "intake/lines.hpp"

// The schema is what other programs go by; here it is held against the reader and the writer.

using namespace timebank;
using namespace intake_tests;

TEST_CASE("the schema in the tree is the one that the lists of fields write") {
    // For a change of the lists: TIMEBANK_REWRITE_GOLDEN=1 timebank_test_intake writes the file anew.
    if (std::getenv("TIMEBANK_REWRITE_GOLDEN")) rewrite_schema(intake::write_claims_schema());
    CHECK(schema_text() == intake::write_claims_schema());
}

TEST_CASE("the schema has one definition per kind, in the order of ClaimKind") {
    std::vector<std::string> kinds;
    for (std::uint8_t number = 1; !to_text(static_cast<ClaimKind>(number)).empty(); ++number)
        kinds.emplace_back(to_text(static_cast<ClaimKind>(number)));
    CHECK(schema_kinds() == kinds);
}

TEST_CASE("each kind has an example, and each example reads as that kind") {
    for (const auto& kind : schema_kinds()) {
        const auto examples = schema_examples(kind);
        INFO(kind);
        REQUIRE_FALSE(examples.empty());
        for (const auto& example : examples) {
            INFO(example);
            CHECK(schema_accepts(example));
            auto claims = read_claim_lines(example, by_office());
            INFO((claims ? "" : claims.error().text.en));
            REQUIRE(claims);
            REQUIRE(claims->size() == 1);
            CHECK(to_text(claims->front().claim.kind()) == kind);
            CHECK(verify_signatures(claims->front()));
        }
    }
}

TEST_CASE("the schema's signed examples are the bytes that the writer writes") {
    int signed_examples = 0;
    for (const auto& kind : schema_kinds())
        for (const auto& example : schema_examples(kind)) {
            if (example.find(R"("signature")") == example.npos) continue;
            ++signed_examples;
            CHECK(write_claim_line(read_claim_line(example, by_office()).value()) == example);
        }
    CHECK(signed_examples >= 2);
}

TEST_CASE("whatever is written follows the schema, its members in the schema's order") {
    for (const auto line : all_lines) {
        const auto written = signed_form(line);
        INFO(written);
        CHECK(schema_accepts(line));
        CHECK(schema_accepts(written));

        const auto kind = to_text(read_claim_line(written, by_office()).value().claim.kind());
        auto expected = schema_members(std::string(kind));
        const auto members = members_of_line(written);
        const auto is_absent = [&](const std::string& member) {
            return std::find(members.begin(), members.end(), member) == members.end();
        };
        expected.erase(std::remove_if(expected.begin(), expected.end(), is_absent), expected.end());
        CHECK(members == expected);
    }
}

TEST_CASE("every title and description of the schema has a Chinese and an English part") {
    const auto texts = schema_texts();
    CHECK(texts.size() >= 40);
    for (const auto& text : texts) {
        INFO(text);
        const auto is_latin = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        const auto is_beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
        CHECK(std::any_of(text.begin(), text.end(), is_latin));
        CHECK((text == "UUID" || std::any_of(text.begin(), text.end(), is_beyond_ascii)));
    }
}
