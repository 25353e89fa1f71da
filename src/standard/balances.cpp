#include <limits>
#include <set>

#include "standard/parts.hpp"

// How far balances may go.

namespace timebank::standard {
namespace {

Number constant_of(std::int64_t minor_units) {
    Number number;
    number.constant = Fraction(minor_units);
    return number;
}

class Balances {
  public:
    explicit Balances(Plan& plan) : plan_(plan) {}

    void add(const Value& value) {
        const Object object = value.object({"id", "unit", "classes", "when", "floor", "ceiling"});
        BalanceRule rule;
        rule.id = object["id"].code();
        rule.unit = read_unit(object["unit"], plan_);
        rule.classes = read_classes(object["classes"]);
        if (object.has("when")) rule.when = read_condition(object["when"], plan_, Asking::account);
        const auto scale = scale_of(plan_, rule.unit);
        read_floor(object["floor"], scale, rule);
        read_ceiling(object["ceiling"], scale, rule);
        if (!ids_.insert(rule.id).second) {
            object["id"].refuse("{} 已经有了：请换一个 id", "{} is there already: give it another id",
                                {rule.id});
        }
        rules_.push_back(std::move(rule));
    }

    std::vector<BalanceRule> finish() { return std::move(rules_); }

  private:
    void read_floor(const Value& value, std::int64_t scale, BalanceRule& rule) {
        if (value.is("none")) return;
        if (value.is_object()) {
            rule.is_floor_below_zero = true;
            rule.floor = read_number(value.object({"below_zero"})["below_zero"],
                                     NumberSetting(plan_, Asking::account), scale);
        } else {
            rule.floor = constant_of(value.signed_amount(scale).minor_units);
        }
    }

    void read_ceiling(const Value& value, std::int64_t scale, BalanceRule& rule) {
        if (value.is("none")) return;
        rule.ceiling = value.is_object() ? read_number(value, NumberSetting(plan_, Asking::account), scale)
                                         : constant_of(value.signed_amount(scale).minor_units);
        const auto written = [](const Number& number) { return number.kind == Number::Kind::constant; };
        if (!rule.floor || rule.is_floor_below_zero || !written(*rule.floor) || !written(*rule.ceiling))
            return;
        if (rule.ceiling->constant < rule.floor->constant) {
            value.refuse("低于 floor，余额无处可在：请对调或更正",
                         "is below the floor, so that no balance fits: swap or mend them");
        }
    }

    Plan& plan_;
    std::vector<BalanceRule> rules_;
    std::set<std::string> ids_;
};

}  // namespace

std::vector<BalanceRule> read_balances(const Value& value, Plan& plan) {
    Balances balances(plan);
    for (const Value& element : value.array(1, limits::standard_list_items)) balances.add(element);
    return balances.finish();
}

}  // namespace timebank::standard
