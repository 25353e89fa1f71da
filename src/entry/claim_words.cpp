#include <algorithm>
#include <span>

#include "timebank/claim.hpp"
#include "timebank/decision.hpp"

// The one spelling of every enumeration: JSON, command line, messages and docs all use it.

namespace timebank {
namespace {

template <class Enumeration>
struct Word {
    Enumeration value;
    std::string_view text;
};

constexpr Word<ClaimKind> claim_kinds[] = {
    {ClaimKind::genesis, "genesis"},       {ClaimKind::key, "key"},           {ClaimKind::unit, "unit"},
    {ClaimKind::standard, "standard"},     {ClaimKind::account, "account"},   {ClaimKind::service, "service"},
    {ClaimKind::redemption, "redemption"}, {ClaimKind::reversal, "reversal"}, {ClaimKind::opening, "opening"},
    {ClaimKind::transfer, "transfer"},     {ClaimKind::merge, "merge"},       {ClaimKind::ruling, "ruling"},
};
constexpr Word<Role> roles[] = {
    {Role::operator_, "operator"},      {Role::officer, "officer"},
    {Role::coordinator, "coordinator"}, {Role::app, "app"},
    {Role::member, "member"},
};
constexpr Word<AccountClass> account_classes[] = {
    {AccountClass::member, "member"},     {AccountClass::household, "household"},
    {AccountClass::team, "team"},         {AccountClass::pool, "pool"},
    {AccountClass::fund, "fund"},         {AccountClass::issuer, "issuer"},
    {AccountClass::provider, "provider"}, {AccountClass::partner_ledger, "partner-ledger"},
};
constexpr Word<Capacity> capacities[] = {{Capacity::self, "self"}, {Capacity::agent, "agent"}};
constexpr Word<CosignerCapacity> cosigner_capacities[] = {
    {CosignerCapacity::receiver, "receiver"},
    {CosignerCapacity::coordinator, "coordinator"},
    {CosignerCapacity::key_holder, "key-holder"},
    {CosignerCapacity::officer, "officer"},
};
constexpr Word<EvidenceKind> evidence_kinds[] = {
    {EvidenceKind::none, "none"},
    {EvidenceKind::self_report, "self-report"},
    {EvidenceKind::sign_in_out, "sign-in-out"},
    {EvidenceKind::receiver_confirmation, "receiver-confirmation"},
    {EvidenceKind::coordinator_approval, "coordinator-approval"},
    {EvidenceKind::photo, "photo"},
    {EvidenceKind::paper_confirmation, "paper-confirmation"},
};
constexpr Word<RulingOutcome> ruling_outcomes[] = {
    {RulingOutcome::confirmed, "confirmed"}, {RulingOutcome::refused, "refused"},
    {RulingOutcome::withdrawn, "withdrawn"}, {RulingOutcome::zeroed, "zeroed"},
    {RulingOutcome::restored, "restored"},
};
constexpr Word<NoticeKind> notice_kinds[] = {
    {NoticeKind::cut, "cut"},         {NoticeKind::limit_passed, "limit-passed"},
    {NoticeKind::waived, "waived"},   {NoticeKind::overlaps, "overlaps"},
    {NoticeKind::pending, "pending"},
};

constexpr Word<FactKind> fact_kinds[] = {
    {FactKind::account_class, "account-class"},
    {FactKind::merged_into, "merged-into"},
    {FactKind::opened_on, "opened-on"},
    {FactKind::tag, "tag"},
    {FactKind::tags, "tags"},
    {FactKind::member_of, "member-of"},
    {FactKind::memberships, "memberships"},
    {FactKind::groups, "groups"},
    {FactKind::household, "household"},
    {FactKind::team, "team"},
    {FactKind::shares_household, "shares-household"},
    {FactKind::balance, "balance"},
    {FactKind::balances, "balances"},
    {FactKind::tally, "tally"},
    {FactKind::tally_denominator, "tally-denominator"},
    {FactKind::tally_given, "tally-given"},
    {FactKind::overlaps, "overlaps"},
    {FactKind::signed_by, "signed-by"},
    {FactKind::cosigned, "cosigned"},
    {FactKind::author_is_member, "author-is-member"},
    {FactKind::rules_alone, "rules-alone"},
    {FactKind::key_enrolled, "key-enrolled"},
    {FactKind::unit_defined, "unit-defined"},
    {FactKind::minor_units, "minor-units"},
    {FactKind::line_fits, "line-fits"},
    {FactKind::ruling_state, "ruling-state"},
    {FactKind::awarded_at, "awarded-at"},
    {FactKind::reversed_by, "reversed-by"},
};
constexpr Word<Side> sides[] = {{Side::gets, "gets"}, {Side::gives, "gives"}, {Side::neither, "neither"}};
constexpr Word<ServiceCount> service_counts[] = {
    {ServiceCount::unchanged, "unchanged"},
    {ServiceCount::counted, "counted"},
    {ServiceCount::uncounted, "uncounted"},
};

template <class Enumeration>
std::string_view text_for(std::span<const Word<Enumeration>> words, Enumeration value) {
    auto found =
        std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.value == value; });
    return found == words.end() ? std::string_view() : found->text;
}

template <class Enumeration>
std::optional<Enumeration> value_for(std::span<const Word<Enumeration>> words, std::string_view text) {
    auto found =
        std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.text == text; });
    if (found == words.end()) return std::nullopt;
    return found->value;
}

}  // namespace

std::string_view to_text(ClaimKind kind) {
    return text_for<ClaimKind>(claim_kinds, kind);
}
std::string_view to_text(Role role) {
    return text_for<Role>(roles, role);
}
std::string_view to_text(AccountClass value) {
    return text_for<AccountClass>(account_classes, value);
}
std::string_view to_text(Capacity capacity) {
    return text_for<Capacity>(capacities, capacity);
}
std::string_view to_text(CosignerCapacity value) {
    return text_for<CosignerCapacity>(cosigner_capacities, value);
}
std::string_view to_text(EvidenceKind kind) {
    return text_for<EvidenceKind>(evidence_kinds, kind);
}
std::string_view to_text(RulingOutcome outcome) {
    return text_for<RulingOutcome>(ruling_outcomes, outcome);
}
std::string_view to_text(NoticeKind kind) {
    return text_for<NoticeKind>(notice_kinds, kind);
}

std::string_view to_text(FactKind kind) {
    return text_for<FactKind>(fact_kinds, kind);
}
std::string_view to_text(Side side) {
    return text_for<Side>(sides, side);
}
std::string_view to_text(ServiceCount count) {
    return text_for<ServiceCount>(service_counts, count);
}

std::optional<ClaimKind> parse_claim_kind(std::string_view text) {
    return value_for<ClaimKind>(claim_kinds, text);
}
std::optional<Role> parse_role(std::string_view text) {
    return value_for<Role>(roles, text);
}
std::optional<AccountClass> parse_account_class(std::string_view text) {
    return value_for<AccountClass>(account_classes, text);
}
std::optional<Capacity> parse_capacity(std::string_view text) {
    return value_for<Capacity>(capacities, text);
}
std::optional<CosignerCapacity> parse_cosigner_capacity(std::string_view text) {
    return value_for<CosignerCapacity>(cosigner_capacities, text);
}
std::optional<EvidenceKind> parse_evidence_kind(std::string_view text) {
    return value_for<EvidenceKind>(evidence_kinds, text);
}
std::optional<RulingOutcome> parse_ruling_outcome(std::string_view text) {
    return value_for<RulingOutcome>(ruling_outcomes, text);
}
std::optional<NoticeKind> parse_notice_kind(std::string_view text) {
    return value_for<NoticeKind>(notice_kinds, text);
}

std::optional<FactKind> parse_fact_kind(std::string_view text) {
    return value_for<FactKind>(fact_kinds, text);
}

bool is_served_role(std::string_view role) {
    return std::find(std::begin(served_roles), std::end(served_roles), role) != std::end(served_roles);
}

std::int64_t duration_minutes(const Interval& interval) {
    return utc_minutes(interval.end) - utc_minutes(interval.start);
}

}  // namespace timebank
