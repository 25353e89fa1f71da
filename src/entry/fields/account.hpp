#pragma once

#include "entry/fields/records.hpp"

namespace timebank::entry {

template <>
struct Fields<AccountContent> {
    static constexpr std::string_view word = "account";
    static constexpr Words title{"账户", "Account"};
    static constexpr Words about{
        "开户，或重述其标签和所属；承诺值取代同名的旧值。",
        "Opens an owner's account, or restates its tags and memberships; commitments replace those "
        "of the same fields."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("owner", content.owner, Owner{Part::concerned});
        see("class", content.account_class, Choice<AccountClass>{});
        see("tags", content.tags,
            Codes{limits::tags, {"顺序不限，不得重复。", "In any order, no two the same."}});
        see("member_of", content.member_of,
            Owners{Part::stands_behind,
                   limits::memberships,
                   {"所属家庭和团队的户主代码；顺序不限，不得重复。",
                    "Owners of the households and teams that this owner belongs to, in any order, no two the "
                    "same."}});
        see("commitments", content.commitments, ByCode{});
    }

    static Found check(const AccountContent& content) {
        for (const auto& group : content.member_of)
            if (auto found = same_account("member_of", group, "owner", content.owner)) return found;
        return std::nullopt;
    }

    static constexpr std::string_view examples[] = {
        R"({"kind": "account", "owner": "m-1001", "class": "member", "tags": ["over-70",)"
        R"("branch-east"]})",
        R"({"kind": "account", "batch": "6f1c2a3e-5b7d-8c8f-9a0b-1c2d3e4f5a6b", "owner": "m-1002",)"
        R"("class": "member", "member_of": ["household-7", "team-3"],)"
        R"("commitments": {"name": "3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c"}})"};
};

}  // namespace timebank::entry
