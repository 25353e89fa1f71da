#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "decision/dice.hpp"

/// The parts of random standards that ask: quantities, conditions, numbers.
namespace timebank::decision_test {

inline const std::vector<std::string> all_categories = {"canteen", "choir", "visit"};
inline const std::vector<std::string> all_roles = {"attendee", "helper", "receiver", "volunteer"};

/// What conditions and numbers may ask of.
struct Asking {
    bool of_levels = false;            ///< a ladder's conditions: nothing but the book
    bool of_spending = false;          ///< a redemption standard: nothing that only a service has
    bool of_items = false;             ///< of a redemption standard's items
    std::vector<std::string> ladders;  ///< those declared
    bool multiplies_amounts = true;    ///< numbers may be so much for each of an amount
};

/// A quantity with bounds and rows that suit it.
struct RandomQuantity {
    nlohmann::json quantity;
    std::string unit;         ///< of an amount; empty for counts
    std::int64_t usual = 10;  ///< how much of it there may well be
    bool grows_without_end = false;
};

nlohmann::json random_window(Dice& dice);
nlohmann::json random_days(Dice& dice);
nlohmann::json random_dates(Dice& dice);
RandomQuantity random_quantity(Dice& dice, const Asking& asking);
nlohmann::json random_condition(Dice& dice, const Asking& asking, int depth = 0);

/// A number of the document; `values` are those that it may come to. `categories` and `roles` are the rule's.
nlohmann::json random_number(Dice& dice, const Asking& asking, std::initializer_list<const char*> values,
                             const std::vector<std::string>& categories,
                             const std::vector<std::string>& roles);

}  // namespace timebank::decision_test
