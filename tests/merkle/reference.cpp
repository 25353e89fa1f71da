#include "merkle/reference.hpp"

#include <string>

namespace reference {
namespace {

Digest hash_of_two(const Digest& left, const Digest& right) {
    Bytes bytes{0x01};
    bytes.insert(bytes.end(), left.begin(), left.end());
    bytes.insert(bytes.end(), right.begin(), right.end());
    return timebank::sha256(bytes);
}

/// The largest power of two smaller than n.
std::size_t split(std::size_t n) {
    std::size_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
}

Leaves slice(const Leaves& entries, std::size_t begin, std::size_t end) {
    Leaves part;
    for (std::size_t index = begin; index < end; ++index) part.push_back(entries[index]);
    return part;
}

std::vector<Digest> followed_by(std::vector<Digest> list, const Digest& last) {
    list.push_back(last);
    return list;
}

/// SUBPROOF(m, D_n, b), section 2.1.4.1.
std::vector<Digest> subproof(std::size_t m, const Leaves& entries, bool verifier_has_root) {
    const std::size_t n = entries.size();
    if (m == n) return verifier_has_root ? std::vector<Digest>{} : std::vector<Digest>{root(entries)};
    const std::size_t k = split(n);
    if (m <= k) {
        return followed_by(subproof(m, slice(entries, 0, k), verifier_has_root), root(slice(entries, k, n)));
    }
    return followed_by(subproof(m - k, slice(entries, k, n), false), root(slice(entries, 0, k)));
}

}  // namespace

Leaves first(const Leaves& entries, std::size_t count) {
    return slice(entries, 0, count);
}

Leaves single_byte_leaves(std::size_t count) {
    Leaves leaves;
    for (std::size_t index = 0; index < count; ++index) leaves.push_back({static_cast<std::uint8_t>(index)});
    return leaves;
}

Digest root(const Leaves& entries) {
    const std::size_t n = entries.size();
    if (n == 0) return timebank::sha256(Bytes{});
    if (n == 1) {
        Bytes bytes{0x00};
        bytes.insert(bytes.end(), entries[0].begin(), entries[0].end());
        return timebank::sha256(bytes);
    }
    const std::size_t k = split(n);
    return hash_of_two(root(slice(entries, 0, k)), root(slice(entries, k, n)));
}

std::vector<Digest> path(std::size_t m, const Leaves& entries) {
    const std::size_t n = entries.size();
    if (n == 1) return {};
    const std::size_t k = split(n);
    if (m < k) return followed_by(path(m, slice(entries, 0, k)), root(slice(entries, k, n)));
    return followed_by(path(m - k, slice(entries, k, n)), root(slice(entries, 0, k)));
}

std::vector<Digest> proof(std::size_t m, const Leaves& entries) {
    return subproof(m, entries, true);
}

}  // namespace reference

GrownTree::GrownTree(const reference::Leaves& entries) {
    for (const timebank::Bytes& entry : entries) {
        frontier.append(
            timebank::merkle::leaf_hash(entry),
            [this](timebank::merkle::NodeId node, const timebank::Digest& hash) { nodes[node] = hash; });
    }
}

timebank::merkle::Fetch GrownTree::fetch() const {
    return [this](timebank::merkle::NodeId node) -> timebank::Result<timebank::Digest> {
        const auto found = nodes.find(node);
        if (found != nodes.end()) return found->second;
        return timebank::fail(timebank::Code::not_found, "没有节点 {}/{}", "there is no node {}/{}",
                              {std::to_string(node.level), std::to_string(node.index)});
    };
}
