#include <algorithm>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

std::vector<Category> read_categories(const Value& value) {
    std::vector<Category> categories;
    for (const Value& element : value.array(1, list_elements_max)) {
        const Object object = element.object({"code", "name", "ongoing"});
        Category category{object["code"].code(), object["name"].bilingual(name_bytes_max), categories.size(),
                          object.has("ongoing") && object["ongoing"].boolean()};
        for (const Category& earlier : categories) {
            if (earlier.code == category.code) {
                object["code"].refuse("类别 {} 已经有了：请只留一个",
                                      "the category {} is there already: keep one", {category.code});
            }
        }
        categories.push_back(std::move(category));
    }
    std::sort(categories.begin(), categories.end(),
              [](const Category& a, const Category& b) { return a.code < b.code; });
    return categories;
}

/// Sorted; empty for "all".
std::vector<std::string> read_rule_categories(const Value& value, const Plan& plan) {
    if (value.is_string()) {
        value.choice({"all"});
        return {};
    }
    std::vector<std::string_view> declared;
    for (const Category& category : plan.categories) declared.push_back(category.code);
    for (const Value& element : value.array(1, list_elements_max)) element.choice(declared);
    return read_codes(value);
}

/// Caps that share an id share a tally, so they must say the same.
class SharedCaps {
  public:
    void add(const Rule& rule, const Value& steps) {
        const std::vector<Value> places = steps.array(1, list_elements_max);
        for (std::size_t index = 0; index < rule.steps.size() && index < places.size(); ++index) {
            const auto* cap = std::get_if<Cap>(&rule.steps[index]);
            if (cap) compare(rule, *cap, places[index]);
        }
    }

  private:
    struct Use {
        const Cap cap;
        std::string rule;
        std::string unit;
    };

    void compare(const Rule& rule, const Cap& cap, const Value& step) {
        for (const Use& use : uses_) {
            if (use.cap.id != cap.id) continue;
            if (use.rule == rule.id) {
                step.refuse("上限 {0} 在规则 {1} 中写了两次：请换一个 id 或删去一个",
                            "the cap {0} stands twice in rule {1}: rename or remove one", {cap.id, rule.id});
            }
            const bool same = use.unit == rule.unit && use.cap.window == cap.window &&
                              use.cap.limit == cap.limit && use.cap.clips == cap.clips &&
                              use.cap.overflow_to == cap.overflow_to;
            if (!same) {
                step.refuse(
                    "与规则 {1} 的上限 {0} 同名而内容不同：共用上限的单位、window、limit、at_cap、"
                    "overflow_to 应一致，否则请换 id",
                    "has the id {0} of a cap in rule {1} but says otherwise: shared caps agree in unit, "
                    "window, limit, at_cap and overflow_to; else give it another id",
                    {cap.id, use.rule});
            }
        }
        uses_.push_back({cap, rule.id, rule.unit});
    }

    std::vector<Use> uses_;
};

Rule read_rule(const Object& object, const Plan& plan) {
    Rule rule;
    rule.id = object["id"].code();
    rule.name = object["name"].bilingual(name_bytes_max);
    rule.categories = read_rule_categories(object["categories"], plan);
    rule.roles = read_codes(object["roles"]);
    rule.unit = read_unit(object["unit"], plan);
    rule.steps = read_steps(object["steps"], plan, rule.unit);
    return rule;
}

std::vector<Rule> read_rules(const Value& value, const Plan& plan) {
    std::vector<Rule> rules;
    SharedCaps shared_caps;
    for (const Value& element : value.array(1, list_elements_max)) {
        const Object object = element.object({"id", "name", "categories", "roles", "unit", "steps"});
        Rule rule = read_rule(object, plan);
        for (const Rule& earlier : rules) {
            if (earlier.id == rule.id) {
                object["id"].refuse("规则 {} 已经有了：请换一个 id",
                                    "the rule {} is there already: give it another id", {rule.id});
            }
        }
        shared_caps.add(rule, object["steps"]);
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace

void read_credit(const Object& document, Plan& plan) {
    plan.issuer = document["issuer"].code();
    plan.categories = read_categories(document["categories"]);
    plan.rules = read_rules(document["rules"], plan);
}

}  // namespace timebank::standard
