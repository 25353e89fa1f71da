#pragma once

#include <map>
#include <vector>

#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"

/// RFC 9162 section 2.1 word for word: slow, obvious, and without a line in common with src/merkle but
/// sha256().
namespace reference {

using timebank::Bytes;
using timebank::Digest;
using Leaves = std::vector<Bytes>;

/// MTH(D_n), section 2.1.1.
Digest root(const Leaves& entries);
/// PATH(m, D_n), section 2.1.3.1.
std::vector<Digest> path(std::size_t m, const Leaves& entries);
/// PROOF(m, D_n), section 2.1.4.1.
std::vector<Digest> proof(std::size_t m, const Leaves& entries);

/// The first `count` of `entries`.
Leaves first(const Leaves& entries, std::size_t count);

/// Entries whose content is the single byte 0, 1, 2…
Leaves single_byte_leaves(std::size_t count);

}  // namespace reference

/// A tree grown leaf by leaf through the room under test, with its stored nodes.
struct GrownTree {
    timebank::merkle::Frontier frontier;
    std::map<timebank::merkle::NodeId, timebank::Digest> nodes;

    explicit GrownTree(const reference::Leaves& entries);
    /// Fetches from `nodes`, not_found for what was never completed.
    timebank::merkle::Fetch fetch() const;
};
