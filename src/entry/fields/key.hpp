#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<KeyContent> {
    static constexpr std::string_view word = "key";
    static constexpr Words title{"密钥", "Key"};
    static constexpr Words about{
        "登记一把密钥；该密钥须以 key-holder 身份会签。",
        "Enrols a key, which proves by a cosignature as key-holder that it is held."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("key", content.key, OneKey{});
        see("role", content.role,
            Choice<Role>{Role::operator_,
                         {"运营角色只能由创世条目授予", "operator is given by the genesis entry alone"}});
        see("owner", content.owner, OwnerOrNone{Part::concerned});
    }

    static Found check(const KeyContent& content) {
        if (content.role != Role::member || !content.owner.empty()) return std::nullopt;
        return fault("owner", {"成员密钥必须属于一个账户", "a member's key must belong to an owner"});
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "key",)"
        R"("key": "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",)"
        R"("role": "member", "owner": "m-1001"})",
        R"({"kind": "key", "id": "0190a5b2-7c3d-7e4f-8a1b-0123456789a1",)"
        R"("origin": "duowen.example/timebank",)"
        R"("ledger": "aeebad4a796fcc2e15dc4c6061b45ed9b373f26adfc798ca7d2d8cc58182718e",)"
        R"("author": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",)"
        R"("capacity": "self", "cosigners": ["key-holder"],)"
        R"("key": "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",)"
        R"("role": "member", "owner": "m-1001",)"
        R"("signature": "YAUhdxZQ2FI1+81fpQhAqxQ5xh1sv/Fust8RQtUuZCjVz+sdOnMiUqCHjNJskhR6YZLK7cgeBgyQlGFFyKBjDA==",)"
        R"("cosignatures": [{"capacity": "key-holder",)"
        R"("key": "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",)"
        R"("signature": "AXhtd9O0oVuuoE60B2T8m9mzgUrin5fa6p9/Geu83aryygJWZiutfG+CyKF+jBEhMmDbyRF/YiC/qQ+IWu44Aw=="}]})"};
};

}  // namespace timebank::entry
