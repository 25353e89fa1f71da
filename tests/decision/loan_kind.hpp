#pragma once

#include "decision/kinds/names.hpp"
#include "entry/loan.hpp"

// The behaviour of the kind that only tests have, whose list of fields is tests/entry/loan.hpp: put together
// as the recipe in src/README.md says, and known to nothing else.

namespace timebank {

template <>
struct Kind<entry_tests::LoanContent>
    : OneSigns, EnrolsNoKey, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere, ChangesNoTable {
    static constexpr Authors authors{.officer = May::both, .member = May::self};

    /// Who lends must wish it.
    static std::optional<Refusal> check_acting(const entry_tests::LoanContent& content,
                                               const Acting& acting) {
        return not_concerned_unless(content.lender == acting.claim.acting_for, acting);
    }
    static Verdict decide(const entry_tests::LoanContent& content, const Deciding& deciding) {
        Names names(deciding);
        names.open(content.lender);
        names.open(content.borrower);
        return accepted_unless(names.refused());
    }
};

}  // namespace timebank
