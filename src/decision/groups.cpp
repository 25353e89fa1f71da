#include "decision/groups.hpp"

#include <algorithm>

#include "timebank/limits.hpp"

namespace timebank {

std::optional<std::size_t> size_of_group(const PublicKey& author, const std::vector<ClaimId>& run,
                                         std::size_t begin, const Digest& digest) {
    // Nearly always the run is one group, or a second one begins with the same id.
    const auto first = run.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto repeated = std::find(first + 1, run.end(), *first);
    if (group_digest(author, {first, repeated}) == digest) return static_cast<std::size_t>(repeated - first);
    std::vector<ClaimId> ids;
    for (auto id = first; id != run.end() && ids.size() < limits::entries_per_commit; ++id) {
        ids.push_back(*id);
        if (group_digest(author, ids) == digest) return ids.size();
    }
    return std::nullopt;
}

std::size_t GroupsInLog::next(const Claim& claim) {
    std::size_t broken = 0;
    if (claim.group != digest_ || claim.author != author_) {
        broken = end();
        digest_ = claim.group;
        author_ = claim.author;
    }
    if (digest_ != Digest{}) run_.push_back(claim.id);
    return broken;
}

std::size_t GroupsInLog::end() {
    std::size_t whole = 0;
    while (whole < run_.size()) {
        const auto size = size_of_group(author_, run_, whole, digest_);
        if (!size) break;
        whole += *size;
    }
    const auto broken = run_.size() - whole;
    run_.clear();
    digest_ = {};
    return broken;
}

}  // namespace timebank
