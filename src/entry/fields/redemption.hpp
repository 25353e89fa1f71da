#pragma once

#include "entry/fields/records.hpp"

namespace timebank::entry {

template <>
struct Fields<RedemptionContent> {
    static constexpr std::string_view word = "redemption";
    static constexpr Words title{"兑换", "Redemption"};
    static constexpr Words about{"用积分兑换目录中的一项。",
                                 "Credits are spent on an item of the catalogue."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("owner", content.owner, Owner{Part::gets});
        see("item", content.item, OneCode{});
        see("quantity", content.quantity, Count{.least = 1});
        see("at", content.at, LocalTime{});
        see("receiver", content.receiver, OwnerOrNone{Part::gets});
        see("facts", content.facts, ByCode{});
        see("commitments", content.commitments, ByCode{});
    }

    static Found check(const RedemptionContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "redemption", "acting_for": "m-1001", "owner": "m-1001", "item": "haircut",)"
        R"("at": "2026-01-10T15:00+08:00"})",
        R"({"kind": "redemption", "acting_for": "m-1001", "owner": "m-1001", "item": "breakfast",)"
        R"("quantity": 3, "at": "2026-01-10T07:00+08:00", "receiver": "m-2002"})"};
};

}  // namespace timebank::entry
