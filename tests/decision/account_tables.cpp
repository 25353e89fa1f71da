#include "decision/table.hpp"

// Households and teams, and who vouches for somebody without a phone.

namespace timebank::decision_test {
namespace {

const EventTable memberships = {"who belongs to a household or team is the office's to say", R"(
    account h-1 household
    account t-1 team
    account pool-1 pool
    account v-1 member member_of=h-1,t-1                     -> ok
    account v-1 member member_of=nobody                      -> account_unknown  |  | nobody
    account v-1 member member_of=v-2                       -> class_not_allowed v-2 | household, team | member
    account v-1 member member_of=pool-1                   -> class_not_allowed pool-1 | household, team | pool
    account v-1 member member_of=issuer                      -> class_not_allowed
    # an app says again what is known, and neither gives nor takes
    account v-1 member member_of=h-1,t-1 by=app-1 for=v-1    -> ok
    account v-1 member member_of=h-1 by=app-1 for=v-1
                                      -> role_not_allowed member_of | operator, officer, coordinator | app
    account v-1 member by=app-1 for=v-1                      -> role_not_allowed member_of
    account v-9 member member_of=h-1 by=app-1 for=v-9        -> role_not_allowed member_of
    account v-9 member tags=a member_of=h-1 by=app-1 for=v-9 -> role_not_allowed tags
    account v-9 member by=app-1 for=v-9                      -> ok
    account v-1 member member_of=h-1 by=co-1                 -> ok
    account v-1 member member_of=h-1 by=app-1 for=v-1        -> ok
    # a household may itself belong to a team
    account h-1 household member_of=t-1                      -> ok
    account t-1 pool                                         -> account_class_differs t-1 | team | pool
)"};

const EventTable paper = {"a confirmation on paper counts when somebody of the office signs", R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "1"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 40 visit v-1 paper=yes by=v-1
                     -> evidence_not_attested v-1 | operator, officer, coordinator | member
    service 2018-06-04T08:00+08:00 40 visit v-1 paper=yes by=app-1 for=v-1
                     -> evidence_not_attested v-1 | operator, officer, coordinator | app
    service 2018-06-04T08:00+08:00 40 visit v-1 paper=yes by=v-1 cosign=coordinator:co-1 -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 paper=yes by=app-1 for=v-1 cosign=officer:of-2 -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 paper=yes by=co-1 -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1            -> +1 point
)"};

const EventTable overflow = {"what a cap clips may go to a pool", R"(
    account pool-1 pool
    account team-1 team
    account fund-1 fund
    account h-1 household
    credit 2018-01-01 {"rules": [
      {"id": "base", "categories": ["canteen"], "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "10", "at_cap": "overflow",
                 "overflow_to": "pool-1"}}]},
      {"id": "narrow", "categories": ["visit"], "steps": [{"tariff": {"per": "visit", "amount": "9"}},
        {"rounding": "exact"},
        {"cap": {"id": "first", "key": "member", "window": "service", "limit": "7", "at_cap": "overflow",
                 "overflow_to": "team-1"}},
        {"cap": {"id": "second", "key": "member", "window": "service", "limit": "5", "at_cap": "clip"}},
        {"cap": {"id": "third", "key": "member", "window": "service", "limit": "2", "at_cap": "overflow",
                 "overflow_to": "pool-1"}}]}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1         -> +6 point
    service 2018-06-04T09:00+08:00 60 canteen v-1 as=full -> pool-1 +2 point, v-1 +4 point (2 point cut)
    service 2018-06-04T10:00+08:00 60 canteen v-1         -> pool-1 +6 point (6 point cut)
    balance pool-1                                        -> 8 point
    balance issuer                                        -> -18 point
    service 2018-06-05T08:00+08:00 10 visit v-2
                                  -> pool-1 +3 point, team-1 +2 point, v-2 +2 point (7 point cut)
    # a reversal takes it back from both, and the cap is free again
    reverse full                                          -> pool-1 -2 point, v-1 -4 point
    service 2018-06-04T11:00+08:00 60 canteen v-1         -> pool-1 +2 point, v-1 +4 point (2 point cut)
    # a member's own claim fills the pool as well
    service 2018-06-04T12:00+08:00 60 canteen v-1 by=v-1  -> pool-1 +6 point (6 point cut)
)"};

/// A credit standard whose cap overflows to this account.
std::string overflowing_to(const std::string& owner) {
    return R"(    credit 2018-01-01 {"rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": {"id": "one", "key": "member", "window": "day", "limit": "1",
        "at_cap": "overflow", "overflow_to": ")" +
           owner + "\"}}]}]}";
}

EventTable overflow_accounts_table() {
    const std::string classes = " | household, team, pool, fund | ";
    return {"an overflow goes to an account that is no person and no source of credits",
            "    account mint issuer\n    account shop provider\n    account there partner-ledger\n"
            "    account h-1 household\n    account f-1 fund\n" +
                overflowing_to("nobody") + " -> account_unknown  |  | nobody\n" + overflowing_to("v-1") +
                " -> class_not_allowed v-1" + classes + "member\n" + overflowing_to("mint") +
                " -> class_not_allowed mint" + classes + "issuer\n" + overflowing_to("shop") +
                " -> class_not_allowed shop" + classes + "provider\n" + overflowing_to("there") +
                " -> class_not_allowed there" + classes + "partner-ledger\n" + overflowing_to("h-1") +
                " -> ok\n" + overflowing_to("f-1") + " -> ok\n"};
}

}  // namespace

std::vector<EventTable> account_tables() {
    return {memberships, paper, overflow, overflow_accounts_table()};
}

}  // namespace timebank::decision_test
