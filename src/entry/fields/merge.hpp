#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<MergeContent> {
    static constexpr std::string_view word = "merge";
    static constexpr Words title{"合并", "Merge"};
    static constexpr Words about{
        "同一人登记了两次：由一个账户接管另一个的积分；须由两位负责人签署。",
        "A person was registered twice: one account takes over the other's credits; two officers "
        "sign."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("owner", content.owner, Owner{Part::concerned});
        see("into", content.into, Owner{Part::concerned});
        see("reason", content.reason, OneCode{});
    }

    static Found check(const MergeContent& content) {
        return same_account("into", content.into, "owner", content.owner);
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "merge", "owner": "m-1001-b", "into": "m-1001", "reason": "registered-twice"})"};
};

}  // namespace timebank::entry
