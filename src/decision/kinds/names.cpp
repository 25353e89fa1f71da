#include "decision/kinds/names.hpp"

#include "timebank/limits.hpp"

namespace timebank {

Names::Names(const Deciding& deciding) : context_(deciding.context) {
    if (!deciding.claim.acting_for.empty()) not_merged(deciding.claim.acting_for);
}

void Names::not_merged(const std::string& owner) {
    auto survivor = context_.survivor(owner);
    if (survivor != owner)
        first_.consider(refuse(RefusalCode::account_merged, owner, "", std::move(survivor)));
}

void Names::open(const std::string& owner) {
    const auto found = context_.fact(FactKind::account_class, owner);
    if (found == 0) first_.consider(refuse(RefusalCode::account_unknown, "", "", owner));
    if (found < 0) not_merged(owner);
}

void Names::open(const std::string& owner, std::initializer_list<AccountClass> allowed) {
    open(owner);
    const auto found = context_.fact(FactKind::account_class, owner);
    if (found <= 0) return;
    std::string words;
    for (auto one : allowed) {
        if (found == static_cast<std::int64_t>(one)) return;
        words += (words.empty() ? "" : ", ") + std::string(to_text(one));
    }
    first_.consider(refuse(RefusalCode::class_not_allowed, owner, words,
                           std::string(to_text(static_cast<AccountClass>(found)))));
}

Verdict accepted_unless(const std::optional<Refusal>& refused) {
    return refused ? Verdict(*refused) : Verdict(Decision{});
}

std::optional<Refusal> require_past(CivilTime time, std::int64_t recorded_at_unix_s) {
    if (utc_minutes(time) * 60 <= recorded_at_unix_s + limits::clock_slack_s) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "", unix_seconds_to_text(recorded_at_unix_s),
                  to_text(time));
}

Refusal no_edition(StandardKind kind, CivilTime time) {
    return refuse(RefusalCode::standard_missing, std::string(to_text(kind)), "", to_text(civil_date(time)));
}

}  // namespace timebank
