#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// A balance brought over, not earned: no tally counts it.
template <>
struct Kind<OpeningContent> : OfficeBusiness,
                              TwoOfficersSign,
                              EnrolsNoKey,
                              NoStandardDecides,
                              AboutItself,
                              Reversible,
                              CountsNowhere,
                              ChangesNoTable {
    static constexpr Authors authors{.operator_ = May::self, .officer = May::self};
    static Verdict decide(const OpeningContent& content, const Deciding& deciding);
};

}  // namespace timebank
