#pragma once

#include <optional>
#include <vector>

#include "timebank/claim.hpp"

/// Which neighbours are a group: when claims are posted, and in a log that somebody hands over.
namespace timebank {

/// How many ids of the run, which all carry `digest`, make it, from `begin` on; nothing when no number of
/// them does. What stands behind them with the same digest is a group again, or a part of one.
std::optional<std::size_t> size_of_group(const PublicKey& author, const std::vector<ClaimId>& run,
                                         std::size_t begin, const Digest& digest);

/// Sees the claims of a log go by in its order, and finds groups that are not whole, not in their order, or
/// torn apart.
class GroupsInLog {
  public:
    /// The number of claims just before this one that carry a digest which is not theirs; 0 when all is well.
    std::size_t next(const Claim& claim);
    /// The same of those before the log's end.
    std::size_t end();

  private:
    Digest digest_{};
    PublicKey author_{};
    std::vector<ClaimId> run_;  // the newest neighbours of one author and digest
};

}  // namespace timebank
