#include <algorithm>
#include <array>

#include "entry/fields/fields.hpp"
#include "entry/words.hpp"

// The one spelling of every enumeration: JSON, command line, messages and docs all use it.

namespace timebank {
namespace {

using entry::Word;
using entry::words_of;

template <std::size_t... Places>
constexpr auto kinds_in_order(std::index_sequence<Places...>) {
    return std::array{
        Word<ClaimKind>{static_cast<ClaimKind>(Places + 1),
                        entry::Fields<std::variant_alternative_t<Places, ClaimContent>>::word}...};
}

constexpr auto claim_kinds = kinds_in_order(std::make_index_sequence<std::variant_size_v<ClaimContent>>());
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
std::string_view text_for(Enumeration value) {
    for (const auto& word : words_of<Enumeration>())
        if (word.value == value) return word.text;
    return {};
}

template <class Enumeration>
std::optional<Enumeration> value_for(std::string_view text) {
    for (const auto& word : words_of<Enumeration>())
        if (word.text == text) return word.value;
    return std::nullopt;
}

}  // namespace

namespace entry {

template <>
std::span<const Word<ClaimKind>> words_of() {
    return claim_kinds;
}
template <>
std::span<const Word<Role>> words_of() {
    return roles;
}
template <>
std::span<const Word<AccountClass>> words_of() {
    return account_classes;
}
template <>
std::span<const Word<Capacity>> words_of() {
    return capacities;
}
template <>
std::span<const Word<CosignerCapacity>> words_of() {
    return cosigner_capacities;
}
template <>
std::span<const Word<EvidenceKind>> words_of() {
    return evidence_kinds;
}
template <>
std::span<const Word<RulingOutcome>> words_of() {
    return ruling_outcomes;
}
template <>
std::span<const Word<NoticeKind>> words_of() {
    return notice_kinds;
}
template <>
std::span<const Word<FactKind>> words_of() {
    return fact_kinds;
}
template <>
std::span<const Word<Side>> words_of() {
    return sides;
}
template <>
std::span<const Word<ServiceCount>> words_of() {
    return service_counts;
}

}  // namespace entry

std::string_view to_text(ClaimKind kind) {
    return text_for(kind);
}
std::string_view to_text(Role role) {
    return text_for(role);
}
std::string_view to_text(AccountClass account_class) {
    return text_for(account_class);
}
std::string_view to_text(Capacity capacity) {
    return text_for(capacity);
}
std::string_view to_text(CosignerCapacity capacity) {
    return text_for(capacity);
}
std::string_view to_text(EvidenceKind kind) {
    return text_for(kind);
}
std::string_view to_text(RulingOutcome outcome) {
    return text_for(outcome);
}
std::string_view to_text(NoticeKind kind) {
    return text_for(kind);
}

std::string_view to_text(FactKind kind) {
    return text_for(kind);
}
std::string_view to_text(Side side) {
    return text_for(side);
}
std::string_view to_text(ServiceCount count) {
    return text_for(count);
}

std::optional<ClaimKind> parse_claim_kind(std::string_view text) {
    return value_for<ClaimKind>(text);
}
std::optional<Role> parse_role(std::string_view text) {
    return value_for<Role>(text);
}
std::optional<AccountClass> parse_account_class(std::string_view text) {
    return value_for<AccountClass>(text);
}
std::optional<Capacity> parse_capacity(std::string_view text) {
    return value_for<Capacity>(text);
}
std::optional<CosignerCapacity> parse_cosigner_capacity(std::string_view text) {
    return value_for<CosignerCapacity>(text);
}
std::optional<EvidenceKind> parse_evidence_kind(std::string_view text) {
    return value_for<EvidenceKind>(text);
}
std::optional<RulingOutcome> parse_ruling_outcome(std::string_view text) {
    return value_for<RulingOutcome>(text);
}
std::optional<NoticeKind> parse_notice_kind(std::string_view text) {
    return value_for<NoticeKind>(text);
}

std::optional<FactKind> parse_fact_kind(std::string_view text) {
    return value_for<FactKind>(text);
}

bool is_served_role(std::string_view role) {
    return std::find(std::begin(served_roles), std::end(served_roles), role) != std::end(served_roles);
}

std::int64_t duration_minutes(const Interval& interval) {
    return utc_minutes(interval.end) - utc_minutes(interval.start);
}

}  // namespace timebank
