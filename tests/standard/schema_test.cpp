#include "schema.hpp"
#include "catch.hpp"
#include "documents.hpp"

using namespace timebank::standard::test;

TEST_CASE("the schema and the compiler allow the good documents") {
    for (const char* name : {"credit", "redemption"}) {
        INFO(name);
        CHECK(schema_allows(document(name)));
        CHECK(compile_json(document(name)).has_value());
    }
}

TEST_CASE("every object may carry a note, for the schema and for the compiler") {
    for (const char* name : {"credit", "redemption"}) {
        const auto flat = document(name).flatten();
        for (const auto& [pointer, leaf] : flat.items()) {
            const nlohmann::json::json_pointer place(pointer);
            const auto object = place.parent_pointer();
            if (!document(name).at(object).is_object()) continue;
            INFO(name << pointer);
            auto noted = document(name);
            noted[object]["note"] = "说明";
            CHECK(schema_allows(noted));
            CHECK(compile_json(noted).has_value());
            noted[object]["note"] = false;
            CHECK_FALSE(schema_allows(noted));
            CHECK_FALSE(compile_json(noted).has_value());
        }
    }
}

TEST_CASE("whatever member is taken away, the schema allows what the compiler allows") {
    for (const char* name : {"credit", "redemption"}) {
        const auto good = document(name);
        int refused = 0;
        const auto flat = good.flatten();
        for (const auto& [pointer, leaf] : flat.items()) {
            const nlohmann::json::json_pointer place(pointer);
            if (!good.at(place.parent_pointer()).is_object()) continue;
            INFO(name << pointer);
            const auto without = patched(good, pointer, "remove");
            const bool allowed = compile_json(without).has_value();
            refused += allowed ? 0 : 1;
            if (allowed) CHECK(schema_allows(without));
        }
        CHECK(refused > 30);
    }
}
