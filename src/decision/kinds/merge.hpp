#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// A person was registered twice: one account takes over all that the other has.
template <>
struct Kind<MergeContent> : OfficeBusiness,
                            TwoOfficersSign,
                            EnrolsNoKey,
                            NoStandardDecides,
                            AboutItself,
                            NeverReversed,
                            CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self, .officer = May::self};
    static Verdict decide(const MergeContent& content, const Deciding& deciding);
    static Applied apply(const MergeContent& content, const Applying& applying);
};

}  // namespace timebank
