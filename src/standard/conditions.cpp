#include <algorithm>

#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

using Kind = Condition::Kind;
using Names = std::vector<std::string_view>;

Condition of_kind(Kind kind) {
    Condition condition;
    condition.kind = kind;
    return condition;
}

class ConditionReader {
  public:
    ConditionReader(Plan& plan, Asking asking) : plan_(plan), asking_(asking) {}

    Condition read(const Value& value, std::size_t level) {
        if (level > limits::condition_levels) {
            value.refuse("条件嵌套超过 {} 层：请改写得平一些",
                         "conditions are nested deeper than {} levels: write them flatter",
                         {std::to_string(limits::condition_levels)});
            return {};
        }
        const Object object = value.object();
        Names words = {"all", "any", "not", "tag"};
        if (asking_ != Asking::level)
            for (std::string_view word : {"cosigned", "days", "date"}) words.push_back(word);
        if (asking_ == Asking::service)
            for (std::string_view word : {"evidence", "place"}) words.push_back(word);
        const std::size_t own_words = words.size();
        for (std::string_view word : quantity_words(asking_, plan_)) words.push_back(word);
        const std::size_t found = object.which(words);
        if (found >= own_words) return read_bounded(object);
        if (words[found] == "tag") return read_tag(object);
        object.allow_only({words[found]});
        return read_own(words[found], object[words[found]], level);
    }

  private:
    Condition read_own(std::string_view word, const Value& value, std::size_t level) {
        if (word == "all") return read_group(Kind::all, value, level);
        if (word == "any") return read_group(Kind::any, value, level);
        if (word == "evidence") return read_evidence(value);
        if (word == "cosigned") return read_cosigned(value);
        if (word == "place") {
            Condition condition = of_kind(Kind::place);
            condition.places = read_codes(value);
            return condition;
        }
        if (word == "days") {
            Condition condition = of_kind(Kind::days);
            condition.days = read_days(value, plan_);
            return condition;
        }
        if (word == "date") {
            Condition condition = of_kind(Kind::date);
            condition.dates = read_dates(value);
            return condition;
        }
        Condition condition = of_kind(Kind::negation);
        condition.children.push_back(read(value, level + 1));
        return condition;
    }

    Condition read_group(Kind kind, const Value& value, std::size_t level) {
        Condition condition = of_kind(kind);
        for (const Value& child : value.array(1, limits::standard_list_items))
            condition.children.push_back(read(child, level + 1));
        return condition;
    }

    Condition read_tag(const Object& object) const {
        object.allow_only({"tag", "whose"});
        Condition condition = of_kind(Kind::tag);
        condition.code = object["tag"].code();
        condition.whose = read_whose(object, asking_);
        return condition;
    }

    static Condition read_evidence(const Value& value) {
        Condition condition = of_kind(Kind::evidence);
        for (const Value& element : value.array(1, limits::standard_list_items))
            add_once(element, read_evidence_kind(element), condition.evidence);
        return condition;
    }

    static Condition read_cosigned(const Value& value) {
        Condition condition = of_kind(Kind::cosigned);
        for (const Value& element : value.array(1, limits::standard_list_items))
            add_once(element, read_cosigner_capacity(element), condition.cosigned);
        return condition;
    }

    Condition read_bounded(const Object& object) {
        Condition condition = of_kind(Kind::quantity);
        condition.quantity = read_quantity(object, plan_, asking_, {"at_least", "at_most"});
        const Bounds bounds = read_bounds(object, condition.quantity, plan_);
        condition.at_least = bounds.at_least;
        condition.at_most = bounds.at_most;
        if (!condition.at_least && !condition.at_most) {
            object.value().refuse("没有界限：请写 at_least、at_most 或两者",
                                  "has no bound: give at_least, at_most or both");
        }
        return condition;
    }

    Plan& plan_;
    Asking asking_;
};

}  // namespace

EvidenceKind read_evidence_kind(const Value& value) {
    return value.choice<EvidenceKind>({{"none", EvidenceKind::none},
                                       {"self_report", EvidenceKind::self_report},
                                       {"sign_in_out", EvidenceKind::sign_in_out},
                                       {"receiver_confirmation", EvidenceKind::receiver_confirmation},
                                       {"coordinator_approval", EvidenceKind::coordinator_approval},
                                       {"photo", EvidenceKind::photo},
                                       {"paper_confirmation", EvidenceKind::paper_confirmation}});
}

CosignerCapacity read_cosigner_capacity(const Value& value) {
    return value.choice<CosignerCapacity>({{"receiver", CosignerCapacity::receiver},
                                           {"coordinator", CosignerCapacity::coordinator},
                                           {"officer", CosignerCapacity::officer}});
}

Condition read_condition(const Value& value, Plan& plan, Asking asking) {
    return ConditionReader(plan, asking).read(value, 1);
}

std::optional<Condition> read_condition_or_none(const Value& value, Plan& plan, Asking asking) {
    if (!value.is_string()) return read_condition(value, plan, asking);
    value.choice({"none"});
    return std::nullopt;
}

std::optional<Condition> read_when(const Object& step, const RuleSetting& setting) {
    if (!step.has("when")) return std::nullopt;
    return read_condition(step["when"], setting.plan, Asking::service);
}

}  // namespace timebank::standard
