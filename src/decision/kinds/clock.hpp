#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// The operator says that the clock is right, and recording times go on from there: see recording_time.hpp.
template <>
struct Kind<ClockContent>
    : OfficeBusiness, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::self};
    /// When it turns back.
    static Result<bool> takes_two_officers(const ClockContent& content, const Reader& reader);
    static Verdict decide(const ClockContent& content, const Deciding& deciding);
    /// Nobody has been a member since a day that is still to come.
    static Applied apply(const ClockContent& content, const Applying& applying);
};

}  // namespace timebank
