#include <set>

#include "catch.hpp"
#include "entry/random_entry.hpp"
#include "entry/reference.hpp"

using namespace timebank;
using namespace entry_tests;

namespace {

constexpr std::uint64_t seed = 20260103;
constexpr int rounds = 20'000;

}  // namespace

TEST_CASE("20 000 random entries: the bytes are the reference's and give the entry back") {
    WARN("seed " << seed);
    Random random(seed);
    std::set<ClaimKind> kinds;
    for (int round = 0; round < rounds; ++round) {
        const auto entry = random_entry(random);
        kinds.insert(entry.signed_claim.claim.kind());
        const auto encoded = encode_entry(entry);
        INFO("round " << round << (encoded ? "" : ": " + encoded.error().text.en));
        REQUIRE(encoded);
        REQUIRE(*encoded == join(fields_of(entry)));
        const auto decoded = decode_entry(*encoded);
        REQUIRE(decoded);
        REQUIRE(*decoded == entry);
    }
    CHECK(kinds.size() == std::variant_size_v<ClaimContent>);
}

TEST_CASE("two different random entries never share their bytes") {
    Random random(seed + 1);
    std::set<Bytes> seen;
    for (int round = 0; round < 2'000; ++round)
        CHECK(seen.insert(encode_entry(random_entry(random)).value()).second);
}
