#include "decision/table.hpp"

// Every row has (at least) two faults; the one that stands first in the list of codes is the answer.

namespace timebank::decision_test {
namespace {

const EventTable admission = {"of two faults in who asks, the first in the list is named", R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "1"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    account v-9 member id=taken -> ok
    # origin_differs, id_used, claim_expired, signature_invalid, key_unknown
    account v-8 member id=taken origin=other.example/ledger                       -> origin_differs
    account v-8 member origin=other.example/ledger until=2018-01-01T00:00+00:00   -> origin_differs
    account v-8 member id=taken until=2018-01-01T00:00+00:00                      -> id_used
    account v-8 member id=taken forged=author                                     -> id_used
    account v-8 member forged=author until=2018-01-01T00:00+00:00                 -> claim_expired
    account v-8 member forged=author by=nobody                                    -> signature_invalid
    account v-8 member forged=author by=v-1                                       -> signature_invalid
    # key_unknown, capacity_wrong, role_not_allowed, possession_missing, not_concerned, credits_others
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1 capacity=agent cosign=receiver:nobody -> key_unknown
    unit stone 1 by=v-1 cosign=receiver:nobody                                    -> key_unknown
    unit stone 1 by=v-1 capacity=agent                                            -> capacity_wrong
    unit stone 1 by=v-1 cosign=key-holder:v-2                                     -> capacity_wrong
    key  new member owner=v-1 by=v-1 holder=v-1                                   -> capacity_wrong
    key  new member owner=v-1 by=v-1 holder=none                                  -> role_not_allowed
    key  new member owner=v-1 for=v-2 holder=none                                 -> possession_missing
    service 2018-06-04T08:00+08:00 40 visit v-2 by=v-1 cosign=coordinator:v-2     -> role_not_allowed
    service 2018-06-04T08:00+08:00 40 visit v-2 by=v-1                            -> not_concerned
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2 by=v-1 cosign=receiver:v-3    -> not_concerned
    service 2018-06-04T08:00+08:00 40 visit v-1,nobody by=v-1                     -> credits_others
    # second_officer_missing
    opening v-1 1 point second=none cosign=receiver:v-2                           -> not_concerned
    opening v-1 1 point by=co-1 second=none                                       -> role_not_allowed
    opening nobody 1 stone second=none                                            -> second_officer_missing
    merge v-1 nobody second=none                                                  -> second_officer_missing
    # who asks comes before what is asked
    unit point 1 by=v-1                                                           -> role_not_allowed
    key  of-1 app holder=none                                                     -> possession_missing
)"};

const EventTable naming = {"of two faults in what is named, the first in the list is named", R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "1"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    key  of-1 app owner=nobody                                                    -> key_known
    credit 2018-02-01 {"units": {"point": 9}, "issuer": "nobody", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                                                  -> unit_unknown
    credit 2018-02-01 {"id": "another", "issuer": "nobody", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                                                  -> account_unknown
    credit 2018-02-01 {"id": "another", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}],
      "examples": [{"name": "a visit", "given": {"services": [{"category": "visit", "role": "volunteer",
        "start": "2018-06-04T08:00+08:00", "minutes": 40}]}, "expect": {"credits": {"point": "2"}}}]}
                                                                                  -> standard_id_differs
    redeem  2018-06-04T08:00+08:00 tea 1 nobody                                   -> account_unknown
    service 2017-06-04T08:00+08:00 40 visit nobody                                -> account_unknown
    redeem  2019-06-04T08:00+08:00 tea 1 v-1                                      -> standard_missing
    service 2019-06-04T08:00+08:00 40 flying v-1                                  -> service_in_future
    service 2018-06-04T08:00+08:00 40 flying v-1,v-1                              -> category_unknown
    service 2018-06-04T08:00+08:00 40 visit v-2/99,v-1,v-1                        -> participant_repeated
    service 2018-06-04T08:00+08:00 40 visit v-1/99 facts=age:1                    -> own_minutes_too_long
)"};

const EventTable merged = {"that an account was merged comes behind what is unknown, and before its class",
                           R"(
    account h-1 household
    key     old-1 officer owner=v-2 by=op
    opening v-2 1 point as=opened
    redemption 2018-01-01 {"transfers": [{"id": "gift"}]}
    merge   v-2 v-1
    reverse opened second=of-2
    # key_known, unit_known, unit_unknown, account_unknown, account_class_differs
    key  of-1 app owner=v-2                                                       -> key_known
    unit point 1 by=old-1                                                         -> unit_known
    opening nobody 1 stone                                                        -> unit_unknown
    opening v-2 1 stone                                                           -> unit_unknown
    opening v-2 1 point issuer=nobody                                             -> account_unknown
    opening nobody 1 point issuer=h-1                                             -> account_unknown
    account v-1 team member_of=nobody                                             -> account_unknown
    account v-1 team member_of=v-2                                                -> account_class_differs
    account v-1 team member_of=v-3                                                -> account_class_differs
    merge nobody h-1                                                              -> account_unknown
    transfer 2018-06-04T08:00+08:00 gift 1 point v-2 nobody                       -> account_unknown
    # standard_id_differs, example_fails, standard_missing, entry_unknown, not_reversible, reversed_already
    credit 2018-01-01 {"issuer": "v-2", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}],
      "examples": [{"name": "a visit", "given": {"services": [{"category": "visit", "role": "volunteer",
        "start": "2018-06-04T08:00+08:00", "minutes": 40}]}, "expect": {"credits": {"point": "2"}}}]}
                                                                                  -> example_fails
    redemption 2018-01-01 {"id": "another", "catalogue": [{"item": "tea", "price": "1", "paid_to": "v-2"}]}
                                                                                  -> standard_id_differs
    service 2018-06-04T08:00+08:00 40 visit v-2                                   -> standard_missing
    transfer 2017-06-04T08:00+08:00 gift 1 point v-2 v-3                          -> standard_missing
    reverse never by=old-1                                                        -> entry_unknown
    reverse key-old-1 entry=17 by=old-1                                           -> entry_unknown
    reverse opened units=coin second=of-2 by=old-1                                -> not_reversible
    reverse opened second=of-2 by=old-1                                           -> reversed_already
    # account_merged, class_not_allowed, what the claim says
    opening v-2 1 point issuer=h-1                                                -> account_merged
    account v-1 member member_of=v-2,v-3                                          -> account_merged
    merge h-1 v-2                                                                 -> account_merged
    credit 2018-01-01 {"issuer": "v-2", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": {"id": "one",
       "key": "member", "window": "day", "limit": "1", "at_cap": "overflow", "overflow_to": "v-1"}}]}]}
                                                                                  -> account_merged
    opening v-1 1 point issuer=h-1 lot=2030-01-01                                 -> class_not_allowed
    transfer 2019-06-04T08:00+08:00 gift 1 point v-2 v-3                          -> account_merged
    # role_not_allowed is found where tags are looked at, and still comes first
    account v-1 team member_of=nobody by=app-1 for=v-1                            -> role_not_allowed
)"};

const EventTable giving = {"of two faults in a transfer, the first in the list is named", R"(
    redemption 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator"]}, {"code": "fit", "attested_by": ["officer"]}],
      "transfers": [{"id": "gift", "between": "same_household", "multiple_of": "2",
        "condition": {"fact": "fit", "at_least": 1},
        "limits": [{"id": "ever", "key": "receiver", "window": "life", "limit": "4", "at_cap": "refuse"},
                   {"id": "once", "key": "giver", "window": "service", "limit": "4", "at_cap": "refuse"}]}]}
    transfer 2019-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=size:1             -> service_in_future
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=age:1,size:1       -> fact_unknown
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=age:1              -> fact_not_attested
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 facts=age:1              -> fact_missing
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 facts=age:1,fit:0        -> fact_not_attested
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 facts=fit:0              -> gate_closed gift | fit >= 1
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 facts=fit:1   -> gate_closed gift | same household
    account h-1 household
    account v-1 member member_of=h-1
    account v-2 member member_of=h-1
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 facts=fit:1
                                                                       -> gate_closed gift | multiples of 2 point
    transfer 2018-06-04T08:00+08:00 gift 6 point v-1 v-2 facts=fit:1              -> limit_reached ever
    transfer 2018-06-04T08:00+08:00 gift 4 point v-1 v-2 facts=fit:1              -> balance_too_low gift
)"};

const EventTable earning = {"of two faults in a service, the first in the list is named", R"(
    account v-2 member tags=guest
    credit 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator"]}, {"code": "fit", "attested_by": ["officer"]}],
      "rules": [
        {"id": "capped", "categories": ["visit"], "steps": [
          {"gate": {"condition": {"not": {"tag": "guest"}}, "otherwise": "refuse"}},
          {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
          {"cap": {"id": "none-at-all", "key": "member", "window": "service", "limit": "0",
                   "at_cap": "refuse"}}]},
        {"id": "gated", "categories": ["choir"], "steps": [
          {"gate": {"condition": {"all": [{"tag": "singer"}, {"fact": "fit", "at_least": 1}]},
                    "otherwise": "refuse"}},
          {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
        {"id": "huge", "categories": ["canteen"], "steps": [
          {"tariff": {"per": "item", "amount": "99999999999999999"}}, {"rounding": "exact"},
          {"cap": {"id": "small", "key": "member", "window": "service", "limit": "5", "at_cap": "refuse"}}]},
        {"id": "wide", "categories": ["canteen"], "roles": ["wide"], "steps": [
          {"tariff": {"per": "item", "amount": "999999999999999999"}}, {"rounding": "exact"},
          {"cap": "none"}]}]}
    # whichever order the facts come in
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=age:60,size:1               -> fact_unknown size
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=aaa:1,age:60                -> fact_unknown aaa
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=age:60                      -> fact_missing gated | fit
    service 2018-06-04T08:00+08:00 40 choir v-1                                   -> fact_missing gated | fit
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=age:60,fit:1                -> fact_not_attested age
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=fit:1
                                                            -> gate_closed gated | tag singer
    service 2018-06-04T08:00+08:00 40 choir v-1 facts=fit:0
                                                            -> gate_closed gated | tag singer
    # a confirmation on paper needs the office, whatever the rules say
    service 2018-06-04T08:00+08:00 40 choir v-1 by=v-1 paper=yes facts=age:60     -> fact_missing
    service 2018-06-04T08:00+08:00 40 choir v-1 by=v-1 paper=yes facts=fit:1      -> fact_not_attested fit
    service 2018-06-04T08:00+08:00 40 visit v-2 by=v-2 paper=yes                  -> evidence_not_attested v-2
    service 2018-06-04T08:00+08:00 40 flying v-1 by=v-1 paper=yes                 -> category_unknown
    # whichever person comes first
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2                               -> gate_closed capped
    service 2018-06-04T08:00+08:00 40 visit v-2,v-1                               -> gate_closed capped
    service 2018-06-04T08:00+08:00 40 visit v-1                                   -> cap_reached
    service 2018-06-04T08:00+08:00 40 canteen v-1:wide,v-1 quantity=10            -> cap_reached small
    service 2018-06-04T08:00+08:00 40 canteen v-1:wide quantity=10                -> amount_out_of_range wide
)"};

const EventTable spending = {"of two faults in a redemption, the first in the list is named", R"(
    redemption 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator"]}, {"code": "fit", "attested_by": ["officer"]}],
      "catalogue": [
        {"item": "trip", "price": "9", "unlock": {"fact": "fit", "at_least": 1},
         "limits": [{"id": "one", "key": "member", "window": "service", "limit": 1, "at_cap": "refuse"}]},
        {"item": "tea", "price": "999999999999999999", "unlock": {"tag": "guest"},
         "limits": [{"id": "two", "key": "member", "window": "service", "limit": 1, "at_cap": "refuse"}]}]}
    redeem 2019-06-04T08:00+08:00 dinner 1 v-1                          -> service_in_future
    redeem 2018-06-04T08:00+08:00 dinner 1 v-1 facts=size:1             -> fact_unknown
    redeem 2018-06-04T08:00+08:00 dinner 1 v-1 facts=age:60             -> fact_not_attested
    redeem 2018-06-04T08:00+08:00 trip 2 v-1 facts=age:60               -> fact_missing trip | fit
    redeem 2018-06-04T08:00+08:00 tea 2 v-1 facts=age:60                -> fact_not_attested
    redeem 2018-06-04T08:00+08:00 trip 2 v-1 facts=fit:0                -> item_locked trip
    redeem 2018-06-04T08:00+08:00 trip 2 v-1 facts=fit:1                -> limit_reached one
    redeem 2018-06-04T08:00+08:00 trip 1 v-1 facts=fit:1
                                                            -> balance_too_low trip | 9 point | 0 point
    account v-1 member tags=guest
    redeem 2018-06-04T08:00+08:00 tea 1 v-1                             -> balance_too_low
)"};

}  // namespace

std::vector<EventTable> precedence_tables() {
    return {admission, naming, merged, earning, spending, giving};
}

}  // namespace timebank::decision_test
