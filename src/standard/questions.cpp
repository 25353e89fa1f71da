#include "standard/questions.hpp"

namespace timebank::standard {

void Questions::add(const Plan& plan) {
    for (const Rule& rule : plan.rules)
        for (const Step& step : rule.steps) add(step);
    for (const Ladder& ladder : plan.ladders)
        for (const Ladder::Level& level : ladder.levels) add(level.condition);
    for (const Item& item : plan.catalogue) {
        add(item.price);
        if (item.worth) add(item.worth->amount);
        if (item.hold && item.hold->missed_costs) add(*item.hold->missed_costs);
        add(item.unlock);
    }
    for (const BalanceRule& rule : plan.balances) {
        add(rule.when);
        if (rule.floor) add(*rule.floor);
        if (rule.ceiling) add(*rule.ceiling);
    }
    for (const TransferRule& rule : plan.transfers) add(rule.condition);
}

void Questions::add(const Step& step) {
    std::visit([&](const auto& one) { add_parts(one); }, step);
}

void Questions::add(const Condition& condition) {
    if (condition.kind == Condition::Kind::quantity) add(condition.quantity);
    for (const Condition& child : condition.children) add(child);
}

void Questions::add(const std::optional<Condition>& condition) {
    if (condition) add(*condition);
}

void Questions::add(const Number& number) {
    if (number.kind == Number::Kind::linear || number.kind == Number::Kind::table) add(number.of);
}

void Questions::add(const Quantity& quantity) {
    if (quantity.kind == Quantity::Kind::fact) facts_.insert(quantity.code);
    if (quantity.kind == Quantity::Kind::balance) balances_.insert(quantity.code);
    if (quantity.kind == Quantity::Kind::earned) earned_.insert(quantity.code);
}

void Questions::add_parts(const Tariff& tariff) {
    add(tariff.amount);
    if (tariff.per == Tariff::Per::quantity) add(tariff.of);
}

}  // namespace timebank::standard
