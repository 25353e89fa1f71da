#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "standard/plan.hpp"
#include "timebank/entry.hpp"
#include "timebank/example.hpp"

namespace timebank {

/// Sees every entry that examples make.
using ExampleObserver = std::function<void(const Entry& entry)>;

/// test_standard() of a compiled document.
std::vector<ExampleOutcome> run_examples(const standard::Plan& plan, const ExampleObserver& observer = {});

}  // namespace timebank
