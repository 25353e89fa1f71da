#include "decision/reversal.hpp"

#include <algorithm>
#include <set>

#include "core/try.hpp"
#include "decision/context.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

bool is_reversible(ClaimKind kind) {
    return kind == ClaimKind::service || kind == ClaimKind::redemption || kind == ClaimKind::opening ||
           kind == ClaimKind::transfer || kind == ClaimKind::ruling;
}

/// Of rulings, only those that awarded something are undone.
Refused check_outcome(const Entry& entry) {
    const auto* ruling = std::get_if<RulingContent>(&entry.signed_claim.claim.content);
    if (!ruling || ruling->outcome == RulingOutcome::confirmed) return std::nullopt;
    return refuse(RefusalCode::not_reversible, std::to_string(entry.index),
                  std::string(to_text(RulingOutcome::confirmed)), std::string(to_text(ruling->outcome)));
}

/// What a service was awarded is undone where it was awarded, and only while it stands.
Refused check_state(Context& context, const Entry& entry) {
    const auto kind = entry.signed_claim.claim.kind();
    if (kind != ClaimKind::service && kind != ClaimKind::ruling) return std::nullopt;
    const auto state = static_cast<RulingState>(context.fact("", fact_code::ruling_state));
    const auto cannot = [&](std::string what_can) {
        return refuse(RefusalCode::not_reversible, std::to_string(entry.index), std::move(what_can),
                      std::string(to_text(state)));
    };
    switch (state) {
        case RulingState::pending:
        case RulingState::refused:
        case RulingState::withdrawn:
            return cannot(std::string(to_text(RulingState::confirmed)));
        case RulingState::zeroed:
            return cannot(std::string(to_text(RulingState::restored)));
        case RulingState::awarded:
        case RulingState::confirmed:
        case RulingState::restored:
            break;
    }
    if (kind == ClaimKind::service && context.related_entry())
        return cannot("ruling " + std::to_string(context.related_entry()->index));
    return std::nullopt;
}

/// Whether there is such an entry, and of a kind and in units that can be undone.
Refused check_entry(Context& context, const ReversalContent& content) {
    const auto& entry = context.named_entry();
    const auto index = std::to_string(content.entry_index);
    if (!entry || entry->signed_claim.claim.id != content.claim_id)
        return refuse(RefusalCode::entry_unknown, "entry", "", index);
    const auto kind = entry->signed_claim.claim.kind();
    if (!is_reversible(kind))
        return refuse(RefusalCode::not_reversible, index, "service, redemption, opening, transfer",
                      std::string(to_text(kind)));
    if (auto refused = check_outcome(*entry)) return refused;
    if (auto refused = check_state(context, *entry)) return refused;
    const auto moved = units_moved(entry->decision);
    for (const auto& unit : content.units)
        if (!std::binary_search(moved.begin(), moved.end(), unit))
            return refuse(RefusalCode::not_reversible, index, moved.empty() ? "-" : joined(moved), unit);
    return std::nullopt;
}

/// Which units it undoes: those it names, or all that are left.
std::variant<std::vector<std::string>, Refusal> units_to_undo(Context& context, const Entry& entry,
                                                              const ReversalContent& content) {
    const auto index = std::to_string(content.entry_index);
    if (auto by = context.fact("", fact_code::reversed_by("")); by >= 0)
        return refuse(RefusalCode::reversed_already, index, "", std::to_string(by));
    std::vector<std::string> units;
    for (const auto& unit : content.units.empty() ? units_moved(entry.decision) : content.units) {
        const auto by = context.fact("", fact_code::reversed_by(unit));
        if (by < 0)
            units.push_back(unit);
        else if (!content.units.empty())
            return refuse(RefusalCode::reversed_already, index + " (" + unit + ")", "", std::to_string(by));
    }
    return units;
}

void say_steps(Context& context, const Entry& entry, const std::vector<std::string>& units,
               const ReversalContent& content) {
    const auto index = std::to_string(entry.index);
    if (content.units.empty() && units == units_moved(entry.decision))
        context.say_step("冲销条目 {}：各笔金额取反", "reverses entry {}: every leg the other way", {index});
    else if (content.units.empty())
        context.say_step("冲销条目 {0} 余下的部分（{1}）：各笔金额取反",
                         "reverses what is left of entry {0} ({1}): every leg the other way",
                         {index, units.empty() ? "-" : joined(units)});
    else
        context.say_step("冲销条目 {0} 的 {1}：这些单位的各笔金额取反",
                         "reverses {1} of entry {0}: every leg in these units the other way",
                         {index, joined(units)});
}

}  // namespace

std::vector<std::string> units_moved(const Decision& decision) {
    std::set<std::string> units;
    for (const auto& leg : decision.legs) units.insert(leg.unit);
    for (const auto& award : decision.awards) units.insert(award.unit);
    return {units.begin(), units.end()};
}

std::vector<std::string> units_undone(const Decision& reversal) {
    const auto prefix = fact_code::reversed_by("") + ".";
    std::vector<std::string> units;
    for (const auto& fact : reversal.facts)
        if (fact.code.starts_with(prefix) && fact.value < 0) units.push_back(fact.code.substr(prefix.size()));
    return units;
}

Verdict decide_reversal(Context& context, const Claim& claim, const ReversalContent& content) {
    FirstRefusal first;
    first.consider(check_acting_for(context, claim));
    first.consider(check_entry(context, content));
    if (first.get() && first.get()->code < RefusalCode::reversed_already) return *first.get();
    const auto& entry = *context.named_entry();
    auto chosen = units_to_undo(context, entry, content);
    if (const auto* refusal = std::get_if<Refusal>(&chosen)) first.consider(*refusal);
    if (first.get()) return *first.get();

    // From here it succeeds: the credits may be spent already, and the account then owes them.
    const auto& units = std::get<std::vector<std::string>>(chosen);
    Decision decision;
    for (const auto& leg : entry.decision.legs) {
        if (!std::binary_search(units.begin(), units.end(), leg.unit)) continue;
        const auto opposite = checked_negate(leg.amount);
        if (!opposite || !add_leg(decision.legs, context.survivor(leg.owner), leg.unit, *opposite))
            return refuse(RefusalCode::amount_out_of_range, std::to_string(entry.index), "", leg.unit);
    }
    say_steps(context, entry, units, content);
    return decision;
}

}  // namespace timebank
