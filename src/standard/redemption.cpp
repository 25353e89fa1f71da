#include <algorithm>
#include <map>
#include <set>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

constexpr std::int64_t quantity_max = 0xffff'ffff;
constexpr std::int64_t hundredths = 100;

bool is_whole(const Fraction& number) {
    const auto lowest = number.lowest();
    return lowest && lowest->denominator == 1;
}

/// Whether whatever is looked up is a whole number of minor units.
bool is_always_whole(const Number& number) {
    const auto values = values_of(number);
    if (!std::all_of(values.begin(), values.end(), is_whole)) return false;
    return number.kind != Number::Kind::linear || is_whole(number.each / Fraction(number.of.scale));
}

ItemLimit read_limit(const Object& object, const Plan& plan, const Item& item) {
    ItemLimit limit;
    limit.id = object["id"].code();
    limit.key = object["key"].choice<Key>({{"member", Key::member},
                                           {"household", Key::household},
                                           {"receiver", Key::receiver},
                                           {"everyone", Key::everyone}});
    if (object.has("counted"))
        limit.counted = object["counted"].choice<Measure>(
            {{"items", Measure::items}, {"redemptions", Measure::redemptions}, {"spent", Measure::spent}});
    limit.period = read_limit_window(object["window"], plan);
    if (limit.period.window == Window::membership_year &&
        (limit.key == Key::household || limit.key == Key::everyone)) {
        object["window"].refuse("会员年度因人而异：key 须为 member 或 receiver",
                                "begins on another day for each member: the key must be member or receiver");
    }
    limit.limit = limit.counted == Measure::spent
                      ? read_above_zero(object["limit"], scale_of(plan, item.unit))
                      : object["limit"].integer(1, limits::catalogue_limit_items);
    object["at_cap"].choice({"refuse"});
    return limit;
}

class Catalogue {
  public:
    explicit Catalogue(Plan& plan) : plan_(plan) {}

    void add(const Value& value) {
        const Object object = value.object({"item", "name", "unit", "price", "costs", "rounding", "quantity",
                                            "paid_to", "received_by", "worth", "hold", "unlock", "limits"});
        Item item;
        item.code = object["item"].code();
        item.name = object["name"].bilingual(limits::standard_name_bytes);
        item.unit = read_unit(object["unit"], plan_);
        read_price(object, item);
        if (object.has("quantity")) read_quantities(object["quantity"], item);
        item.paid_to = object["paid_to"].code();
        if (object.has("received_by"))
            item.received_by = object["received_by"].choice<Item::ReceivedBy>(
                {{"anyone", Item::ReceivedBy::anyone},
                 {"self", Item::ReceivedBy::self},
                 {"same_household", Item::ReceivedBy::same_household}});
        if (object.has("worth")) item.worth = read_worth(object["worth"]);
        if (object.has("hold")) item.hold = read_hold(object["hold"], scale_of(plan_, item.unit));
        item.unlock = read_condition_or_none(object["unlock"], plan_, Asking::spending);
        item.limits = read_limits(object["limits"], item);
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
    void read_price(const Object& object, Item& item) {
        item.is_for_all = object.which({"price", "costs"}) == 1;
        const auto scale = scale_of(plan_, item.unit);
        const Value price = object[item.is_for_all ? "costs" : "price"];
        item.price = read_number(price, NumberSetting(plan_, Asking::spending), scale);
        if (object.has("rounding")) {
            const Object rounding = object["rounding"].object({"step", "direction", "ties"});
            Item::Round round;
            round.step = read_above_zero(rounding["step"], scale);
            round.direction = read_direction(rounding["direction"]);
            round.ties = read_ties(rounding, round.direction);
            item.round = round;
        } else if (!is_always_whole(item.price)) {
            price.refuse("可能不是 {} 最小单位的整数倍：请写 rounding，说明怎样取整",
                         "may come to a part of a minor unit of {}: say in rounding how it is rounded",
                         {item.unit});
        }
    }

    static void read_quantities(const Value& value, Item& item) {
        const Object object = value.object({"at_least", "at_most", "multiple_of"});
        const auto read = [&](std::string_view member, std::uint32_t absent) {
            return object.has(member) ? static_cast<std::uint32_t>(object[member].integer(1, quantity_max))
                                      : absent;
        };
        item.least = read("at_least", 1);
        item.most = read("at_most", 0);
        item.multiple_of = read("multiple_of", 1);
        const auto most = item.most != 0 ? item.most : static_cast<std::uint32_t>(quantity_max);
        if (most / item.multiple_of * item.multiple_of < item.least) {
            object.value().refuse("没有哪个份数符合：请改 at_least、at_most 或 multiple_of",
                                  "no quantity fits: change at_least, at_most or multiple_of");
        }
    }

    Item::Worth read_worth(const Value& value) {
        const Object object = value.object({"currency", "amount"});
        return {object["currency"].code(),
                read_number(object["amount"], NumberSetting(plan_, Asking::spending), hundredths)};
    }

    Item::Hold read_hold(const Value& value, std::int64_t scale) {
        const Object object = value.object({"kept_by", "days", "missed_costs"});
        Item::Hold hold;
        hold.kept_by = object["kept_by"].code();
        const Value days = object["days"];
        if (!days.is("never")) hold.days = static_cast<std::uint16_t>(days.integer(1, limits::trailing_days));
        if (!object.has("missed_costs")) return hold;
        const Value costs = object["missed_costs"];
        hold.missed_costs = read_number(costs, NumberSetting(plan_, Asking::account), scale);
        if (!is_always_whole(*hold.missed_costs)) {
            costs.refuse("可能不是最小单位的整数倍：请写成它的整数倍",
                         "may come to a part of a minor unit: give whole ones");
        }
        return hold;
    }

    std::vector<ItemLimit> read_limits(const Value& value, const Item& item) {
        std::vector<ItemLimit> limits;
        if (value.is_string()) {
            value.choice({"none"});
            return limits;
        }
        for (const Value& element : value.array(1, limits::standard_list_items)) {
            const Object object = element.object({"id", "key", "counted", "window", "limit", "at_cap"});
            auto limit = read_limit(object, plan_, item);
            check_shared(object, limit, item);
            limits.push_back(std::move(limit));
        }
        return limits;
    }

    /// One id in two items is one limit over both; in one item it would be two limits of one name.
    void check_shared(const Object& object, const ItemLimit& limit, const Item& item) {
        const auto [known, is_new] = limits_.emplace(limit.id, Shared{limit, item.unit, item.code});
        if (is_new) return;
        if (known->second.item == item.code) {
            object["id"].refuse(
                "本项目已有限额 {}：每条限额要有自己的 id",
                "this item has a limit {} already: every limit of an item has an id of its own", {limit.id});
        } else if (limit.counted == Measure::spent && known->second.unit != item.unit) {
            object["id"].refuse("项目 {1} 的限额 {0} 以另一单位计：请换一个 id",
                                "the limit {0} of item {1} counts in another unit: give this one another id",
                                {limit.id, known->second.item});
        } else if (known->second.limit != limit) {
            object.value().refuse(
                "与项目 {1} 的限额 {0} 不同：编号相同的合并计算，各项须一致，否则换一个 id",
                "differs from the limit {0} of item {1}: those with one id share one sum and agree in every "
                "member, else give it another id",
                {limit.id, known->second.item});
        }
        known->second.item = item.code;
    }

    struct Shared {
        ItemLimit limit;
        std::string unit;
        std::string item;  ///< the last that has it
    };
    Plan& plan_;
    std::vector<Item> items_;
    std::set<std::string> codes_;
    std::map<std::string, Shared> limits_;
};

}  // namespace

void read_redemption(const Object& document, Plan& plan) {
    if (document.has("ladders")) plan.ladders = read_ladders(document["ladders"], plan);
    plan.says_transfers = document.has("transfers");
    Catalogue catalogue(plan);
    for (const Value& item : document["catalogue"].array(0, limits::standard_list_items)) catalogue.add(item);
    plan.catalogue = catalogue.finish();
    if (plan.says_transfers) plan.transfers = read_transfers(document["transfers"], plan);
    if (document.has("balances")) plan.balances = read_balances(document["balances"], plan);
}

}  // namespace timebank::standard
