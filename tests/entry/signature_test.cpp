#include "catch.hpp"
#include "entry/changes.hpp"
#include "entry/reference.hpp"
#include "entry/samples.hpp"

using namespace timebank;
using namespace entry_tests;

namespace {

SignedClaim sample_claim(ClaimKind kind) {
    return one_of_each_kind()[static_cast<std::size_t>(kind) - 1].entry.signed_claim;
}

constexpr CosignerCapacity capacities[] = {CosignerCapacity::receiver, CosignerCapacity::coordinator,
                                           CosignerCapacity::key_holder, CosignerCapacity::officer};

Code verdict(const SignedClaim& claim) {
    const auto verified = verify_signatures(claim);
    REQUIRE_FALSE(verified);
    return verified.error().code;
}

}  // namespace

TEST_CASE("any change of any field of the claim breaks the author's signature and each cosignature") {
    for (const auto& change : changes_of_every_field()) {
        INFO(to_text(change.kind) << ": " << change.name);
        auto claim = sample_claim(change.kind);
        claim.claim.valid_until_unix_s = 1'900'000'000;
        change.apply(claim.claim);
        CHECK(verdict(claim) == Code::bad_proof);

        // The author signs the changed claim again; what the cosigner signed is still the old one.
        auto again = sign_claim(claim.claim, first_key()).value();
        CHECK(verify_signatures(again));
        auto old = sample_claim(change.kind);
        cosign_by(old, {{CosignerCapacity::receiver, second_key()}});
        again.cosignatures = old.cosignatures;
        CHECK(verdict(again) == Code::bad_proof);
    }
}

TEST_CASE("what is signed is the tag with the capacity, a zero byte and the body") {
    const auto entry = canteen_entry();
    const auto& claim = entry.signed_claim;
    Bytes body;
    for (const auto& field : fields_of(entry))
        if (field.name.rfind("body/", 0) == 0)
            body.insert(body.end(), field.bytes.begin(), field.bytes.end());
    auto message = [&](std::string_view tag) {
        Bytes all(tag.begin(), tag.end());
        all.push_back(0);
        all.insert(all.end(), body.begin(), body.end());
        return all;
    };
    CHECK(verify_signature(claim.claim.author, message("timebank/sign/0/author"), claim.signature));
    const auto& cosignature = claim.cosignatures.at(0);
    CHECK(verify_signature(cosignature.key, message("timebank/sign/0/coordinator"), cosignature.signature));
}

TEST_CASE("a cosignature is worth nothing under another capacity") {
    for (auto signed_as : capacities)
        for (auto shown_as : capacities) {
            INFO(to_text(signed_as) << " shown as " << to_text(shown_as));
            auto claim = sample_claim(ClaimKind::unit);
            cosign_by(claim, {{signed_as, second_key()}});
            claim.cosignatures[0].capacity = shown_as;
            CHECK(verify_signatures(claim).has_value() == (signed_as == shown_as));
        }
}

TEST_CASE("the author's signature is not a cosignature, nor the other way round") {
    auto claim = sample_claim(ClaimKind::unit);
    for (auto capacity : capacities) {
        auto replayed = claim;
        replayed.cosignatures = {{capacity, claim.claim.author, claim.signature}};
        CHECK(verdict(replayed) == Code::bad_proof);

        auto cosigned = claim;
        cosign_by(cosigned, {{capacity, first_key()}});
        cosigned.signature = cosigned.cosignatures[0].signature;
        CHECK(verdict(cosigned) == Code::bad_proof);
    }
}

TEST_CASE("every bit of a signature counts") {
    const auto claim = canteen_entry().signed_claim;
    for (std::size_t bit = 0; bit < 512; ++bit) {
        auto other = claim;
        other.signature[bit / 8] = static_cast<std::uint8_t>(other.signature[bit / 8] ^ (1u << bit % 8));
        CHECK(verdict(other) == Code::bad_proof);
        other = claim;
        auto& byte = other.cosignatures[0].signature[bit / 8];
        byte = static_cast<std::uint8_t>(byte ^ (1u << bit % 8));
        CHECK(verdict(other) == Code::bad_proof);
    }
}

TEST_CASE("a key of small order signs nothing") {
    auto claim = sample_claim(ClaimKind::unit);
    claim.claim.author = {};
    claim.claim.author.bytes[0] = 1;
    claim.signature = {};
    claim.signature[0] = 1;
    CHECK(verdict(claim) == Code::bad_proof);
}

TEST_CASE("the message says whose signature does not verify") {
    auto claim = canteen_entry().signed_claim;
    claim.cosignatures[0].signature[0] ^= 1;
    const auto text = verify_signatures(claim).error().text;
    const auto key = to_text(second_key().public_key());
    CHECK(text.en == "the cosignature as coordinator by " + key + " does not verify");
    CHECK(text.zh == "会签（协调员，密钥 " + key + "）不成立");
    claim.signature[0] ^= 1;
    CHECK(verify_signatures(claim).error().text.en.find(to_text(first_key().public_key())) !=
          std::string::npos);
}

TEST_CASE("cosignatures stand in order, whoever signs first, and a key signs once in one capacity") {
    auto claim = sample_claim(ClaimKind::unit);
    cosign_by(claim, {{CosignerCapacity::key_holder, second_key()},
                      {CosignerCapacity::receiver, third_key()},
                      {CosignerCapacity::receiver, second_key()}});
    const std::vector<std::pair<CosignerCapacity, PublicKey>> expected = {
        {CosignerCapacity::receiver, second_key().public_key()},
        {CosignerCapacity::receiver, third_key().public_key()},
        {CosignerCapacity::key_holder, second_key().public_key()}};
    REQUIRE(claim.cosignatures.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(std::pair(claim.cosignatures[i].capacity, claim.cosignatures[i].key) == expected[i]);
    CHECK(verify_signatures(claim));

    const auto before = claim;
    const auto again = cosign_claim(claim, CosignerCapacity::receiver, third_key());
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Code::already_there);
    CHECK(claim == before);
}

TEST_CASE("a group's digest depends on which ids there are, on their order and their number") {
    const auto a = id_number(1), b = id_number(2);
    const auto digest = group_digest(first_key().public_key(), {a, b});
    CHECK(digest != group_digest(first_key().public_key(), {b, a}));
    CHECK(digest != group_digest(first_key().public_key(), {a}));
    CHECK(digest != group_digest(first_key().public_key(), {a, b, b}));
    CHECK(digest != group_digest(first_key().public_key(), {}));
    CHECK(digest != group_digest(second_key().public_key(), {a, b}));
    CHECK(digest != Digest{});
    // printf 'timebank/group/0' the 32 bytes of the key and the 32 of the ids, through sha256sum.
    CHECK(to_hex(digest) == "35afc1c334d092b904ca4f50007e314b8545d24262e4d36d7c75659d4e17c8ef");
}
