#include "decision/kinds/reversal.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds.hpp"
#include "decision/kinds/names.hpp"
#include "decision/kinds/settlement.hpp"
#include "decision/kinds/undoing.hpp"
#include "decision/named.hpp"
#include "decision/service_times.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Text listed_or_none(const std::vector<std::string>& units) {
    return units.empty() ? same_in_both("-") : listed_codes(units);
}

/// What a service was awarded is undone where it was awarded, and only while it stands.
Refused check_state(Context& context, const Entry& entry, std::uint64_t service_index) {
    const auto service = std::to_string(service_index);
    const auto state = static_cast<RulingState>(context.fact(FactKind::ruling_state, {}, service));
    const auto cannot = [&](Text what_can) {
        return refuse(RefusalCode::not_reversible, std::to_string(entry.index), std::move(what_can),
                      in_words(state));
    };
    switch (state) {
        case RulingState::pending:
        case RulingState::refused:
        case RulingState::withdrawn:
            return cannot(in_words(RulingState::confirmed));
        case RulingState::zeroed:
            return cannot(in_words(RulingState::restored));
        case RulingState::awarded:
        case RulingState::confirmed:
        case RulingState::restored:
            break;
    }
    const auto awarded_at = context.fact(FactKind::awarded_at, {}, service);
    if (awarded_at != static_cast<std::int64_t>(entry.index))
        return cannot(say("裁定（条目 {}）", "ruling {}", {std::to_string(awarded_at)}));
    return std::nullopt;
}

/// Whether there is such an entry, and of a kind and in units that can be undone.
Refused check_entry(Context& context, const Entry* entry, const ReversalContent& content) {
    const auto index = std::to_string(content.entry_index);
    if (!entry || entry->signed_claim.claim.id != content.claim_id)
        return refuse(RefusalCode::entry_unknown, "entry", {}, same_in_both(index));
    if (auto refused = check_reversible(*entry)) return refused;
    if (const auto service = service_of(context, *entry))
        if (auto refused = check_state(context, *entry, service->index)) return refused;
    const auto moved = units_moved(entry->decision);
    for (const auto& unit : content.units)
        if (!std::binary_search(moved.begin(), moved.end(), unit))
            return refuse(RefusalCode::not_reversible, index, listed_or_none(moved), same_in_both(unit));
    return std::nullopt;
}

/// Which units it undoes: those it names, or all that are left.
Answer<std::vector<std::string>> units_to_undo(Context& context, const Entry& entry,
                                               const ReversalContent& content) {
    const auto index = std::to_string(content.entry_index);
    if (auto by = reversed_by(context, entry.index); by >= 0)
        return refuse(RefusalCode::reversed_already, index, {}, same_in_both(std::to_string(by)));
    std::vector<std::string> units;
    for (const auto& unit : content.units.empty() ? units_moved(entry.decision) : content.units) {
        const auto by = reversed_by(context, entry.index, unit);
        if (by < 0)
            units.push_back(unit);
        else if (!content.units.empty())
            return refuse(RefusalCode::reversed_already, say("{}（{}）", "{} ({})", {index, unit}), {},
                          same_in_both(std::to_string(by)));
    }
    return units;
}

void say_steps(Context& context, const Entry& entry, const std::vector<std::string>& units,
               const ReversalContent& content) {
    if (!context.traced()) return;
    const auto index = same_in_both(std::to_string(entry.index));
    if (content.units.empty() && units == units_moved(entry.decision))
        context.say_step_with("冲销条目 {}：各笔金额取反", "reverses entry {}: every leg the other way",
                              {index});
    else if (content.units.empty())
        context.say_step_with("冲销条目 {0} 余下的部分（{1}）：各笔金额取反",
                              "reverses what is left of entry {0} ({1}): every leg the other way",
                              {index, listed_or_none(units)});
    else
        context.say_step_with("冲销条目 {0} 的 {1}：这些单位的各笔金额取反",
                              "reverses {1} of entry {0}: every leg in these units the other way",
                              {index, listed_codes(units)});
}

}  // namespace

Result<bool> Kind<ReversalContent>::takes_two_officers(const ReversalContent& content, const Reader& reader) {
    TIMEBANK_TRY(undone, read_entry(reader, content.entry_index));
    if (!undone || timebank::check_reversible(*undone) || subject_of(undone->signed_claim.claim))
        return false;
    return timebank::takes_two_officers(reader, undone->signed_claim.claim);
}

Result<std::optional<Claim>> Kind<ReversalContent>::claim_decided(const ReversalContent&, const Reader&) {
    return std::optional<Claim>();
}

Verdict Kind<ReversalContent>::decide(const ReversalContent& content, const Deciding& deciding) {
    auto& context = deciding.context;
    const auto* entry = context.entry(content.entry_index);
    Names names(deciding);
    names.consider(check_entry(context, entry, content));
    if (names.refused() && names.refused()->code < RefusalCode::reversed_already) return *names.refused();
    const auto units = units_to_undo(context, *entry, content);
    if (!units) names.consider(units.refusal());
    if (names.refused()) return *names.refused();

    // From here it succeeds: the credits may be spent already, and the account then owes them.
    auto decision = opposite_of(context, entry->decision, *units);
    if (!decision)
        return refuse(RefusalCode::amount_out_of_range, std::to_string(entry->index), {},
                      listed_codes(*units));
    decision->undone_units = *units;
    if (content.units.empty() && entry->decision.service == ServiceCount::counted)
        decision->service = ServiceCount::uncounted;
    say_steps(context, *entry, *units, content);
    return *std::move(decision);
}

Applied Kind<ReversalContent>::apply(const ReversalContent& content, const Applying& applying) {
    const auto list = [&](const std::string& unit) {
        applying.book.put(Table::reversals, key_of::reversal(content.entry_index, unit),
                          encode_number(applying.entry.index));
    };
    if (content.units.empty())
        list("");  // all that was left of it, be that no unit at all
    else
        for (const auto& unit : applying.decision().undone_units) list(unit);
    // A settlement moves one unit: when that is undone, so is the settlement.
    const bool is_of_redemption =
        applying.root && redemption_in(applying.root->signed_claim.claim) != nullptr;
    if (is_of_redemption && !applying.decision().undone_units.empty()) {
        TIMEBANK_TRY(undone, read_entry(applying.book, content.entry_index));
        if (const auto* settlement = undone ? settlement_in(undone->signed_claim.claim) : nullptr)
            TIMEBANK_CHECK(reopen_hold(*settlement, applying.decision(), applying.book));
    }
    const auto* service = service_at_root(applying.entry, applying.root);
    if (service && applying.decision().service == ServiceCount::uncounted)
        list_service_times(*service, applying.decision(), applying.root->index, false, applying.book);
    return std::optional<Refusal>();
}

}  // namespace timebank
