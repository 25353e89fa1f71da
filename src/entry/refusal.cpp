#include "timebank/refusal.hpp"

#include <algorithm>
#include <iterator>

namespace timebank {
namespace {

struct Wording {
    RefusalCode code;
    std::string_view name;
    std::string_view zh;  // {0} rule, {1} limit, {2} found
    std::string_view en;
};

using enum RefusalCode;

constexpr Wording wordings[] = {
    {origin_differs, "origin_differs", "声明写给账本 {2}，本账本是 {1}：请投到它自己的账本",
     "the claim is for the ledger {2}, this one is {1}: post it to its own ledger"},
    {id_used, "id_used", "编号已用于条目 {1}，但字段“{2}”不同：更正请冲销原条目；新事项请换新编号",
     "the id is that of entry {1}, which differs in {2}: to correct it, reverse that entry; for something "
     "new, "
     "draw a new id"},
    {claim_expired, "claim_expired", "声明有效期至 {1}，现在是 {2}：请重新签署",
     "the claim was valid until {1}, now it is {2}: sign it again"},
    {group_incomplete, "group_incomplete", "声明属于一个组，须整组按原顺序一起提交",
     "the claim belongs to a group: post the whole group together, in its order"},
    {signature_invalid, "signature_invalid", "签名不成立：{2}", "a signature does not verify: {2}"},
    {entry_too_large, "entry_too_large", "条目过大（{2}，上限 {1}）：请拆成几条同一场次的声明",
     "the entry would be too large ({2}, at most {1}): split it into several claims of one session"},
    {ledger_differs, "ledger_differs",
     "声明写给另一个同名账本（创世条目 {2}），本账本是 {1}：请用本账本的标识重新签署",
     "the claim is for another ledger of this origin (genesis {2}), this one is {1}: sign it for this one"},
    {cosignatures_differ, "cosignatures_differ", "声明写明的会签是 {1}，附上的是 {2}：请补齐会签，不多不少",
     "the claim says that it carries the cosignatures {1}, it carries {2}: attach exactly those"},
    {key_unknown, "key_unknown", "密钥 {2} 未在本账本登记：请先登记密钥",
     "the key {2} is not enrolled in this ledger: enrol it first"},
    {capacity_wrong, "capacity_wrong",
     "以{2}身份签署，此处应为{1}：办自己的账户用本人身份（“self”），替别人办用代办身份（“agent”）",
     "signed as {2} where {1} is right: self for one's own account, agent for another's"},
    {role_not_allowed, "role_not_allowed", "{2}无权这样做（{0}）；有权的是：{1}",
     "the role {2} may not make this kind of claim ({0}); allowed: {1}"},
    {possession_missing, "possession_missing",
     "要登记的密钥没有签署自己的登记：请用该密钥以密钥持有人身份（“key-holder”）会签",
     "the key to enrol has not signed its own enrolment: cosign with it as key-holder"},
    {not_concerned, "not_concerned", "声明代表账户 {2}，但该账户与本声明无关：“acting_for”应为当事人",
     "the claim acts for {2}, which has no part in it: act for one of those concerned"},
    {credits_others, "credits_others", "成员本人提交的声明不能为他人（{2}）记积分：请由协调员提交",
     "a member's own claim cannot credit somebody else ({2}): let a coordinator post it"},
    {second_officer_missing, "second_officer_missing",
     "这类声明（{0}）须由两位负责人签署：请另一位以负责人身份（“officer”）会签",
     "this kind of claim ({0}) takes two officers: let a second one cosign as officer"},
    {second_person_missing, "second_person_missing",
     "这次服务有 {2} 分钟，超过 {1} 分钟的须另有一人签署：请受服务者、协调员或负责人会签，或拆成几次",
     "the service has {2} minutes, and one of more than {1} takes a second person: let the receiver, a "
     "coordinator "
     "or an officer cosign, or record it in parts"},
    {cosigner_repeated, "cosigner_repeated", "{2} 在同一声明上签了两次：会签须由另一个人作出",
     "{2} signs the claim twice: a cosignature is another person's"},
    {genesis_repeated, "genesis_repeated", "账本已经创立，创世条目只有一条",
     "the ledger is founded already: there is one genesis entry"},
    {key_known, "key_known", "密钥已登记（条目 {2}）", "the key is enrolled already (entry {2})"},
    {unit_known, "unit_known", "单位 {0} 已在条目 {2} 中定义，不能改变",
     "the unit {0} was defined in entry {2} and cannot change"},
    {unit_unknown, "unit_unknown",
     "单位 {0} 未定义或与标准所写的最小单位数不同（标准：{1}，账本：{2}）：请先定义单位",
     "the unit {0} is not defined, or not as the standard says (minor units in one: {1} there, {2} in the "
     "ledger): "
     "define the unit first"},
    {account_unknown, "account_unknown", "账户 {2} 不存在：请先开户，或检查拼写",
     "there is no account {2}: open it first, or check the spelling"},
    {account_class_differs, "account_class_differs", "账户 {0} 的类别是{1}，不能是{2}",
     "the account {0} is of class {1}, not {2}"},
    {standard_invalid, "standard_invalid", "标准文件有误：{2}", "the standard is not sound: {2}"},
    {standard_id_differs, "standard_id_differs",
     "本账本的{1}标准不是 {2} 这一条线：新版本须沿用原来的编号和日期口径",
     "{2} is not the line of this ledger's {1} standard: a new edition keeps the id and the date that picks "
     "it"},
    {example_fails, "example_fails", "标准自带的算例 {0} 不成立：应为 {1}，算得 {2}",
     "the worked example {0} inside the standard does not hold: expected {1}, got {2}"},
    {standard_missing, "standard_missing", "{2} 没有生效的{0}标准：请先采用一个生效日期不晚于此的版本",
     "no edition of the {0} standard is in force on {2}: adopt one that is effective by then"},
    {entry_unknown, "entry_unknown", "没有条目 {2}，或其声明编号不同：请用 find 查对",
     "there is no entry {2} with this claim id: look it up with find"},
    {not_reversible, "not_reversible", "条目 {0}（{2}）不能冲销；能冲销的是：{1}",
     "of entry {0}, {2} cannot be reversed; what can be is: {1}"},
    {reversed_already, "reversed_already", "条目 {0} 已由条目 {2} 冲销",
     "entry {0} was reversed already, by entry {2}"},
    {account_merged, "account_merged", "账户 {0} 已并入 {2}：请改用 {2}",
     "the account {0} was merged into {2}: name {2} instead"},
    {class_not_allowed, "class_not_allowed", "账户 {0} 的类别是{2}，此处须为：{1}",
     "the account {0} is of class {2}; in this place it must be {1}"},
    {fact_unowned, "fact_unowned", "事实 {0} 是个人的，而声明涉及 {2} 人：请写在其本人名下（“facts”）",
     "the fact {0} is a person's, and the claim is about {2} people: state it in the facts of the one whose "
     "it is"},
    {clock_differs, "clock_differs", "校时声明写的是 {2}，现在是 {1}：请按现在的时间重新签署",
     "the claim says that it is {2}, the clock says {1}: sign it again with the time it is now"},
    {serves_themselves, "serves_themselves",
     "{2} 在同一次服务里既是“{0}”又是“{1}”：自己服务自己不算，请只留一项",
     "{2} is both {0} and {1} of one service: nobody serves themselves, so name them once"},
    {offset_unknown, "offset_unknown",
     "时间 {0} 的时差是 {2}，标准只认 {1}：哪一天按当地时间算，请改写成当地的时差",
     "the time {0} has the offset {2}, and the standard knows {1}: days are those of local time, so give the "
     "local "
     "offset"},
    {service_in_future, "service_in_future", "时间 {2} 晚于记录时间 {1}：请在服务结束后提交",
     "{2} lies after the time of recording, {1}: post it when it is over"},
    {category_unknown, "category_unknown", "标准没有类别 {2}；有：{1}",
     "the standard has no category {2}; it has: {1}"},
    {participant_repeated, "participant_repeated", "{2} 以同一角色出现两次",
     "{2} is named twice in one role"},
    {own_minutes_too_long, "own_minutes_too_long", "{0} 的个人时长 {2} 分钟超过整次服务的 {1} 分钟",
     "the part of {0}, {2} minutes, is longer than the whole service, {1} minutes"},
    {fact_unknown, "fact_unknown", "标准没有声明事实 {2}", "the standard declares no fact {2}"},
    {fact_missing, "fact_missing", "规则 {0} 要用到“{1}”，声明中没有：请补上",
     "the rule {0} needs the fact {1}, which the claim does not give"},
    {fact_not_attested, "fact_not_attested", "事实 {0} 须由{1}证明，签署者的角色：{2}",
     "the fact {0} must be attested by {1}; those who signed are {2}"},
    {evidence_not_attested, "evidence_not_attested", "{0} 的纸质确认须由{1}签署担保，签署者的角色：{2}",
     "the confirmation on paper of {0} must be vouched for by {1}; those who signed are {2}"},
    {overlaps_recorded, "overlaps_recorded", "{0} 在这段时间已记有服务（条目 {2}）：请核对两条，或改正时间",
     "{0} is recorded at that time already, in entry {2}: compare the two, or put the times right"},
    {service_too_long, "service_too_long",
     "这次服务有 {2} 分钟，标准最长接受 {1} 分钟：请核对起止时间，或拆成几次",
     "the service has {2} minutes and the standard takes {1} at most: check when it began and ended, or "
     "record "
     "it in "
     "parts"},
    {gate_closed, "gate_closed", "规则 {0} 的条件不满足。要求：{1}；实际：{2}",
     "a condition of the rule {0} is not met: required {1}, found {2}"},
    {cap_reached, "cap_reached", "达到上限 {0}：上限 {1}，将达 {2}",
     "the cap {0} is reached: {1} allowed, {2} asked"},
    {item_unknown, "item_unknown", "兑换目录没有 {2}；有：{1}", "the catalogue has no item {2}; it has: {1}"},
    {item_locked, "item_locked", "{0} 尚未解锁。要求：{1}；实际：{2}",
     "{0} is not unlocked: required {1}, found {2}"},
    {limit_reached, "limit_reached", "达到限量 {0}：最多 {1}，将达 {2}",
     "the limit {0} is reached: {1} allowed, {2} asked"},
    {balance_too_low, "balance_too_low", "余额不足：{0} 需要 {1}，可用 {2}",
     "the balance is too low: {0} takes {1}, there is {2}"},
    {amount_out_of_range, "amount_out_of_range", "金额超出可记录的范围（{2}）",
     "an amount does not fit the book ({2})"},
    {transfer_not_allowed, "transfer_not_allowed", "标准不允许这样转让：{2}；允许的有：{1}",
     "the standard has no such transfer: {2}; it has: {1}"},
    {number_out_of_range, "number_out_of_range",
     "规则 {0} 所需的数不在范围之内。范围：{1}；实际：{2}。请填写范围内的数",
     "the rule {0} asks for a number of {1}, found {2}: state one in that range"},
    {approval_missing, "approval_missing", "上限 {0} 为 {1}，将达 {2}，须经批准：请有权批准的人签署",
     "the cap {0} is {1} and {2} is asked, which takes an approval: let somebody who may approve it sign"},
    {not_pending, "not_pending", "条目 {0} 的状态是{2}：只有待确认的服务才能确认、拒绝或撤回",
     "entry {0} is {2}: only a pending service can be confirmed, refused or withdrawn"},
    {not_rulable, "not_rulable", "条目 {0} 不能这样裁定（{2}）；这样的裁定只适用于：{1}",
     "entry {0} is {2}; such a ruling is about: {1}"},
    {pending_lapsed, "pending_lapsed", "条目 {0} 最迟须在 {1} 确认，现在是 {2}：请重新提交这次服务",
     "the service in entry {0} could be confirmed until {1}, now it is {2}: post the service anew"},
    {own_ruling, "own_ruling", "对条目 {0} 的裁定会给 {2} 记积分，不能由其单独作出：请另一人签署或会签",
     "the ruling on entry {0} credits {2}, who cannot make it alone: let somebody else sign or cosign"},
    {balance_too_high, "balance_too_high", "余额过高：按 {0} 至多 {1}，将达 {2}：请先使用或转出一部分",
     "the balance would be too high: {0} allows {1} and it would be {2}: spend or give some first"},
    {not_held, "not_held", "条目 {0} 没有待结清的预留（{2}）：只有预留了积分而未结清的兑换才能结清",
     "nothing is set aside for entry {0} ({2}): only a redemption that waits to be delivered is settled"},
    {hold_lapsed, "hold_lapsed", "条目 {0} 最迟须在 {1} 兑现，现在是 {2}：请记为到期，再重新兑换",
     "what is set aside for entry {0} could be delivered until {1}, now it is {2}: record that it has "
     "expired, and redeem anew"},
    {hold_not_over, "hold_not_over", "条目 {0} 的预留到 {1} 为止，现在是 {2}：此前可以取消，不会到期",
     "what is set aside for entry {0} lasts until {1}, now it is {2}: before that it is cancelled, not "
     "expired"},
};

}  // namespace

std::string_view to_text(RefusalCode code) {
    auto found = std::find_if(std::begin(wordings), std::end(wordings),
                              [&](const auto& one) { return one.code == code; });
    return found == std::end(wordings) ? std::string_view("unknown") : found->name;
}

std::vector<RefusalCode> all_refusal_codes() {
    std::vector<RefusalCode> codes;
    for (const auto& wording : wordings) codes.push_back(wording.code);
    return codes;
}

Text explain_refusal(const Refusal& refusal) {
    auto found = std::find_if(std::begin(wordings), std::end(wordings),
                              [&](const auto& one) { return one.code == refusal.code; });
    if (found == std::end(wordings)) return say("未知的拒绝代码", "an unknown refusal code");
    return say_with(found->zh, found->en, {refusal.rule, refusal.limit, refusal.found});
}

}  // namespace timebank
