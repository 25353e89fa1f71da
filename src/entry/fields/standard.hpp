#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<StandardContent> {
    static constexpr std::string_view word = "standard";
    static constexpr Words title{"标准", "Standard"};
    static constexpr Words about{"采用积分标准或兑换标准的一个版本。",
                                 "Adopts an edition of the credit or the redemption standard."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("document", content.document,
            Document{{"标准文件的原文，逐字节不变；最多 {} 字节。",
                      "The document's text, byte for byte; at most {} bytes."}});
    }

    static Found check(const StandardContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "standard",)"
        R"("document": "{\n  \"kind\": \"credit\",\n  \"id\": \"example\"\n}\n"})"};
};

}  // namespace timebank::entry
