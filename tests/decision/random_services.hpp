#pragma once

#include <nlohmann/json.hpp>

#include "decision/dice.hpp"

namespace timebank::decision_test {

/// The people of a scenario, and what some have before: {"members": …, "openings": …}.
nlohmann::json random_people(Dice& dice);

/// What they did, in the order in which it is recorded, which is not that of the days on which it happened.
nlohmann::json random_services(Dice& dice, int count);

}  // namespace timebank::decision_test
