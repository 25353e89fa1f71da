#include <utility>

#include "catch.hpp"
#include "merkle/reference.hpp"
#include "timebank/merkle.hpp"

// Whatever differs from a good proof in one respect must not verify.
namespace {

using timebank::Code;
using timebank::Digest;
namespace merkle = timebank::merkle;

struct Inclusion {
    std::uint64_t index;
    std::uint64_t size;
    Digest leaf;
    std::vector<Digest> proof;
    Digest root;

    bool verifies() const { return merkle::verify_inclusion(index, size, leaf, proof, root).has_value(); }
};

struct Consistency {
    std::uint64_t old_size;
    std::uint64_t size;
    Digest old_root;
    Digest root;
    std::vector<Digest> proof;

    bool verifies() const {
        return merkle::verify_consistency(old_size, size, old_root, root, proof).has_value();
    }
};

std::vector<Inclusion> good_inclusions() {
    std::vector<Inclusion> cases;
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 13U, 21U, 33U, 64U}) {
        const auto leaves = reference::single_byte_leaves(size);
        for (std::size_t index = 0; index < size; ++index) {
            cases.push_back({index, size, merkle::leaf_hash(leaves[index]), reference::path(index, leaves),
                             reference::root(leaves)});
        }
    }
    return cases;
}

std::vector<Consistency> good_consistencies() {
    std::vector<Consistency> cases;
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 13U, 21U, 33U, 64U}) {
        const auto leaves = reference::single_byte_leaves(size);
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            cases.push_back({old_size, size, reference::root(reference::first(leaves, old_size)),
                             reference::root(leaves), reference::proof(old_size, leaves)});
        }
    }
    return cases;
}

/// Calls `check` with each bit of `hash` flipped in turn; leaves it as it was.
template <class Check>
void for_each_flipped_bit(Digest& hash, const Check& check) {
    for (std::size_t bit = 0; bit < 256; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
        check(bit);
        hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
    }
}

/// Calls `check` for each way to lengthen, shorten or reorder a proof; leaves it as it was.
template <class Check>
void for_each_other_list(std::vector<Digest>& proof, const std::vector<Digest>& spare, const Check& check) {
    const std::vector<Digest> good = proof;
    for (std::size_t place = 0; place <= good.size(); ++place) {
        for (const Digest& extra : spare) {
            proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(place), extra);
            check("a hash more");
            proof = good;
        }
        if (place == good.size()) continue;
        proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(place));
        check("a hash less");
        proof = good;
        if (place + 1 == good.size()) continue;
        std::swap(proof[place], proof[place + 1]);
        check("two hashes swapped");
        proof = good;
    }
}

}  // namespace

TEST_CASE("an inclusion proof with any bit of leaf, root or proof flipped is refused") {
    std::size_t good = 0;
    for (Inclusion example : good_inclusions()) {
        CAPTURE(example.index, example.size);
        REQUIRE(example.verifies());
        ++good;
        const auto refused = [&](std::size_t bit) {
            CAPTURE(bit);
            if (example.verifies()) FAIL("a flipped bit went unnoticed");
        };
        for_each_flipped_bit(example.leaf, refused);
        for_each_flipped_bit(example.root, refused);
        for (Digest& hash : example.proof) for_each_flipped_bit(hash, refused);
    }
    CHECK(good == 152);
}

TEST_CASE("an inclusion proof of another length, order, index or size is refused") {
    for (Inclusion example : good_inclusions()) {
        CAPTURE(example.index, example.size);
        const std::vector<Digest> spare{Digest{}, example.leaf, example.root};
        for_each_other_list(example.proof, spare, [&](const char* change) {
            CAPTURE(change);
            CHECK_FALSE(example.verifies());
        });
        const Inclusion good = example;
        for (std::uint64_t index = 0; index < good.size + 3; ++index) {
            example.index = index;
            CHECK(example.verifies() == (index == good.index));
        }
        example.index = good.index;
        // A proof that climbs on one side only also fits some other sizes: the checkpoint is what fixes the
        // size. So here only sizes with another number of levels, or too small for the index.
        for (const std::uint64_t size : {std::uint64_t{0}, good.index, good.size * 2, good.size * 4}) {
            example.size = size;
            CHECK_FALSE(example.verifies());
        }
    }
}

TEST_CASE("a consistency proof with any bit of a root or of the proof flipped is refused") {
    std::size_t good = 0;
    for (Consistency example : good_consistencies()) {
        CAPTURE(example.old_size, example.size);
        REQUIRE(example.verifies());
        ++good;
        const auto refused = [&](std::size_t bit) {
            CAPTURE(bit);
            if (example.verifies()) FAIL("a flipped bit went unnoticed");
        };
        for_each_flipped_bit(example.old_root, refused);
        for_each_flipped_bit(example.root, refused);
        for (Digest& hash : example.proof) for_each_flipped_bit(hash, refused);
    }
    CHECK(good == 152);
}

TEST_CASE("a consistency proof of another length, order or size is refused") {
    for (Consistency example : good_consistencies()) {
        CAPTURE(example.old_size, example.size);
        const std::vector<Digest> spare{Digest{}, example.old_root, example.root};
        for_each_other_list(example.proof, spare, [&](const char* change) {
            CAPTURE(change);
            CHECK_FALSE(example.verifies());
        });
        const Consistency good = example;
        if (good.old_size == good.size) continue;
        for (std::uint64_t old_size = 0; old_size < good.size + 3; ++old_size) {
            example.old_size = old_size;
            CAPTURE(old_size);
            CHECK(example.verifies() == (old_size == good.old_size));
        }
        example.old_size = good.old_size;
        for (const std::uint64_t size : {std::uint64_t{0}, good.old_size - 1, good.size * 2, good.size * 4}) {
            example.size = size;
            CHECK_FALSE(example.verifies());
        }
        example = good;
        std::swap(example.old_root, example.root);
        CHECK_FALSE(example.verifies());
    }
}

TEST_CASE("nothing is consistent with a tree of size 0, and a refusal is always bad_proof") {
    const Digest empty = merkle::empty_root();
    const Digest one = merkle::leaf_hash({});
    const auto code_of = [](const timebank::Result<void>& result) {
        return result ? Code{} : result.error().code;
    };
    CHECK(code_of(merkle::verify_consistency(0, 0, empty, empty, {})) == Code::bad_proof);
    CHECK(code_of(merkle::verify_consistency(0, 1, empty, one, {})) == Code::bad_proof);
    CHECK(code_of(merkle::verify_consistency(2, 1, empty, one, {})) == Code::bad_proof);
    CHECK(code_of(merkle::verify_consistency(1, 2, one, one, {})) == Code::bad_proof);
    CHECK(code_of(merkle::verify_inclusion(0, 0, one, {}, empty)) == Code::bad_proof);
    CHECK(code_of(merkle::verify_inclusion(1, 1, one, {}, one)) == Code::bad_proof);
    CHECK(code_of(merkle::verify_inclusion(0, 1, one, {}, one)) == Code{});
}

TEST_CASE("a proof that climbs above the root is refused, even when it arrives at the root it is given") {
    const Digest above{0xAB};
    for (Inclusion example : good_inclusions()) {
        CAPTURE(example.index, example.size);
        const Digest root = example.root;
        example.proof.push_back(above);
        example.root = merkle::node_hash(above, root);
        CHECK_FALSE(example.verifies());
        example.root = merkle::node_hash(root, above);
        CHECK_FALSE(example.verifies());
    }
    for (Consistency example : good_consistencies()) {
        CAPTURE(example.old_size, example.size);
        example.proof.push_back(above);
        example.old_root = merkle::node_hash(above, example.old_root);
        example.root = merkle::node_hash(above, example.root);
        CHECK_FALSE(example.verifies());
    }
}
