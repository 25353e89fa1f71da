#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "decision/records.hpp"
#include "standard/plan.hpp"

namespace timebank {

/// Compiled standards: each document is compiled once. Safe for use by several threads at once.
class Plans {
  public:
    using Plan = std::shared_ptr<const standard::Plan>;

    /// standard::compile() of the document.
    Result<Plan> of(ByteView document);
    /// The plan of an adopted edition, whose document stands in the log; data_damaged when it does not.
    Result<Plan> of(const Reader& book, const EditionRecord& edition);

  private:
    Plan find(const Digest& digest) const;
    mutable std::mutex mutex_;
    std::map<Digest, Plan> plans_;
};

/// The plan that decides the claim, or null when no edition is in force (or none is asked); of a ruling that
/// confirms a service, the one that decided the service.
Result<Plans::Plan> pick_plan(const Reader& reader, Plans& plans, const Claim& claim,
                              std::int64_t recorded_at_unix_s);

}  // namespace timebank
