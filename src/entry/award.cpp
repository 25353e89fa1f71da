#include <algorithm>
#include <tuple>

#include "timebank/decision.hpp"

// What awards add up to.

namespace timebank {
namespace {

bool add_leg(std::vector<Leg>& legs, const std::string& owner, const std::string& unit, Amount amount) {
    if (amount.minor_units == 0) return true;
    auto place = std::lower_bound(
        legs.begin(), legs.end(), std::tie(owner, unit),
        [](const Leg& leg, const auto& wanted) { return std::tie(leg.owner, leg.unit) < wanted; });
    if (place == legs.end() || place->owner != owner || place->unit != unit) {
        legs.insert(place, {owner, unit, amount});
        return true;
    }
    const auto sum = checked_add(place->amount, amount);
    if (!sum) return false;
    place->amount = *sum;
    if (place->amount.minor_units == 0) legs.erase(place);
    return true;
}

}  // namespace

bool add_to_legs(std::vector<Leg>& legs, const Award& award) {
    const auto given = checked_negate(award.amount);
    return given && add_leg(legs, award.from, award.unit, *given) &&
           add_leg(legs, award.to, award.unit, award.amount);
}

std::optional<std::vector<Leg>> legs_of(const std::vector<Award>& awards) {
    std::vector<Leg> legs;
    for (const auto& award : awards)
        if (!add_to_legs(legs, award)) return std::nullopt;
    return legs;
}

Amount gain_of(const Award& award) {
    switch (award.side) {
        case Side::gets:
            return award.amount;
        case Side::gives:
            return Amount{-award.amount.minor_units};
        case Side::neither:
            break;
    }
    return Amount{0};
}

const std::string& stand_in_for(const Decision& decision, const std::string& owner) {
    const auto found =
        std::lower_bound(decision.stand_ins.begin(), decision.stand_ins.end(), owner,
                         [](const StandIn& one, const auto& wanted) { return one.owner < wanted; });
    return found != decision.stand_ins.end() && found->owner == owner ? found->survivor : owner;
}

const Notice* hold_in(const Decision& decision) {
    for (const auto& notice : decision.notices)
        if (notice.kind == NoticeKind::held) return &notice;
    return nullptr;
}

}  // namespace timebank
