#include "report/statement_words.hpp"

#include <algorithm>

#include "decision/tally.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

std::int64_t minutes_of(const ServiceContent& service, const Participant& participant) {
    return participant.own_minutes ? std::int64_t{*participant.own_minutes}
                                   : duration_minutes(service.actual);
}

std::vector<std::string> participants(const ServiceContent& service, bool served) {
    std::vector<std::string> owners;
    for (const auto& participant : service.participants)
        if (is_served_role(participant.role) == served) owners.push_back(participant.owner);
    return owners;
}

bool takes_part(const ServiceContent& service, const std::string& owner, bool served) {
    const auto owners = participants(service, served);
    return std::find(owners.begin(), owners.end(), owner) != owners.end();
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

struct What {
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

    Text operator()(const ServiceContent& service) const {
        auto text = category_name(plan, service.category);
        if (takes_part(service, owner, false)) {
            const auto time = duration_text(served_minutes_of(service, owner));
            append(text, {"，服务 " + time.zh, ", " + time.en + " served"});
            return text;
        }
        const auto time = duration_text(duration_minutes(service.actual));
        if (takes_part(service, owner, true)) {
            append(text, {"，接受服务 " + time.zh, ", " + time.en + " received"});
            return text;
        }
        const auto doers = participants(service, false);
        const auto names = listed(doers.empty() ? participants(service, true) : doers);
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

}  // namespace

Text duration_text(std::int64_t minutes) {
    const auto hours = std::to_string(minutes / 60);
    const auto rest = std::to_string(minutes % 60);
    if (minutes < 60) return say("{} 分钟", "{} min", {rest});
    if (minutes % 60 == 0) return say("{} 小时", "{} h", {hours});
    return say("{} 小时 {} 分钟", "{} h {} min", {hours, rest});
}

Text what_of(const Entry& entry, const std::string& owner, const standard::Plan* plan) {
    return std::visit(What{entry, owner, plan}, entry.signed_claim.claim.content);
}

Text what_of_reversal(const ReversalContent& reversal, const Text& what) {
    const auto index = std::to_string(reversal.entry_index);
    auto text = say("冲销条目 {}", "reversal of entry {}", {index});
    if (!reversal.units.empty()) {
        const auto units = listed(reversal.units);
        append(text, {" 的 " + units.zh, ", only " + units.en});
    }
    append(text, in_brackets({reversal.reason, reversal.reason}));
    append(text, {"：" + what.zh, ": " + what.en});
    return text;
}

Text what_of_ruling(const RulingContent& ruling, const Text& what) {
    auto text = ruling_words(ruling);
    append(text, in_brackets({ruling.reason, ruling.reason}));
    append(text, {"：" + what.zh, ": " + what.en});
    return text;
}

std::int64_t served_minutes_of(const ServiceContent& service, const std::string& owner) {
    std::int64_t minutes = 0;
    for (const auto& participant : service.participants)
        if (participant.owner == owner && !is_served_role(participant.role))
            minutes += minutes_of(service, participant);
    return minutes;
}

}  // namespace timebank::report
