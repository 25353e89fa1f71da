#include <algorithm>
#include <bit>
#include <string>

#include "timebank/merkle.hpp"

// What the log's operator computes: proofs, and the root a second time. verify.cpp is the other side and
// shares nothing with this file.
namespace timebank::merkle {
namespace {

/// Where RFC 9162 splits [begin, end): the left part has the largest power of two leaves that is less than
/// all of them. Requires end - begin >= 2.
std::uint64_t middle_of(LeafRange range) {
    return range.begin + std::bit_floor(range.end - range.begin - 1);
}

Result<std::vector<Digest>> fetch_roots(const std::vector<LeafRange>& subtrees, const Fetch& fetch) {
    std::vector<Digest> roots;
    roots.reserve(subtrees.size());
    for (const LeafRange& subtree : subtrees) {
        std::vector<Digest> parts;
        for (const NodeId node : perfect_subtrees(subtree)) {
            const Result<Digest> part = fetch(node);
            if (!part) return part.error();
            parts.push_back(*part);
        }
        roots.push_back(fold(parts));
    }
    return roots;
}

/// The recursion of section 2.1.1 over one subtree; a perfect one that is stored already is fetched.
class RootByDefinition {
  public:
    using Leaf = std::function<Result<Digest>(std::uint64_t index)>;

    RootByDefinition(std::uint64_t known_size, const Fetch& fetch, const Leaf& leaf)
        : known_size_(known_size), fetch_(fetch), leaf_(leaf) {}

    Result<Digest> of(LeafRange range) const {
        const std::uint64_t leaves = range.end - range.begin;
        if (range.end <= known_size_ && std::has_single_bit(leaves)) {
            const int level = std::countr_zero(leaves);
            return fetch_({static_cast<std::uint8_t>(level), range.begin >> level});
        }
        if (leaves == 1) return leaf_(range.begin);

        const std::uint64_t middle = middle_of(range);
        const Result<Digest> left = of({range.begin, middle});
        if (!left) return left;
        const Result<Digest> right = of({middle, range.end});
        if (!right) return right;
        return node_hash(*left, *right);
    }

  private:
    std::uint64_t known_size_;
    const Fetch& fetch_;
    const Leaf& leaf_;
};

}  // namespace

Result<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size, const Fetch& fetch) {
    if (index >= size) {
        return fail(Code::invalid_argument,
                    "日志有 {1} 条记录，序号从 0 起，没有第 {0} 号；请改用更小的序号。",
                    "there is no entry {0} in a log of {1} entries, which are counted from 0; ask for a "
                    "smaller index.",
                    {std::to_string(index), std::to_string(size)});
    }
    // Going down to the leaf, the subtree that is left aside at each split is a sibling on its way up.
    std::vector<LeafRange> siblings;
    LeafRange around{0, size};
    while (around.end - around.begin > 1) {
        const std::uint64_t middle = middle_of(around);
        if (index < middle) {
            siblings.push_back({middle, around.end});
            around.end = middle;
        } else {
            siblings.push_back({around.begin, middle});
            around.begin = middle;
        }
    }
    std::reverse(siblings.begin(), siblings.end());
    return fetch_roots(siblings, fetch);
}

Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                              const Fetch& fetch) {
    if (old_size == 0 || old_size > size) {
        return fail(Code::invalid_argument, "旧大小是 {}，应在 1 到 {}（现在的大小）之间。",
                    "the old size is {}; it must be from 1 to {}, the size now.",
                    {std::to_string(old_size), std::to_string(size)});
    }
    // Going down to where the old tree ends on a subtree's edge.
    std::vector<LeafRange> subtrees;
    LeafRange around{0, size};
    while (old_size != around.end) {
        const std::uint64_t middle = middle_of(around);
        if (old_size <= middle) {
            subtrees.push_back({middle, around.end});
            around.end = middle;
        } else {
            subtrees.push_back({around.begin, middle});
            around.begin = middle;
        }
    }
    // From 0 it is the old tree itself, whose root the verifier has.
    if (around.begin != 0) subtrees.push_back(around);
    std::reverse(subtrees.begin(), subtrees.end());
    return fetch_roots(subtrees, fetch);
}

Result<Digest> root_by_definition(std::uint64_t size, std::uint64_t known_size, const Fetch& fetch,
                                  const std::function<Result<Digest>(std::uint64_t index)>& leaf) {
    if (known_size > size) {
        return fail(Code::invalid_argument, "已存的 {} 个叶子多于树的 {} 个叶子；请先核对大小。",
                    "{} leaves are said to be stored, more than the {} of the tree; check the sizes first.",
                    {std::to_string(known_size), std::to_string(size)});
    }
    if (size == 0) return empty_root();
    return RootByDefinition(known_size, fetch, leaf).of({0, size});
}

}  // namespace timebank::merkle
