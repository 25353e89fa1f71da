#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<GenesisContent> {
    static constexpr std::string_view word = "genesis";
    static constexpr Words title{"创世", "Genesis"};
    static constexpr Words about{"创立账本，即第 0 条。", "Founds a ledger; entry 0 and no other."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("log_key", content.log_key, OneKey{});
        see("operator_key", content.operator_key, OneKey{});
        see("recovery_keys", content.recovery_keys,
            Keys{limits::recovery_keys, {"不得重复。", "No two the same."}});
        see("recovery_threshold", content.recovery_threshold,
            SmallCount{limits::recovery_keys,
                       {"需要其中几把共同签署；没有恢复密钥时为 0。",
                        "How many of the recovery keys are needed together; 0 when there are none."}});
    }

    static Found check(const GenesisContent& content) {
        const auto keys = content.recovery_keys.size();
        if (content.recovery_threshold > keys || (content.recovery_threshold == 0) != (keys == 0))
            return fault("recovery_threshold",
                         {"须在 1 与恢复密钥数之间；没有恢复密钥时为 0",
                          "must lie between 1 and the number of recovery keys; 0 when there are none"});
        if (content.log_key == content.operator_key)
            return fault("log_key", {"日志密钥只用于签署检查点，不得与运营密钥相同",
                                     "signs checkpoints and nothing else: it must differ from operator_key"});
        return std::nullopt;
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "genesis",)"
        R"("log_key": "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",)"
        R"("operator_key": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",)"
        R"("recovery_keys": ["278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",)"
        R"("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"],)"
        R"("recovery_threshold": 2})"};
};

}  // namespace timebank::entry
