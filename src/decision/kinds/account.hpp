#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Opens an account, or restates it.
template <>
struct Kind<AccountContent>
    : ForThoseConcerned, OneSigns, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors = everybody;
    static Verdict decide(const AccountContent& content, const Deciding& deciding);
    static Applied apply(const AccountContent& content, const Applying& applying);
};

}  // namespace timebank
