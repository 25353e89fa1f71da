#pragma once

#include <cstdint>
#include <string>

#include "core/fraction.hpp"
#include "core/int128.hpp"

namespace timebank {

/// An exact number of minor units as a number of units: "1.5", "40/60" never, "2/3" yes.
std::string exact_text(const Fraction& minor_units, std::int64_t minor_units_in_one);
std::string exact_text(Int128 minor_units, std::int64_t minor_units_in_one);

}  // namespace timebank
