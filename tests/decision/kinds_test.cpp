#include "decision/kinds.hpp"

#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "decision/book.hpp"
#include "decision/book_facts.hpp"
#include "decision/loan_kind.hpp"
#include "decision/random_log.hpp"

namespace timebank::decision_test {
namespace {

using entry_tests::LoanContent;

/// Kind<Content> without one member.
struct WithoutAuthors : OfficeBusiness,
                        OneSigns,
                        EnrolsNoKey,
                        NoStandardDecides,
                        AboutItself,
                        NeverReversed,
                        CountsNowhere,
                        ChangesNoTable {
    static Verdict decide(const LoanContent&, const Deciding&) { return Decision{}; }
};
struct WithoutDecide : OfficeBusiness,
                       OneSigns,
                       EnrolsNoKey,
                       NoStandardDecides,
                       AboutItself,
                       NeverReversed,
                       CountsNowhere,
                       ChangesNoTable {
    static constexpr Authors authors{.officer = May::self};
};
struct WithoutReversal : OfficeBusiness,
                         OneSigns,
                         EnrolsNoKey,
                         NoStandardDecides,
                         AboutItself,
                         CountsNowhere,
                         ChangesNoTable {
    static constexpr Authors authors{.officer = May::self};
    static Verdict decide(const LoanContent&, const Deciding&) { return Decision{}; }
};

std::string code_of(const Verdict& verdict) {
    return verdict ? "accepted" : std::string(to_text(verdict.refusal().code));
}

}  // namespace

TEST_CASE("a kind that only tests have needs its content, its list and its behaviour, and nothing else") {
    STATIC_REQUIRE(IsKind<Kind<LoanContent>, LoanContent>);
    Book book;
    open_accounts(book);
    const auto answer = [&](const LoanContent& loan) {
        SignedClaim claim;
        BookFacts facts(book.overlay(), nullptr, claim);
        Context context(facts, book.now_unix_s, nullptr);
        return code_of(
            Kind<LoanContent>::decide(loan, {claim.claim, nullptr, context, book.plans(), book.now_unix_s}));
    };
    auto loan = entry_tests::ladder();
    CHECK(answer(loan) == "account_unknown");
    loan.lender = "v-1";
    loan.borrower = "v-2";
    CHECK(answer(loan) == "accepted");
    Claim claim;
    claim.acting_for = "v-2";
    CHECK(Kind<LoanContent>::check_acting(loan, {claim, claim, Role::member}).has_value());
    claim.acting_for = "v-1";
    CHECK_FALSE(Kind<LoanContent>::check_acting(loan, {claim, claim, Role::member}).has_value());
}

TEST_CASE("a kind that lacks a member is none, which the build says") {
    STATIC_REQUIRE_FALSE(IsKind<WithoutAuthors, LoanContent>);
    STATIC_REQUIRE_FALSE(IsKind<WithoutDecide, LoanContent>);
    STATIC_REQUIRE_FALSE(IsKind<WithoutReversal, LoanContent>);
}

TEST_CASE("the authority table of src/README.md is what the kinds say") {
    const auto table = authority_table();
    WARN(table);
    std::ifstream file(TIMEBANK_SOURCE_DIR "/src/README.md");
    std::ostringstream page;
    page << file.rdbuf();
    CHECK(page.str().find(table) != std::string::npos);
}

}  // namespace timebank::decision_test
