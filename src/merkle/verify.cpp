#include <bit>
#include <string>

#include "timebank/merkle.hpp"

// What a member, an auditor or a witness computes: the two algorithms as RFC 9162 writes them, with its names
// `fn` and `sn` spelled out as the place of the node on the way up and the place of the last node of its
// level.
namespace timebank::merkle {
namespace {

struct Climb {
    std::uint64_t place;
    std::uint64_t last;

    bool at_top() const { return last == 0; }
    bool is_right_child_or_last() const { return (place & 1) == 1 || place == last; }

    void up() {
        place >>= 1;
        last >>= 1;
    }
    /// A last node without a right neighbour rises unchanged until it has a left one.
    void skip_levels_without_sibling() {
        while ((place & 1) == 0 && place != 0) up();
    }
};

Error wrong_length(std::size_t found) {
    return fail(Code::bad_proof, "证明有 {} 个哈希，与所称的序号和大小不合；请向账本重新索取。",
                "the proof has {} hashes, which does not fit the index and size it is for; ask the ledger "
                "for it again.",
                {std::to_string(found)});
}

Error wrong_root(std::string_view zh_name, std::string_view en_name, const Digest& computed,
                 const Digest& claimed) {
    return fail(
        Code::bad_proof, "证明算出的{0}是 {2}，应为 {3}：内容或证明被改动过，请核对来源。",
        "the proof leads to the {1} {2}, not {3}: the content or the proof was altered; check where it came "
        "from.",
        {zh_name, en_name, to_hex(computed), to_hex(claimed)});
}

}  // namespace

Result<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                              const std::vector<Digest>& proof, const Digest& root) {
    if (index >= size) {
        return fail(
            Code::bad_proof, "证明称记录在第 {} 号，但树只有 {} 个叶子（从 0 起）；请向账本重新索取。",
            "the proof is for entry {} of a tree of {} leaves, counted from 0; ask the ledger for it again.",
            {std::to_string(index), std::to_string(size)});
    }
    Climb climb{index, size - 1};
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (climb.at_top()) return wrong_length(proof.size());
        if (climb.is_right_child_or_last()) {
            hash = node_hash(sibling, hash);
            climb.skip_levels_without_sibling();
        } else {
            hash = node_hash(hash, sibling);
        }
        climb.up();
    }
    if (!climb.at_top()) return wrong_length(proof.size());
    if (hash != root) return wrong_root("根", "root", hash, root);
    return {};
}

Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                                const Digest& root, const std::vector<Digest>& proof) {
    if (old_size == 0 || old_size > size) {
        return fail(Code::bad_proof, "旧大小是 {}，应在 1 到 {}（新大小）之间；请核对两个检查点。",
                    "the old size is {}; it must be from 1 to {}, the new size; check the two checkpoints.",
                    {std::to_string(old_size), std::to_string(size)});
    }
    if (old_size == size) {
        if (!proof.empty()) return wrong_length(proof.size());
        if (old_root != root) return wrong_root("根", "root", old_root, root);
        return {};
    }
    if (proof.empty()) return wrong_length(0);

    // A perfect old tree is itself a node of the new one, and is left out of the proof.
    const bool old_is_perfect = std::has_single_bit(old_size);
    const Digest& start = old_is_perfect ? old_root : proof.front();
    Climb climb{old_size - 1, size - 1};
    while ((climb.place & 1) == 1) climb.up();
    Digest old_hash = start;
    Digest hash = start;
    for (std::size_t next = old_is_perfect ? 0 : 1; next < proof.size(); ++next) {
        const Digest& sibling = proof[next];
        if (climb.at_top()) return wrong_length(proof.size());
        if (climb.is_right_child_or_last()) {
            old_hash = node_hash(sibling, old_hash);
            hash = node_hash(sibling, hash);
            climb.skip_levels_without_sibling();
        } else {
            hash = node_hash(hash, sibling);
        }
        climb.up();
    }
    if (!climb.at_top()) return wrong_length(proof.size());
    if (old_hash != old_root) return wrong_root("旧根", "old root", old_hash, old_root);
    if (hash != root) return wrong_root("新根", "new root", hash, root);
    return {};
}

}  // namespace timebank::merkle
