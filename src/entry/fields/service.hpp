#pragma once

#include "entry/fields/records.hpp"

namespace timebank::entry {

template <>
struct Fields<ServiceContent> {
    static constexpr std::string_view word = "service";
    static constexpr Words title{"服务", "Service"};
    static constexpr Words about{"有人提供了服务；值多少积分不在其中。",
                                 "Somebody served. What it is worth is not in it."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("session", content.session, Uuid{});
        see("category", content.category, OneCode{});
        see("agreed", content.agreed, RecordOrNone{});
        see("actual", content.actual, Record{});
        see("travel_minutes", content.travel_minutes, Count{});
        see("quantity", content.quantity, Count{});
        see("place", content.place, OneCodeOrNone{});
        see("on_behalf_of", content.on_behalf_of, OwnerOrNone{Part::gets});
        see("participants", content.participants,
            Records{1, limits::participants, {"至少要有一人", "must name at least one participant"}});
        see("facts", content.facts, ByCode{});
        see("commitments", content.commitments, ByCode{});
    }

    static Found check(const ServiceContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "service", "acting_for": "m-1001", "category": "canteen",)"
        R"("actual": {"start": "2026-01-03T08:30+08:00", "end": "2026-01-03T10:00+08:00"},)"
        R"("participants": [{"owner": "m-1001", "role": "volunteer"}]})",
        R"({"kind": "service", "id": "0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
        R"("acting_for": "team-3", "valid_until": "2026-02-01T00:00+08:00", "group": "night-round",)"
        R"("session": "6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b", "category": "night-watch",)"
        R"("agreed": {"start": "2026-01-03T22:00+08:00", "end": "2026-01-04T02:00+08:00"},)"
        R"("actual": {"start": "2026-01-03T22:05+08:00", "end": "2026-01-04T01:50+08:00"},)"
        R"("travel_minutes": 30, "quantity": 2, "place": "east-gate", "on_behalf_of": "team-3",)"
        R"("participants": [{"owner": "m-1001", "role": "volunteer", "own_minutes": 200,)"
        R"("evidence": {"kind": "sign-in-out", "grade": 2,)"
        R"("digest": "abababababababababababababababababababababababababababababababab"}},)"
        R"({"owner": "m-2002", "role": "receiver", "facts": {"age": 93}}], "facts": {"heat-warning": 3},)"
        R"("commitments": {"address": "3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c"}})",
        R"({"kind": "service", "id": "0190a5b2-7c3d-7e4f-8a1b-0123456789a2",)"
        R"("origin": "duowen.example/timebank",)"
        R"("ledger": "aeebad4a796fcc2e15dc4c6061b45ed9b373f26adfc798ca7d2d8cc58182718e",)"
        R"("acting_for": "m-1001",)"
        R"("author": "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",)"
        R"("capacity": "self", "valid_until": "2026-01-31T16:00+00:00", "cosigners": ["coordinator"],)"
        R"("category": "canteen",)"
        R"("actual": {"start": "2026-01-03T08:30+08:00", "end": "2026-01-03T10:00+08:00"},)"
        R"("participants": [{"owner": "m-1001", "role": "volunteer"}],)"
        R"("signature": "26Q0mrpagp47LxzdvhcRxY4yNN5gfBoIDPjLyb5tfmlGHhl3OiZzq7IcXxs3osSLIBwSRJdp+m0lIH6Ixvv4AQ==",)"
        R"("cosignatures": [{"capacity": "coordinator",)"
        R"("key": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",)"
        R"("signature": "fK/K6BMaVyQRwmza4ZfPVlPs6JlYlOPN2nVV4ggLHJ1dTntoEfWfcF9SlpNceK5h0Sw55DIABENCPxYqM0KQBQ=="}]})"};
};

}  // namespace timebank::entry
