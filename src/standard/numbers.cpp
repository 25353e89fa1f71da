#include <algorithm>
#include <limits>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

using Names = std::vector<std::string_view>;

Quantity read_of(const Object& object, const NumberSetting& setting) {
    return read_quantity(object["of"].object(), setting.plan, setting.asking);
}

void read_number_bounds(const Object& object, const NumberSetting& setting, Number& number) {
    const Bounds bounds = read_bounds(object, number.of, setting.plan);
    number.at_least = bounds.at_least;
    number.at_most = bounds.at_most;
}

void read_rows(const Value& table, const NumberSetting& setting, std::int64_t scale, Number& number) {
    for (const Value& element : table.array(1, limits::standard_list_items)) {
        const Object row = element.object({"from", "value"});
        const std::int64_t from = read_quantity_value(row["from"], number.of, setting.plan);
        if (!number.rows.empty() && from <= number.rows.back().from) {
            row["from"].refuse("应大于前一行：各行从小到大",
                               "must be above that of the row before: rows rise");
        }
        number.rows.push_back({from, read_fraction(row["value"], scale)});
    }
}

Number read_looked_up(const Object& object, const NumberSetting& setting, std::int64_t scale) {
    Number number;
    switch (object.which({"each", "first", "table"})) {
        case 0:
            object.allow_only({"of", "each", "at_least", "at_most"});
            number.kind = Number::Kind::linear;
            number.of = read_of(object, setting);
            number.each = read_fraction(object["each"], scale);
            break;
        case 1:
            object.allow_only({"of", "first", "each_further", "at_least", "at_most"});
            number.kind = Number::Kind::linear;
            number.of = read_of(object, setting);
            number.first = read_fraction(object["first"], scale);
            number.each = read_fraction(object["each_further"], scale);
            break;
        default:
            object.allow_only({"of", "table", "at_least", "at_most"});
            number.kind = Number::Kind::table;
            number.of = read_of(object, setting);
            read_rows(object["table"], setting, scale, number);
    }
    read_number_bounds(object, setting, number);
    return number;
}

/// The categories or roles for which the rule can look something up.
Names codes_of_rule(Number::Code code, const NumberSetting& setting) {
    Names codes;
    const Rule& rule = *setting.rule;
    if (code == Number::Code::role) {
        codes.assign(rule.roles.begin(), rule.roles.end());
    } else if (!rule.categories.empty()) {
        codes.assign(rule.categories.begin(), rule.categories.end());
    } else {
        for (const Category& category : setting.plan.categories) codes.push_back(category.code);
    }
    return codes;
}

void check_codes(const Value& values, const Number& number, const Names& expected) {
    for (const auto& [code, found] : number.by_code) {
        const auto& name = code;
        if (std::find(expected.begin(), expected.end(), std::string_view(name)) != expected.end()) continue;
        values.refuse("{} 不在本规则的类别或角色之中：请删去或更正",
                      "{} is none of this rule's categories or roles: remove or mend it", {name});
    }
    if (number.otherwise) return;
    for (std::string_view code : expected) {
        const bool listed = std::any_of(number.by_code.begin(), number.by_code.end(),
                                        [&](const auto& entry) { return entry.first == code; });
        if (listed) continue;
        values.refuse("没有列出 {}：请补上，或写 otherwise",
                      "lists nothing for {}: add it, or give otherwise", {code});
    }
}

Number read_by_code(const Object& object, const NumberSetting& setting, std::int64_t scale) {
    object.allow_only({"by", "values", "otherwise"});
    Number number;
    number.kind = Number::Kind::by_code;
    number.code = object["by"].choice<Number::Code>(
        {{"category", Number::Code::category}, {"place", Number::Code::place}, {"role", Number::Code::role}});
    for (const auto& [code, value] : object["values"].map(limits::standard_list_items))
        number.by_code.emplace_back(code, read_fraction(value, scale));
    if (object.has("otherwise")) number.otherwise = read_fraction(object["otherwise"], scale);
    if (number.code != Number::Code::place)
        check_codes(object["values"], number, codes_of_rule(number.code, setting));
    return number;
}

}  // namespace

Fraction read_fraction(const Value& value, std::int64_t scale) {
    const Fraction number = value.fraction() * Fraction(scale);
    if (number > Fraction(std::numeric_limits<std::int64_t>::max())) {
        value.refuse("太大：最小单位的个数应在 64 位以内",
                     "is too large: the count of minor units has 64 bits");
        return {};
    }
    const auto lowest = number.lowest();
    if (!lowest || lowest->denominator > limits::exact_denominator) {
        value.refuse("太细：分母不能超过 {}", "is too fine: the denominator may be {} at most",
                     {std::to_string(limits::exact_denominator)});
        return {};
    }
    return {lowest->numerator, lowest->denominator};
}

Number read_number(const Value& value, const NumberSetting& setting, std::int64_t scale) {
    if (!value.is_object()) {
        Number number;
        number.constant = read_fraction(value, scale);
        return number;
    }
    const Object object = value.object();
    // What is redeemed has no category, place or role.
    if (setting.rule && object.which({"of", "by"}) == 1) return read_by_code(object, setting, scale);
    return read_looked_up(object, setting, scale);
}

std::vector<Fraction> values_of(const Number& number) {
    std::vector<Fraction> values;
    switch (number.kind) {
        case Number::Kind::constant:
            values.push_back(number.constant);
            break;
        case Number::Kind::linear:
            values.push_back(number.each);
            if (number.first) values.push_back(*number.first);
            break;
        case Number::Kind::table:
            for (const Number::Row& row : number.rows) values.push_back(row.value);
            break;
        case Number::Kind::by_code:
            for (const auto& [code, value] : number.by_code) values.push_back(value);
            if (number.otherwise) values.push_back(*number.otherwise);
    }
    return values;
}

}  // namespace timebank::standard
