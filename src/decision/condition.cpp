#include "core/rational.hpp"
#include "decision/context.hpp"

namespace timebank {
namespace {

using standard::Condition;
using Kind = Condition::Kind;

std::string bounds(const Condition& condition, std::int64_t minor_units_in_one) {
    std::string text;
    if (condition.at_least) text += ">= " + to_text(Amount{*condition.at_least}, minor_units_in_one);
    if (condition.at_least && condition.at_most) text += ", ";
    if (condition.at_most) text += "<= " + to_text(Amount{*condition.at_most}, minor_units_in_one);
    return text;
}

Found compare(const Condition& condition, const std::string& name, std::int64_t value,
              std::int64_t minor_units_in_one) {
    const bool met = (!condition.at_least || value >= *condition.at_least) &&
                     (!condition.at_most || value <= *condition.at_most);
    return {met, name + " " + bounds(condition, minor_units_in_one),
            to_text(Amount{value}, minor_units_in_one)};
}

std::int64_t scale(const standard::Plan& plan, const std::string& unit) {
    auto found = plan.units.find(unit);
    return found == plan.units.end() ? 1 : found->second;
}

}  // namespace

Found evaluate(const Condition& condition, const standard::Plan& plan, Context& context,
               const std::string& owner, const std::vector<AttestedFact>& attested) {
    switch (condition.kind) {
        case Kind::all: {
            // A missing fact is asked for before anything else is held against the claim, as in RefusalCode.
            Found first;
            for (const auto& child : condition.children) {
                auto found = evaluate(child, plan, context, owner, attested);
                if (found.fact_missing) return found;
                if (!found.met && first.met) first = std::move(found);
            }
            return first;
        }
        case Kind::any: {
            // Unmet with a fact missing is neither yes nor no: somebody who keeps a fact back must gain
            // nothing from it, inside a "not" least of all.
            Found none{false, "", ""};
            std::optional<Found> unknown;
            for (const auto& child : condition.children) {
                auto found = evaluate(child, plan, context, owner, attested);
                if (found.met) return {};
                none.required += (none.required.empty() ? "" : " | ") + found.required;
                none.found += (none.found.empty() ? "" : " | ") + found.found;
                if (found.fact_missing && !unknown) unknown = std::move(found);
            }
            return unknown ? *unknown : none;
        }
        case Kind::negation: {
            auto found = evaluate(condition.children.front(), plan, context, owner, attested);
            if (found.fact_missing) return found;
            return {!found.met, "not (" + found.required + ")", found.found};
        }
        case Kind::tag: {
            const bool has = context.fact(owner, fact_code::tag(condition.code)) != 0;
            return {has, "tag " + condition.code, has ? "yes" : "no"};
        }
        case Kind::fact: {
            for (const auto& fact : attested)
                if (fact.code == condition.code) return compare(condition, condition.code, fact.value, 1);
            return {false, condition.code, "-", true};
        }
        case Kind::balance:
            return compare(condition, "balance " + condition.code,
                           context.fact(owner, fact_code::balance(condition.code)),
                           scale(plan, condition.code));
        case Kind::earned: {
            const auto name = standard::name_of(plan.tallies.at(condition.tally));
            return compare(condition, "earned " + condition.code, context.fact(owner, fact_code::tally(name)),
                           scale(plan, condition.code));
        }
    }
    return {};
}

}  // namespace timebank
