#pragma once

#include "entry/fields/records.hpp"

namespace timebank::entry {

template <>
struct Fields<TransferContent> {
    static constexpr std::string_view word = "transfer";
    static constexpr Words title{"转让", "Transfer"};
    static constexpr Words about{"把积分转给另一个账户：赠与，或捐给公益池。",
                                 "Credits given to another account: a gift, a donation to a pool."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("from", content.from, Owner{Part::gives});
        see("to", content.to, Owner{Part::gets});
        see("unit", content.unit, OneCode{});
        see("minor_units", content.amount,
            AmountAboveZero{{"以最小单位计，64 位整数的文字，须大于零。",
                             "Minor units of the unit, a whole number of 64 bits as text, above zero."}});
        see("at", content.at, LocalTime{});
        see("purpose", content.purpose, OneCode{});
        see("facts", content.facts, ByCode{});
        see("commitments", content.commitments, ByCode{});
    }

    static Found check(const TransferContent& content) {
        return same_account("to", content.to, "from", content.from);
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "transfer", "acting_for": "m-1001", "from": "m-1001", "to": "pool-east",)"
        R"("unit": "point", "minor_units": "20", "at": "2026-01-10T15:00+08:00",)"
        R"("purpose": "donation"})"};
};

}  // namespace timebank::entry
