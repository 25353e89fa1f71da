#pragma once

#include <string>
#include <string_view>

#include "standard/tally.hpp"

/// The codes of those facts that a plan names; decision/facts.hpp has the others. Both are stored with
/// entries.
namespace timebank::fact_code {

std::string balance(std::string_view unit);  ///< of an empty name, how the code begins
std::string tag(std::string_view tag);       ///< 0 or 1
/// "tally.", its name, and the window unless that is the life or the one day that the tally is kept by.
std::string tally(const standard::TallyName& name, const standard::Period& period);
/// Of an exact measure, beside it: "tally-denominator." and the same.
std::string tally_denominator(const standard::TallyName& name, const standard::Period& period);

}  // namespace timebank::fact_code
