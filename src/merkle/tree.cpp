#include <algorithm>
#include <bit>

#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"

namespace timebank::merkle {
namespace {

// A leaf can never pass for an inner node, nor the other way about: the first hashed byte says which it is.
constexpr std::uint8_t leaf_prefix[] = {0x00};
constexpr std::uint8_t node_prefix[] = {0x01};

}  // namespace

Digest empty_root() {
    return sha256(ByteView{});
}

Digest leaf_hash(ByteView entry) {
    return sha256({leaf_prefix, entry});
}

Digest node_hash(const Digest& left, const Digest& right) {
    return sha256({node_prefix, left, right});
}

std::vector<NodeId> perfect_subtrees(LeafRange range) {
    std::vector<NodeId> subtrees;
    while (range.begin < range.end) {
        // The largest that starts here: as high as `begin` is aligned and as wide as what is left.
        const int widest_level = 63 - std::countl_zero(range.end - range.begin);
        const int level = std::min(std::countr_zero(range.begin), widest_level);
        subtrees.push_back({static_cast<std::uint8_t>(level), range.begin >> level});
        range.begin += std::uint64_t{1} << level;
    }
    return subtrees;
}

Digest fold(const std::vector<Digest>& roots) {
    Digest root = roots.back();
    for (auto left = roots.rbegin() + 1; left != roots.rend(); ++left) root = node_hash(*left, root);
    return root;
}

}  // namespace timebank::merkle
