#include "decision/table.hpp"

// Every refusal that the rules can give, with its rule, limit and number.

namespace timebank::decision_test {
namespace {

const EventTable requests = {"the request itself", R"(
    account v-9 member origin=other.example/ledger
                                      -> origin_differs origin | tests.example/timebank | other.example/ledger
    account v-9 member id=one                           -> ok
    account v-9 member id=one                           -> exists
    account v-9 team   id=one                           -> id_used
    # a refused claim leaves no trace: its id is free
    account v-1 team   id=two                           -> account_class_differs
    account v-8 member id=two                           -> ok
    account v-7 member until=2018-12-30T23:59+00:00
                                    -> claim_expired valid_until | 2018-12-30T23:59:00Z | 2018-12-31T00:00:00Z
    account v-7 member until=2018-12-31T00:00+00:00 id=three -> ok
    clock   2019-06-01T00:00+00:00
    # accepted while it was valid: the first answer again, however late
    account v-7 member until=2018-12-31T00:00+00:00 id=three -> exists
    account v-6 member forged=author                    -> signature_invalid signature
    account v-6 member cosign=coordinator:co-1 forged=cosigner -> signature_invalid
    account v-6 member cosign=coordinator:co-1          -> ok
)"};

const EventTable signers = {"who signs", R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "1"}},
      {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "0"}]}
    account v-9 member by=nobody                        -> key_unknown author
    service 2018-06-04T08:00+08:00 40 visit v-1 cosign=receiver:nobody -> key_unknown cosignatures
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1 capacity=agent
                                                            -> capacity_wrong capacity | self | agent
    service 2018-06-04T08:00+08:00 40 visit v-1 by=app-1 for=v-1 capacity=self
                                                            -> capacity_wrong capacity | agent | self
    service 2018-06-04T08:00+08:00 40 visit v-1 cosign=key-holder:co-1 -> capacity_wrong cosignatures
    unit stone 1 by=v-1
                                           -> role_not_allowed unit | operator (self), officer (self) | member
    unit stone 1 by=co-1                                -> role_not_allowed
    service 2018-06-04T08:00+08:00 40 visit v-1 cosign=coordinator:v-2
                                    -> role_not_allowed cosignatures | operator, officer, coordinator | member
    key  new member owner=v-1 holder=none               -> possession_missing
    key  new member owner=v-1 holder=v-2                -> capacity_wrong cosignatures
    key  new member owner=v-1                           -> ok
    service 2018-06-04T08:00+08:00 40 visit v-1 by=new  -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-2 by=v-1  -> not_concerned acting_for |  | v-1
    service 2018-06-04T08:00+08:00 40 visit v-2 by=app-1 for=v-1 -> not_concerned
    service 2018-06-04T08:00+08:00 40 visit v-2 cosign=receiver:v-1 -> not_concerned cosignatures |  | v-1
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2:receiver by=v-1 cosign=receiver:v-2 -> v-1 +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 behalf=v-2 cosign=receiver:v-2 -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2 by=v-1 -> credits_others participants | v-1 | v-2
    redeem  2018-06-04T08:00+08:00 tea 1 v-2 by=v-1     -> not_concerned
    redeem  2018-06-04T08:00+08:00 tea 1 v-2 by=app-1 for=v-2 -> nothing
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 by=v-1     -> nothing
    # an app always acts for somebody
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 by=app-1   -> role_not_allowed
)"};

// Each row was once accepted.
const EventTable holes = {"what nobody may do for others", R"(
    credit 2018-01-01 {"facts": [{"code": "fit", "attested_by": ["member"]},
                                 {"code": "arrears", "attested_by": ["coordinator"]}],
      "rules": [
      {"id": "both", "categories": ["visit"], "roles": ["volunteer", "receiver"],
       "steps": [{"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "fit", "categories": ["canteen"], "steps": [
       {"gate": {"condition": {"fact": "fit", "at_least": 1}, "otherwise": "refuse"}},
       {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]},
      {"id": "clean", "categories": ["choir"], "steps": [
       {"gate": {"condition": {"not": {"any": [{"fact": "arrears", "at_least": 1}, {"tag": "suspended"}]}},
                 "otherwise": "refuse"}},
       {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "0"}]}
    # a member cannot pay somebody by naming them as receiver, where receivers are paid
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2:receiver by=v-1 -> credits_others participants | v-1 | v-2
    service 2018-06-04T08:00+08:00 40 visit v-1,v-2:receiver -> v-1 +1 point, v-2 +1 point
    # nobody confirms their own claim, or one that does not serve them
    service 2018-06-04T08:00+08:00 40 visit v-1 by=v-1 cosign=receiver:v-1 -> not_concerned cosignatures
    service 2018-06-04T08:00+08:00 40 visit v-1 cosign=receiver:v-1        -> not_concerned cosignatures
    service 2018-06-04T08:00+08:00 40 visit v-1 by=app-1 for=v-1 cosign=receiver:app-1 -> not_concerned
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 cosign=receiver:v-2           -> not_concerned cosignatures
    redeem  2018-06-04T08:00+08:00 tea 1 v-1 to=v-2 cosign=receiver:v-2    -> nothing
    # a member vouches for what concerns them
    service 2018-06-04T08:00+08:00 40 canteen v-1 by=v-1 facts=fit:1          -> +1 point
    service 2018-06-04T08:00+08:00 40 canteen v-1 facts=fit:1                 -> fact_not_attested fit
    # keeping a fact back opens no gate
    service 2018-06-04T08:00+08:00 40 choir v-1                          -> fact_missing clean | arrears
    service 2018-06-04T08:00+08:00 40 choir v-1 by=co-1 facts=arrears:1  -> gate_closed clean
    service 2018-06-04T08:00+08:00 40 choir v-1 by=co-1 facts=arrears:0  -> +1 point
    # apps open accounts, and neither give nor take the tags that rules trust
    account v-9 member by=app-1 for=v-9                                    -> ok
    account v-9 member tags=trained by=app-1 for=v-9                       -> role_not_allowed tags
    account v-9 member tags=trained by=co-1                                -> ok
    account v-9 member by=app-1 for=v-9                                    -> role_not_allowed tags
    account v-9 member tags=trained by=app-1 for=v-9                       -> ok
)"};

const EventTable names = {"what the claim names", R"(
    genesis by=op                                       -> genesis_repeated
    key  of-1 app                                       -> key_known key |  | 9
    key  log app                                        -> key_known key |  | 0
    key  new member owner=nobody                        -> account_unknown  |  | nobody
    unit point 1                                        -> unit_known point |  | 1
    account v-1 household                               -> account_class_differs v-1 | member | household
    account v-1 member tags=a,b                         -> ok
    credit 2018-01-01 {"rules": []}                     -> standard_invalid document
    credit 2018-01-01 {"units": {"point": 2}, "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                        -> unit_unknown point | 2 | 1
    credit 2018-01-01 {"units": {"stone": 7}, "rules": [{"id": "base", "unit": "stone", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                        -> unit_unknown stone | 7 | 0
    credit 2018-01-01 {"issuer": "nobody", "rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]}
                                                        -> account_unknown  |  | nobody
    redemption 2018-01-01 {"catalogue": [{"item": "tea", "price": "0", "paid_to": "nobody"}]}
                                                        -> account_unknown
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}],
      "examples": [{"name": "a visit", "given": {"services": [{"category": "visit", "role": "volunteer",
        "start": "2018-06-04T08:00+08:00", "minutes": 40}]}, "expect": {"credits": {"point": "2"}}}]}
                                -> example_fails a visit | credits 2 point | credits 1 point
    service 2018-06-04T08:00+08:00 40 visit v-1         -> standard_missing credit |  | 2018-06-04
    redeem  2018-06-04T08:00+08:00 tea 1 v-1            -> standard_missing redemption |  | 2018-06-04
    service 2018-06-04T08:00+08:00 40 visit nobody      -> account_unknown
    service 2018-06-04T08:00+08:00 40 visit v-1 behalf=nobody -> account_unknown
    reverse never                                       -> entry_unknown
)"};

const EventTable services = {"what a service says", R"(
    credit 2018-01-01 {
      "facts": [{"code": "age", "attested_by": ["coordinator"]}],
      "rules": [{"id": "base", "steps": [{"tariff": {"per": "visit", "amount": "1"}},
        {"rounding": "exact"}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 40 flying v-1
                                                 -> category_unknown category | canteen, choir, visit | flying
    service 2018-06-04T08:00+08:00 40 visit v-1,v-1           -> participant_repeated volunteer |  | v-1
    service 2018-06-04T08:00+08:00 40 visit v-1,v-1:leader    -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1/41            -> own_minutes_too_long v-1 | 40 | 41
    service 2018-06-04T08:00+08:00 40 visit v-1/40            -> +1 point
    service 2018-06-04T08:00+08:00 40 visit v-1 facts=size:9  -> fact_unknown size |  | size
    service 2018-06-04T08:00+08:00 40 visit v-1 facts=age:70  -> fact_not_attested age | coordinator | officer
)"};

/// Two hundred parts under twenty long-named rules do not fit one entry.
EventTable too_large() {
    std::string roles, rules, parts;
    for (int i = 100; i < 300; ++i) {
        const auto role = "r-" + std::to_string(i);
        roles += (roles.empty() ? "\"" : ", \"") + role + "\"";
        parts += (parts.empty() ? "v-1:" : ",v-1:") + role;
    }
    for (int i = 100; i < 120; ++i)
        rules += (rules.empty() ? "" : ", ") +
                 std::string(R"({"id": "a-name-as-long-as-names-can-be-------)") + std::to_string(i) +
                 R"(", "roles": [)" + roles +
                 R"(], "steps": [{"tariff": {"per": "visit", "amount": "1"}},
                    {"rounding": "exact"}, {"cap": "none"}]})";
    return {"an entry that does not fit its 65,535 bytes",
            R"(credit 2018-01-01 {"rules": [)" + rules + "]}\n" + "service 2018-06-04T08:00+08:00 40 visit " +
                parts + " -> entry_too_large\n" + "balance v-1 -> nothing\n"};
}

}  // namespace

std::vector<EventTable> refusal_tables() {
    return {requests, signers, holes, names, services, too_large()};
}

}  // namespace timebank::decision_test
