#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// The arithmetic of the RFC 6962 / RFC 9162 tree with SHA-256. It names nodes and leaves it to the caller to
/// fetch them, so it knows nothing of storage. Pure functions; any thread.
#pragma GCC visibility push(default)
namespace timebank::merkle {

/// The root of a tree without leaves: SHA-256 of nothing.
Digest empty_root();
/// SHA-256(00 || entry).
Digest leaf_hash(ByteView entry);
/// SHA-256(01 || left || right).
Digest node_hash(const Digest& left, const Digest& right);

/// A perfect subtree: the leaves [index << level, (index + 1) << level). Level 0 is the leaves' hashes. Only
/// perfect subtrees are ever stored, so a stored node never changes.
struct NodeId {
    std::uint8_t level = 0;  ///< [0, 63]
    std::uint64_t index = 0;
    friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

/// Leaves [begin, end), begin <= end.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    friend auto operator<=>(const LeafRange&, const LeafRange&) = default;
};

/// The perfect subtrees that make up the range, left to right; at most 126. Their hashes, folded from the
/// right, are the range's root when the range is a subtree of RFC 9162 section 2.1.1.
std::vector<NodeId> perfect_subtrees(LeafRange range);

/// The root of neighbouring subtrees given left to right, folded from the right; `roots` is not empty.
Digest fold(const std::vector<Digest>& roots);

/// A growing tree, held as the roots of its perfect subtrees (RFC 9162's "compact range" from 0). Copyable.
class Frontier {
  public:
    Frontier() = default;
    /// A tree of `size` leaves whose perfect_subtrees({0, size}) have these roots. bad_proof when the count
    /// differs.
    static Result<Frontier> restore(std::uint64_t size, std::vector<Digest> roots);

    /// Adds a leaf. `completed` is called for every perfect subtree that this completes, level 0 first.
    /// Requires size() < 2^64 - 1.
    void append(const Digest& leaf, const std::function<void(NodeId, const Digest&)>& completed);

    std::uint64_t size() const { return size_; }
    Digest root() const;

  private:
    std::uint64_t size_ = 0;
    std::vector<Digest> roots_;
};

/// Gives the hash of a stored node.
using Fetch = std::function<Result<Digest>(NodeId)>;

/// The siblings of leaf `index` in the tree of `size` leaves, from the leaf upward (RFC 9162
/// section 2.1.3.1). invalid_argument unless 0 <= index < size; else what `fetch` gives.
Result<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size, const Fetch& fetch);

/// The proof that the tree of `old_size` leaves is a prefix of that of `size` (section 2.1.4.1).
/// invalid_argument unless 0 < old_size <= size.
Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const Fetch& fetch);

/// The root of the first `size` leaves by the recursion of section 2.1.1, from the nodes that `fetch` has
/// below `known_size` and from `leaf` above it. It shares no step with Frontier: it is what a checkpoint is
/// compared with. Requires known_size <= size.
Result<Digest> root_by_definition(std::uint64_t size, std::uint64_t known_size, const Fetch& fetch,
                                  const std::function<Result<Digest>(std::uint64_t index)>& leaf);

/// Done when `proof` shows that `leaf` is leaf `index` of the tree with this size and root (section 2.1.3.2);
/// bad_proof otherwise, whatever the arguments are.
Result<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                              const std::vector<Digest>& proof, const Digest& root);

/// Done when `proof` shows that the tree (old_size, old_root) is a prefix of (size, root) (section 2.1.4.2);
/// bad_proof otherwise. A tree of size 0 is a prefix of everything and proves nothing, so it is refused:
/// whoever starts from "never seen" says so without a proof.
Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                                const Digest& root, const std::vector<Digest>& proof);

}  // namespace timebank::merkle
#pragma GCC visibility pop
