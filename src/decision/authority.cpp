#include "decision/authority.hpp"

#include <algorithm>
#include <iterator>

namespace timebank {
namespace {

enum class May : std::uint8_t { no, self, agent, both };

struct Row {
    ClaimKind kind;
    May operator_, officer, coordinator, app, member;
};

// The office (operator, officer, coordinator) signs as self when it acts for nobody in particular, and as
// agent when it acts for one account. An app always acts for somebody. That a ledger has one genesis is
// decide()'s to say.
constexpr Row table[] = {
    //                        operator   officer    coordinator  app         member
    {ClaimKind::genesis, May::self, May::no, May::no, May::no, May::no},
    {ClaimKind::key, May::both, May::both, May::no, May::no, May::no},
    {ClaimKind::unit, May::self, May::self, May::no, May::no, May::no},
    {ClaimKind::standard, May::self, May::self, May::no, May::no, May::no},
    {ClaimKind::account, May::both, May::both, May::both, May::agent, May::no},
    {ClaimKind::service, May::both, May::both, May::both, May::agent, May::self},
    {ClaimKind::redemption, May::both, May::both, May::both, May::agent, May::self},
    {ClaimKind::reversal, May::self, May::self, May::no, May::no, May::no},
    {ClaimKind::opening, May::self, May::self, May::no, May::no, May::no},
    {ClaimKind::transfer, May::both, May::both, May::both, May::agent, May::self},
    {ClaimKind::merge, May::self, May::self, May::no, May::no, May::no},
    {ClaimKind::ruling, May::both, May::both, May::both, May::agent, May::self},
};

/// Which rulings are not the office's alone, and which part in the service the account then has that the
/// ruling is made for.
enum class Part : std::uint8_t { none, any, served };

constexpr Part part_that_rules(RulingOutcome outcome) {
    switch (outcome) {
        case RulingOutcome::confirmed:
            return Part::served;
        case RulingOutcome::withdrawn:
            return Part::any;
        case RulingOutcome::refused:
        case RulingOutcome::zeroed:
        case RulingOutcome::restored:
            break;
    }
    return Part::none;
}

bool has_part(const ServiceContent& service, std::string_view owner, Part part) {
    return std::any_of(service.participants.begin(), service.participants.end(), [&](const auto& one) {
        return one.owner == owner && (part == Part::any || is_served_role(one.role));
    });
}

May permission(const Row& row, Role role) {
    switch (role) {
        case Role::operator_:
            return row.operator_;
        case Role::officer:
            return row.officer;
        case Role::coordinator:
            return row.coordinator;
        case Role::app:
            return row.app;
        case Role::member:
            return row.member;
    }
    return May::no;
}

May permission(ClaimKind kind, Role role) {
    for (const auto& row : table)
        if (row.kind == kind) return permission(row, role);
    return May::no;
}

}  // namespace

bool may_author(ClaimKind kind, Role role, Capacity capacity) {
    const auto may = permission(kind, role);
    return may == May::both || may == (capacity == Capacity::self ? May::self : May::agent);
}

std::string roles_that_may_author(ClaimKind kind) {
    std::string roles;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member}) {
        const auto may = permission(kind, role);
        if (may == May::no) continue;
        if (!roles.empty()) roles += ", ";
        roles += to_text(role);
        if (may == May::self) roles += " (self)";
        if (may == May::agent) roles += " (agent)";
    }
    return roles;
}

bool is_for_office(RulingOutcome outcome) {
    return part_that_rules(outcome) == Part::none;
}

bool may_rule_for(const ServiceContent& service, std::string_view owner, RulingOutcome outcome, Role role) {
    const bool office = role != Role::app && role != Role::member;
    return has_part(service, owner, office ? Part::any : part_that_rules(outcome));
}

}  // namespace timebank
