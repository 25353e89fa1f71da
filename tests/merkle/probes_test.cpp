#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "catch.hpp"
#include "timebank/bytes.hpp"
#include "timebank/merkle.hpp"
#include "vectors.hpp"

// The probes of transparency-dev/merkle: one file for each way in which a proof can be wrong.
namespace {

using timebank::Digest;
namespace merkle = timebank::merkle;
using Json = nlohmann::json;

/// Some probes have texts such as "don't care" for hashes, or nothing. A Digest has 32 bytes whatever
/// happens, so those are padded: the room then judges the probe, and not this test.
Digest read_digest(const Json& text, std::uint8_t padding = 0) {
    const auto bytes = timebank::from_base64(text.get<std::string>()).value();
    Digest digest;
    digest.fill(padding);
    REQUIRE(bytes.size() <= digest.size());
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

/// Padded unlike roots: a missing leaf and a missing root would else be the good proof of a tree of one leaf.
Digest read_leaf(const Json& text) {
    return read_digest(text, 0xFF);
}

std::vector<Digest> read_proof(const Json& list) {
    std::vector<Digest> proof;
    for (const Json& text : list)
        proof.push_back(read_digest(text));  // no turn for null, which stands for none
    return proof;
}

bool inclusion_accepted(const Json& probe) {
    return merkle::verify_inclusion(
               probe.at("leafIdx").get<std::uint64_t>(), probe.at("treeSize").get<std::uint64_t>(),
               read_leaf(probe.at("leafHash")), read_proof(probe.at("proof")), read_digest(probe.at("root")))
        .has_value();
}

bool consistency_accepted(const Json& probe) {
    return merkle::verify_consistency(probe.at("size1").get<std::uint64_t>(),
                                      probe.at("size2").get<std::uint64_t>(), read_digest(probe.at("root1")),
                                      read_digest(probe.at("root2")), read_proof(probe.at("proof")))
        .has_value();
}

struct Counts {
    int good = 0;
    int bad = 0;
};

void run_folder(const std::filesystem::path& folder, bool (*accepted)(const Json&), Counts& counts) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".json") continue;
        CAPTURE(file.path().string());
        const Json probe = Json::parse(read_file(file.path()));
        const bool want_error = probe.at("wantErr").get<bool>();
        CHECK(accepted(probe) == !want_error);
        ++(want_error ? counts.bad : counts.good);
    }
}

}  // namespace

TEST_CASE("the probes of transparency-dev/merkle are judged as they should be") {
    const auto folder = vectors_folder() / "merkle";
    if (!std::filesystem::is_directory(folder)) {
        WARN("skipped: no probes here; set TIMEBANK_VECTORS to the folder that holds merkle/");
        return;
    }
    Counts counts;
    run_folder(folder / "inclusion", inclusion_accepted, counts);
    run_folder(folder / "consistency", consistency_accepted, counts);
    CHECK(counts.good == 12);
    CHECK(counts.bad == 184);
    WARN(counts.good + counts.bad << " probes: " << counts.good << " good, " << counts.bad << " bad");
}
