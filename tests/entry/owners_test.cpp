#include <set>

#include "catch.hpp"
#include "entry/random_entry.hpp"
#include "entry/samples.hpp"

// Whose claims a claim is among: what a member's statement and a person's history are found by.

using namespace timebank;
using namespace entry_tests;

namespace {

using Owners = std::vector<std::string>;

Owners owners_of(ClaimContent content) {
    Claim claim;
    claim.acting_for = "somebody-else";
    claim.content = std::move(content);
    return owners_named(claim);
}

ServiceContent service_of(const Owners& participants, const std::string& on_behalf_of = "") {
    ServiceContent content;
    content.on_behalf_of = on_behalf_of;
    for (const auto& owner : participants) content.participants.push_back({owner, "volunteer", {}, {}});
    return content;
}

}  // namespace

TEST_CASE("each golden claim names those whom it is about, in order") {
    const std::vector<std::pair<std::string, Owners>> expected = {
        {"genesis", {}},
        {"key", {"m001"}},
        {"unit", {}},
        {"standard", {}},
        {"account", {"m001"}},
        {"service", {"h001", "m001", "m002", "m003"}},
        {"redemption", {"m001", "m002"}},
        {"reversal", {}},
        {"opening", {"m001"}},
        {"transfer", {"m001", "pool"}},
        {"merge", {"m001", "m009"}},
        {"ruling", {}},
        {"clock", {}},
        {"settlement", {}},
    };
    const auto samples = one_of_each_kind();
    REQUIRE(samples.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO(expected[i].first);
        CHECK(samples[i].name == expected[i].first);
        CHECK(owners_named(samples[i].entry.signed_claim.claim) == expected[i].second);
    }
}

TEST_CASE("who is named twice is listed once, and nobody is not listed") {
    CHECK(owners_of(service_of({"b", "a", "b", "c", "a"}, "b")) == Owners{"a", "b", "c"});
    CHECK(owners_of(service_of({"a"})) == Owners{"a"});
    CHECK(owners_of(RedemptionContent{"a", "tea", 1, {}, "", {}, {}}) == Owners{"a"});
    CHECK(owners_of(RedemptionContent{"a", "tea", 1, {}, "a", {}, {}}) == Owners{"a"});
    CHECK(owners_of(KeyContent{{}, Role::officer, ""}).empty());
}

TEST_CASE("a household, an issuer and whom a claim acts for are not what it is about") {
    CHECK(owners_of(AccountContent{"m001", AccountClass::member, {}, {"h001"}, {}}) == Owners{"m001"});
    CHECK(owners_of(OpeningContent{"m001", "issuer", "hour", {1}, {}, {}}) == Owners{"m001"});
}

TEST_CASE("any service names its participants and whom it was done for, sorted, no two the same") {
    constexpr std::uint64_t seed = 20260106;
    WARN("seed " << seed);
    Random random(seed);
    for (int round = 0; round < 500; ++round) {
        const auto content = random_service(random);
        std::set<std::string> expected;
        for (const auto& participant : content.participants) expected.insert(participant.owner);
        if (!content.on_behalf_of.empty()) expected.insert(content.on_behalf_of);
        CHECK(owners_of(content) == Owners(expected.begin(), expected.end()));
    }
}
