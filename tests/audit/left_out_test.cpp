#include <algorithm>

#include "catch.hpp"
#include "decision/decide.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"

// A decision from which a fact was left out can agree with itself: only the whole book tells that it is
// missed.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

const std::string one_a_household = R"({"language": 1, "kind": "credit", "id": "credit", "edition": "2",
  "effective_from": "2018-03-01", "edition_date": "occurrence",
  "title": {"zh": "每户一分", "en": "one a household"}, "units": {"point": 1}, "issuer": "issuer",
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [{"id": "canteen-points", "name": {"zh": "食堂积分", "en": "canteen points"},
    "categories": ["canteen"], "roles": ["volunteer"], "unit": "point", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
      {"cap": {"id": "one", "key": "household", "window": "life", "limit": "1", "at_cap": "clip"}}]}],
  "examples": []})";

SignedClaim account_of(const std::string& owner, AccountClass account_class,
                       std::vector<std::string> member_of) {
    return signed_by_operator(
        claim_of("account " + owner, AccountContent{owner, account_class, {}, std::move(member_of), {}}));
}

SignedClaim visit_of(const std::string& owner) {
    ServiceContent content;
    content.category = "canteen";
    content.actual.start = parse_civil_time("2018-03-05T08:00+08:00").value();
    content.actual.end = parse_civil_time("2018-03-05T09:00+08:00").value();
    content.participants.push_back({owner, "volunteer", {}, {}});
    return signed_by_operator(claim_of("visit " + owner, content));
}

}  // namespace

TEST_CASE("a household left out of the record, so that its cap is evaded, is found by the audit") {
    Desk desk;
    std::uint64_t last = 0;
    {
        auto ledger = desk.found();
        const std::vector<SignedClaim> claims = {
            account_of("h-1", AccountClass::household, {}),
            account_of("v-1", AccountClass::member, {"h-1"}),
            account_of("v-2", AccountClass::member, {"h-1"}),
            signed_by_operator(
                claim_of("e-2", StandardContent{Bytes(one_a_household.begin(), one_a_household.end())})),
            visit_of("v-1"),
            visit_of("v-2")};
        for (const auto& result : ledger->post(claims).value()) {
            INFO(said(result));
            REQUIRE(result.outcome == PostOutcome::accepted);
            last = result.index;
        }
    }
    auto entry = desk.open_reading()->entry(last).value().value();
    REQUIRE(entry.decision.legs.empty());  // the household has its point

    Facts fewer;
    for (const auto& fact : entry.decision.facts)
        if (fact.code != "household.h-1" && fact.subject != "h-1") fewer.values.push_back(fact);
    REQUIRE(fewer.values.size() < entry.decision.facts.size());
    const auto plan = standard::compile(Bytes(one_a_household.begin(), one_a_household.end())).value();
    const auto forged = decide(plan.get(), fewer, entry.signed_claim.claim, entry.recorded_at_unix_s);
    entry.decision = std::get<Decision>(forged);
    REQUIRE(entry.decision.legs.size() == 2);  // it agrees with itself, and pays
    overwrite(desk.book(), Table::log, key_of::entry(last), encode_entry(entry).value(), true);

    bool found = false;
    for (const auto& finding : audit_ledger(desk.folder(), {}).value().findings)
        found = found || (finding.kind == FindingKind::decision && finding.entry == last);
    CHECK(found);
}
