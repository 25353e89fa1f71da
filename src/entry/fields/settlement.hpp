#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<SettlementContent> {
    static constexpr std::string_view word = "settlement";
    static constexpr Words title{"结清", "Settlement"};
    static constexpr Words about{
        "预留了积分的兑换怎样了结：兑现（可以分次）、取消、爽约或到期。",
        "What becomes of a redemption for which credits are set aside: it is fulfilled, perhaps in parts, "
        "cancelled, missed, or expires."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("entry", content.entry_index,
            EntryIndex{{"该兑换条目的序号。", "The index of the redemption's entry."}});
        see("claim", content.claim_id, NamedClaim{});
        see("outcome", content.outcome, Choice<SettlementOutcome>{});
        see("quantity", content.quantity, Count{.least = 1});
        see("at", content.at, LocalTime{});
        see("reason", content.reason, OneCode{});
    }

    static Found check(const SettlementContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "settlement", "entry": 17, "claim": "0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
        R"("outcome": "fulfilled", "quantity": 1, "at": "2026-01-12T15:00+08:00", "reason": "served"})"};
};

}  // namespace timebank::entry
