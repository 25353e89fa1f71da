#include <limits>

#include "catch.hpp"
#include "timebank/bytes.hpp"
#include "timebank/merkle.hpp"

// Trees of up to 2^64 - 1 leaves. All their leaves are alike, so a node's hash depends on its level alone and
// the largest tree there is can be computed with.
namespace {

using timebank::Digest;
using timebank::Result;
namespace merkle = timebank::merkle;

constexpr std::uint64_t half = std::uint64_t{1} << 63;
constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::vector<Digest> hashes_by_level() {
    std::vector<Digest> hashes{merkle::leaf_hash(timebank::bytes_of("the same"))};
    while (hashes.size() < 64) hashes.push_back(merkle::node_hash(hashes.back(), hashes.back()));
    return hashes;
}

const std::vector<Digest>& level_hashes() {
    static const std::vector<Digest> hashes = hashes_by_level();
    return hashes;
}

Result<Digest> fetch(merkle::NodeId node) {
    return level_hashes().at(node.level);
}

merkle::Frontier frontier_of(std::uint64_t size) {
    std::vector<Digest> parts;
    for (const auto node : merkle::perfect_subtrees({0, size}))
        parts.push_back(level_hashes().at(node.level));
    return merkle::Frontier::restore(size, parts).value();
}

const std::uint64_t edge_sizes[] = {1,        2,    3,        (half >> 1) - 1, half >> 1, (half >> 1) + 1,
                                    half - 1, half, half + 1, half + half / 2, most - 1,  most};

}  // namespace

TEST_CASE("the perfect subtrees of the widest ranges end where the range ends") {
    for (const merkle::LeafRange range : {merkle::LeafRange{0, most},
                                          {1, most},
                                          {half, most},
                                          {half - 1, half + 1},
                                          {0, half},
                                          {half, half + 1},
                                          {most - 1, most},
                                          {1, half}}) {
        CAPTURE(range.begin, range.end);
        const auto subtrees = merkle::perfect_subtrees(range);
        CHECK(subtrees.size() <= 126);
        std::uint64_t next = range.begin;
        for (const merkle::NodeId node : subtrees) {
            REQUIRE(node.level <= 63);
            REQUIRE(node.index << node.level == next);
            REQUIRE((node.index << node.level) >> node.level == node.index);
            next += std::uint64_t{1} << node.level;
        }
        CHECK(next == range.end);
    }
    CHECK(merkle::perfect_subtrees({1, most}).size() == 126);
}

TEST_CASE("roots at the edges of 64 bits agree between the frontier and the definition") {
    const auto no_leaf = [](std::uint64_t) -> Result<Digest> { return level_hashes().front(); };
    for (const std::uint64_t size : edge_sizes) {
        CAPTURE(size);
        CHECK(frontier_of(size).root() == merkle::root_by_definition(size, size, fetch, no_leaf).value());
    }
}

TEST_CASE("appending across 2^63 completes every level once") {
    merkle::Frontier frontier = frontier_of(half - 1);
    std::vector<merkle::NodeId> completed;
    frontier.append(level_hashes().front(), [&](merkle::NodeId node, const Digest& hash) {
        completed.push_back(node);
        CHECK(hash == level_hashes().at(node.level));
    });
    REQUIRE(completed.size() == 64);
    CHECK(completed.front() == merkle::NodeId{0, half - 1});
    CHECK(completed.back() == merkle::NodeId{63, 0});
    CHECK(frontier.size() == half);
    CHECK(frontier.root() == level_hashes().back());
}

TEST_CASE("proofs at the edges of 64 bits verify, and fail for a neighbour") {
    for (const std::uint64_t size : edge_sizes) {
        const Digest root = frontier_of(size).root();
        for (const std::uint64_t place : edge_sizes) {
            if (place > size) continue;
            CAPTURE(place, size);
            const std::uint64_t index = place - 1;
            const auto inclusion = merkle::inclusion_proof(index, size, fetch).value();
            CHECK(inclusion.size() <= 64);
            CHECK(merkle::verify_inclusion(index, size, level_hashes().front(), inclusion, root));
            CHECK_FALSE(merkle::verify_inclusion(size, size, level_hashes().front(), inclusion, root));
            CHECK_FALSE(merkle::verify_inclusion(index, size, level_hashes().back(), inclusion, root));

            const Digest old_root = frontier_of(place).root();
            const auto consistency = merkle::consistency_proof(place, size, fetch).value();
            CHECK(consistency.size() <= 65);  // the siblings, and the node that they start from
            CHECK(merkle::verify_consistency(place, size, old_root, root, consistency));
            if (place < size) CHECK_FALSE(merkle::verify_consistency(place, size, root, root, consistency));
        }
    }
}

TEST_CASE("proofs far longer than any tree is high are refused") {
    const std::vector<Digest> proof(100'000, level_hashes().front());
    CHECK_FALSE(merkle::verify_inclusion(most - 1, most, level_hashes().front(), proof, Digest{}));
    CHECK_FALSE(merkle::verify_consistency(half, most, Digest{}, Digest{}, proof));
}
