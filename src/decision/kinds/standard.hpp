#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Adopts an edition, whose worked examples must hold.
template <>
struct Kind<StandardContent>
    : OfficeBusiness, OneSigns, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self, .officer = May::self};
    static Verdict decide(const StandardContent& content, const Deciding& deciding);
    /// Tallies that no edition kept before are filled from the log.
    static Applied apply(const StandardContent& content, const Applying& applying);
};

}  // namespace timebank
