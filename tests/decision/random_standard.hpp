#pragma once

#include <nlohmann/json.hpp>

#include "decision/dice.hpp"

namespace timebank::decision_test {

/// A sound credit standard that uses what the language has, at random. It is about the people, places and
/// categories of random_services().
nlohmann::json random_standard(Dice& dice);

}  // namespace timebank::decision_test
