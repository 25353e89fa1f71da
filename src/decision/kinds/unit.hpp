#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Defines what is counted.
template <>
struct Kind<UnitContent>
    : OfficeBusiness, OneSigns, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self, .officer = May::self};
    static Verdict decide(const UnitContent& content, const Deciding& deciding);
    static Applied apply(const UnitContent& content, const Applying& applying);
};

}  // namespace timebank
