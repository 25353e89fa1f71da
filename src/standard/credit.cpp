#include <algorithm>

#include "standard/parts.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

Category read_category(const Value& element, std::size_t position) {
    const Object object = element.object({"code", "name", "ongoing", "overlap"});
    Category category;
    category.code = object["code"].code();
    category.name = object["name"].bilingual(limits::standard_name_bytes);
    category.position = position;
    category.ongoing = object.has("ongoing") && object["ongoing"].boolean();
    category.says_overlap = object.has("overlap");
    if (category.says_overlap) {
        category.overlap = object["overlap"].choice<Overlap>(
            {{"refuse", Overlap::refuse}, {"warn", Overlap::warn}, {"allow", Overlap::allow}});
    }
    return category;
}

std::vector<Category> read_categories(const Value& value) {
    std::vector<Category> categories;
    for (const Value& element : value.array(1, limits::standard_list_items)) {
        Category category = read_category(element, categories.size());
        for (const Category& earlier : categories) {
            if (earlier.code == category.code) {
                element.object()["code"].refuse("类别 {} 已经有了：请只留一个",
                                                "the category {} is there already: keep one",
                                                {category.code});
            }
        }
        categories.push_back(std::move(category));
    }
    std::sort(categories.begin(), categories.end(),
              [](const Category& a, const Category& b) { return a.code < b.code; });
    return categories;
}

/// Caps that share an id share a tally, so they must say the same.
class SharedCaps {
  public:
    void add(const Rule& rule, const Value& steps) {
        const std::vector<Value> places = steps.array(1, limits::standard_list_items);
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
        bool pays = false;
    };

    void compare(const Rule& rule, const Cap& cap, const Value& step) {
        for (const Use& use : uses_) {
            if (use.cap.id != cap.id) continue;
            if (use.rule == rule.id) {
                step.refuse("上限 {0} 在规则 {1} 中写了两次：请换一个 id 或删去一个",
                            "the cap {0} stands twice in rule {1}: rename or remove one", {cap.id, rule.id});
            }
            if (use.unit != rule.unit || use.pays != rule.pays || !(use.cap == cap)) {
                step.refuse(
                    "与规则 {1} 的上限 {0} 同名而内容不同：共用上限的单位、pays 和每一项都应一致，否则请换 "
                    "id",
                    "has the id {0} of a cap in rule {1} but says otherwise: shared caps agree in unit, pays "
                    "and "
                    "every member; else give it another id",
                    {cap.id, use.rule});
            }
        }
        uses_.push_back({cap, rule.id, rule.unit, rule.pays});
    }

    std::vector<Use> uses_;
};

bool rounds(const Rule& rule, Rounding::Scope scope) {
    return std::any_of(rule.steps.begin(), rule.steps.end(), [&](const Step& step) {
        const auto* rounding = std::get_if<Rounding>(&step);
        return rounding && rounding->scope == scope;
    });
}

/// Of the rules of one group the one that gives most is picked, so what they give must compare.
void check_group(const Rule& rule, const Value& group, const std::vector<Rule>& earlier) {
    if (rule.pays) {
        group.refuse("付出积分的规则（pays）不能参加“取最高”：请删去其一",
                     "cannot hold a rule that pays: remove one of the two");
    }
    if (rounds(rule, Rounding::Scope::running_total)) {
        group.refuse("按累计取整的规则不能参加“取最高”：请按次取整",
                     "cannot hold a rule that rounds a running total: round each service");
    }
    if (rounds(rule, Rounding::Scope::claim)) {
        group.refuse("整次服务合计取整（scope 为 claim）的规则不能参加“取最高”：请按次取整",
                     "cannot hold a rule that rounds the sum of a claim: round each service");
    }
    for (const Rule& other : earlier) {
        if (other.highest_of != rule.highest_of || other.unit == rule.unit) continue;
        group.refuse(
            "同组的规则 {0} 以 {1} 计，这里以 {2} 计，无法比较：请用同一单位",
            "holds the rule {0}, which gives {1}, and this one gives {2}: rules of one group share a "
            "unit",
            {other.id, other.unit, rule.unit});
    }
}

class Rules {
  public:
    explicit Rules(Plan& plan) : plan_(plan) {}

    void add(const Object& object) {
        Rule rule;
        rule.id = read_own_id(object["id"]);
        rule.name = object["name"].bilingual(limits::standard_name_bytes);
        rule.categories = read_category_codes(object["categories"], plan_);
        rule.roles = read_codes(object["roles"]);
        rule.unit = read_unit(object["unit"], plan_);
        rule.account = object.has("account") ? object["account"].code() : plan_.issuer;
        rule.pays = object.has("pays") && object["pays"].boolean();
        if (object.has("credit_to")) {
            rule.credit_to = object["credit_to"].choice<Rule::CreditTo>(
                {{"member", Rule::CreditTo::member}, {"household", Rule::CreditTo::household}});
        }
        rule.steps = read_steps(object["steps"], {plan_, rule, scale_of(plan_, rule.unit)});
        rule.caps_from = caps_from(rule.steps);
        shared_caps_.add(rule, object["steps"]);
        if (object.has("highest_of")) {
            rule.highest_of = object["highest_of"].code();
            check_group(rule, object["highest_of"], rules_);
        }
        rules_.push_back(std::move(rule));
    }

    std::vector<Rule> finish() { return std::move(rules_); }

  private:
    std::string read_own_id(const Value& value) const {
        std::string id = value.code();
        for (const Rule& earlier : rules_) {
            if (earlier.id == id) {
                value.refuse("规则 {} 已经有了：请换一个 id",
                             "the rule {} is there already: give it another id", {id});
            }
        }
        for (const Ladder& ladder : plan_.ladders) {
            if (ladder.id == id) {
                value.refuse("{} 已是等级表的 id：请换一个",
                             "{} is the id of a ladder already: give it another", {id});
            }
        }
        return id;
    }

    static std::size_t caps_from(const std::vector<Step>& steps) {
        std::size_t index = steps.size();
        while (index > 0 && std::holds_alternative<Cap>(steps[index - 1])) --index;
        return index;
    }

    Plan& plan_;
    std::vector<Rule> rules_;
    SharedCaps shared_caps_;
};

void find_rules_by_role(Plan& plan) {
    for (Category& category : plan.categories) {
        std::map<std::string, std::vector<std::size_t>> by_role;
        for (std::size_t index = 0; index < plan.rules.size(); ++index) {
            const Rule& rule = plan.rules[index];
            const auto& categories = rule.categories;
            if (!categories.empty() &&
                !std::binary_search(categories.begin(), categories.end(), category.code))
                continue;
            for (const std::string& role : rule.roles) by_role[role].push_back(index);
        }
        for (auto& [role, rules] : by_role) category.by_role.push_back({role, std::move(rules)});
    }
}

}  // namespace

void read_credit(const Object& document, Plan& plan) {
    plan.issuer = document["issuer"].code();
    if (document.has("longest_service_minutes")) {
        plan.longest_service_minutes =
            document["longest_service_minutes"].integer(1, limits::service_minutes);
    }
    plan.categories = read_categories(document["categories"]);
    if (document.has("ladders")) plan.ladders = read_ladders(document["ladders"], plan);
    Rules rules(plan);
    for (const Value& element : document["rules"].array(1, limits::standard_list_items)) {
        rules.add(element.object({"id", "name", "categories", "roles", "unit", "account", "pays", "credit_to",
                                  "highest_of", "steps"}));
    }
    plan.rules = rules.finish();
    find_rules_by_role(plan);
}

}  // namespace timebank::standard
