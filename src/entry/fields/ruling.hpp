#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<RulingContent> {
    static constexpr std::string_view word = "ruling";
    static constexpr Words title{"裁定", "Ruling"};
    static constexpr Words about{
        "服务的结果：待确认的服务予以确认、拒绝或撤回；评价不合格的积分清零，申诉成立的予以恢复。",
        "What becomes of a service: a pending one is confirmed, refused or withdrawn; an award is "
        "zeroed after a bad evaluation, and restored when an appeal is upheld."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("entry", content.entry_index,
            EntryIndex{{"该服务条目的序号。", "The index of the service's entry."}});
        see("claim", content.claim_id, NamedClaim{});
        see("outcome", content.outcome, Choice<RulingOutcome>{});
        see("reason", content.reason, OneCode{});
    }

    static Found check(const RulingContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "ruling", "acting_for": "m-2002", "entry": 17,)"
        R"("claim": "0190a5b2-7c3d-7e4f-8a1b-0123456789ab", "outcome": "confirmed",)"
        R"("reason": "confirmed-by-receiver"})"};
};

}  // namespace timebank::entry
