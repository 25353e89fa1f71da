#include <algorithm>

#include "decision/asked.hpp"

namespace timebank {
namespace {

using standard::Condition;
using Kind = Condition::Kind;

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : "/") + word;
    return all;
}

/// "照片、签到签退", "photo/sign-in-out".
template <class T>
Text joined_words(const std::vector<T>& values) {
    Text all;
    for (const auto& value : values) {
        const auto word = in_words(value);
        all.zh += (all.zh.empty() ? "" : "、") + word.zh;
        all.en += (all.en.empty() ? "" : "/") + word.en;
    }
    return all;
}

Text yes_or_no(bool yes) {
    return yes ? Text{"有", "yes"} : Text{"没有", "no"};
}

Truth truth(bool met) {
    return met ? Truth::met : Truth::unmet;
}

Truth quantity(const Condition& condition, const Asked& asked, Found* words) {
    const auto value = value_of(condition.quantity, asked);
    if (!value) {
        if (words) *words = {same_in_both(condition.quantity.code), same_in_both("-")};
        return Truth::unknown;
    }
    if (words)
        *words = {bounded_name_of(condition.quantity, asked.plan, condition.at_least, condition.at_most),
                  same_in_both(to_text(Amount{*value}, condition.quantity.scale))};
    return truth((!condition.at_least || *value >= *condition.at_least) &&
                 (!condition.at_most || *value <= *condition.at_most));
}

/// A missing fact is asked for before anything else is held against the claim, as in RefusalCode.
Truth all(const Condition& condition, const Asked& asked, Found* words) {
    bool met = true;
    Found of_child;
    for (const auto& child : condition.children) {
        const auto found = evaluate(child, asked, words ? &of_child : nullptr);
        if (found == Truth::unknown || (found == Truth::unmet && met)) {
            if (words) *words = of_child;
        }
        if (found == Truth::unknown) return found;
        met = met && found == Truth::met;
    }
    return truth(met);
}

/// One more of several ways, of which one is enough.
void append(Text& ways, const Text& way) {
    ways.zh += (ways.zh.empty() ? "" : " 或 ") + way.zh;
    ways.en += (ways.en.empty() ? "" : " | ") + way.en;
}

/// Unmet with a fact missing is neither yes nor no, inside a "not" least of all.
Truth any(const Condition& condition, const Asked& asked, Found* words) {
    bool unknown = false;
    Found of_child;
    Found together;
    for (const auto& child : condition.children) {
        const auto found = evaluate(child, asked, words ? &of_child : nullptr);
        if (found == Truth::met) return found;
        if (words && found == Truth::unknown && !unknown) *words = of_child;
        unknown = unknown || found == Truth::unknown;
        if (!words) continue;
        append(together.required, of_child.required);
        append(together.found, of_child.found);
    }
    if (unknown) return Truth::unknown;
    if (words) *words = together;
    return Truth::unmet;
}

Truth negation(const Condition& condition, const Asked& asked, Found* words) {
    const auto found = evaluate(condition.children.front(), asked, words);
    if (found == Truth::unknown) return found;
    if (words) words->required = say_with("不是（{}）", "not ({})", {words->required});
    return truth(found == Truth::unmet);
}

/// Who must have signed before the word of a claim on its evidence is taken.
bool is_vouched_for(const Evidence& evidence, Context& context) {
    const auto signed_by = [&](std::initializer_list<Role> roles) {
        bool any = false;
        for (auto role : roles) any = context.holds(FactKind::signed_by, {}, to_text(role)) || any;
        return any;
    };
    switch (evidence.kind) {
        case EvidenceKind::sign_in_out:
            return signed_by({Role::operator_, Role::officer, Role::coordinator, Role::app});
        case EvidenceKind::paper_confirmation:
        case EvidenceKind::coordinator_approval:
            return signed_by({Role::operator_, Role::officer, Role::coordinator});
        case EvidenceKind::receiver_confirmation:
            return context.holds(FactKind::cosigned, {}, to_text(CosignerCapacity::receiver));
        case EvidenceKind::photo:
            return evidence.digest != Digest{};
        case EvidenceKind::none:
        case EvidenceKind::self_report:
            return true;
    }
    return false;
}

Truth evidence(const Condition& condition, const Asked& asked, Found* words) {
    const auto& given = asked.service->participants[asked.participant].evidence;
    const bool fits = std::find(condition.evidence.begin(), condition.evidence.end(), given.kind) !=
                      condition.evidence.end();
    const bool vouched = fits && is_vouched_for(given, asked.context);
    if (words)
        *words = {say_with("凭证为{}", "evidence {}", {joined_words(condition.evidence)}),
                  say_with(fits && !vouched ? "{}，无人担保" : "{}",
                           fits && !vouched ? "{} not vouched for" : "{}", {in_words(given.kind)})};
    return truth(vouched);
}

Truth cosigned(const Condition& condition, const Asked& asked, Found* words) {
    bool met = false;
    for (const auto capacity : condition.cosigned)
        met = asked.context.holds(FactKind::cosigned, {}, to_text(capacity)) || met;
    if (words)
        *words = {say_with("由{}会签", "cosigned by {}", {joined_words(condition.cosigned)}), yes_or_no(met)};
    return truth(met);
}

Truth place(const Condition& condition, const Asked& asked, Found* words) {
    const auto& given = asked.service->place;
    if (words)
        *words = {say("地点为 {}", "place {}", {joined(condition.places)}),
                  same_in_both(given.empty() ? "-" : given)};
    return truth(std::binary_search(condition.places.begin(), condition.places.end(), given));
}

Truth days(const Condition& condition, const Asked& asked, Found* words) {
    if (words)
        *words = {say_with("日期在{}", "days {}", {standard::in_words(condition.days)}),
                  same_in_both(to_text(asked.day))};
    return truth(standard::matches(condition.days, asked.plan.calendar, asked.day));
}

Truth date(const Condition& condition, const Asked& asked, Found* words) {
    if (words)
        *words = {say_with("日期：{}", "{}", {standard::in_words(condition.dates)}),
                  same_in_both(to_text(asked.day))};
    return truth(standard::contains(condition.dates, asked.day));
}

Truth tag(const Condition& condition, const Asked& asked, Found* words) {
    const bool has = asked.context.holds(FactKind::tag, owner_of(condition.whose, asked), condition.code);
    if (words)
        *words = {in_words(condition.whose, say("有标签 {}", "tag {}", {condition.code})), yes_or_no(has)};
    return truth(has);
}

}  // namespace

Truth evaluate(const Condition& condition, const Asked& asked, Found* words) {
    switch (condition.kind) {
        case Kind::all:
            return all(condition, asked, words);
        case Kind::any:
            return any(condition, asked, words);
        case Kind::negation:
            return negation(condition, asked, words);
        case Kind::tag:
            return tag(condition, asked, words);
        case Kind::quantity:
            return quantity(condition, asked, words);
        case Kind::evidence:
            return evidence(condition, asked, words);
        case Kind::cosigned:
            return cosigned(condition, asked, words);
        case Kind::place:
            return place(condition, asked, words);
        case Kind::days:
            return days(condition, asked, words);
        case Kind::date:
            return date(condition, asked, words);
    }
    return Truth::unmet;
}

Truth applies(const std::optional<Condition>& when, const Asked& asked) {
    return when ? evaluate(*when, asked) : Truth::met;
}

Refusal missing_fact(const Condition& condition, const Asked& asked, const std::string& rule) {
    Found words;
    evaluate(condition, asked, &words);
    return refuse(RefusalCode::fact_missing, rule, words.required, same_in_both("-"));
}

}  // namespace timebank
