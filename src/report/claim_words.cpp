#include "report/claim_words.hpp"

#include <algorithm>

#include "decision/counting.hpp"
#include "decision/tally.hpp"
#include "report/words.hpp"

// The one file of this room that knows every kind of claim.

namespace timebank::report {
namespace {

/// What became of how many: "兑现条目 17 的 2 份", "delivers 2 of entry 17".
Text settlement_words(const SettlementContent& settlement) {
    const auto index = std::to_string(settlement.entry_index);
    const auto quantity = std::to_string(settlement.quantity);
    switch (settlement.outcome) {
        case SettlementOutcome::fulfilled:
            return say("兑现条目 {0} 的 {1} 份", "delivers {1} of entry {0}", {index, quantity});
        case SettlementOutcome::cancelled:
            return say("取消条目 {0} 余下的 {1} 份", "cancels the {1} left of entry {0}", {index, quantity});
        case SettlementOutcome::missed:
            return say("条目 {0} 余下的 {1} 份爽约", "the {1} left of entry {0} were missed",
                       {index, quantity});
        case SettlementOutcome::expired:
            return say("条目 {0} 余下的 {1} 份到期", "the {1} left of entry {0} expired", {index, quantity});
    }
    return {};
}

/// What a ruling does to which entry: "confirms entry 17".
Text ruling_words(const RulingContent& ruling) {
    const auto index = std::to_string(ruling.entry_index);
    switch (ruling.outcome) {
        case RulingOutcome::confirmed:
            return say("确认条目 {}", "confirms entry {}", {index});
        case RulingOutcome::refused:
            return say("拒绝条目 {}", "refuses entry {}", {index});
        case RulingOutcome::withdrawn:
            return say("撤回条目 {}", "withdraws entry {}", {index});
        case RulingOutcome::zeroed:
            return say("清零条目 {} 的积分", "zeroes the awards of entry {}", {index});
        case RulingOutcome::restored:
            return say("恢复条目 {} 的积分", "restores the awards of entry {}", {index});
    }
    return say("裁定条目 {}", "rules on entry {}", {index});
}

std::vector<std::string> owners(const ServiceContent& service, bool served) {
    std::vector<std::string> names;
    for (const auto& participant : service.participants)
        if (is_served_role(participant.role) == served) names.push_back(participant.owner);
    return names;
}

std::vector<std::string> fields(const std::vector<Commitment>& commitments) {
    std::vector<std::string> names;
    for (const auto& commitment : commitments) names.push_back(commitment.field);
    return names;
}

/// What was claimed: one sentence without its end, so that a reversal can repeat that of another entry.
struct Claimed {
    const standard::Plan* plan;
    const Entry* named;  ///< of a reversal or ruling

    Text operator()(const GenesisContent& content) const {
        return say("创立账本，日志密钥 {0}，运营密钥 {1}",
                   "founds the ledger with the log key {0} and the operator key {1}",
                   {short_hex(content.log_key.bytes), short_hex(content.operator_key.bytes)});
    }

    Text operator()(const KeyContent& content) const {
        const auto key = same_in_both(short_hex(content.key.bytes));
        const auto role = in_words(content.role);
        if (content.owner.empty())
            return say_with("为办公室登记密钥 {0}，角色为{1}", "enrols the key {0} for the office, role {1}",
                            {key, role});
        return say_with("为 {2} 登记密钥 {0}，角色为{1}", "enrols the key {0} for {2}, role {1}",
                        {key, role, same_in_both(content.owner)});
    }

    Text operator()(const UnitContent& content) const {
        auto text =
            say("定义单位 {0}，每个分为 {1} 个最小单位", "defines the unit {0}, of {1} minor units in one",
                {content.code, std::to_string(content.minor_units_in_one)});
        if (content.minutes_in_one > 0)
            append(text,
                   say("，合 {} 分钟", ", which is {} minutes", {std::to_string(content.minutes_in_one)}));
        return text;
    }

    Text operator()(const StandardContent& content) const {
        const auto summary = read_standard(content.document);
        if (!summary) return say("采用一个标准", "adopts a standard");
        const bool credit = summary->kind == StandardKind::credit;
        return say(
            credit ? "采用积分标准 {0} {1} 版，自 {2} 起，摘要 {3}"
                   : "采用兑换标准 {0} {1} 版，自 {2} 起，摘要 {3}",
            credit ? "adopts the credit standard {0}, edition {1}, from {2}, digest {3}"
                   : "adopts the redemption standard {0}, edition {1}, from {2}, digest {3}",
            {summary->id, summary->edition, to_text(summary->effective_from), short_hex(summary->digest)});
    }

    Text operator()(const AccountContent& content) const {
        auto text = say_with("账户 {0}，类别为{1}", "the account {0} of class {1}",
                             {same_in_both(content.owner), in_words(content.account_class)});
        add_list(text, "，标签 ", ", tags ", content.tags);
        add_list(text, "，属于 ", ", member of ", content.member_of);
        // The texts themselves are not in the log, and their digests would tell nobody anything.
        add_list(text, "，附对文字的承诺：", ", with commitments to the texts ", fields(content.commitments));
        return text;
    }

    static void add_list(Text& text, std::string_view zh, std::string_view en,
                         const std::vector<std::string>& words) {
        if (words.empty()) return;
        const auto list = listed(words, "个");
        append(text, {std::string(zh) + list.zh, std::string(en) + list.en});
    }

    Text operator()(const ServiceContent& service) const {
        const auto name = category_name(plan, service.category);
        const auto when = interval_text(service.actual);
        const auto minutes = std::to_string(duration_minutes(service.actual));
        Text text = {when + " " + name.zh + "，" + minutes + " 分钟",
                     when + " " + name.en + ", " + minutes + " minutes"};
        if (service.quantity > 0)
            append(text, say("，{} 件", ", {} items", {std::to_string(service.quantity)}));
        if (service.travel_minutes > 0)
            append(text,
                   say("，路途 {} 分钟", ", {} minutes of travel", {std::to_string(service.travel_minutes)}));
        if (!service.place.empty()) append(text, say("，地点 {}", ", at {}", {service.place}));
        if (const auto names = owners(service, false); !names.empty()) {
            const auto list = listed(names);
            append(text, {"，服务者 " + list.zh, ", by " + list.en});
        }
        if (const auto names = owners(service, true); !names.empty()) {
            const auto list = listed(names);
            append(text, {"，服务对象 " + list.zh, ", for " + list.en});
        }
        if (!service.on_behalf_of.empty())
            append(text, say("，以 {} 的名义", ", on behalf of {}", {service.on_behalf_of}));
        return text;
    }

    Text operator()(const RedemptionContent& redemption) const {
        const auto* item = plan ? find_item(*plan, redemption.item) : nullptr;
        const Text name = item ? item->name : Text{redemption.item, redemption.item};
        const auto when = time_text(redemption.at);
        const auto quantity = std::to_string(redemption.quantity);
        Text text = {when + " " + redemption.owner + " 兑换" + name.zh + "（" + redemption.item +
                         "），数量 " + quantity,
                     when + " " + redemption.owner + " redeems " + name.en + " (" + redemption.item +
                         "), quantity " + quantity};
        if (!redemption.receiver.empty()) append(text, say("，给 {}", ", for {}", {redemption.receiver}));
        return text;
    }

    Text operator()(const ReversalContent& reversal) const {
        const auto index = std::to_string(reversal.entry_index);
        const auto undone = std::visit(Claimed{plan, nullptr}, named->signed_claim.claim.content);
        Text what = {"条目 " + index, "entry " + index};
        if (!reversal.units.empty()) {
            const auto units = listed(reversal.units, "个");
            what = {"条目 " + index + " 的 " + units.zh, units.en + " of entry " + index};
        }
        return {"冲销" + what.zh + "（原因 " + reversal.reason + "）：" + undone.zh,
                "reverses " + what.en + " (reason " + reversal.reason + "): " + undone.en};
    }

    Text operator()(const OpeningContent& opening) const {
        const bool owes = opening.amount.minor_units < 0;
        const auto amount = amount_text(plan, opening.unit, magnitude(opening.amount));
        const auto date = to_text(opening.lot_date);
        const auto source = short_hex(opening.source);
        return {"为 " + opening.owner + (owes ? " 转入旧账欠额 " : " 转入旧账余额 ") + amount.zh + "，截至 " +
                    date + "，对方账户 " + opening.issuer + "，来源表摘要 " + source,
                (owes ? "brings over a debt of " : "brings over a balance of ") + amount.en + " for " +
                    opening.owner + ", as of " + date + ", against " + opening.issuer +
                    ", from the sheet with the digest " + source};
    }

    Text operator()(const TransferContent& transfer) const {
        const auto amount = amount_text(plan, transfer.unit, transfer.amount);
        const auto when = time_text(transfer.at);
        return {when + " " + transfer.from + " 转给 " + transfer.to + " " + amount.zh + "，用途 " +
                    transfer.purpose,
                when + " " + transfer.from + " gives " + amount.en + " to " + transfer.to + ", purpose " +
                    transfer.purpose};
    }

    Text operator()(const MergeContent& merge) const {
        return say("把账户 {0} 并入 {1}（原因 {2}）", "merges the account {0} into {1} (reason {2})",
                   {merge.owner, merge.into, merge.reason});
    }

    Text operator()(const ClockContent& clock) const {
        return say("声明时钟无误：现在是 {0}（原因 {1}）",
                   "says that the clock is right: it is {0} (reason {1})",
                   {time_text(clock.at), clock.reason});
    }

    Text operator()(const SettlementContent& settlement) const {
        auto text = settlement_words(settlement);
        append(text, say("（原因 {}）", " (reason {})", {settlement.reason}));
        if (!named) return text;
        const auto redemption = std::visit(Claimed{plan, nullptr}, named->signed_claim.claim.content);
        append(text, {"：" + redemption.zh, ": " + redemption.en});
        return text;
    }

    Text operator()(const RulingContent& ruling) const {
        auto text = ruling_words(ruling);
        append(text, say("（原因 {}）", " (reason {})", {ruling.reason}));
        if (!named) return text;
        const auto service = std::visit(Claimed{plan, nullptr}, named->signed_claim.claim.content);
        append(text, {"：" + service.zh, ": " + service.en});
        return text;
    }
};

// On a statement.

bool takes_part(const ServiceContent& service, const std::string& owner, bool served) {
    const auto names = owners(service, served);
    return std::find(names.begin(), names.end(), owner) != names.end();
}

Text in_brackets(const Text& text) {
    return {"（" + text.zh + "）", " (" + text.en + ")"};
}

/// The name of the way in which it was given, as the edition calls it.
Text purpose_name(const Entry& entry, const TransferContent& transfer, const standard::Plan* plan) {
    const auto& awards = entry.decision.awards;
    if (plan && !awards.empty())
        for (const auto& rule : plan->transfers)
            if (rule.id == awards.front().rule) return rule.name;
    return {transfer.purpose, transfer.purpose};
}

struct StatementText {
    const Entry& entry;
    const std::string& owner;
    const standard::Plan* plan;

    // None of these is on a statement; reversals and rulings are told by what they are about.
    Text operator()(const GenesisContent&) const { return {}; }
    Text operator()(const KeyContent&) const { return {}; }
    Text operator()(const UnitContent&) const { return {}; }
    Text operator()(const StandardContent&) const { return {}; }
    Text operator()(const AccountContent&) const { return {}; }
    Text operator()(const ReversalContent&) const { return {}; }
    Text operator()(const RulingContent&) const { return {}; }
    Text operator()(const SettlementContent&) const { return {}; }
    Text operator()(const ClockContent&) const { return {}; }

    Text operator()(const ServiceContent& service) const {
        auto text = category_name(plan, service.category);
        if (takes_part(service, owner, false)) {
            const auto time = duration_text(occupied_minutes(service, owner));
            append(text, {"，服务 " + time.zh, ", " + time.en + " served"});
            return text;
        }
        const auto time = duration_text(duration_minutes(service.actual));
        if (takes_part(service, owner, true)) {
            append(text, {"，接受服务 " + time.zh, ", " + time.en + " received"});
            return text;
        }
        const auto doers = owners(service, false);
        const auto names = listed(doers.empty() ? owners(service, true) : doers);
        if (service.on_behalf_of == owner)
            append(text, {"，以其名义服务 " + time.zh, ", " + time.en + " on its behalf"});
        append(text, {"：" + names.zh, ": " + names.en});
        return text;
    }

    Text operator()(const RedemptionContent& redemption) const {
        const auto* item = plan ? find_item(*plan, redemption.item) : nullptr;
        Text name = item ? item->name : Text{redemption.item, redemption.item};
        if (redemption.quantity > 1)
            append(name, say(" ×{}", " × {}", {std::to_string(redemption.quantity)}));
        if (redemption.owner != owner)
            return {redemption.owner + " 兑换：" + name.zh,
                    "redeemed by " + redemption.owner + ": " + name.en};
        Text text = {"兑换：" + name.zh, "redeemed: " + name.en};
        if (hold_in(entry.decision)) append(text, {"（预留）", " (set aside)"});
        if (!redemption.receiver.empty()) append(text, say("，给 {}", ", for {}", {redemption.receiver}));
        return text;
    }

    Text operator()(const OpeningContent& opening) const {
        if (opening.owner == owner) return {"旧账转入", "brought in from older books"};
        return say("{} 的旧账转入", "brought in from older books for {}", {opening.owner});
    }

    Text operator()(const TransferContent& transfer) const {
        auto text = transfer.from == owner ? say("转给 {}", "transfer to {}", {transfer.to})
                                           : say("来自 {} 的转入", "transfer from {}", {transfer.from});
        append(text, in_brackets(purpose_name(entry, transfer, plan)));
        return text;
    }

    Text operator()(const MergeContent& merge) const {
        auto text = merge.owner == owner ? say("本账户并入 {}", "merged into {}", {merge.into})
                                         : say("{} 并入本账户", "takes over from {}", {merge.owner});
        append(text, in_brackets({merge.reason, merge.reason}));
        return text;
    }
};

/// Of claims that are about another entry; `what` tells that one.
struct CorrectionText {
    const Text& what;

    Text operator()(const ReversalContent& reversal) const {
        const auto index = std::to_string(reversal.entry_index);
        auto text = say("冲销条目 {}", "reversal of entry {}", {index});
        if (!reversal.units.empty()) {
            const auto units = listed(reversal.units);
            append(text, {" 的 " + units.zh, ", only " + units.en});
        }
        append(text, in_brackets({reversal.reason, reversal.reason}));
        return followed(std::move(text));
    }
    Text operator()(const RulingContent& ruling) const {
        auto text = ruling_words(ruling);
        append(text, in_brackets({ruling.reason, ruling.reason}));
        return followed(std::move(text));
    }
    Text operator()(const SettlementContent& settlement) const {
        auto text = settlement_words(settlement);
        append(text, in_brackets({settlement.reason, settlement.reason}));
        return followed(std::move(text));
    }
    template <class Content>
    Text operator()(const Content&) const {
        return what;
    }

    Text followed(Text text) const {
        append(text, {"：" + what.zh, ": " + what.en});
        return text;
    }
};

/// Nothing for claims that move nothing.
struct ValueDate {
    std::int64_t recorded_at_unix_s;
    using Day = std::optional<CivilDate>;

    Day operator()(const GenesisContent&) const { return {}; }
    Day operator()(const KeyContent&) const { return {}; }
    Day operator()(const UnitContent&) const { return {}; }
    Day operator()(const StandardContent&) const { return {}; }
    Day operator()(const AccountContent&) const { return {}; }
    Day operator()(const ClockContent&) const { return {}; }
    Day operator()(const SettlementContent& settlement) const { return civil_date(settlement.at); }
    Day operator()(const ServiceContent& service) const { return civil_date(service.actual.start); }
    Day operator()(const RedemptionContent& redemption) const { return civil_date(redemption.at); }
    Day operator()(const ReversalContent&) const { return {}; }  // that of what it undoes
    Day operator()(const RulingContent&) const { return {}; }    // that of its service
    Day operator()(const OpeningContent& opening) const { return opening.lot_date; }
    Day operator()(const TransferContent& transfer) const { return civil_date(transfer.at); }
    Day operator()(const MergeContent&) const { return utc_day(recorded_at_unix_s); }
};

}  // namespace

Text claimed_text(const Claim& claim, const standard::Plan* plan, const Entry* named) {
    return std::visit(Claimed{plan, named}, claim.content);
}

Text statement_text(const Entry& entry, const std::string& owner, const standard::Plan* plan) {
    return std::visit(StatementText{entry, owner, plan}, entry.signed_claim.claim.content);
}

Text correction_text(const Claim& claim, const Text& what) {
    return std::visit(CorrectionText{what}, claim.content);
}

std::optional<CivilDate> value_date(const Entry& entry) {
    return std::visit(ValueDate{entry.recorded_at_unix_s}, entry.signed_claim.claim.content);
}

}  // namespace timebank::report
