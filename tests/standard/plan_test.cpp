#include "catch.hpp"
#include "documents.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::standard;
using namespace timebank::standard::test;

namespace {

std::vector<std::string> tally_texts(const Plan& plan) {
    std::vector<std::string> texts;
    for (const TallyDefinition& tally : plan.tallies) texts.push_back(to_text(tally));
    return texts;
}

std::string tally_of(const Plan& plan, std::size_t reading) {
    return to_text(plan.tallies.at(plan.readings.at(reading).tally));
}

std::string earned_tally(const Plan& plan, const Condition& condition) {
    CHECK(condition.kind == Condition::Kind::quantity);
    CHECK(condition.quantity.kind == Quantity::Kind::earned);
    return tally_of(plan, condition.quantity.reading);
}

}  // namespace

TEST_CASE("the head of a document is its summary") {
    const std::string text = document_text("credit");
    const auto summary = read_standard(bytes_of(text));
    REQUIRE(summary.has_value());
    CHECK(summary->kind == StandardKind::credit);
    CHECK(to_text(summary->kind) == "credit");
    CHECK(summary->id == "fuyuan-credit");
    CHECK(summary->edition == "2018-06");
    CHECK(summary->language == 1);
    CHECK(to_text(summary->effective_from) == "2018-06-01");
    CHECK(summary->edition_date == EditionDate::occurrence);
    CHECK(summary->title == Text{"福缘社区志愿服务积分标准", "Fuyuan credit standard"});
    CHECK(summary->digest == sha256(bytes_of(text)));

    const auto redemption = plan_of(document("redemption"));
    CHECK(redemption->summary.kind == StandardKind::redemption);
    CHECK(redemption->summary.edition_date == EditionDate::recording);
}

TEST_CASE("declarations are sorted and remember their place") {
    const auto plan = plan_of(document("credit"));
    CHECK(plan->units == std::map<std::string, std::int64_t>{{"point", 1}, {"hour", 60}});
    CHECK(plan->issuer == "issuer");
    REQUIRE(plan->facts.size() == 2);
    CHECK(plan->facts[0].code == "age");
    CHECK(plan->facts[0].attested_by == std::vector<std::string>{"coordinator", "officer"});
    CHECK(plan->facts[0].position == 1);
    REQUIRE(plan->categories.size() == 3);
    CHECK(plan->categories[0].code == "canteen");
    CHECK(plan->categories[0].name == Text{"食堂", "canteen"});
    CHECK(plan->categories[0].position == 1);
    CHECK_FALSE(plan->categories[0].ongoing);
    CHECK(plan_of(patched(document("credit"), "/categories/1/ongoing", "true"))->categories[0].ongoing);
}

TEST_CASE("a rule's steps stand in the document's order, in minor units") {
    const auto plan = plan_of(document("credit"));
    REQUIRE(plan->rules.size() == 5);
    const Rule& canteen = plan->rules[0];
    CHECK(canteen.id == "canteen-points");
    CHECK(canteen.name == Text{"食堂积分", "canteen points"});
    CHECK(canteen.categories == std::vector<std::string>{"canteen"});
    CHECK(canteen.roles == std::vector<std::string>{"leader", "volunteer"});
    CHECK(canteen.unit == "point");
    REQUIRE(canteen.steps.size() == 4);

    const auto& gate = std::get<Gate>(canteen.steps[0]);
    CHECK(gate.otherwise == Gate::Otherwise::refuse);
    CHECK(gate.condition.kind == Condition::Kind::quantity);
    CHECK(gate.condition.quantity.kind == Quantity::Kind::fact);
    CHECK(gate.condition.quantity.code == "age");
    CHECK(gate.condition.at_least == 16);
    CHECK(gate.condition.at_most == 75);
    const auto& tariff = std::get<Tariff>(canteen.steps[1]);
    CHECK(tariff.per == Tariff::Per::hour);
    CHECK(tariff.amount.constant == Fraction(6));
    const auto& rounding = std::get<Rounding>(canteen.steps[2]);
    CHECK_FALSE(rounding.exact);
    CHECK(rounding.step == 1);
    CHECK(rounding.direction == Direction::down);
    CHECK(rounding.scope == Rounding::Scope::service);
    const auto& cap = std::get<Cap>(canteen.steps[3]);
    CHECK(cap.id == "points-a-day");
    CHECK(cap.period.window == Window::day);
    CHECK(cap.limit.constant == Fraction(48));
    CHECK(cap.at_cap == Cap::AtCap::clip);
    CHECK(canteen.caps_from == 3);
    CHECK(canteen.account == "issuer");
    CHECK_FALSE(canteen.pays);
}

TEST_CASE(
    "what an overflowing cap cuts off has an owner who gets it, and what a clipping one cuts off has none") {
    const auto plan = plan_of(document("credit"));
    const auto& meals = std::get<Cap>(plan->rules[4].steps[2]);
    CHECK(meals.id == "meals-a-day");
    CHECK(meals.limit.constant == Fraction(10));
    CHECK(meals.at_cap == Cap::AtCap::overflow);
    CHECK(meals.overflow_to == "pool-1");
    CHECK(tally_of(*plan, meals.reading) == "awarded|member|day|fuyuan-credit|canteen-items||point");
    CHECK(std::get<Cap>(plan->rules[0].steps[3]).overflow_to.empty());
    CHECK(std::get<Cap>(plan->rules[2].steps[5]).overflow_to.empty());
}

TEST_CASE("a rule for all categories without a cap keeps hours to the minute") {
    const auto plan = plan_of(document("credit"));
    const Rule& hours = plan->rules[1];
    CHECK(hours.categories.empty());
    REQUIRE(hours.steps.size() == 2);
    const auto& tariff = std::get<Tariff>(hours.steps[0]);
    CHECK(tariff.per == Tariff::Per::minute);
    CHECK(tariff.amount.constant == Fraction(1));
    CHECK(std::get<Rounding>(hours.steps[1]).exact);
}

TEST_CASE("conditions are trees of any, not, all, tags, facts, balances and earnings") {
    const auto plan = plan_of(document("credit"));
    const auto& gate = std::get<Gate>(plan->rules[2].steps[0]);
    using Kind = Condition::Kind;
    CHECK(gate.otherwise == Gate::Otherwise::nothing);
    REQUIRE(gate.condition.kind == Kind::any);
    REQUIRE(gate.condition.children.size() == 3);
    const auto& [tag, negation, all] =
        std::tie(gate.condition.children[0], gate.condition.children[1], gate.condition.children[2]);
    CHECK(tag.kind == Kind::tag);
    CHECK(tag.code == "trained");
    REQUIRE(negation.kind == Kind::negation);
    CHECK(negation.children.at(0).quantity.kind == Quantity::Kind::fact);
    CHECK(negation.children.at(0).at_most == 0);
    CHECK_FALSE(negation.children.at(0).at_least.has_value());
    REQUIRE(all.kind == Kind::all);
    const Condition& earned = all.children.at(0);
    CHECK(earned.quantity.code == "hour");
    CHECK(earned.at_least == 6000);
    CHECK(earned_tally(*plan, earned) == "awarded|member|life||||hour");
    CHECK(all.children.at(1).quantity.kind == Quantity::Kind::balance);
    CHECK(all.children.at(1).quantity.code == "point");
    CHECK(all.children.at(1).at_most == 500);
}

TEST_CASE("rounding of running totals, minimum and caps know their tallies") {
    const auto plan = plan_of(document("credit"));
    CHECK(tally_texts(*plan) == std::vector<std::string>{
                                    "awarded|member|life||||hour",
                                    "running-total|member|life|fuyuan-credit|tutoring-points||point",
                                    "running-total|member|day|fuyuan-credit|canteen-items||point",
                                    "awarded|member|day|fuyuan-credit|canteen-points,visit-points||point",
                                    "awarded|member|life|fuyuan-credit|visit-points||point",
                                    "awarded|member|day|fuyuan-credit|canteen-items||point",
                                });
    const auto& visit = plan->rules[2].steps;
    CHECK(std::get<Minimum>(visit[2]).minor_units == 1);
    CHECK(std::get<Cap>(visit[4]).reading == std::get<Cap>(plan->rules[0].steps[3]).reading);
    CHECK(tally_of(*plan, std::get<Cap>(visit[5]).reading) ==
          "awarded|member|life|fuyuan-credit|visit-points||point");
    CHECK(std::get<Cap>(visit[5]).at_cap == Cap::AtCap::refuse);

    const auto& tutoring = std::get<Rounding>(plan->rules[3].steps[1]);
    CHECK(tutoring.scope == Rounding::Scope::running_total);
    CHECK(plan->readings[tutoring.reading].period == Period{Window::life, 0, 0});
    CHECK(tutoring.direction == Direction::nearest);
    CHECK(tutoring.ties == Ties::even);
    CHECK(tally_of(*plan, tutoring.reading) ==
          "running-total|member|life|fuyuan-credit|tutoring-points||point");
    CHECK(std::get<Cap>(plan->rules[3].steps[2]).period.window == Window::service);
    const auto& items = std::get<Rounding>(plan->rules[4].steps[1]);
    CHECK(plan->readings[items.reading].period.window == Window::day);
}

TEST_CASE("a catalogue is sorted by item, each limit with its tally") {
    const auto plan = plan_of(document("redemption"));
    CHECK(plan->rules.empty());
    REQUIRE(plan->catalogue.size() == 2);
    const Item& breakfast = plan->catalogue[0];
    CHECK(breakfast.code == "breakfast");
    CHECK(breakfast.position == 1);
    CHECK(breakfast.price.constant == Fraction(2));
    CHECK(breakfast.paid_to == "canteen");
    CHECK_FALSE(breakfast.unlock.has_value());
    CHECK(breakfast.limits.empty());

    const Item& haircut = plan->catalogue[1];
    CHECK(haircut.unit == "hour");
    CHECK(haircut.price.constant == Fraction(30));
    REQUIRE(haircut.unlock.has_value());
    CHECK(earned_tally(*plan, haircut.unlock->children.at(0)) == "awarded|member|life||||hour");
    REQUIRE(haircut.limits.size() == 3);
    CHECK(haircut.limits[0].id == "haircut-a-day");
    CHECK(tally_of(*plan, haircut.limits[0].reading) == "items|member|day|duowen-redemption|haircut||");
    CHECK(tally_of(*plan, haircut.limits[1].reading) == "items|member|life|duowen-redemption|haircut||");
    CHECK(haircut.limits[1].limit == 12);
    CHECK(haircut.limits[2].period.window == Window::service);
}

TEST_CASE("transfers stand in the document's order, in minor units, each limit with its tally") {
    const auto plan = plan_of(document("redemption"));
    REQUIRE(plan->transfers.size() == 3);
    const TransferRule& gift = plan->transfers[0];
    CHECK(gift.id == "gift-of-hours");
    CHECK(gift.name == Text{"赠送时间", "gift of hours"});
    CHECK(gift.purpose == "gift");
    CHECK(gift.unit == "hour");
    CHECK(gift.from == std::vector<std::string>{"member"});
    CHECK(gift.to == std::vector<std::string>{"household", "member"});
    CHECK_FALSE(gift.same_household);
    CHECK(gift.multiple_of == 30);
    REQUIRE(gift.condition.has_value());
    CHECK(earned_tally(*plan, gift.condition->children.at(0)) == "awarded|member|life||||hour");
    REQUIRE(gift.limits.size() == 3);
    CHECK(gift.limits[0].id == "given-a-day");
    CHECK(gift.limits[0].key == TransferLimit::Key::giver);
    CHECK(gift.limits[0].limit == 120);
    CHECK(tally_of(*plan, gift.limits[0].reading) ==
          "given|member|day|duowen-redemption|gift-of-hours||hour");
    CHECK(gift.limits[1].key == TransferLimit::Key::receiver);
    CHECK(tally_of(*plan, gift.limits[1].reading) ==
          "received|member|life|duowen-redemption|gift-of-hours||hour");
    CHECK(gift.limits[2].period.window == Window::service);

    const TransferRule& family = plan->transfers[1];
    CHECK(family.same_household);
    CHECK_FALSE(family.condition.has_value());
    CHECK(tally_of(*plan, family.limits.at(0).reading) ==
          "given|member|life|duowen-redemption|family||point");
    CHECK(plan->transfers[2].from == std::vector<std::string>{"member", "team"});
    CHECK(plan->transfers[2].limits.empty());
    CHECK(plan->tallies.size() == 6);
}

TEST_CASE("the condition of a transfer finds its tally among the others") {
    const auto plan = plan_of(patched(document("redemption"), "/transfers/1/condition",
                                      R"({"any": [{"tag": "x"}, {"earned": "point", "at_least": "1"}]})"));
    const Condition& earned = plan->transfers[1].condition->children.at(1);
    CHECK(earned_tally(*plan, earned) == "awarded|member|life||||point");
}

TEST_CASE("a document that says nothing of transfers means the same as one that says none") {
    const auto without = plan_of(patched(document("redemption"), "/transfers", "remove"));
    const auto none = plan_of(patched(document("redemption"), "/transfers", "\"none\""));
    CHECK(without->transfers.empty());
    CHECK(none->transfers.empty());
    CHECK(tally_texts(*without) == tally_texts(*none));
    CHECK_FALSE(without->says_transfers);
    CHECK(none->says_transfers);
}

TEST_CASE("where credits can be given away, there may be nothing to redeem") {
    const auto gifts_alone = plan_of(patched(document("redemption"), "/catalogue", "[]"));
    CHECK(gifts_alone->catalogue.empty());
    CHECK(gifts_alone->transfers.size() == 3);
}

TEST_CASE("examples are read as values in minor units") {
    const auto credit = plan_of(document("credit"));
    REQUIRE(credit->examples.size() == 3);
    const Example& mornings = credit->examples[0];
    CHECK(mornings.name == "four mornings in the canteen");
    CHECK(mornings.given.tags == std::vector<std::string>{"party-member", "trained"});
    CHECK(mornings.given.facts.at("age") == 72);
    CHECK(mornings.given.balance.at("point") == 15);
    CHECK(mornings.given.earned.at("hour") == 5970);
    REQUIRE(mornings.given.services.size() == 1);
    const ExampleService& service = mornings.given.services[0];
    CHECK(service.category == "canteen");
    CHECK(service.role == "volunteer");
    CHECK(to_text(service.start) == "2018-06-04T08:00+08:00");
    CHECK(service.minutes == 150);
    CHECK(service.quantity == 3);
    CHECK(service.own_minutes == 120u);
    CHECK(service.times == 4);
    CHECK(mornings.expect.credits.at("point") == 48);
    CHECK(mornings.expect.balance.at("point") == 63);
    CHECK(credit->examples[1].given.services[0].times == 1);
    CHECK_FALSE(credit->examples[1].given.services[0].own_minutes.has_value());
    CHECK(credit->examples[1].expect.refused == "gate_closed");
    CHECK(credit->examples[1].expect.by == "canteen-points");

    const auto redemption = plan_of(document("redemption"));
    CHECK(redemption->examples[0].given.redemptions[0].item == "breakfast");
    CHECK(redemption->examples[0].given.redemptions[0].quantity == 1);
    CHECK(redemption->examples[1].given.redemptions[0].quantity == 2);
    CHECK(to_text(redemption->examples[1].given.redemptions[0].at) == "2020-01-03T08:00+08:00");
    CHECK(redemption->examples[1].given.account_class == "member");
    CHECK(redemption->examples[1].given.transfers.empty());
}

TEST_CASE("examples of overflow and of transfers are read as values in minor units") {
    const auto credit = plan_of(document("credit"));
    CHECK(credit->examples[2].expect.overflowed == std::map<std::string, std::int64_t>{{"point", 3}});

    const auto redemption = plan_of(document("redemption"));
    const Example& daughter = redemption->examples.at(2);
    REQUIRE(daughter.given.transfers.size() == 2);
    const ExampleTransfer& lunch = daughter.given.transfers[0];
    CHECK(lunch.purpose == "family");
    CHECK(lunch.unit == "point");
    CHECK(lunch.amount == 3);
    CHECK(to_text(lunch.at) == "2020-01-03T09:00+08:00");
    CHECK(lunch.to_class == "member");
    CHECK(lunch.same_household);
    CHECK(daughter.given.transfers[1].to_class == "pool");
    CHECK_FALSE(daughter.given.transfers[1].same_household);
    CHECK(daughter.expect.received.at("point") == 13);

    const Example& pool = redemption->examples.at(3);
    CHECK(pool.given.account_class == "pool");
    CHECK(pool.given.redemptions.empty());
    CHECK(pool.given.transfers.at(0).amount == 30);
    CHECK(pool.expect.refused == "transfer_not_allowed");
}

TEST_CASE("facts and categories may be left out or be all, as the language says") {
    auto plain = document("redemption");
    plain.erase("facts");
    plain["catalogue"][0]["unlock"] = "none";
    plain["transfers"][0]["condition"] = "none";
    CHECK(plan_of(plain)->facts.empty());
    plain["facts"] = nlohmann::json::array();
    CHECK(plan_of(plain)->facts.empty());
}

TEST_CASE("compiling the same bytes twice gives the same plan") {
    const auto a = plan_of(document("credit"));
    const auto b = plan_of(document("credit"));
    CHECK(a->summary.digest == b->summary.digest);
    CHECK(tally_texts(*a) == tally_texts(*b));
}
