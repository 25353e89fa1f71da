#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<ReversalContent> {
    static constexpr std::string_view word = "reversal";
    static constexpr Words title{"冲销", "Reversal"};
    static constexpr Words about{
        "以相反的变动冲销一条服务、兑换、期初或转让。",
        "Undoes one service, redemption, opening or transfer by the opposite movement."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("entry", content.entry_index,
            EntryIndex{{"被冲销条目的序号。", "The index of the entry that is undone."}});
        see("claim", content.claim_id, NamedClaim{});
        see("reason", content.reason, OneCode{});
        see("units", content.units,
            Codes{limits::reversal_units,
                  {"只冲销这些单位的变动，顺序不限，不得重复；不写或为空表示尚未冲销的全部。",
                   "Only what moved in these units, in any order, no two the same; left out or empty: all "
                   "that is not undone yet."}});
    }

    static Found check(const ReversalContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "reversal", "entry": 17, "claim": "0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
        R"("reason": "wrong-person"})",
        R"({"kind": "reversal", "entry": 18, "claim": "0190a5b2-7c3d-7e4f-8a1b-0123456789ac",)"
        R"("reason": "wrong-tariff", "units": ["point"]})"};
};

}  // namespace timebank::entry
