#pragma once

#include <vector>

#include "standard/plan.hpp"
#include "timebank/example.hpp"

namespace timebank {

/// test_standard() of a compiled document.
std::vector<ExampleOutcome> run_examples(const standard::Plan& plan);

}  // namespace timebank
