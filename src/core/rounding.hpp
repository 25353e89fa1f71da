#pragma once

#include <compare>

namespace timebank {

enum class Direction { down, up, nearest };

/// Where `nearest` goes from exactly halfway between two whole numbers.
enum class Ties { down, up, even };

/// The one rule of rounding, whatever holds the number: whether one that lies between two whole numbers, and
/// is not negative, goes to the upper. `rest` is what is above the lower, compared with one half. `ties`
/// matters to Direction::nearest alone.
bool rounds_up(std::strong_ordering rest, bool lower_is_odd, Direction direction, Ties ties);

}  // namespace timebank
