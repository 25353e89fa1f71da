#include "catch.hpp"
#include "entry/changes.hpp"
#include "entry/random_entry.hpp"
#include "entry/samples.hpp"

using namespace timebank;
using namespace entry_tests;

namespace {

Claim sample_claim(ClaimKind kind) {
    return one_of_each_kind()[static_cast<std::size_t>(kind) - 1].entry.signed_claim.claim;
}

}  // namespace

TEST_CASE("a change of one field is called by that field's name, whichever of the two was changed") {
    for (const auto& change : changes_of_every_field()) {
        INFO(to_text(change.kind));
        const auto original = sample_claim(change.kind);
        auto changed = original;
        change.apply(changed);
        CHECK(first_difference(original, changed) == change.name);
        CHECK(first_difference(changed, original) == change.name);
    }
}

TEST_CASE("another author and another kind have names too") {
    const auto original = sample_claim(ClaimKind::unit);
    auto changed = original;
    changed.author = second_key().public_key();
    CHECK(first_difference(original, changed) == "author");
    changed = original;
    changed.content = sample_claim(ClaimKind::reversal).content;
    CHECK(first_difference(original, changed) == "kind");
}

TEST_CASE("of several changes the first in the order of the fields is named") {
    const auto changes = changes_of_every_field();
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < changes.size(); ++i)
        for (std::size_t j = i + 1; j < changes.size(); ++j) {
            if (changes[i].kind != changes[j].kind) continue;
            auto changed = sample_claim(changes[i].kind);
            // The later one first: it is not the order of the changes that counts. Two changes of one list
            // may not go together.
            if (changes[i].name == changes[j].name) continue;
            changes[j].apply(changed);
            changes[i].apply(changed);
            INFO(changes[i].name << " and " << changes[j].name);
            CHECK(first_difference(sample_claim(changes[i].kind), changed) == changes[i].name);
            ++pairs;
        }
    CHECK(pairs > 300);
}

TEST_CASE("claims differ exactly when their bodies do") {
    Random random(20260105);
    for (int round = 0; round < 2'000; ++round) {
        const auto a = random_claim(random), b = random_claim(random);
        CHECK_FALSE(first_difference(a, a));
        CHECK(first_difference(a, b));
    }
}
