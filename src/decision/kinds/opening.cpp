#include "decision/kinds/opening.hpp"

#include "decision/kinds/names.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

/// Credits cannot have been earned on a day that has begun nowhere yet.
std::optional<Refusal> require_past_day(CivilDate day, std::int64_t recorded_at_unix_s) {
    constexpr std::int16_t earliest_offset_minutes = limits::offset_hours * 60;
    const CivilTime begins{std::int64_t{day.days} * 24 * 60, earliest_offset_minutes};
    if (!require_past(begins, recorded_at_unix_s)) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "lot_date",
                  same_in_both(unix_seconds_to_text(recorded_at_unix_s)), same_in_both(to_text(day)));
}

}  // namespace

Verdict Kind<OpeningContent>::decide(const OpeningContent& content, const Deciding& deciding) {
    Names names(deciding);
    if (!deciding.context.holds(FactKind::minor_units, {}, content.unit))
        names.consider(refuse(RefusalCode::unit_unknown, content.unit, same_in_both("-"), same_in_both("0")));
    names.open(content.owner);
    names.open(content.issuer, {AccountClass::issuer});
    if (names.refused()) return *names.refused();
    if (auto refused = require_past_day(content.lot_date, deciding.recorded_at_unix_s)) return *refused;
    const bool owes = content.amount.minor_units < 0;
    const auto amount = owes ? checked_negate(content.amount) : std::optional(content.amount);
    Award award;
    award.side = owes ? Side::gives : Side::gets;
    award.unit = content.unit;
    award.from = owes ? content.owner : content.issuer;
    award.to = owes ? content.issuer : content.owner;
    award.amount = amount.value_or(Amount{0});
    award.exact_numerator = award.amount.minor_units;
    Decision decision;
    if (!amount || !add_award(decision, std::move(award)))
        return refuse(RefusalCode::amount_out_of_range, "amount", {}, same_in_both(content.unit));
    return decision;
}

}  // namespace timebank
