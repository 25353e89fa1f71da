#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Founds a ledger. That a ledger has one genesis is decide()'s to say.
template <>
struct Kind<GenesisContent>
    : OfficeBusiness, OneSigns, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self};
    static Verdict decide(const GenesisContent& content, const Deciding& deciding);
    static Applied apply(const GenesisContent& content, const Applying& applying);
};

}  // namespace timebank
