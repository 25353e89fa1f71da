#include <bit>
#include <string>

#include "timebank/merkle.hpp"

namespace timebank::merkle {

Result<Frontier> Frontier::restore(std::uint64_t size, std::vector<Digest> roots) {
    // perfect_subtrees({0, size}) has one subtree for every bit that is set in `size`.
    const auto needed = static_cast<std::size_t>(std::popcount(size));
    if (roots.size() != needed) {
        return fail(
            Code::bad_proof, "{} 个叶子的树由 {} 个满子树组成，却给出了 {} 个根；请核对大小与各根的来源。",
            "a tree of {} leaves is made of {} perfect subtrees, but {} roots were given; check where the "
            "size and the roots come from.",
            {std::to_string(size), std::to_string(needed), std::to_string(roots.size())});
    }
    Frontier frontier;
    frontier.size_ = size;
    frontier.roots_ = std::move(roots);
    return frontier;
}

void Frontier::append(const Digest& leaf, const std::function<void(NodeId, const Digest&)>& completed) {
    Digest hash = leaf;
    std::uint8_t level = 0;
    completed({level, size_}, hash);
    // Each trailing 1 bit of the old size is a perfect subtree of that height that now has its right
    // neighbour.
    for (std::uint64_t index = size_; (index & 1) == 1;) {
        hash = node_hash(roots_.back(), hash);
        roots_.pop_back();
        index >>= 1;
        completed({++level, index}, hash);
    }
    roots_.push_back(hash);
    ++size_;
}

Digest Frontier::root() const {
    return roots_.empty() ? empty_root() : fold(roots_);
}

}  // namespace timebank::merkle
