#include <limits>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

using Kind = Condition::Kind;

void refuse_crossed_bounds(const Object& object, const Condition& condition) {
    if (!condition.at_least && !condition.at_most) {
        object.value().refuse("没有界限：请写 at_least、at_most 或两者",
                              "has no bound: give at_least, at_most or both");
    }
    if (condition.at_least && condition.at_most && *condition.at_least > *condition.at_most) {
        object["at_most"].refuse("小于 at_least，永远不会成立：请对调或更正",
                                 "is below at_least, so that nothing can meet it: swap or mend them");
    }
}

Condition read_fact(const Object& object, const Plan& plan) {
    object.allow_only({"fact", "at_least", "at_most"});
    Condition condition{Kind::fact, {}, object["fact"].code(), {}, {}, 0};
    std::vector<std::string_view> declared;
    for (const FactDeclaration& fact : plan.facts) declared.push_back(fact.code);
    if (declared.empty()) {
        object["fact"].refuse(
            "本文件没有声明任何事实：请在 facts 中声明它和可作证的角色",
            "the document declares no facts: declare it in facts, with the roles that may attest it");
        return condition;
    }
    object["fact"].choice(declared);
    using Limits = std::numeric_limits<std::int64_t>;
    if (object.has("at_least")) condition.at_least = object["at_least"].integer(Limits::min(), Limits::max());
    if (object.has("at_most")) condition.at_most = object["at_most"].integer(Limits::min(), Limits::max());
    refuse_crossed_bounds(object, condition);
    return condition;
}

/// A bound on credits: `member` is "balance" or "earned".
Condition read_credits(Kind kind, std::string_view member, const Object& object, const Plan& plan) {
    object.allow_only({member, "at_least", "at_most"});
    Condition condition{kind, {}, read_unit(object[member], plan), {}, {}, 0};
    const std::int64_t scale = scale_of(plan, condition.code);
    if (object.has("at_least")) condition.at_least = object["at_least"].amount(scale).minor_units;
    if (object.has("at_most")) condition.at_most = object["at_most"].amount(scale).minor_units;
    refuse_crossed_bounds(object, condition);
    return condition;
}

Condition read_level(const Value& value, const Plan& plan, std::size_t level);

Condition read_group(Kind kind, std::string_view member, const Object& object, const Plan& plan,
                     std::size_t level) {
    object.allow_only({member});
    Condition condition{kind, {}, {}, {}, {}, 0};
    for (const Value& child : object[member].array(1, list_elements_max))
        condition.children.push_back(read_level(child, plan, level + 1));
    return condition;
}

Condition read_negation(const Object& object, const Plan& plan, std::size_t level) {
    object.allow_only({"not"});
    Condition condition{Kind::negation, {}, {}, {}, {}, 0};
    condition.children.push_back(read_level(object["not"], plan, level + 1));
    return condition;
}

Condition read_tag(const Object& object) {
    object.allow_only({"tag"});
    return Condition{Kind::tag, {}, object["tag"].code(), {}, {}, 0};
}

Condition read_level(const Value& value, const Plan& plan, std::size_t level) {
    if (level > condition_levels_max) {
        value.refuse("条件嵌套超过 {} 层：请改写得平一些",
                     "conditions are nested deeper than {} levels: write them flatter",
                     {std::to_string(condition_levels_max)});
        return {};
    }
    const Object object = value.object();
    switch (object.which({"all", "any", "not", "tag", "fact", "balance", "earned"})) {
        case 0:
            return read_group(Kind::all, "all", object, plan, level);
        case 1:
            return read_group(Kind::any, "any", object, plan, level);
        case 2:
            return read_negation(object, plan, level);
        case 3:
            return read_tag(object);
        case 4:
            return read_fact(object, plan);
        case 5:
            return read_credits(Kind::balance, "balance", object, plan);
        default:
            return read_credits(Kind::earned, "earned", object, plan);
    }
}

}  // namespace

Condition read_condition(const Value& value, const Plan& plan) {
    return read_level(value, plan, 1);
}

std::optional<Condition> read_condition_or_none(const Value& value, const Plan& plan) {
    if (!value.is_string()) return read_condition(value, plan);
    value.choice({"none"});
    return std::nullopt;
}

}  // namespace timebank::standard
