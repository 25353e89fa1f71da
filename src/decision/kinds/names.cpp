#include "decision/kinds/names.hpp"

#include <algorithm>

#include "timebank/limits.hpp"

namespace timebank {

namespace {

/// "+08:00", as at the end of a time.
std::string offset_text(std::int16_t offset_minutes) {
    constexpr std::size_t characters = 6;
    const auto text = to_text(CivilTime{0, offset_minutes});
    return text.substr(text.size() - characters);
}

}  // namespace

Names::Names(const Deciding& deciding) : context_(deciding.context) {
    if (!deciding.claim.acting_for.empty()) not_merged(deciding.claim.acting_for);
}

void Names::not_merged(const std::string& owner) {
    auto survivor = context_.survivor(owner);
    if (survivor != owner)
        first_.consider(refuse(RefusalCode::account_merged, owner, {}, same_in_both(std::move(survivor))));
}

void Names::open(const std::string& owner) {
    const auto found = context_.fact(FactKind::account_class, owner);
    if (found == 0) first_.consider(refuse(RefusalCode::account_unknown, "", {}, same_in_both(owner)));
    if (found < 0) not_merged(owner);
}

void Names::open(const std::string& owner, std::initializer_list<AccountClass> allowed) {
    open(owner);
    const auto found = context_.fact(FactKind::account_class, owner);
    if (found <= 0) return;
    const auto is_found = [&](AccountClass one) { return found == static_cast<std::int64_t>(one); };
    if (std::any_of(allowed.begin(), allowed.end(), is_found)) return;
    std::vector<Text> words;
    for (auto one : allowed) words.push_back(in_words(one));
    first_.consider(refuse(RefusalCode::class_not_allowed, owner, listed(words),
                           in_words(static_cast<AccountClass>(found))));
}

Verdict accepted_unless(const std::optional<Refusal>& refused) {
    return refused ? Verdict(*refused) : Verdict(Decision{});
}

std::optional<Refusal> require_past(CivilTime time, std::int64_t recorded_at_unix_s) {
    if (utc_minutes(time) * 60 <= recorded_at_unix_s + limits::clock_slack_s) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "", same_in_both(unix_seconds_to_text(recorded_at_unix_s)),
                  same_in_both(to_text(time)));
}

std::optional<Refusal> check_offsets(const standard::Plan* plan, std::initializer_list<CivilTime> times) {
    if (!plan || plan->offsets.empty()) return std::nullopt;
    for (const auto time : times) {
        if (std::binary_search(plan->offsets.begin(), plan->offsets.end(), time.offset_minutes)) continue;
        std::string known;
        for (const auto offset : plan->offsets) known += (known.empty() ? "" : ", ") + offset_text(offset);
        return refuse(RefusalCode::offset_unknown, to_text(time), same_in_both(known),
                      same_in_both(offset_text(time.offset_minutes)));
    }
    return std::nullopt;
}

Refusal no_edition(StandardKind kind, CivilTime time) {
    return refuse(RefusalCode::standard_missing, in_words(kind), {}, same_in_both(to_text(civil_date(time))));
}

}  // namespace timebank
