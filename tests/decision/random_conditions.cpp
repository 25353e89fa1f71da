#include "decision/random_conditions.hpp"

#include <set>

namespace timebank::decision_test {
namespace {

using nlohmann::json;

json bound(const RandomQuantity& quantity, std::int64_t value) {
    return quantity.unit.empty() ? json(value) : json(std::to_string(value));
}

json some_categories(Dice& dice) {
    if (dice.chance(40)) return "all";
    return dice.some_of({"canteen", "choir", "visit"});
}

/// Over a window, perhaps in each of the last ones.
void add_window(Dice& dice, json& quantity) {
    if (dice.chance(20)) return;
    if (dice.chance(25)) {
        quantity["window"] =
            dice.word({"week", "month", "quarter", "calendar_year", "fiscal_year", "membership_year"});
        quantity["in_each_of_last"] = dice.between(1, 3);
        return;
    }
    quantity["window"] = random_window(dice);
}

void add_modulo(Dice& dice, RandomQuantity& quantity, std::initializer_list<std::int64_t> values) {
    if (!dice.chance(30)) return;
    const auto modulo = dice.one_of(values);
    quantity.quantity["modulo"] = bound(quantity, modulo);
    quantity.usual = modulo;
    quantity.grows_without_end = false;
}

RandomQuantity amount_of_book(Dice& dice, const char* word) {
    RandomQuantity quantity;
    quantity.unit = dice.word({"point", "hour", "coin"});
    quantity.quantity = {{word, quantity.unit}};
    quantity.usual = 12;
    quantity.grows_without_end = true;
    if (std::string(word) == "earned") add_window(dice, quantity.quantity);
    add_modulo(dice, quantity, {3, 7, 20});
    return quantity;
}

RandomQuantity count_of_book(Dice& dice, const char* word) {
    const bool minutes = std::string(word) == "minutes_served";
    RandomQuantity quantity;
    quantity.quantity = {{word, some_categories(dice)}};
    quantity.usual = minutes ? 400 : 5;
    quantity.grows_without_end = true;
    add_window(dice, quantity.quantity);
    if (minutes) {
        add_modulo(dice, quantity, {60, 250, 1000});
    } else {
        add_modulo(dice, quantity, {2, 3, 10});
    }
    return quantity;
}

RandomQuantity of_this(Dice& dice, const Asking& asking) {
    const auto word = asking.of_levels     ? std::string("member_days")
                      : asking.of_items    ? dice.word({"items", "items", "member_days"})
                      : asking.of_spending ? std::string("member_days")
                                           : dice.word({"minutes", "minutes", "items", "travel_minutes",
                                                        "grade", "filed_after_days", "member_days"});
    RandomQuantity quantity;
    quantity.quantity = {{"this", word}};
    quantity.usual = word == "minutes"          ? 120
                     : word == "travel_minutes" ? 30
                     : word == "member_days"    ? 1'000
                                                : 3;
    quantity.grows_without_end = word == "member_days";
    return quantity;
}

json bounds(Dice& dice, const RandomQuantity& quantity) {
    const auto low = dice.between(0, quantity.usual);
    json condition = quantity.quantity;
    const bool has_low = dice.chance(60);
    if (has_low) condition["at_least"] = bound(quantity, low);
    if (!has_low || dice.chance(25))
        condition["at_most"] = bound(quantity, has_low ? dice.between(low, quantity.usual) : low);
    return condition;
}

json asked_of_claim(Dice& dice, const Asking& asking) {
    switch (asking.of_spending ? dice.one_of<std::int64_t>({1, 3, 4, 5}) : dice.between(0, 5)) {
        case 0:
            return {{"evidence", dice.some_of({"none", "self_report", "sign_in_out", "receiver_confirmation",
                                               "coordinator_approval", "photo", "paper_confirmation"})}};
        case 1:
            return {{"cosigned", dice.some_of({"receiver", "coordinator", "officer"})}};
        case 2:
            return {{"place", dice.some_of({"hall", "park", "home"})}};
        case 3:
            return {{"days", random_days(dice)}};
        case 4:
            return {{"date", random_dates(dice)}};
        default:
            return bounds(dice, random_quantity(dice, asking));
    }
}

/// A quantity that can be multiplied: what grows by what it gives would grow without end.
RandomQuantity quantity_to_multiply(Dice& dice, const Asking& asking) {
    for (;;) {
        auto quantity = random_quantity(dice, asking);
        const bool fits = quantity.unit.empty() || asking.multiplies_amounts;
        if (fits && !quantity.grows_without_end) return quantity;
    }
}

json table_of(Dice& dice, const Asking& asking, std::initializer_list<const char*> values) {
    const auto quantity = random_quantity(dice, asking);
    json rows = json::array();
    std::int64_t from = dice.chance(70) ? 0 : 1;
    for (auto count = dice.between(1, 3); count > 0 && from <= quantity.usual; --count) {
        rows.push_back({{"from", bound(quantity, from)}, {"value", dice.word(values)}});
        from += dice.between(1, quantity.usual / 2 + 1);
    }
    json number = {{"of", quantity.quantity}, {"table", rows}};
    if (dice.chance(5)) number["at_least"] = bound(quantity, 1);
    if (dice.chance(5)) number["at_most"] = bound(quantity, quantity.usual);
    return number;
}

json linear(Dice& dice, const Asking& asking, std::initializer_list<const char*> values) {
    const auto quantity = quantity_to_multiply(dice, asking);
    json number = {{"of", quantity.quantity}};
    if (dice.chance(50)) {
        number["each"] = dice.word(values);
    } else {
        number["first"] = dice.word(values);
        number["each_further"] = dice.word(values);
    }
    if (dice.chance(8)) number["at_most"] = bound(quantity, quantity.usual);
    return number;
}

json by_code(Dice& dice, std::initializer_list<const char*> values,
             const std::vector<std::string>& categories, const std::vector<std::string>& roles) {
    const auto by = dice.word({"category", "place", "role"});
    const auto codes = by == "category" ? categories : by == "role" ? roles : dice.some_of({"hall", "park"});
    const bool otherwise = dice.chance(by == "place" ? 85 : 60);
    json number = {{"by", by}, {"values", json::object()}};
    for (const auto& code : codes)
        if (!otherwise || by == "place" || dice.chance(60) || number["values"].empty())
            number["values"][code] = dice.word(values);
    if (otherwise) number["otherwise"] = dice.word(values);
    return number;
}

}  // namespace

json random_window(Dice& dice) {
    if (dice.chance(20)) return {{"trailing_days", dice.one_of<std::int64_t>({1, 2, 7, 30, 365})}};
    return dice.word(
        {"day", "week", "month", "quarter", "calendar_year", "fiscal_year", "membership_year", "life"});
}

json random_days(Dice& dice) {
    return dice.some_of({"mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"});
}

json random_dates(Dice& dice) {
    json dates;
    if (dice.chance(50)) dates["months"] = dice.some_of({"01", "03", "06", "09", "12"});
    if (dice.chance(30)) {
        std::set<std::int64_t> days;
        for (auto count = dice.between(1, 12); count > 0; --count) days.insert(dice.between(1, 31));
        dates["days_of_month"] = days;
    }
    if (dice.chance(30)) dates["from"] = dice.word({"2018-03-31", "2018-07-01"});
    if (dates.is_null() || dice.chance(30)) dates["until"] = dice.word({"2018-12-31", "2019-06-30"});
    return dates;
}

namespace {

/// Now and then that of the household, or of who receives.
RandomQuantity of_somebody(Dice& dice, const Asking& asking, RandomQuantity quantity) {
    if (asking.of_levels || !dice.chance(15)) return quantity;
    quantity.quantity["whose"] =
        asking.of_spending ? dice.word({"household", "receiver"}) : std::string("household");
    return quantity;
}

RandomQuantity of_book(Dice& dice, std::int64_t which, const Asking& asking) {
    if (which == 0) return of_somebody(dice, asking, amount_of_book(dice, "balance"));
    if (which == 1) return of_somebody(dice, asking, amount_of_book(dice, "earned"));
    return of_somebody(dice, asking, count_of_book(dice, which == 2 ? "services" : "minutes_served"));
}

}  // namespace

RandomQuantity random_quantity(Dice& dice, const Asking& asking) {
    const auto which = dice.between(0, asking.of_levels ? 4 : asking.ladders.empty() ? 8 : 9);
    switch (which) {
        case 0:
        case 1:
        case 2:
        case 3:
            return of_book(dice, which, asking);
        case 4:
            return of_this(dice, asking);
        case 5:
            return {{{"fact", dice.word({"age", "arrears", "score"})}}, "", 3, false};
        case 6:
            if (asking.of_spending) return of_this(dice, asking);
            return {{{"participants", dice.some_of({"attendee", "helper", "receiver", "volunteer"})}},
                    "",
                    3,
                    false};
        case 9:
            return {{{"level", dice.one_of(asking.ladders)}}, "", 1, false};
        default:
            return of_this(dice, asking);
    }
}

json random_condition(Dice& dice, const Asking& asking, int depth) {
    if (depth < 2 && dice.chance(25)) {
        const auto word = dice.word({"all", "any", "not"});
        if (word == "not") return {{"not", random_condition(dice, asking, depth + 1)}};
        json children = json::array();
        for (auto count = dice.between(1, 3); count > 0; --count)
            children.push_back(random_condition(dice, asking, depth + 1));
        return {{word, children}};
    }
    if (dice.chance(15)) {
        json tag = {{"tag", dice.word({"leader", "trained"})}};
        if (asking.of_spending && dice.chance(30)) tag["whose"] = "receiver";
        return tag;
    }
    if (!asking.of_levels && dice.chance(45)) return asked_of_claim(dice, asking);
    return bounds(dice, random_quantity(dice, asking));
}

json random_number(Dice& dice, const Asking& asking, std::initializer_list<const char*> values,
                   const std::vector<std::string>& categories, const std::vector<std::string>& roles) {
    switch (dice.between(0, 9)) {
        case 0:
        case 1:
            return table_of(dice, asking, values);
        case 2:
            return linear(dice, asking, values);
        case 3:
            return asking.of_spending ? linear(dice, asking, values)
                                      : by_code(dice, values, categories, roles);
        default:
            return dice.word(values);
    }
}

}  // namespace timebank::decision_test
