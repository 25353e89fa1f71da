#include <algorithm>
#include <set>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

ItemLimit read_limit(const Object& object, const Plan& plan) {
    ItemLimit limit;
    limit.id = object["id"].code();
    object["key"].choice({"member"});
    limit.period = read_limit_window(object["window"], plan);
    limit.limit = object["limit"].integer(1, limits::catalogue_limit_items);
    object["at_cap"].choice({"refuse"});
    return limit;
}

class Catalogue {
  public:
    explicit Catalogue(Plan& plan) : plan_(plan) {}

    void add(const Value& value) {
        const Object object = value.object({"item", "name", "unit", "price", "paid_to", "unlock", "limits"});
        Item item;
        item.code = object["item"].code();
        item.name = object["name"].bilingual(limits::standard_name_bytes);
        item.unit = read_unit(object["unit"], plan_);
        item.price = object["price"].amount(scale_of(plan_, item.unit)).minor_units;
        item.paid_to = object["paid_to"].code();
        item.unlock = read_condition_or_none(object["unlock"], plan_, Asking::spending);
        item.limits = read_limits(object["limits"]);
        item.position = items_.size();
        if (!codes_.insert(item.code).second) {
            object["item"].refuse("项目 {} 已经有了：请只留一个", "the item {} is there already: keep one",
                                  {item.code});
        }
        items_.push_back(std::move(item));
    }

    std::vector<Item> finish() {
        std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) { return a.code < b.code; });
        return std::move(items_);
    }

  private:
    std::vector<ItemLimit> read_limits(const Value& value) {
        std::vector<ItemLimit> limits;
        if (value.is_string()) {
            value.choice({"none"});
            return limits;
        }
        for (const Value& element : value.array(1, limits::standard_list_items)) {
            const Object object = element.object({"id", "key", "window", "limit", "at_cap"});
            limits.push_back(read_limit(object, plan_));
            // One id in two items would read as one limit over both, which this language does not have.
            if (!limit_ids_.insert(limits.back().id).second) {
                object["id"].refuse(
                    "限额 {} 已经有了：每个项目的每条限额要有自己的 id",
                    "the limit {} is there already: every limit of every item has an id of its own",
                    {limits.back().id});
            }
        }
        return limits;
    }

    Plan& plan_;
    std::vector<Item> items_;
    std::set<std::string> codes_;
    std::set<std::string> limit_ids_;
};

}  // namespace

void read_redemption(const Object& document, Plan& plan) {
    if (document.has("ladders")) plan.ladders = read_ladders(document["ladders"], plan);
    plan.says_transfers = document.has("transfers");
    // A community may begin with gifts and offer nothing for credits yet.
    const bool lists_transfers = plan.says_transfers && !document["transfers"].is_string();
    Catalogue catalogue(plan);
    for (const Value& item :
         document["catalogue"].array(lists_transfers ? 0 : 1, limits::standard_list_items))
        catalogue.add(item);
    plan.catalogue = catalogue.finish();
    if (plan.says_transfers) plan.transfers = read_transfers(document["transfers"], plan);
}

}  // namespace timebank::standard
