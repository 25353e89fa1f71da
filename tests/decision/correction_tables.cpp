#include "decision/table.hpp"

// Undoing a part of an entry: hours and credits together or apart.

namespace timebank::decision_test {
namespace {

const EventTable apart = {"a reversal of some units leaves the others, and each is undone once", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
        {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "points", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
      {"id": "coins", "unit": "coin", "categories": ["visit"], "steps": [
        {"tariff": {"per": "visit", "amount": "2"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 90 canteen v-1,v-2/60 as=one
                                         -> v-1 +1:30 hour, v-1 +9 point, v-2 +1:00 hour, v-2 +6 point
    reverse one units=coin                             -> not_reversible 17 | hour, point | coin
    reverse one units=coin,point                       -> not_reversible 17 | hour, point | coin
    reverse one units=point                            -> v-1 -9 point, v-2 -6 point
    balance v-1                                        -> 1:30 hour
    reverse one units=point                            -> reversed_already 17 (point) |  | 18
    reverse one units=hour,point                       -> reversed_already 17 (point) |  | 18
    # "all of it" is what is left
    reverse one                                        -> v-1 -1:30 hour, v-2 -1:00 hour
    balance v-1                                        -> nothing
    balance v-2                                        -> nothing
    reverse one                                        -> reversed_already 17 |  | 19
    reverse one units=hour                             -> reversed_already 17 |  | 19
    # a fault in what is asked comes first
    reverse one units=coin                             -> not_reversible
    # each unit by itself, and then the entry, which moves nothing more
    service 2018-06-05T08:00+08:00 60 visit v-1 as=two -> +2 coin, +1:00 hour, +6 point
    reverse two units=hour,point                       -> -1:00 hour, -6 point
    reverse two units=coin                             -> -2 coin
    balance v-1                                        -> nothing
    reverse two                                        -> nothing
    reverse two                                        -> reversed_already 20 |  | 23
)"};

const EventTable counted_apart = {"a reversal of some units gives back what was counted in them alone", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
        {"rounding": "exact"},
        {"cap": {"id": "hours-a-day", "key": "member", "window": "day", "limit": "2", "at_cap": "clip"}}]},
      {"id": "points", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": {"id": "points-ever", "key": "member", "window": "life", "limit": "3", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00  90 canteen v-1 as=one -> +1:30 hour, +1 point
    reverse one units=point                               -> -1 point
    # the hours still count, and of the points neither the one nor the half hour left over does
    service 2018-06-04T10:00+08:00  90 canteen v-1 as=two -> +0:30 hour, +1 point (1:00 hour cut)
    service 2018-06-05T08:00+08:00  30 canteen v-1        -> +0:30 hour, +1 point
    reverse one                                           -> -1:30 hour
    service 2018-06-04T12:00+08:00  90 canteen v-1        -> +1:30 hour, +1 point
    service 2018-06-06T08:00+08:00  60 canteen v-1        -> +1:00 hour (1 point cut)
)"};

const EventTable nothing_left_over = {"a unit in which only a left-over was counted can be undone too", R"(
    credit 2018-01-01 {"rules": [{"id": "points", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 59 canteen v-1 as=one           -> nothing
    reverse one units=point                                        -> nothing
    reverse one units=point                                        -> reversed_already 17 (point) |  | 18
    service 2018-06-05T08:00+08:00  1 canteen v-1                  -> nothing
    service 2018-06-05T08:00+08:00 59 canteen v-1                  -> +1 point
    # what earns nothing has no units, and is undone as a whole
    service 2018-06-06T08:00+08:00 59 canteen v-1:receiver as=idle -> nothing
    reverse idle units=point                                       -> not_reversible 21 | - | point
    reverse idle                                                   -> nothing
    reverse idle                                                   -> reversed_already
)"};

const EventTable every_kind = {"openings, redemptions and transfers are undone; merges are not", R"(
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "2",
        "limits": [{"id": "one", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"}]}],
      "transfers": [{"id": "gift"}]}
    opening v-1 9 point as=opened                                -> +9 point
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 as=tea              -> -2 point
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 as=gift -> v-1 -5 point, v-2 +5 point
    reverse tea units=point                                      -> +2 point
    redeem  2018-06-04T08:00+08:00 tea 1 v-1                     -> -2 point
    reverse gift units=hour                                      -> not_reversible 19 | point | hour
    reverse gift units=point                                     -> v-1 +5 point, v-2 -5 point
    reverse opened second=of-2                                   -> -9 point
    balance v-1                                                  -> -2 point
    merge v-3 v-2 as=merged                                      -> nothing
    reverse merged                       -> not_reversible 24 | service, redemption, opening, transfer | merge
)"};

}  // namespace

std::vector<EventTable> correction_tables() {
    return {apart, counted_apart, nothing_left_over, every_kind};
}

}  // namespace timebank::decision_test
