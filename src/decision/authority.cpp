#include "decision/authority.hpp"

#include <algorithm>

#include "decision/kinds.hpp"

namespace timebank {
namespace {

constexpr Role roles[] = {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member};

std::string_view word(May may) {
    switch (may) {
        case May::no:
            break;
        case May::self:
            return "self";
        case May::agent:
            return "agent";
        case May::both:
            return "self, agent";
    }
    return "–";
}

}  // namespace

May Authors::of(Role role) const {
    switch (role) {
        case Role::operator_:
            return operator_;
        case Role::officer:
            return officer;
        case Role::coordinator:
            return coordinator;
        case Role::app:
            return app;
        case Role::member:
            return member;
    }
    return May::no;
}

bool is_office(Role role) {
    return is_officer(role) || role == Role::coordinator;
}

bool is_officer(Role role) {
    return role == Role::operator_ || role == Role::officer;
}

bool may_author(ClaimKind kind, Role role, Capacity capacity) {
    const auto may = authors_of(kind).of(role);
    return may == May::both || may == (capacity == Capacity::self ? May::self : May::agent);
}

std::string roles_that_may_author(ClaimKind kind) {
    std::string all;
    for (auto role : roles) {
        const auto may = authors_of(kind).of(role);
        if (may == May::no) continue;
        if (!all.empty()) all += ", ";
        all += to_text(role);
        if (may != May::both) all += " (" + std::string(word(may)) + ")";
    }
    return all;
}

std::string authority_table() {
    std::string table = "| kind |";
    std::string rule = "|---|";
    for (const auto role : roles) {
        table += " " + std::string(to_text(role)) + " |";
        rule += "---|";
    }
    table += "\n" + rule + "\n";
    for (const auto kind : all_claim_kinds()) {
        table += "| " + std::string(to_text(kind)) + " |";
        for (const auto role : roles) table += " " + std::string(word(authors_of(kind).of(role))) + " |";
        table += "\n";
    }
    return table;
}

bool is_receiving(const Claim& claim, std::string_view owner) {
    if (owner.empty()) return false;
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return service->on_behalf_of == owner ||
               std::any_of(service->participants.begin(), service->participants.end(),
                           [&](const auto& one) { return one.owner == owner && is_served_role(one.role); });
    if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content))
        return redemption->owner == owner || redemption->receiver == owner;
    if (const auto* transfer = std::get_if<TransferContent>(&claim.content)) return transfer->to == owner;
    const auto* opening = std::get_if<OpeningContent>(&claim.content);
    return opening && opening->owner == owner;
}

bool is_concerned(const Claim& claim, std::string_view owner) {
    if (owner.empty()) return false;
    if (const auto* service = std::get_if<ServiceContent>(&claim.content))
        return is_receiving(claim, owner) ||
               std::any_of(service->participants.begin(), service->participants.end(),
                           [&](const auto& one) { return one.owner == owner; });
    if (const auto* account = std::get_if<AccountContent>(&claim.content)) return account->owner == owner;
    if (const auto* key = std::get_if<KeyContent>(&claim.content)) return key->owner == owner;
    if (const auto* transfer = std::get_if<TransferContent>(&claim.content);
        transfer && transfer->from == owner)
        return true;
    if (const auto* merge = std::get_if<MergeContent>(&claim.content))
        return merge->owner == owner || merge->into == owner;
    return is_receiving(claim, owner);
}

}  // namespace timebank
