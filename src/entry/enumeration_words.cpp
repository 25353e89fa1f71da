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
                        entry::Fields<std::variant_alternative_t<Places, ClaimContent>>::word,
                        entry::Fields<std::variant_alternative_t<Places, ClaimContent>>::title.zh}...};
}

constexpr auto claim_kinds = kinds_in_order(std::make_index_sequence<std::variant_size_v<ClaimContent>>());
constexpr Word<Role> roles[] = {
    {Role::operator_, "operator", "运营者"},
    {Role::officer, "officer", "负责人"},
    {Role::coordinator, "coordinator", "协调员"},
    {Role::app, "app", "应用"},
    {Role::member, "member", "成员"},
};
constexpr Word<AccountClass> account_classes[] = {
    {AccountClass::member, "member", "成员"},
    {AccountClass::household, "household", "家庭"},
    {AccountClass::team, "team", "团队"},
    {AccountClass::pool, "pool", "公益池"},
    {AccountClass::fund, "fund", "基金"},
    {AccountClass::issuer, "issuer", "发行户"},
    {AccountClass::provider, "provider", "服务商"},
    {AccountClass::partner_ledger, "partner-ledger", "伙伴账本"},
};
constexpr Word<Capacity> capacities[] = {{Capacity::self, "self", "本人"},
                                         {Capacity::agent, "agent", "代办"}};
constexpr Word<CosignerCapacity> cosigner_capacities[] = {
    {CosignerCapacity::receiver, "receiver", "受服务者"},
    {CosignerCapacity::coordinator, "coordinator", "协调员"},
    {CosignerCapacity::key_holder, "key-holder", "密钥持有人"},
    {CosignerCapacity::officer, "officer", "负责人"},
};
constexpr Word<EvidenceKind> evidence_kinds[] = {
    {EvidenceKind::none, "none", "无"},
    {EvidenceKind::self_report, "self-report", "自报"},
    {EvidenceKind::sign_in_out, "sign-in-out", "签到签退"},
    {EvidenceKind::receiver_confirmation, "receiver-confirmation", "受服务者确认"},
    {EvidenceKind::coordinator_approval, "coordinator-approval", "协调员核准"},
    {EvidenceKind::photo, "photo", "照片"},
    {EvidenceKind::paper_confirmation, "paper-confirmation", "纸质确认"},
};
constexpr Word<RulingOutcome> ruling_outcomes[] = {
    {RulingOutcome::confirmed, "confirmed", "确认"}, {RulingOutcome::refused, "refused", "拒绝"},
    {RulingOutcome::withdrawn, "withdrawn", "撤回"}, {RulingOutcome::zeroed, "zeroed", "清零"},
    {RulingOutcome::restored, "restored", "恢复"},
};
constexpr Word<SettlementOutcome> settlement_outcomes[] = {
    {SettlementOutcome::fulfilled, "fulfilled", "兑现"},
    {SettlementOutcome::cancelled, "cancelled", "取消"},
    {SettlementOutcome::missed, "missed", "爽约"},
    {SettlementOutcome::expired, "expired", "到期"},
};
constexpr Word<NoticeKind> notice_kinds[] = {
    {NoticeKind::cut, "cut"},         {NoticeKind::limit_passed, "limit-passed"},
    {NoticeKind::waived, "waived"},   {NoticeKind::overlaps, "overlaps"},
    {NoticeKind::pending, "pending"}, {NoticeKind::worth, "worth"},
    {NoticeKind::held, "held"},
};

constexpr Word<FactKind> fact_kinds[] = {
    {FactKind::account_class, "account-class", "账户类别"},
    {FactKind::merged_into, "merged-into", "并入的账户"},
    {FactKind::opened_on, "opened-on", "开户日"},
    {FactKind::tag, "tag", "标签"},
    {FactKind::tags, "tags", "标签数"},
    {FactKind::member_of, "member-of", "所属"},
    {FactKind::memberships, "memberships", "所属数"},
    {FactKind::groups, "groups", "家庭和团队数"},
    {FactKind::household, "household", "家庭"},
    {FactKind::team, "team", "团队"},
    {FactKind::shares_household, "shares-household", "同属一个家庭"},
    {FactKind::balance, "balance", "余额"},
    {FactKind::balances, "balances", "有余额的单位数"},
    {FactKind::tally, "tally", "累计"},
    {FactKind::tally_denominator, "tally-denominator", "累计的分母"},
    {FactKind::tally_given, "tally-given", "累计中已给"},
    {FactKind::overlaps, "overlaps", "重叠的条目"},
    {FactKind::signed_by, "signed-by", "签署者角色"},
    {FactKind::cosigned, "cosigned", "会签身份"},
    {FactKind::author_is_member, "author-is-member", "提交者是成员"},
    {FactKind::rules_alone, "rules-alone", "独自裁定"},
    {FactKind::key_enrolled, "key-enrolled", "密钥登记于"},
    {FactKind::unit_defined, "unit-defined", "单位定义于"},
    {FactKind::minor_units, "minor-units", "最小单位数"},
    {FactKind::line_fits, "line-fits", "标准沿用同一编号"},
    {FactKind::ruling_state, "ruling-state", "裁定状态"},
    {FactKind::awarded_at, "awarded-at", "记账条目"},
    {FactKind::reversed_by, "reversed-by", "冲销条目"},
    {FactKind::hold_items, "hold-items", "预留余下份数"},
    {FactKind::hold_amount, "hold-amount", "预留余下数额"},
    {FactKind::set_aside, "set-aside", "预留合计"},
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
Text words_for(Enumeration value) {
    for (const auto& word : words_of<Enumeration>())
        if (word.value == value) return {std::string(word.zh), std::string(word.text)};
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
std::span<const Word<SettlementOutcome>> words_of() {
    return settlement_outcomes;
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
std::string_view to_text(SettlementOutcome outcome) {
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

Text in_words(ClaimKind kind) {
    return words_for(kind);
}
Text in_words(Role role) {
    return words_for(role);
}
Text in_words(AccountClass account_class) {
    return words_for(account_class);
}
Text in_words(Capacity capacity) {
    return words_for(capacity);
}
Text in_words(CosignerCapacity capacity) {
    return words_for(capacity);
}
Text in_words(EvidenceKind kind) {
    return words_for(kind);
}
Text in_words(RulingOutcome outcome) {
    return words_for(outcome);
}
Text in_words(SettlementOutcome outcome) {
    return words_for(outcome);
}
Text in_words(FactKind kind) {
    return words_for(kind);
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
std::optional<SettlementOutcome> parse_settlement_outcome(std::string_view text) {
    return value_for<SettlementOutcome>(text);
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
