#include "decision/table.hpp"

// What services earn: tariffs, roundings, minimum, caps, conditions, clocks.

namespace timebank::decision_test {
namespace {

const EventTable tariffs = {"a tariff pays by the minute, the hour, the visit or the item", R"(
    credit 2018-01-01 {"rules": [
      {"id": "a-minute", "categories": ["canteen"], "unit": "coin", "steps": [
        {"tariff": {"per": "minute", "amount": "0.02"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "an-hour", "categories": ["canteen"], "steps": [
        {"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
      {"id": "a-visit", "categories": ["visit"], "steps": [
        {"tariff": {"per": "visit", "amount": "3"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "an-item", "categories": ["choir"], "steps": [
        {"tariff": {"per": "item", "amount": "2"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 150 canteen v-1              -> +3 coin, +15 point
    service 2018-06-05T08:00+08:00  60 canteen v-1              -> +1.2 coin, +6 point
    service 2018-06-05T14:00+08:00   1 canteen v-1              -> +0.02 coin
    service 2018-06-05T15:00+08:00   0 canteen v-1              -> nothing
    service 2018-06-06T08:00+08:00 150 canteen v-1/95           -> +1.9 coin, +9 point
    service 2018-06-06T08:00+08:00 150 canteen v-1/0            -> nothing
    service 2018-06-07T08:00+08:00 150 canteen v-1:attendee     -> nothing
    service 2018-06-08T08:00+08:00 150 canteen v-1,v-2/60
                                                    -> v-1 +3 coin, v-1 +15 point, v-2 +1.2 coin, v-2 +6 point
    service 2018-06-09T08:00+08:00  40 visit   v-1              -> +3 point
    service 2018-06-09T10:00+08:00   0 visit   v-1              -> +3 point
    service 2018-06-10T08:00+08:00  60 choir   v-1 quantity=4   -> +8 point
    service 2018-06-10T10:00+08:00  60 choir   v-1              -> nothing
    balance v-1                                                 -> 9.12 coin, 59 point
    balance v-2                                                 -> 1.2 coin, 6 point
    balance issuer                                              -> -10.32 coin, -65 point
)"};

const EventTable service_roundings = {"one service is rounded down, up, or to the nearest step", R"(
    credit 2018-01-01 {"rules": [
      {"id": "down", "roles": ["down"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
      {"id": "up", "roles": ["up"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "up", "scope": "service"}}, {"cap": "none"}]},
      {"id": "ties-up", "roles": ["ties-up"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "nearest", "ties": "up", "scope": "service"}},
        {"cap": "none"}]},
      {"id": "ties-down", "roles": ["ties-down"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "nearest", "ties": "down", "scope": "service"}},
        {"cap": "none"}]},
      {"id": "ties-even", "roles": ["ties-even"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "nearest", "ties": "even", "scope": "service"}},
        {"cap": "none"}]},
      {"id": "halves", "roles": ["halves"], "unit": "coin", "steps": [
        {"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "0.5", "direction": "down", "scope": "service"}}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00  59 visit v-1:down      -> nothing
    service 2018-06-04T08:00+08:00  60 visit v-1:down      -> +1 point
    service 2018-06-04T08:00+08:00 119 visit v-1:down      -> +1 point
    service 2018-06-04T08:00+08:00   0 visit v-1:up        -> nothing
    service 2018-06-04T08:00+08:00   1 visit v-1:up        -> +1 point
    service 2018-06-04T08:00+08:00  60 visit v-1:up        -> +1 point
    service 2018-06-04T08:00+08:00  61 visit v-1:up        -> +2 point
    service 2018-06-04T08:00+08:00  29 visit v-1:ties-up   -> nothing
    service 2018-06-04T08:00+08:00  30 visit v-1:ties-up   -> +1 point
    service 2018-06-04T08:00+08:00  90 visit v-1:ties-up   -> +2 point
    service 2018-06-04T08:00+08:00  30 visit v-1:ties-down -> nothing
    service 2018-06-04T08:00+08:00  31 visit v-1:ties-down -> +1 point
    service 2018-06-04T08:00+08:00  90 visit v-1:ties-down -> +1 point
    service 2018-06-04T08:00+08:00  30 visit v-1:ties-even -> nothing
    service 2018-06-04T08:00+08:00  90 visit v-1:ties-even -> +2 point
    service 2018-06-04T08:00+08:00 150 visit v-1:ties-even -> +2 point
    service 2018-06-04T08:00+08:00 210 visit v-1:ties-even -> +4 point
    service 2018-06-04T08:00+08:00  29 visit v-1:halves    -> nothing
    service 2018-06-04T08:00+08:00  40 visit v-1:halves    -> +0.5 coin
    service 2018-06-04T08:00+08:00  89 visit v-1:halves    -> +1 coin
)"};

const EventTable running_totals = {"a running total is rounded over a day or over a life", R"(
    credit 2018-01-01 {"rules": [
      {"id": "life", "roles": ["life"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]},
      {"id": "day", "roles": ["day"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
        {"cap": "none"}]},
      {"id": "up", "roles": ["up"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "up", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]},
      {"id": "even", "roles": ["even"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "nearest", "ties": "even", "scope": "running_total",
                      "window": "life"}}, {"cap": "none"}]},
      {"id": "both", "roles": ["driver", "leader"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]}]}
    # 2/3, 4/3, 2, ... of a point
    service 2018-06-04T08:00+08:00 40 visit v-1:life              -> nothing
    service 2018-06-05T08:00+08:00 40 visit v-1:life              -> +1 point
    service 2018-06-06T08:00+08:00 40 visit v-1:life              -> +1 point
    service 2018-06-07T08:00+08:00 40 visit v-1:life              -> nothing
    service 2018-06-07T08:00+08:00 40 visit v-2:life              -> nothing
    # each day begins anew; a service that is told late counts on its own day
    service 2018-06-04T08:00+08:00 40 visit v-1:day               -> nothing
    service 2018-06-04T10:00+08:00 40 visit v-1:day               -> +1 point
    service 2018-06-05T08:00+08:00 40 visit v-1:day               -> nothing
    service 2018-06-04T14:00+08:00 40 visit v-1:day               -> +1 point
    service 2018-06-05T10:00+08:00 20 visit v-1:day               -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1:up                -> +1 point
    service 2018-06-05T08:00+08:00 40 visit v-1:up                -> +1 point
    service 2018-06-06T08:00+08:00 40 visit v-1:up                -> nothing
    # 1/2, 1, 3/2, 2, 5/2, 3
    service 2018-06-04T08:00+08:00 30 visit v-1:even              -> nothing
    service 2018-06-05T08:00+08:00 30 visit v-1:even              -> +1 point
    service 2018-06-06T08:00+08:00 30 visit v-1:even              -> +1 point
    service 2018-06-07T08:00+08:00 30 visit v-1:even              -> nothing
    service 2018-06-08T08:00+08:00 30 visit v-1:even              -> nothing
    service 2018-06-09T08:00+08:00 30 visit v-1:even              -> +1 point
    # one person in two roles of one rule: the second part sees the first
    service 2018-06-04T08:00+08:00 40 visit v-1:driver,v-1:leader -> +1 point
    service 2018-06-05T08:00+08:00 40 visit v-1:driver            -> +1 point
)"};

const EventTable minimum = {"a lower value is raised to the minimum", R"(
    credit 2018-01-01 {"rules": [
      {"id": "coins", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"minimum": {"amount": "1"}},
        {"rounding": {"step": "0.01", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
      {"id": "points", "categories": ["choir"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"minimum": {"amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00  0 visit v-1   -> +1 coin
    service 2018-06-04T08:00+08:00 30 visit v-1   -> +1 coin
    service 2018-06-04T08:00+08:00 60 visit v-1   -> +1 coin
    service 2018-06-04T08:00+08:00 90 visit v-1   -> +1.5 coin
    service 2018-06-04T08:00+08:00 61 visit v-1   -> +1.01 coin
    # what runs up is the raised value: 1, 2.5, 4
    service 2018-06-04T08:00+08:00 10 choir v-2   -> +1 coin, +1 point
    service 2018-06-05T08:00+08:00 90 choir v-2   -> +1.5 coin, +1 point
    service 2018-06-06T08:00+08:00 90 choir v-2   -> +1.5 coin, +2 point
)"};

const EventTable caps = {"a cap on one service, a day or a life refuses or clips", R"(
    credit 2018-01-01 {"rules": [
      {"id": "r", "roles": ["service-refuse"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "r-cap", "key": "member", "window": "service", "limit": "5", "at_cap": "refuse"}}]},
      {"id": "c", "roles": ["service-clip"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "c-cap", "key": "member", "window": "service", "limit": "5", "at_cap": "clip"}}]},
      {"id": "dr", "roles": ["day-refuse"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "dr-cap", "key": "member", "window": "day", "limit": "5", "at_cap": "refuse"}}]},
      {"id": "lc", "roles": ["life-clip"], "steps": [{"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "lc-cap", "key": "member", "window": "life", "limit": "5", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00 300 visit v-1:service-refuse -> +5 point
    service 2018-06-04T08:00+08:00 360 visit v-1:service-refuse -> cap_reached r-cap | 5 point | 6 point
    service 2018-06-04T08:00+08:00 300 visit v-1:service-clip   -> +5 point
    service 2018-06-04T08:00+08:00 480 visit v-1:service-clip   -> +5 point (3 point cut)
    service 2018-06-04T08:00+08:00 180 visit v-1:day-refuse     -> +3 point
    service 2018-06-04T12:00+08:00 180 visit v-1:day-refuse     -> cap_reached dr-cap | 5 point | 6 point
    service 2018-06-04T12:00+08:00 120 visit v-1:day-refuse     -> +2 point
    service 2018-06-04T16:00+08:00  59 visit v-1:day-refuse     -> nothing
    service 2018-06-04T16:00+08:00  60 visit v-1:day-refuse     -> cap_reached
    service 2018-06-04T16:00+08:00  60 visit v-2:day-refuse     -> +1 point
    service 2018-06-05T08:00+08:00  60 visit v-1:day-refuse     -> +1 point
    service 2018-06-04T08:00+08:00 180 visit v-1:life-clip      -> +3 point
    service 2018-07-04T08:00+08:00 180 visit v-1:life-clip      -> +2 point (1 point cut)
    service 2018-08-04T08:00+08:00 180 visit v-1:life-clip      -> nothing (3 point cut)
)"};

const EventTable shared_caps = {"rules that name one cap share it, and one rule may have several", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "categories": ["canteen", "choir"], "steps": [
        {"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "10", "at_cap": "clip"}}]},
      {"id": "visits", "categories": ["visit", "choir"], "steps": [
        {"tariff": {"per": "visit", "amount": "5"}},
        {"rounding": "exact"},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "10", "at_cap": "clip"}}]},
      {"id": "two", "roles": ["two"], "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "at-once", "key": "member", "window": "service", "limit": "5", "at_cap": "clip"}},
        {"cap": {"id": "daily", "key": "member", "window": "day", "limit": "8", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1     -> +6 point
    service 2018-06-04T10:00+08:00 40 visit   v-1     -> +4 point (1 point cut)
    service 2018-06-04T12:00+08:00 60 canteen v-1     -> nothing (6 point cut)
    service 2018-06-04T12:00+08:00 60 canteen v-2     -> +6 point
    service 2018-06-05T08:00+08:00 40 visit   v-1     -> +5 point
    # both rules look at one service: the second sees what the first gave
    service 2018-06-06T08:00+08:00 60 choir   v-1     -> +10 point (1 point cut)
    service 2018-06-07T08:00+08:00 60 canteen v-1:two -> +5 point (1 point cut)
    service 2018-06-07T10:00+08:00 60 canteen v-1:two -> +3 point (3 point cut)
    service 2018-06-07T12:00+08:00 60 canteen v-1:two -> nothing (6 point cut)
)"};

const EventTable gates = {"a gate refuses the service or only silences its rule", R"(
    account v-2 member tags=guest,trained
    credit 2018-01-01 {"rules": [
      {"id": "always", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
        {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "quiet", "categories": ["canteen"], "steps": [
        {"gate": {"condition": {"tag": "trained"}, "otherwise": "nothing"}},
        {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "strict", "categories": ["visit"], "steps": [
        {"gate": {"condition": {"all": [{"tag": "trained"}, {"not": {"tag": "guest"}}]},
                  "otherwise": "refuse"}},
        {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "either", "categories": ["choir"], "steps": [
        {"gate": {"condition": {"any": [{"tag": "trained"}, {"tag": "singer"}]}, "otherwise": "refuse"}},
        {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 40 canteen v-1     -> +0:40 hour
    service 2018-06-04T08:00+08:00 40 canteen v-2     -> +0:40 hour, +1 point
    service 2018-06-04T08:00+08:00 40 visit   v-1     -> gate_closed strict | tag trained | no
    service 2018-06-04T08:00+08:00 40 visit   v-2     -> gate_closed strict | not (tag guest) | yes
    service 2018-06-04T08:00+08:00 40 choir   v-1
                                                    -> gate_closed either | tag trained | tag singer | no | no
    service 2018-06-04T08:00+08:00 40 choir   v-2     -> +0:40 hour, +1 point
    # tags are restated as a whole
    account v-2 member tags=trained
    account v-1 member tags=singer
    service 2018-06-04T08:00+08:00 40 visit   v-2     -> +0:40 hour, +1 point
    service 2018-06-04T08:00+08:00 40 choir   v-1     -> +0:40 hour, +1 point
    # one whose gate is closed stops the claim for everyone in it
    service 2018-06-04T08:00+08:00 40 visit   v-2,v-1 -> gate_closed strict
)"};

const EventTable facts = {"attested facts open gates when the right role vouches for them", R"(
    credit 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator", "officer"]},
                {"code": "trained", "attested_by": ["member"]}],
      "rules": [
        {"id": "elder", "categories": ["choir"], "steps": [
          {"gate": {"condition": {"fact": "age", "at_least": 60, "at_most": 69}, "otherwise": "refuse"}},
          {"tariff": {"per": "visit", "amount": "2"}}, {"rounding": "exact"}, {"cap": "none"}]},
        {"id": "bonus", "categories": ["visit"], "steps": [
          {"gate": {"condition": {"fact": "trained", "at_least": 1}, "otherwise": "nothing"}},
          {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:60 by=co-1 -> +2 point
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:69 by=co-1 -> +2 point
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:59 by=co-1
                                                            -> gate_closed elder | age >= 60, <= 69 | 59
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:70 by=co-1 -> gate_closed elder
    service 2018-06-04T08:00+08:00 60 choir v-1 by=co-1              -> fact_missing elder | age | -
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:60 by=v-1
                                                      -> fact_not_attested age | coordinator, officer | member
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:60 by=v-1 cosign=coordinator:co-1 -> +2 point
    service 2018-06-04T08:00+08:00 60 choir v-1 facts=age:60,size:9 by=co-1 -> fact_unknown size
    # a member vouches for a member's own word; where the rule only falls silent, no fact is no fault
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1 facts=trained:1  -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1 facts=trained:0  -> nothing
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1                  -> nothing
    service 2018-06-04T08:00+08:00 40 visit v-1 by=app-1 for=v-1 facts=trained:1
                                                            -> fact_not_attested trained | member | app
)"};

const EventTable thresholds = {
    "conditions on what was earned and on the balance read the book before the service", R"(
    credit 2018-01-01 {"rules": [
      {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
      {"id": "veteran", "unit": "coin", "steps": [
        {"gate": {"condition": {"earned": "point", "at_least": "12"}, "otherwise": "nothing"}},
        {"tariff": {"per": "visit", "amount": "0.5"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "poor", "unit": "hour", "steps": [
        {"gate": {"condition": {"balance": "point", "at_most": "6"}, "otherwise": "nothing"}},
        {"tariff": {"per": "visit", "amount": "1/60"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "lunch", "price": "6"}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1            -> +0:01 hour, +6 point
    service 2018-06-05T08:00+08:00 60 canteen v-1            -> +0:01 hour, +6 point
    service 2018-06-06T08:00+08:00 60 canteen v-1            -> +0.5 coin, +6 point
    # spending lowers the balance and never what was earned
    redeem  2018-06-07T08:00+08:00 lunch 2 v-1               -> -12 point
    service 2018-06-08T08:00+08:00 60 canteen v-1            -> +0.5 coin, +0:01 hour, +6 point
)"};

const EventTable clocks = {"services cross midnight and changes of the clock", R"(
    credit 2018-01-01 {"rules": [
      {"id": "hours", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "12", "at_cap": "clip"}}]}]}
    # a night's work counts on the local day on which it starts
    service 2018-06-04T23:00+08:00 120 canteen v-1                               -> +12 point
    service 2018-06-04T22:00+08:00  10 canteen v-1                               -> nothing (1 point cut)
    service 2018-06-05T00:30+08:00 120 canteen v-1                               -> +12 point
    # the same instant is another day elsewhere
    service 2018-06-06T23:30+08:00  60 canteen v-1                               -> +6 point
    service 2018-06-06T15:30+00:00  60 canteen v-1                               -> +6 point
    service 2018-06-07T00:30+09:00  60 canteen v-1                               -> +6 point
    # 01:30 to 02:30 while the clock goes back lasts two hours; 01:30 to 03:30 while it goes on, one
    service 2018-10-28T01:30+02:00   0 canteen v-1 end=2018-10-28T02:30+01:00    -> +12 point
    service 2018-03-25T01:30+01:00   0 canteen v-1 end=2018-03-25T03:30+02:00    -> +6 point
    # ten minutes ahead of the ledger's clock is a phone's; eleven is the future
    clock   2018-12-01T10:00+08:00
    service 2018-12-01T09:10+08:00  60 canteen v-1                               -> +6 point
    service 2018-12-01T09:11+08:00  60 canteen v-1                               -> service_in_future
)"};

const EventTable edge_of_64_bits = {"a sum that does not fit 64 bits is refused and nothing changes", R"(
    credit 2018-01-01 {"rules": [
      {"id": "huge", "categories": ["canteen"], "steps": [
        {"tariff": {"per": "item", "amount": "999999999999999999"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "run", "categories": ["visit"], "unit": "coin", "steps": [
        {"tariff": {"per": "item", "amount": "9999999999999999"}},
        {"rounding": {"step": "0.01", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": {"id": "run-cap", "key": "member", "window": "life", "limit": "1", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1 quantity=10         -> amount_out_of_range huge
    service 2018-06-04T08:00+08:00 60 canteen v-1 quantity=4294967295 -> amount_out_of_range huge
    balance v-1                                                       -> nothing
    service 2018-06-04T08:00+08:00 60 canteen v-1 quantity=9          -> +8999999999999999991 point
    service 2018-06-04T08:00+08:00 60 canteen v-1 quantity=1          -> amount_out_of_range
    balance v-1                                                       -> 8999999999999999991 point
    balance issuer                                                    -> -8999999999999999991 point
    # the issuer's account is as full as the member's
    service 2018-06-04T08:00+08:00 60 canteen v-2 quantity=1          -> amount_out_of_range
    balance v-2                                                       -> nothing
    # two parts that fit alone do not fit the issuer's one leg
    service 2018-06-04T08:00+08:00 60 canteen v-2,v-3 quantity=5      -> amount_out_of_range huge
    # what is cut away runs up all the same, until it does not fit
    service 2018-06-04T08:00+08:00 60 visit v-1 quantity=9            -> +1 coin (89999999999999990 coin cut)
    service 2018-06-04T08:00+08:00 60 visit v-1 quantity=9            -> amount_out_of_range
    balance v-1                                                       -> 1 coin, 8999999999999999991 point
)"};

}  // namespace

std::vector<EventTable> earning_tables() {
    return {tariffs, service_roundings, running_totals, minimum,        caps, shared_caps, gates,
            facts,   thresholds,        clocks,         edge_of_64_bits};
}

}  // namespace timebank::decision_test
