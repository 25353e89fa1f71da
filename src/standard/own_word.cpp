#include <algorithm>

#include "standard/parts.hpp"
#include "standard/remarks.hpp"

namespace timebank::standard {
namespace {

bool asks_for_evidence(const Condition& condition) {
    if (condition.kind == Condition::Kind::evidence || condition.kind == Condition::Kind::cosigned)
        return true;
    if (condition.kind == Condition::Kind::quantity && condition.quantity.kind == Quantity::Kind::grade)
        return true;
    return std::any_of(condition.children.begin(), condition.children.end(), asks_for_evidence);
}

/// What can be said of facts on nobody's word but that of the person concerned.
class OwnWord {
  public:
    explicit OwnWord(const Plan& plan) : plan_(plan) {}

    /// Whether the condition can come out so without a fact that others attest.
    bool may_be(bool wanted, const Condition& condition) const {
        const auto may = [&](const Condition& child) { return may_be(wanted, child); };
        const auto& children = condition.children;
        switch (condition.kind) {
            case Condition::Kind::all:
            case Condition::Kind::any:
                if ((condition.kind == Condition::Kind::all) == wanted)
                    return std::all_of(children.begin(), children.end(), may);
                return std::any_of(children.begin(), children.end(), may);
            case Condition::Kind::negation:
                return may_be(!wanted, children.front());
            case Condition::Kind::quantity:
                return may_be_so(wanted, condition);
            default:
                return true;
        }
    }

    /// Whether somebody else must say the fact, or the claim is refused.
    bool needs_others(const Number& number) const {
        return (number.kind == Number::Kind::linear || number.kind == Number::Kind::table) &&
               number.of.kind == Quantity::Kind::fact && !is_own(number.of.code) &&
               !otherwise(number.of.code);
    }

  private:
    const FactDeclaration* declared(const std::string& code) const {
        const auto found = std::find_if(plan_.facts.begin(), plan_.facts.end(),
                                        [&](const FactDeclaration& fact) { return fact.code == code; });
        return found == plan_.facts.end() ? nullptr : &*found;
    }
    bool is_own(const std::string& code) const {
        const auto* fact = declared(code);
        return !fact || std::find(fact->attested_by.begin(), fact->attested_by.end(), "member") !=
                            fact->attested_by.end();
    }
    std::optional<std::int64_t> otherwise(const std::string& code) const {
        const auto* fact = declared(code);
        return fact ? fact->otherwise : std::nullopt;
    }

    bool may_be_so(bool wanted, const Condition& condition) const {
        const auto within = [&](std::int64_t value) {
            return (!condition.at_least || value >= *condition.at_least) &&
                   (!condition.at_most || value <= *condition.at_most);
        };
        const Quantity& quantity = condition.quantity;
        if (quantity.kind != Quantity::Kind::fact || is_own(quantity.code)) return true;
        const auto value = otherwise(quantity.code);
        return value && within(*value) == wanted;
    }

    const Plan& plan_;
};

/// Whether nothing of what the rule gives takes anybody's word but the person's own.
bool trusts_own_word(const OwnWord& own, const Rule& rule) {
    const auto trusts = [&](const Condition& condition) {
        return !asks_for_evidence(condition) && own.may_be(true, condition);
    };
    for (const Step& step : rule.steps) {
        const auto* gate = std::get_if<Gate>(&step);
        if (gate && !trusts(gate->condition)) return false;
        const auto* tariff = std::get_if<Tariff>(&step);
        if (tariff && own.needs_others(tariff->amount)) return false;
        const auto* factor = std::get_if<Factor>(&step);
        if (!factor) continue;
        // A factor for evidence says what becomes of services without.
        if (factor->when && asks_for_evidence(*factor->when)) return false;
        if (!factor->when && own.needs_others(factor->by)) return false;
    }
    return true;
}

}  // namespace

void remark_on_evidence(const Plan& plan, RemarkList& remarks) {
    const OwnWord own(plan);
    const auto trusts = [&](const Rule& rule) { return trusts_own_word(own, rule); };
    if (!std::all_of(plan.rules.begin(), plan.rules.end(), trusts)) return;
    remarks.add("$.rules", "evidence_unsaid",
                "没有规则问凭证或会签，也没有非由他人作证不可的事实：自报的服务也照给",
                "no rule asks for evidence or a cosignature, or needs a fact that others attest: what people "
                "report of themselves earns too");
}

}  // namespace timebank::standard
