#pragma once

#include <string>
#include <vector>

#include "timebank/decision.hpp"

/// Reversals by unit: hours and points of one service may be undone together or apart.
namespace timebank {

/// The units in which an entry moved or counted anything, sorted.
std::vector<std::string> units_moved(const Decision& decision);

/// The units that a recorded reversal undoes, sorted: those which were not undone yet, by the facts that it
/// looked at.
std::vector<std::string> units_undone(const Decision& reversal);

}  // namespace timebank
