#include "decision/table.hpp"

// A person who was registered twice.

namespace timebank::decision_test {
namespace {

// After "merge v-2 v-1", whoever names v-2 hears of v-1.
const EventTable joining = {"a merge moves every balance, and the old account stands in no claim again", R"(
    account pool-1 pool
    account h-1 household
    credit 2018-01-01 {"rules": [{"id": "base", "roles": ["volunteer", "receiver"], "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "1"}], "transfers": [{"id": "gift"}]}
    opening v-1 5 point
    opening v-2 7 point
    opening v-2 -1.5 coin
    opening v-3 2 point
    merge v-2 v-1                                  -> v-1 -1.5 coin, v-1 +7 point, v-2 +1.5 coin, v-2 -7 point
    balance v-2                                           -> nothing
    balance v-1                                           -> -1.5 coin, 12 point
    # every claim that names it
    service 2018-06-04T08:00+08:00 9 visit v-1,v-2        -> account_merged v-2 |  | v-1
    service 2018-06-04T08:00+08:00 9 visit v-1 behalf=v-2 -> account_merged v-2 |  | v-1
    redeem  2018-06-04T08:00+08:00 tea 1 v-2              -> account_merged v-2 |  | v-1
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 to=v-2       -> account_merged v-2 |  | v-1
    transfer 2018-06-04T08:00+08:00 gift 1 point v-2 v-3  -> account_merged v-2 |  | v-1
    transfer 2018-06-04T08:00+08:00 gift 1 point v-3 v-2  -> account_merged v-2 |  | v-1
    opening v-2 1 point                                   -> account_merged v-2 |  | v-1
    opening v-3 1 point issuer=v-2                        -> account_merged v-2 |  | v-1
    account v-2 member                                    -> account_merged v-2 |  | v-1
    account v-3 member member_of=v-2                      -> account_merged v-2 |  | v-1
    key new member owner=v-2                              -> account_merged v-2 |  | v-1
    merge v-2 v-3                                         -> account_merged v-2 |  | v-1
    merge v-3 v-2                                         -> account_merged v-2 |  | v-1
    credit 2018-02-01 {"issuer": "v-2", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                      -> account_merged v-2 |  | v-1
    redemption 2018-02-01 {"catalogue": [{"item": "tea", "price": "1", "paid_to": "v-2"}]}
                                                      -> account_merged v-2 |  | v-1
    # chains are followed to their end
    merge v-1 v-3                                -> v-1 +1.5 coin, v-1 -12 point, v-3 -1.5 coin, v-3 +12 point
    redeem  2018-06-04T08:00+08:00 tea 1 v-2              -> account_merged v-2 |  | v-3
    redeem  2018-06-04T08:00+08:00 tea 1 v-1              -> account_merged v-1 |  | v-3
    redeem  2018-06-04T08:00+08:00 tea 1 v-3              -> -1 point
    balance v-3                                           -> -1.5 coin, 13 point
)"};

const EventTable acting = {"the keys of the old account are those of the one that stays", R"(
    credit 2018-01-01 {"facts": [{"code": "fit", "attested_by": ["member"]}],
      "rules": [{"id": "base", "categories": ["visit"], "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "fit", "categories": ["canteen"], "steps": [
       {"gate": {"condition": {"fact": "fit", "at_least": 1}, "otherwise": "refuse"}},
       {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "0"}], "transfers": [{"id": "gift"}]}
    account of-9 member
    key own-1 officer owner=of-9 by=op
    key old-1 officer owner=v-2 by=op
    merge v-2 v-1
    # by the old phone, for the new account
    service 2018-06-04T08:00+08:00 9 visit v-1 by=v-2 for=v-1 capacity=self -> +1 point
    service 2018-06-04T08:00+08:00 9 visit v-1 by=v-2 for=v-1 capacity=agent -> capacity_wrong
    service 2018-06-04T08:00+08:00 9 canteen v-1 facts=fit:1 by=v-2 for=v-1 capacity=self -> +1 point
    service 2018-06-04T08:00+08:00 9 visit v-3,v-1:receiver by=v-3 cosign=receiver:v-2 -> v-3 +1 point
    # an app that goes on as before is told whom to name, in every kind of claim that it can make
    service 2018-06-04T08:00+08:00 9 visit v-2 by=v-2               -> account_merged v-2 |  | v-1
    service 2018-06-04T08:00+08:00 9 visit v-2 by=app-1 for=v-2     -> account_merged v-2 |  | v-1
    service 2018-06-04T08:00+08:00 9 visit v-1 by=v-2               -> account_merged v-2 |  | v-1
    service 2018-06-04T08:00+08:00 9 visit v-1 by=app-1 for=v-2     -> account_merged v-2 |  | v-1
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 by=v-2                 -> account_merged v-2 |  | v-1
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-3 by=v-2     -> account_merged v-2 |  | v-1
    account v-9 member by=app-1 for=v-2                             -> account_merged v-2 |  | v-1
    # the office's claims, by an officer's own key
    unit stone 1 by=old-1                                           -> account_merged v-2 |  | v-1
    unit stone 1 by=old-1 for=v-1 capacity=self                     -> ok
    opening v-3 1 point by=old-1                                    -> account_merged v-2 |  | v-1
    merge v-3 v-1 by=old-1                                          -> account_merged v-2 |  | v-1
    service 2018-06-04T08:00+08:00 9 visit v-3 as=slip              -> +1 point
    reverse slip by=old-1                                           -> account_merged v-2 |  | v-1
    key new member owner=v-3 by=old-1                               -> account_merged v-2 |  | v-1
    redemption 2018-02-01 by=old-1 {"catalogue": [{"item": "tea", "price": "0"}]}
                                                                              -> account_merged v-2 |  | v-1
    # merged, two people of the office are one
    merge of-9 v-1
    opening v-3 1 point by=own-1 for=v-1 capacity=self second=old-1 -> second_officer_missing
    opening v-3 1 point by=own-1 for=v-1 capacity=self              -> +1 point
)"};

const EventTable whom = {"two officers merge two members", R"(
    account h-1 household
    merge v-2 v-1 second=none                -> second_officer_missing merge | officer
    merge v-2 v-1 by=co-1                    -> role_not_allowed merge | operator (self), officer (self)
    merge v-2 v-1 by=v-2                     -> role_not_allowed
    merge v-2 v-1 by=app-1 for=v-2           -> role_not_allowed
    merge nobody v-1                         -> account_unknown  |  | nobody
    merge v-1 nobody                         -> account_unknown  |  | nobody
    merge h-1 v-1                            -> class_not_allowed h-1 | member | household
    merge v-1 h-1                            -> class_not_allowed h-1 | member | household
    merge v-1 issuer                         -> class_not_allowed issuer | member | issuer
    merge v-2 v-1 by=op                      -> nothing
    # two of one's own make one: sums that do not fit are refused, and leave no trace
    opening v-1 9223372036854775807 point
    opening v-3 1 point
    merge v-3 v-1                            -> amount_out_of_range
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "1"}]}
    redeem  2018-06-04T08:00+08:00 tea 1 v-3 -> -1 point
    merge v-3 v-1                            -> nothing
)"};

const EventTable counting = {"what was counted for the old account counts for the one that stays", R"(
    credit 2018-01-01 {"rules": [
      {"id": "capped", "categories": ["canteen"], "steps": [{"tariff": {"per": "visit", "amount": "6"}},
        {"rounding": "exact"},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "10", "at_cap": "clip"}}]},
      {"id": "running", "categories": ["visit"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "0",
        "limits": [{"id": "two", "key": "member", "window": "life", "limit": 2, "at_cap": "refuse"}]},
        {"item": "medal", "price": "0", "unlock": {"earned": "point", "at_least": "13"}}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1          -> +6 point
    service 2018-06-04T08:00+08:00 60 canteen v-2 as=twice -> +6 point
    service 2018-06-05T08:00+08:00 40 visit v-1            -> nothing
    service 2018-06-05T08:00+08:00 40 visit v-2 as=visit   -> nothing
    redeem  2018-06-05T08:00+08:00 tea 1 v-2 as=tea        -> nothing
    merge v-2 v-1                                          -> v-1 +6 point, v-2 -6 point
    service 2018-06-04T09:00+08:00 60 canteen v-1          -> nothing (6 point cut)
    # 40, 40 and 40 minutes are two hours
    service 2018-06-06T08:00+08:00 40 visit v-1            -> +2 point
    redeem  2018-06-05T08:00+08:00 tea 2 v-1               -> limit_reached two | 2 | 3
    redeem  2018-06-05T08:00+08:00 medal 1 v-1             -> nothing
    # what is reversed of the old account's past moves and counts here
    reverse twice                                          -> v-1 -6 point
    service 2018-06-04T10:00+08:00 60 canteen v-1          -> +4 point (2 point cut)
    reverse tea                                            -> nothing
    redeem  2018-06-05T08:00+08:00 tea 2 v-1               -> nothing
    balance v-2                                            -> nothing
    balance v-1                                            -> 12 point
    redeem  2018-06-05T08:00+08:00 medal 1 v-1             -> item_locked medal | earned point >= 13 | 12
    # 80 minutes stand, of which 2 hours were paid: an hour and 40 minutes more make the third
    reverse visit                                          -> nothing
    service 2018-06-07T08:00+08:00 99 visit v-1            -> nothing
    service 2018-06-07T08:00+08:00  1 visit v-1            -> +1 point
)"};

const EventTable past_between_both = {"a past between the two accounts comes to nothing when it is undone",
                                      R"(
    redemption 2018-01-01 {"transfers": [{"id": "gift"}]}
    opening v-1 9 point as=first
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 as=gift  -> v-1 -5 point, v-2 +5 point
    transfer 2018-06-04T08:00+08:00 gift 2 point v-1 v-3 as=given -> v-1 -2 point, v-3 +2 point
    merge v-2 v-1                                                 -> v-1 +5 point, v-2 -5 point
    reverse gift                                                  -> nothing
    merge v-1 v-3                                                 -> v-1 -7 point, v-3 +7 point
    reverse given                                                 -> nothing
    balance v-3                                                   -> 9 point
    reverse first second=of-2                                     -> v-3 -9 point
    balance v-3                                                   -> nothing
    balance issuer                                                -> nothing
)"};

const EventTable named_by_standards = {
    "credits that a standard pays to somebody go to who stands for them now", R"(
    credit 2018-01-01 {"issuer": "v-2", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "3"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "lesson", "price": "1", "paid_to": "v-2"}]}
    service 2018-06-04T08:00+08:00 9 visit v-3            -> v-2 -3 point, v-3 +3 point
    redeem  2018-06-04T08:00+08:00 lesson 1 v-3 as=lesson -> v-2 +1 point, v-3 -1 point
    merge v-2 v-1                                         -> v-1 -2 point, v-2 +2 point
    service 2018-06-04T08:00+08:00 9 visit v-3            -> v-1 -3 point, v-3 +3 point
    redeem  2018-06-04T08:00+08:00 lesson 1 v-3           -> v-1 +1 point, v-3 -1 point
    reverse lesson                                        -> v-1 -1 point, v-3 +1 point
    balance v-2                                           -> nothing
)"};

}  // namespace

std::vector<EventTable> merge_tables() {
    return {joining, acting, whom, counting, past_between_both, named_by_standards};
}

}  // namespace timebank::decision_test
