#include "decision/table.hpp"

// Balances brought over from a spreadsheet, which make credits without a service.

namespace timebank::decision_test {
namespace {

const EventTable bringing_over = {"an opening moves credits from the issuer, and counts as nothing earned",
                                  R"(
    redemption 2018-01-01 {"catalogue": [
      {"item": "tea", "price": "2"},
      {"item": "medal", "price": "0", "unlock": {"earned": "point", "at_least": "1"}}]}
    opening v-1 57 point                       -> +57 point
    opening v-1 12.5 coin lot=2010-12-31       -> +12.5 coin
    # the old books may say that somebody owes
    opening v-2 -3 point                       -> -3 point
    balance v-1                                -> 12.5 coin, 57 point
    balance issuer                             -> -12.5 coin, -54 point
    redeem  2018-06-05T08:00+08:00 tea 1 v-1   -> -2 point
    redeem  2018-06-05T08:00+08:00 tea 1 v-2   -> balance_too_low tea | 2 point | -3 point
    redeem  2018-06-05T08:00+08:00 medal 1 v-1 -> item_locked medal | earned point >= 1 | 0
    # any account may have had a balance
    account pool-1 pool
    opening pool-1 9 point                     -> +9 point
    # the day may have begun somewhere already, but not tomorrow
    opening v-3 1 point lot=2018-12-31         -> +1 point
    opening v-3 1 point lot=2019-01-01
                                    -> service_in_future lot_date | 2018-12-31T00:00:00Z | 2019-01-01
    clock   2018-12-31T06:00+00:00
    opening v-3 1 point lot=2019-01-01         -> +1 point
)"};

const EventTable two_officers = {"an opening takes two officers, and so does its reversal", R"(
    account of-9 member
    key     own-1 officer owner=of-9 by=op
    key     own-2 officer owner=of-9 by=op
    key     own-3 officer owner=of-9 -> role_not_allowed key officer | operator | officer
    opening v-1 1 point second=none                         -> second_officer_missing opening | officer
    opening v-1 1 point second=nobody                       -> key_unknown cosignatures
    opening v-1 1 point second=co-1
                                     -> role_not_allowed cosignatures | operator, officer | coordinator
    opening v-1 1 point second=v-1                          -> role_not_allowed cosignatures
    opening v-1 1 point second=of-1                         -> not_concerned cosignatures
    opening v-1 1 point second=none cosign=coordinator:of-2 -> second_officer_missing
    # two keys of one person are one person
    opening v-1 1 point by=own-1 second=own-2               -> second_officer_missing
    opening v-1 1 point by=own-1 second=of-2                -> +1 point
    opening v-1 1 point second=op                           -> +1 point
    opening v-1 1 point by=op second=of-1                   -> +1 point
    opening v-1 1 point by=co-1                  -> role_not_allowed opening | operator (self), officer (self)
    opening v-1 1 point by=app-1 for=v-1                    -> role_not_allowed
    opening v-1 1 point by=v-1                              -> role_not_allowed
    opening v-1 1 point by=of-1 for=v-1                     -> role_not_allowed
    opening v-1 5 point as=slip                             -> +5 point
    # whoever has the credits may confirm them
    opening v-1 1 point cosign=receiver:v-1                 -> +1 point
    opening v-1 1 point cosign=receiver:v-2                 -> not_concerned cosignatures
    reverse slip                                            -> second_officer_missing reversal | officer
    reverse slip second=co-1                                -> role_not_allowed
    reverse slip second=of-2                                -> -5 point
    reverse slip                                            -> second_officer_missing
    reverse slip second=of-2                                -> reversed_already
)"};

const EventTable what_it_names = {"what an opening names", R"(
    account pool-1 pool
    opening v-1 1 stone                   -> unit_unknown stone | - | 0
    opening nobody 1 point                -> account_unknown  |  | nobody
    opening v-1 1 point issuer=nobody     -> account_unknown  |  | nobody
    opening v-1 1 point issuer=pool-1     -> class_not_allowed pool-1 | issuer | pool
    opening v-1 1 point issuer=v-2        -> class_not_allowed v-2 | issuer | member
    opening v-1 9223372036854775807 point -> +9223372036854775807 point
    opening v-1 1 point                   -> amount_out_of_range
    balance v-1                           -> 9223372036854775807 point
)"};

}  // namespace

std::vector<EventTable> opening_tables() {
    return {bringing_over, two_officers, what_it_names};
}

}  // namespace timebank::decision_test
