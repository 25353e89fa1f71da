#pragma once

#include <nlohmann/json.hpp>

#include "decision/dice.hpp"

namespace timebank::decision_test {

/// A redemption standard that uses whatever the language offers; now and then it is not sound.
nlohmann::json random_redemption_standard(Dice& dice);

/// What people redeem, in the order in which it is recorded; slow/till.hpp reads each.
nlohmann::json random_redemptions(Dice& dice, const nlohmann::json& document, int count);

}  // namespace timebank::decision_test
