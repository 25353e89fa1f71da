#pragma once

#include <string>
#include <vector>

#include "entry/fields/records.hpp"

/// A kind that only tests have, as a new one begins: its content and its list, and nothing else anywhere.
namespace entry_tests {

struct LoanContent {
    std::string lender;
    std::string borrower;
    std::string thing;
    std::uint32_t pieces = 1;
    timebank::CivilDate until;
    timebank::Evidence condition;
    std::vector<timebank::AttestedFact> facts;
    friend bool operator==(const LoanContent&, const LoanContent&) = default;
};

inline LoanContent ladder() {
    LoanContent loan{"m-1", "m-2", "ladder", 2, {20'000}, {}, {{"age", 63}}};
    loan.condition = {timebank::EvidenceKind::photo, 4, {}};
    return loan;
}

}  // namespace entry_tests

namespace timebank::entry {

template <>
struct Fields<entry_tests::LoanContent> {
    static constexpr std::string_view word = "loan";
    static constexpr Words title{"借用", "Loan"};
    static constexpr Words about{"借出一件东西。", "Something is lent."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("lender", content.lender, Owner{Part::gives});
        see("borrower", content.borrower, Owner{Part::gets});
        see("thing", content.thing, OneCode{});
        see("pieces", content.pieces, Count{.least = 1, .most = 20});
        see("until", content.until, Day{});
        see("condition", content.condition, RecordOrNone{});
        see("facts", content.facts, ByCode{});
    }

    static Found check(const entry_tests::LoanContent& content) {
        return same_account("borrower", content.borrower, "lender", content.lender);
    }
};

}  // namespace timebank::entry
