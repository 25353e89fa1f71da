#include <algorithm>
#include <set>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

/// As in to_text(AccountClass), which this room cannot see; a test of the room decision compares them.
const std::vector<std::string_view>& account_classes() {
    static const std::vector<std::string_view> words = {"member", "household", "team",     "pool",
                                                        "fund",   "issuer",    "provider", "partner-ledger"};
    return words;
}

TransferLimit read_limit(const Object& object, const Plan& plan, std::int64_t scale) {
    using Key = TransferLimit::Key;
    TransferLimit limit;
    limit.id = object["id"].code();
    limit.key = object["key"].choice<Key>({{"giver", Key::giver}, {"receiver", Key::receiver}});
    limit.period = read_limit_window(object["window"], plan);
    limit.limit = read_above_zero(object["limit"], scale);
    object["at_cap"].choice({"refuse"});
    return limit;
}

class Transfers {
  public:
    /// `plan` has its catalogue: no id stands for two things in one document.
    explicit Transfers(Plan& plan) : plan_(plan) {
        for (const Item& item : plan.catalogue) {
            rule_ids_.insert(item.code);
            for (const ItemLimit& limit : item.limits) limit_ids_.insert(limit.id);
        }
    }

    void add(const Value& value) {
        const Object object = value.object(
            {"id", "name", "purpose", "unit", "from", "to", "between", "multiple_of", "condition", "limits"});
        TransferRule rule;
        rule.id = read_own_id(object["id"]);
        rule.name = object["name"].bilingual(limits::standard_name_bytes);
        rule.purpose = object["purpose"].code();
        rule.unit = read_unit(object["unit"], plan_);
        rule.from = read_classes(object["from"]);
        rule.to = read_classes(object["to"]);
        rule.same_household = object["between"].choice({"anyone", "same_household"}) == 1;
        rule.multiple_of = read_above_zero(object["multiple_of"], scale_of(plan_, rule.unit));
        rule.condition = read_condition_or_none(object["condition"], plan_, Asking::moving);
        rule.limits = read_limits(object["limits"], scale_of(plan_, rule.unit));
        rules_.push_back(std::move(rule));
    }

    std::vector<TransferRule> finish() { return std::move(rules_); }

  private:
    std::string read_own_id(const Value& value) {
        std::string id = value.code();
        if (!rule_ids_.insert(id).second) {
            value.refuse("{} 已经是一个项目或一条转让规则：请换一个 id",
                         "{} is the id of an item or of a transfer rule already: give it another", {id});
        }
        return id;
    }

    std::vector<TransferLimit> read_limits(const Value& value, std::int64_t scale) {
        std::vector<TransferLimit> limits;
        if (value.is_string()) {
            value.choice({"none"});
            return limits;
        }
        for (const Value& element : value.array(1, limits::standard_list_items)) {
            const Object object = element.object({"id", "key", "window", "limit", "at_cap"});
            limits.push_back(read_limit(object, plan_, scale));
            if (!limit_ids_.insert(limits.back().id).second) {
                object["id"].refuse("限额 {} 已经有了：每条限额要有自己的 id",
                                    "the limit {} is there already: every limit has an id of its own",
                                    {limits.back().id});
            }
        }
        return limits;
    }

    Plan& plan_;
    std::vector<TransferRule> rules_;
    std::set<std::string> rule_ids_;
    std::set<std::string> limit_ids_;
};

}  // namespace

std::string read_class(const Value& value) {
    return std::string(account_classes()[value.choice(account_classes())]);
}

std::vector<std::string> read_classes(const Value& value) {
    for (const Value& element : value.array(1, account_classes().size())) read_class(element);
    return read_codes(value);
}

std::vector<TransferRule> read_transfers(const Value& value, Plan& plan) {
    if (value.is_string()) {
        value.choice({"none"});
        return {};
    }
    Transfers transfers(plan);
    for (const Value& rule : value.array(1, limits::standard_list_items)) transfers.add(rule);
    return transfers.finish();
}

}  // namespace timebank::standard
