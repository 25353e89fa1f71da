#include "decision/table.hpp"

// Gifts and almss.

namespace timebank::decision_test {
namespace {

const EventTable giving = {"a transfer moves credits from giver to receiver, where a rule fits", R"(
    account pool-1 pool
    account h-1 household
    redemption 2018-06-01 {"transfers": [
      {"id": "gift"},
      {"id": "hours", "purpose": "gift", "unit": "hour", "multiple_of": "0.5"},
      {"id": "alms", "from": ["household", "member"], "to": ["fund", "pool"]}]}
    opening v-1 20 point
    opening v-1 3 hour
    transfer 2018-06-04T08:00+08:00 gift 6 point v-1 v-2        -> v-1 -6 point, v-2 +6 point
    transfer 2018-06-04T08:00+08:00 gift 1.5 hour v-1 v-2       -> v-1 -1:30 hour, v-2 +1:30 hour
    transfer 2018-06-04T08:00+08:00 alms 4 point     v-1 pool-1 -> pool-1 +4 point, v-1 -4 point
    balance v-1                                                 -> 1:30 hour, 10 point
    balance pool-1                                              -> 4 point
    transfer 2018-06-04T08:00+08:00 gift 11 point v-1 v-3       -> balance_too_low gift | 11 point | 10 point
    transfer 2018-06-04T08:00+08:00 gift 10 point v-1 v-3       -> v-1 -10 point, v-3 +10 point
    # what was given may be given on
    transfer 2018-06-05T08:00+08:00 gift 6 point v-2 v-1        -> v-1 +6 point, v-2 -6 point
    # another purpose, unit, giver or receiver
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2        -> transfer_not_allowed
    transfer 2018-06-04T08:00+08:00 gift 1 coin v-1 v-2         -> transfer_not_allowed
    transfer 2018-06-04T08:00+08:00 alms 1 point v-1 v-2        -> transfer_not_allowed
    transfer 2018-06-04T08:00+08:00 alms 1 point pool-1 h-1     -> transfer_not_allowed
    transfer 2018-06-04T08:00+08:00 gift 1 point pool-1 v-2     -> transfer_not_allowed
    transfer 2018-06-04T08:00+08:00 gift 0.7 hour v-1 v-2
                                                 -> gate_closed hours | multiples of 0.5 hour | 0.7 hour
    transfer 2018-05-31T23:59+08:00 gift 1 point v-1 v-2        -> standard_missing redemption |  | 2018-05-31
    transfer 2018-12-31T00:11+00:00 gift 1 point v-1 v-2        -> service_in_future
    transfer 2018-06-04T08:00+08:00 gift 1 point nobody v-2     -> account_unknown  |  | nobody
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 nobody     -> account_unknown  |  | nobody
    # whoever is told no is told what there is
    redemption 2018-08-01 {"transfers": [
      {"id": "gift"}, {"id": "alms", "from": ["fund", "member"], "to": ["pool"]}]}
    transfer 2018-08-01T08:00+08:00 loan 1 point v-1 v-2
                    -> transfer_not_allowed purpose | gift point member>member, alms point fund/member>pool
    # an edition without transfers allows none
    redemption 2018-09-01 {"catalogue": [{"item": "tea", "price": "1"}]}
    transfer 2018-09-01T08:00+08:00 gift 1 point v-1 v-2
                                          -> transfer_not_allowed purpose | none | gift point member>member
)"};

const EventTable whose_say = {"only the giver gives; the receiver may confirm", R"(
    redemption 2018-06-01 {"transfers": [{"id": "gift"}]}
    opening v-1 20 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=v-1           -> v-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=app-1 for=v-1 -> v-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=co-1 for=v-1  -> v-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=co-1          -> v-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=v-2           -> not_concerned acting_for |  | v-2
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=app-1 for=v-2 -> not_concerned acting_for
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=v-3 for=v-1   -> role_not_allowed transfer
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=app-1         -> role_not_allowed
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=v-1 cosign=receiver:v-2
                                                                          -> v-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2 by=co-1 cosign=receiver:v-1
                                                -> not_concerned cosignatures
)"};

const EventTable conditions = {"a condition is the giver's to meet", R"(
    account v-1 member tags=senior
    redemption 2018-06-01 {"facts": [{"code": "sober", "attested_by": ["coordinator"]}], "transfers": [
      {"id": "gift", "condition": {"all": [{"tag": "senior"}, {"balance": "point", "at_least": "5"}]}},
      {"id": "loan", "condition": {"fact": "sober", "at_least": 1}}]}
    opening v-1 8 point
    opening v-2 8 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-2 v-1              -> gate_closed gift | tag senior | no
    transfer 2018-06-04T08:00+08:00 gift 4 point v-1 v-2              -> v-1 -4 point, v-2 +4 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2          -> gate_closed gift | balance point >= 5 | 4
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2              -> fact_missing loan | sober
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=sober:0 by=co-1
                                                -> gate_closed loan | sober >= 1 | 0
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=sober:1
                                                          -> fact_not_attested sober | coordinator | officer
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=size:1 -> fact_unknown size
    transfer 2018-06-04T08:00+08:00 loan 1 point v-1 v-2 facts=sober:1 by=co-1 -> v-1 -1 point, v-2 +1 point
)"};

const EventTable households = {"same_household asks for a household that both belong to", R"(
    account h-1 household
    account h-2 household
    account t-1 team
    account v-1 member member_of=h-1,t-1
    account v-2 member member_of=h-1,h-2
    account v-3 member member_of=h-2,t-1
    redemption 2018-06-01 {"transfers": [
      {"id": "gift", "from": ["household", "member"], "to": ["household", "member"],
       "between": "same_household"}]}
    opening v-1 20 point
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 -> v-1 -5 point, v-2 +5 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-2 v-3 -> v-2 -1 point, v-3 +1 point
    # a team is no household
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-3
                                                -> gate_closed gift | same household | none in common
    # a household belongs to itself
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 h-1 -> h-1 +5 point, v-1 -5 point
    transfer 2018-06-04T08:00+08:00 gift 1 point h-1 v-2 -> h-1 -1 point, v-2 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 h-2 -> gate_closed gift
    # it is asked when they give, not when they joined
    account v-1 member member_of=h-2
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-3 -> v-1 -1 point, v-3 +1 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 h-1 -> gate_closed gift
)"};

const EventTable limits = {"limits count what was given by one person, or received", R"(
    redemption 2018-06-01 {"transfers": [
      {"id": "gift", "limits": [
        {"id": "at-once", "key": "giver", "window": "service", "limit": "4", "at_cap": "refuse"},
        {"id": "a-day", "key": "giver", "window": "day", "limit": "6", "at_cap": "refuse"},
        {"id": "ever", "key": "receiver", "window": "life", "limit": "9", "at_cap": "refuse"}]},
      {"id": "loan"}]}
    opening v-1 90 point
    opening v-2 90 point
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-3          -> limit_reached at-once | 4 point | 5 point
    transfer 2018-06-04T08:00+08:00 gift 4 point v-1 v-3           -> v-1 -4 point, v-3 +4 point
    transfer 2018-06-04T23:59+08:00 gift 3 point v-1 v-2           -> limit_reached a-day | 6 point | 7 point
    transfer 2018-06-04T23:59+08:00 gift 2 point v-1 v-3 as=second -> v-1 -2 point, v-3 +2 point
    transfer 2018-06-05T00:00+08:00 gift 3 point v-1 v-3           -> v-1 -3 point, v-3 +3 point
    # 9 received, whoever gives
    transfer 2018-06-05T00:00+08:00 gift 1 point v-2 v-3           -> limit_reached ever | 9 point | 10 point
    # what is given under another rule, or opened, does not count; nor does giving count as receiving
    transfer 2018-06-05T00:00+08:00 loan 50 point v-2 v-3          -> v-2 -50 point, v-3 +50 point
    transfer 2018-06-05T00:00+08:00 gift 4 point v-3 v-2           -> v-2 +4 point, v-3 -4 point
    # a reversal gives back what it had counted, on its day
    reverse second                                                 -> v-1 +2 point, v-3 -2 point
    transfer 2018-06-06T08:00+08:00 gift 2 point v-2 v-3           -> v-2 -2 point, v-3 +2 point
    transfer 2018-06-06T08:00+08:00 gift 1 point v-2 v-3           -> limit_reached ever
    transfer 2018-06-04T08:00+08:00 gift 2 point v-1 v-2           -> v-1 -2 point, v-2 +2 point
    transfer 2018-06-04T08:00+08:00 gift 1 point v-1 v-2           -> limit_reached a-day | 6 point | 7 point
)"};

const EventTable no_part_in_earning = {"what is given counts neither as earned nor as redeemed", R"(
    credit 2018-01-01 {"rules": [{"id": "gift", "steps": [{"tariff": {"per": "visit", "amount": "6"}},
      {"rounding": "exact"},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "9", "at_cap": "clip"}}]}]}
    redemption 2018-01-01 {"catalogue": [
      {"item": "tea", "price": "1", "unlock": {"earned": "point", "at_least": "1"},
        "limits": [{"id": "one", "key": "member", "window": "life", "limit": 1, "at_cap": "refuse"}]}],
      "transfers": [{"id": "gift"}]}
    service 2018-06-04T08:00+08:00 60 canteen v-1        -> +6 point
    transfer 2018-06-04T08:00+08:00 gift 5 point v-1 v-2 -> v-1 -5 point, v-2 +5 point
    redeem  2018-06-05T08:00+08:00 tea 1 v-2             -> item_locked tea | earned point >= 1 | 0
    redeem  2018-06-05T08:00+08:00 tea 1 v-1             -> -1 point
    # 6 of 9 are used, whatever was given away
    service 2018-06-05T08:00+08:00 60 canteen v-1        -> +3 point (3 point cut)
)"};

}  // namespace

std::vector<EventTable> transfer_tables() {
    return {giving, whose_say, conditions, households, limits, no_part_in_earning};
}

}  // namespace timebank::decision_test
