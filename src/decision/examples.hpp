#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "decision/facts.hpp"
#include "standard/plan.hpp"
#include "timebank/example.hpp"

namespace timebank {

/// Sees every claim that examples decide, just before it is decided; `facts` is sorted.
using ExampleObserver =
    std::function<void(const Facts& facts, const Claim& claim, std::int64_t recorded_at_unix_s)>;

/// test_standard() of a compiled document.
std::vector<ExampleOutcome> run_examples(const standard::Plan& plan, const ExampleObserver& observer = {});

}  // namespace timebank
