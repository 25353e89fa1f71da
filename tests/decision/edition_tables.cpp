#include "decision/table.hpp"

// Which edition decides.

namespace timebank::decision_test {
namespace {

const EventTable by_occurrence = {
    "by occurrence, the day of the service picks the edition however late it is posted", R"(
    credit 2018-06-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "6"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-05-31T23:59+08:00 1 canteen v-1  -> standard_missing credit |  | 2018-05-31
    service 2018-06-01T00:00+08:00 1 canteen v-1  -> +6 point
    credit 2018-09-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "3"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-08-31T23:59+08:00 9 canteen v-1  -> +6 point
    service 2018-09-01T00:00+08:00 1 canteen v-1  -> +3 point
    # the local day counts: it is still August in UTC, and already September in the claim
    service 2018-09-01T00:30+14:00 1 canteen v-1  -> +3 point
    # an edition told later, effective in between
    credit 2018-07-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "5"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-30T08:00+08:00 1 canteen v-1  -> +6 point
    service 2018-07-01T08:00+08:00 1 canteen v-1  -> +5 point
    service 2018-09-01T08:00+08:00 1 canteen v-1  -> +3 point
)"};

const EventTable by_recording = {"by recording, the UTC day on which it is posted picks the edition", R"(
    clock  2018-08-31T23:59+00:00
    credit 2018-06-01 {"edition_date": "recording", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "6"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    credit 2018-09-01 {"edition_date": "recording", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "3"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-05-01T08:00+08:00 1 canteen v-1  -> +6 point
    clock  2018-09-01T00:00+00:00
    service 2018-05-01T08:00+08:00 1 canteen v-1  -> +3 point
)"};

const EventTable amended = {"of two editions with one date, the one adopted last decides from then on", R"(
    credit 2018-06-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "60"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 1 canteen v-1 as=slip  -> +60 point
    credit 2018-06-01 {"edition": "amended", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "6"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 1 canteen v-1          -> +6 point
    # what is recorded stays as it was decided, and so does its reversal
    reverse slip                                          -> -60 point
    balance v-1                                           -> 6 point
)"};

const EventTable one_line = {"a ledger keeps one line of editions of each kind", R"(
    credit 2018-06-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "6"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    credit 2018-07-01 {"id": "another", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "6"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                  -> standard_id_differs id | credit | another
    credit 2018-07-01 {"edition_date": "recording", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "6"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                  -> standard_id_differs
    # the other kind has a line of its own
    redemption 2018-07-01 {"catalogue": [{"item": "tea", "price": "0"}]}
    redeem 2018-06-30T08:00+08:00 tea 1 v-1       -> standard_missing redemption |  | 2018-06-30
    redeem 2018-07-01T08:00+08:00 tea 1 v-1       -> nothing
)"};

const EventTable tallies_over_editions = {"editions that count the same share the count", R"(
    credit 2018-06-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "3", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00 100 visit v-1  -> +1 point
    credit 2018-07-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "2"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "4", "at_cap": "clip"}}]}]}
    # 100 minutes make 5/3, and 90 more at two an hour 14/3: down from 1 to 4, of which the cap leaves 3
    service 2018-07-04T08:00+08:00  90 visit v-1  -> +3 point
    service 2018-07-05T08:00+08:00  30 visit v-1  -> nothing (1 point cut)
    # the earlier edition's cap of 3 is past already: it clips to nothing and takes nothing back
    service 2018-06-05T08:00+08:00  60 visit v-1  -> nothing (1 point cut)
)"};

}  // namespace

std::vector<EventTable> edition_tables() {
    return {by_occurrence, by_recording, amended, one_line, tallies_over_editions};
}

}  // namespace timebank::decision_test
