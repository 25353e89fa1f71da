#pragma once

#include <optional>
#include <utility>

#include "timebank/refusal.hpp"

namespace timebank {

/// Keeps the one answer where a claim has several faults: the code that stands first in RefusalCode, and of
/// equal codes the one that was found first.
class FirstRefusal {
  public:
    void consider(std::optional<Refusal> refusal) {
        if (refusal && (!first_ || refusal->code < first_->code)) first_ = std::move(refusal);
    }
    const std::optional<Refusal>& get() const { return first_; }

  private:
    std::optional<Refusal> first_;
};

}  // namespace timebank
