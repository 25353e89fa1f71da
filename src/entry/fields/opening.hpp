#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<OpeningContent> {
    static constexpr std::string_view word = "opening";
    static constexpr Words title{"期初", "Opening"};
    static constexpr Words about{
        "从表格或其他系统转来的余额，对方为发行账户；须由两位负责人签署。",
        "A balance brought over from a spreadsheet or another system, against an issuer's account; "
        "two officers sign."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("owner", content.owner, Owner{Part::gets});
        see("issuer", content.issuer, Owner{Part::stands_behind});
        see("unit", content.unit, OneCode{});
        see("minor_units", content.amount,
            AmountNotZero{{"不得为零：没有余额的人不需要期初声明",
                           "must not be zero: who has no balance needs no opening"},
                          {"以最小单位计，64 位整数的文字；不得为零，负数表示欠分。",
                           "Minor units of the unit, a whole number of 64 bits as text; not zero, below zero "
                           "where the owner owes."}});
        see("lot_date", content.lot_date, Day{});
        see("source", content.source,
            DigestNotZero{{"须写明所据表格的 SHA-256，不得全为零",
                           "must be the SHA-256 of the sheet that the balance comes from, not all zero"}});
    }

    static Found check(const OpeningContent& content) {
        return same_account("issuer", content.issuer, "owner", content.owner);
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "opening", "batch": "6f1c2a3e-5b7d-8c8f-9a0b-1c2d3e4f5a6b", "owner": "m-1001",)"
        R"("issuer": "issuer", "unit": "hour", "minor_units": "2730", "lot_date": "2019-12-31",)"
        R"("source": "abababababababababababababababababababababababababababababababab"})"};
};

}  // namespace timebank::entry
