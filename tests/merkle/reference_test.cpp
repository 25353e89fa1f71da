#include "merkle/reference.hpp"

#include "catch.hpp"
#include "timebank/merkle.hpp"

// The room against the RFC's own recursion, for every tree of up to 130 leaves.
namespace {

using timebank::Code;
using timebank::Digest;
using timebank::Result;
namespace merkle = timebank::merkle;

constexpr std::size_t largest_size = 130;

}  // namespace

TEST_CASE("roots are those of the recursion, by frontier, by restored frontier and by definition") {
    const auto leaves = reference::single_byte_leaves(largest_size);
    for (std::size_t size = 0; size <= largest_size; ++size) {
        CAPTURE(size);
        const auto entries = reference::first(leaves, size);
        const Digest expected = reference::root(entries);
        const GrownTree tree(entries);
        REQUIRE(tree.frontier.size() == size);
        REQUIRE(tree.frontier.root() == expected);

        std::vector<Digest> parts;
        for (const auto node : merkle::perfect_subtrees({0, size})) parts.push_back(tree.nodes.at(node));
        REQUIRE(merkle::Frontier::restore(size, parts).value().root() == expected);

        for (const std::size_t known_size : {std::size_t{0}, size / 3, size - size / 4, size}) {
            CAPTURE(known_size);
            const GrownTree known(reference::first(entries, known_size));
            std::vector<std::uint64_t> asked;
            const auto leaf = [&](std::uint64_t index) -> Result<Digest> {
                asked.push_back(index);
                return merkle::leaf_hash(entries.at(index));
            };
            REQUIRE(merkle::root_by_definition(size, known_size, known.fetch(), leaf).value() == expected);
            REQUIRE(asked.size() == size - known_size);
        }
    }
}

TEST_CASE("a restored frontier grows like the one it was taken from") {
    const auto leaves = reference::single_byte_leaves(largest_size);
    for (std::size_t size = 0; size < largest_size; ++size) {
        CAPTURE(size);
        const GrownTree small(reference::first(leaves, size));
        std::vector<Digest> parts;
        for (const auto node : merkle::perfect_subtrees({0, size})) parts.push_back(small.nodes.at(node));
        auto restored = merkle::Frontier::restore(size, parts).value();
        auto nodes = small.nodes;
        restored.append(merkle::leaf_hash(leaves[size]),
                        [&](merkle::NodeId node, const Digest& hash) { nodes[node] = hash; });
        const GrownTree large(reference::first(leaves, size + 1));
        REQUIRE(restored.root() == large.frontier.root());
        REQUIRE(nodes == large.nodes);
    }
}

TEST_CASE("proofs are those of the recursion, and verify") {
    const auto leaves = reference::single_byte_leaves(largest_size);
    std::vector<Digest> roots{merkle::empty_root()};
    for (std::size_t size = 1; size <= largest_size; ++size) {
        const auto entries = reference::first(leaves, size);
        const GrownTree tree(entries);
        roots.push_back(reference::root(entries));
        for (std::size_t index = 0; index < size; ++index) {
            CAPTURE(index, size);
            const auto inclusion = merkle::inclusion_proof(index, size, tree.fetch()).value();
            REQUIRE(inclusion == reference::path(index, entries));
            REQUIRE(merkle::verify_inclusion(index, size, merkle::leaf_hash(leaves[index]), inclusion,
                                             roots[size]));

            const std::size_t old_size = index + 1;
            const auto consistency = merkle::consistency_proof(old_size, size, tree.fetch()).value();
            REQUIRE(consistency == reference::proof(old_size, entries));
            REQUIRE(merkle::verify_consistency(old_size, size, roots[old_size], roots[size], consistency));
        }
    }
}

TEST_CASE("perfect subtrees cover a range without gap, each as large as its place allows") {
    for (std::uint64_t begin = 0; begin < 70; ++begin) {
        for (std::uint64_t end = begin + 1; end <= 70; ++end) {
            CAPTURE(begin, end);
            std::uint64_t next = begin;
            for (const merkle::NodeId node : merkle::perfect_subtrees({begin, end})) {
                const std::uint64_t width = std::uint64_t{1} << node.level;
                REQUIRE(node.index * width == next);
                // Twice as wide would not be aligned, or would reach beyond the end.
                REQUIRE((next % (2 * width) != 0 || next + 2 * width > end));
                next += width;
            }
            REQUIRE(next == end);
        }
    }
}

TEST_CASE("what cannot be proved is refused with the sizes, and a fetch that fails is passed on") {
    const GrownTree tree(reference::single_byte_leaves(5));
    const auto code_of = [](const auto& result) { return result.has_value() ? Code{} : result.error().code; };
    CHECK(code_of(merkle::inclusion_proof(5, 5, tree.fetch())) == Code::invalid_argument);
    CHECK(code_of(merkle::inclusion_proof(0, 0, tree.fetch())) == Code::invalid_argument);
    CHECK(code_of(merkle::consistency_proof(0, 5, tree.fetch())) == Code::invalid_argument);
    CHECK(code_of(merkle::consistency_proof(6, 5, tree.fetch())) == Code::invalid_argument);
    CHECK(code_of(merkle::inclusion_proof(0, 6, tree.fetch())) == Code::not_found);
    CHECK(code_of(merkle::consistency_proof(4, 8, tree.fetch())) == Code::not_found);

    const auto no_leaf = [](std::uint64_t) -> Result<Digest> {
        return timebank::fail(Code::data_damaged, "坏", "damaged");
    };
    CHECK(code_of(merkle::root_by_definition(6, 5, tree.fetch(), no_leaf)) == Code::data_damaged);
    CHECK(code_of(merkle::root_by_definition(6, 6, tree.fetch(), no_leaf)) == Code::not_found);
    CHECK(code_of(merkle::root_by_definition(4, 5, tree.fetch(), no_leaf)) == Code::invalid_argument);
    CHECK(code_of(merkle::Frontier::restore(5, {Digest{}})) == Code::bad_proof);
    CHECK(code_of(merkle::Frontier::restore(0, {Digest{}})) == Code::bad_proof);
}
