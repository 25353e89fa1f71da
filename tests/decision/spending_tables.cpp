#include "decision/table.hpp"

// What credits buy, and how a mistake is undone.

namespace timebank::decision_test {
namespace {

const EventTable buying = {"a redemption moves the price, and the balance must cover it", R"(
    credit 2018-01-01 {"rules": [
      {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [
      {"item": "breakfast", "price": "2"}, {"item": "tea", "price": "0"},
      {"item": "haircut", "unit": "coin", "price": "0.5"}]}
    service 2018-06-04T08:00+08:00 150 canteen v-1      -> +15 point
    redeem  2018-06-05T08:00+08:00 breakfast 1 v-1      -> -2 point
    balance v-1                                         -> 13 point
    balance canteen-1                                   -> 2 point
    redeem  2018-06-05T08:00+08:00 breakfast 7 v-1      -> balance_too_low breakfast | 14 point | 13 point
    redeem  2018-06-05T08:00+08:00 haircut 3 v-1        -> balance_too_low haircut | 1.5 coin | 0 coin
    redeem  2018-06-05T08:00+08:00 tea 4294967295 v-1   -> nothing
    redeem  2018-06-05T08:00+08:00 breakfast 6 v-1      -> -12 point
    redeem  2018-06-05T08:00+08:00 breakfast 1 v-1      -> balance_too_low
    redeem  2018-06-05T08:00+08:00 dinner 1 v-1
                                                       -> item_unknown item | breakfast, haircut, tea | dinner
    balance v-1                                         -> 1 point
    # nothing can be redeemed before it is time
    redeem  2018-12-31T00:10+00:00 tea 1 v-1            -> nothing
    redeem  2018-12-31T00:11+00:00 tea 1 v-1            -> service_in_future
)"};

const EventTable gifts = {"a gift is paid by the giver; the receiver needs an account and nothing else", R"(
    credit 2018-01-01 {"rules": [
      {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "breakfast", "price": "2",
      "limits": [{"id": "one-a-day", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"}]}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1             -> +6 point
    redeem  2018-06-05T08:00+08:00 breakfast 1 v-1 to=v-2     -> -2 point
    balance v-2                                               -> nothing
    # the limit is the giver's
    redeem  2018-06-05T09:00+08:00 breakfast 1 v-1            -> limit_reached one-a-day | 1 | 2
    redeem  2018-06-05T09:00+08:00 breakfast 1 v-2            -> balance_too_low
    redeem  2018-06-06T09:00+08:00 breakfast 1 v-1 to=nobody  -> account_unknown
)"};

const EventTable unlocking = {"an unlock condition is apart from the price, and limits count items", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
        {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "points", "steps": [{"tariff": {"per": "visit", "amount": "10"}},
        {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator"]}],
      "catalogue": [
        {"item": "trip", "price": "1", "unlock": {"earned": "hour", "at_least": "100"},
         "limits": [{"id": "trip-once", "key": "member", "window": "service", "limit": 2, "at_cap": "refuse"},
                    {"id": "trip-day", "key": "member", "window": "day", "limit": 3, "at_cap": "refuse"},
                    {"id": "trip-life", "key": "member", "window": "life", "limit": 5, "at_cap": "refuse"}]},
        {"item": "care", "price": "1", "unlock": {"any": [
          {"fact": "age", "at_least": 60}, {"balance": "hour", "at_least": "200"}]}}]}
    service 2018-01-01T08:00+08:00 599 visit v-1 times=10       -> +99:50 hour, +100 point
    redeem  2018-06-01T08:00+08:00 trip 1 v-1
                                                            -> item_locked trip | earned hour >= 100 | 599/6
    service 2018-02-01T08:00+08:00  10 visit v-1                -> +0:10 hour, +10 point
    redeem  2018-06-01T08:00+08:00 trip 3 v-1                   -> limit_reached trip-once | 2 | 3
    redeem  2018-06-01T08:00+08:00 trip 2 v-1                   -> -2 point
    redeem  2018-06-01T09:00+08:00 trip 2 v-1                   -> limit_reached trip-day | 3 | 4
    redeem  2018-06-01T09:00+08:00 trip 1 v-1                   -> -1 point
    redeem  2018-06-02T08:00+08:00 trip 2 v-1                   -> -2 point
    redeem  2018-06-03T08:00+08:00 trip 1 v-1                   -> limit_reached trip-life | 5 | 6
    redeem  2018-06-03T08:00+08:00 trip 1 v-2                   -> item_locked
    # kept back, the age is neither enough nor too little
    redeem  2018-06-03T08:00+08:00 care 1 v-1                   -> fact_missing care
    redeem  2018-06-03T08:00+08:00 care 1 v-1 facts=age:59 by=co-1 -> item_locked care
    redeem  2018-06-03T08:00+08:00 care 1 v-1 facts=age:60 by=co-1 -> -1 point
    # spending points never lowers hours
    balance v-1                                                 -> 100:00 hour, 104 point
)"};

const EventTable undoing = {"a reversal moves every leg the other way, once", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
        {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "points", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "lunch", "price": "7"}]}
    service 2018-06-04T08:00+08:00 150 canteen v-1,v-2/60 as=morning
                                                -> v-1 +2:30 hour, v-1 +15 point, v-2 +1:00 hour, v-2 +6 point
    redeem  2018-06-05T08:00+08:00 lunch 2 v-1 as=meal               -> -14 point
    # the credits are spent already: the member owes them
    reverse morning as=undone            -> v-1 -2:30 hour, v-1 -15 point, v-2 -1:00 hour, v-2 -6 point
    balance v-1                          -> -14 point
    balance v-2                          -> nothing
    balance issuer                       -> nothing
    redeem  2018-06-06T08:00+08:00 lunch 1 v-1 -> balance_too_low lunch | 7 point | -14 point
    reverse morning                      -> reversed_already 18 |  | 20
    reverse undone -> not_reversible 20 | service, redemption, opening, transfer | reversal
    reverse meal                         -> +14 point
    balance v-1                          -> nothing
    reverse meal                         -> reversed_already
    # the claim's id must be that of the entry: a slip in the index is caught
    reverse meal entry=18                -> entry_unknown entry |  | 18
    reverse meal entry=999               -> entry_unknown
    reverse key-of-1 entry=9
                                -> not_reversible 9 | service, redemption, opening, transfer | key
)"};

const EventTable tallies_given_back = {
    "a reversal gives back what caps, limits and running totals had counted", R"(
    credit 2018-01-01 {"rules": [
      {"id": "capped", "categories": ["canteen"], "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "10", "at_cap": "clip"}}]},
      {"id": "running", "categories": ["visit"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [
      {"item": "lunch", "price": "1", "limits": [
        {"id": "lunch-day", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"}]},
      {"item": "medal", "price": "0", "unlock": {"earned": "point", "at_least": "12"}}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1 as=first  -> +6 point
    service 2018-06-04T09:00+08:00 60 canteen v-1           -> +4 point (2 point cut)
    reverse first                                           -> -6 point
    service 2018-06-04T10:00+08:00 60 canteen v-1           -> +6 point
    service 2018-06-04T11:00+08:00 60 canteen v-1           -> nothing (6 point cut)
    redeem  2018-06-05T08:00+08:00 lunch 1 v-1 as=lunch     -> -1 point
    redeem  2018-06-05T09:00+08:00 lunch 1 v-1              -> limit_reached
    reverse lunch                                           -> +1 point
    redeem  2018-06-05T10:00+08:00 lunch 1 v-1              -> -1 point
    service 2018-06-05T08:00+08:00 20 canteen v-1 as=third  -> +2 point
    redeem  2018-06-05T10:00+08:00 medal 1 v-1              -> nothing
    reverse third                                           -> -2 point
    redeem  2018-06-05T10:00+08:00 medal 1 v-1              -> item_locked medal | earned point >= 12 | 10
    # 2/3 and 4/3 of a point; undone, the next visit stands at 4/3 again
    service 2018-06-04T08:00+08:00 40 visit v-2             -> nothing
    service 2018-06-05T08:00+08:00 40 visit v-2 as=second   -> +1 point
    reverse second                                          -> -1 point
    service 2018-06-06T08:00+08:00 40 visit v-2             -> +1 point
    service 2018-06-07T08:00+08:00 40 visit v-2             -> +1 point
)"};

}  // namespace

std::vector<EventTable> spending_tables() {
    return {buying, gifts, unlocking, undoing, tallies_given_back};
}

}  // namespace timebank::decision_test
