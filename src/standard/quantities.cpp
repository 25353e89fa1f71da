#include <algorithm>
#include <limits>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

using Kind = Quantity::Kind;
using Names = std::vector<std::string_view>;

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t grade_max = std::numeric_limits<std::uint8_t>::max();

bool counts_amounts(Kind kind) {
    return kind == Kind::balance || kind == Kind::earned;
}

void allow(const Object& object, Names own, const Names& others) {
    own.insert(own.end(), others.begin(), others.end());
    object.allow_only(own);
}

bool recurs(Window window) {
    return window == Window::week || window == Window::month || window == Window::quarter ||
           window == Window::calendar_year || window == Window::fiscal_year ||
           window == Window::membership_year;
}

/// "window" and "in_each_of_last".
Period read_span(const Object& object, const Plan& plan) {
    Period period;
    if (object.has("window")) period = read_period(object["window"], plan, total_windows(), true);
    if (!object.has("in_each_of_last")) return period;
    const Value last = object["in_each_of_last"];
    period.each_of_last = static_cast<std::uint16_t>(last.integer(1, limits::windows_back));
    if (!recurs(period.window)) {
        last.refuse(
            "只有 window 为 week、month、quarter、calendar_year、fiscal_year 或 membership_year 时才有："
            "请改 window 或删去",
            "belongs to the windows week, month, quarter, calendar_year, fiscal_year and membership_year: "
            "change "
            "the window or remove it");
    }
    return period;
}

void read_modulo(const Object& object, const Plan& plan, Quantity& quantity) {
    if (!object.has("modulo")) return;
    quantity.modulo = counts_amounts(quantity.kind)
                          ? read_above_zero(object["modulo"], scale_of(plan, quantity.code))
                          : object["modulo"].integer(1, int64_max);
}

Key key_of(Whose whose) {
    return whose == Whose::household ? Key::household : Key::member;
}

Quantity read_balance(const Object& object, const Plan& plan, Asking asking) {
    Quantity quantity;
    quantity.kind = Kind::balance;
    quantity.whose = read_whose(object, asking);
    quantity.code = read_unit(object["balance"], plan);
    quantity.scale = scale_of(plan, quantity.code);
    read_modulo(object, plan, quantity);
    return quantity;
}

Quantity read_earned(const Object& object, Plan& plan, Asking asking) {
    Quantity quantity;
    quantity.whose = read_whose(object, asking);
    quantity.kind = Kind::earned;
    quantity.code = read_unit(object["earned"], plan);
    quantity.scale = scale_of(plan, quantity.code);
    TallyDefinition definition;
    definition.measure = Measure::awarded;
    definition.key = key_of(quantity.whose);
    definition.unit = quantity.code;
    quantity.reading = reading_of(plan, definition, read_span(object, plan));
    read_modulo(object, plan, quantity);
    return quantity;
}

/// "services" and "minutes_served".
Quantity read_given(Kind kind, const Value& categories, const Object& object, Plan& plan, Asking asking) {
    Quantity quantity;
    quantity.kind = kind;
    quantity.whose = read_whose(object, asking);
    TallyDefinition definition;
    definition.key = key_of(quantity.whose);
    definition.measure = kind == Kind::services ? Measure::services : Measure::minutes;
    definition.categories = read_category_codes(categories, plan);
    quantity.reading = reading_of(plan, definition, read_span(object, plan));
    read_modulo(object, plan, quantity);
    return quantity;
}

Quantity read_level(const Value& value, const Plan& plan) {
    Quantity quantity;
    quantity.kind = Kind::level;
    Names declared;
    for (const Ladder& ladder : plan.ladders) declared.push_back(ladder.id);
    if (declared.empty()) {
        value.refuse("本文件没有 ladders：请在其中写明等级和条件",
                     "needs a ladder, and the document has none: declare it in ladders, with its levels");
        return quantity;
    }
    quantity.ladder = value.choice(declared);
    return quantity;
}

Quantity read_fact(const Value& value, const Plan& plan, Asking asking) {
    Quantity quantity;
    quantity.kind = Kind::fact;
    quantity.code = value.code();
    Names declared;
    for (const FactDeclaration& fact : plan.facts) declared.push_back(fact.code);
    if (declared.empty()) {
        value.refuse(
            "本文件没有声明任何事实：请在 facts 中声明它和可作证的角色",
            "the document declares no facts: declare it in facts, with the roles that may attest it");
        return quantity;
    }
    const std::size_t place = value.choice(declared);
    if (asking == Asking::account && !plan.facts[place].otherwise) {
        value.refuse("这里问到的账户未必有人为它作证：请在 facts 中为 {} 写 default",
                     "is asked of accounts for which nobody may attest it: give {} a default in facts",
                     {quantity.code});
    }
    return quantity;
}

Kind read_this_kind(const Value& value, Asking asking) {
    switch (asking) {
        case Asking::level:
        case Asking::moving:
        case Asking::account:
            return value.choice<Kind>({{"member_days", Kind::member_days}});
        case Asking::spending:
            return value.choice<Kind>({{"items", Kind::items}, {"member_days", Kind::member_days}});
        case Asking::service:
            break;
    }
    return value.choice<Kind>({{"minutes", Kind::minutes},
                               {"items", Kind::items},
                               {"travel_minutes", Kind::travel_minutes},
                               {"grade", Kind::grade},
                               {"filed_after_days", Kind::filed_after_days},
                               {"member_days", Kind::member_days}});
}

Quantity read_this(const Object& object, Asking asking) {
    Quantity quantity;
    quantity.kind = read_this_kind(object["this"], asking);
    quantity.whose = read_whose(object, asking);
    if (quantity.whose != Whose::member && quantity.kind != Kind::member_days)
        object["whose"].refuse("只有账内的数量才分是谁的：请删去",
                               "belongs to what the book knows about somebody: remove it");
    return quantity;
}

Quantity read_participants(const Value& value) {
    Quantity quantity;
    quantity.kind = Kind::participants;
    quantity.codes = read_codes(value);
    return quantity;
}

}  // namespace

std::vector<std::string_view> quantity_words(Asking asking, const Plan& plan) {
    Names words = {"balance", "earned", "services", "minutes_served", "this"};
    if (asking == Asking::level) return words;
    words.push_back("fact");
    if (asking == Asking::service || !plan.ladders.empty()) words.push_back("level");
    if (asking == Asking::service) words.push_back("participants");
    return words;
}

Quantity read_quantity(const Object& object, Plan& plan, Asking asking, const Names& others) {
    const Names words = quantity_words(asking, plan);
    const std::string_view word = words[object.which(words)];
    const bool summed = word == "earned" || word == "services" || word == "minutes_served";
    if (summed) {
        allow(object, {word, "window", "in_each_of_last", "modulo", "whose"}, others);
    } else if (word == "balance") {
        allow(object, {word, "modulo", "whose"}, others);
    } else if (word == "this") {
        allow(object, {word, "whose"}, others);
    } else {
        allow(object, {word}, others);
    }
    if (word == "balance") return read_balance(object, plan, asking);
    if (word == "earned") return read_earned(object, plan, asking);
    if (word == "services") return read_given(Kind::services, object[word], object, plan, asking);
    if (word == "minutes_served") return read_given(Kind::minutes_served, object[word], object, plan, asking);
    if (word == "level") return read_level(object[word], plan);
    if (word == "fact") return read_fact(object[word], plan, asking);
    if (word == "participants") return read_participants(object[word]);
    return read_this(object, asking);
}

Whose read_whose(const Object& object, Asking asking) {
    if (!object.has("whose")) return Whose::member;
    const Value value = object["whose"];
    if (asking == Asking::level) {
        value.refuse("等级表只问成员本人：请删去 whose",
                     "belongs to no ladder, which asks about the member: remove it");
        return Whose::member;
    }
    if (asking == Asking::service || asking == Asking::account)
        return value.choice<Whose>({{"member", Whose::member}, {"household", Whose::household}});
    return value.choice<Whose>(
        {{"member", Whose::member}, {"household", Whose::household}, {"receiver", Whose::receiver}});
}

std::int64_t read_quantity_value(const Value& value, const Quantity& quantity, const Plan& plan) {
    if (counts_amounts(quantity.kind)) return value.amount(quantity.scale).minor_units;
    if (quantity.kind == Kind::fact)
        return value.integer(std::numeric_limits<std::int64_t>::min(), int64_max);
    if (quantity.kind == Kind::grade) return value.integer(0, grade_max);
    if (quantity.kind == Kind::level && quantity.ladder < plan.ladders.size()) {
        const auto levels = static_cast<std::int64_t>(plan.ladders[quantity.ladder].levels.size());
        return value.integer(0, levels);
    }
    return value.integer(0, int64_max);
}

Bounds read_bounds(const Object& object, const Quantity& quantity, const Plan& plan) {
    Bounds bounds;
    if (object.has("at_least")) bounds.at_least = read_quantity_value(object["at_least"], quantity, plan);
    if (object.has("at_most")) bounds.at_most = read_quantity_value(object["at_most"], quantity, plan);
    if (bounds.at_least && bounds.at_most && *bounds.at_least > *bounds.at_most) {
        object["at_most"].refuse("小于 at_least，永远不会成立：请对调或更正",
                                 "is below at_least, so that nothing can meet it: swap or mend them");
    }
    return bounds;
}

std::vector<std::string> read_category_codes(const Value& value, const Plan& plan) {
    if (value.is_string()) {
        value.choice({"all"});
        return {};
    }
    // A redemption standard has no categories of its own and asks for those of credit standards.
    if (plan.summary.kind == StandardKind::credit) {
        Names declared;
        for (const Category& category : plan.categories) declared.push_back(category.code);
        for (const Value& element : value.array(1, limits::standard_list_items)) element.choice(declared);
    }
    return read_codes(value);
}

}  // namespace timebank::standard
