#include <nlohmann/json.hpp>
#include <string>

#include "catch.hpp"
#include "crypto/keys.hpp"
#include "vectors.hpp"

using namespace timebank;

TEST_CASE("Ed25519 agrees with every case of Project Wycheproof") {
    const std::filesystem::path file = vectors_folder() / "wycheproof" / "ed25519_test.json";
    if (!std::filesystem::exists(file)) {
        WARN("nothing checked: there is no " << file);
        return;
    }
    const nlohmann::json suite = nlohmann::json::parse(read_file(file));
    int checked = 0;
    int valid = 0;
    int of_another_length = 0;  // such a signature cannot even be written as our type
    for (const auto& group : suite.at("testGroups")) {
        const PublicKey key = known::public_key(group.at("publicKey").at("pk").get<std::string>());
        CHECK(check_public_key(key));
        for (const auto& test : group.at("tests")) {
            INFO("tcId " << test.at("tcId") << ": " << test.at("comment"));
            const bool expected = test.at("result") == "valid";
            const Bytes message = from_hex(test.at("msg").get<std::string>()).value();
            const std::string signature = test.at("sig");
            ++checked;
            if (signature.size() != 2 * Signature().size()) {
                CHECK_FALSE(expected);
                ++of_another_length;
                continue;
            }
            const bool verified = verify_signature(key, message, known::signature(signature));
            CHECK(verified == expected);
            if (verified) ++valid;
        }
    }
    CHECK(checked == suite.at("numberOfTests").get<int>());
    CHECK(valid > 0);
    CHECK(valid + of_another_length < checked);
    WARN("checked " << checked << " cases: " << valid << " valid, " << of_another_length
                    << " of a length that no signature has");
}
