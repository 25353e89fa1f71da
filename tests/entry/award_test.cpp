#include <limits>

#include "catch.hpp"
#include "timebank/decision.hpp"

using namespace timebank;

namespace {

constexpr auto greatest = std::numeric_limits<std::int64_t>::max();

Award moving(std::string from, std::string to, std::int64_t amount, std::string unit = "point") {
    Award award;
    award.from = std::move(from);
    award.to = std::move(to);
    award.unit = std::move(unit);
    award.amount = {amount};
    return award;
}

}  // namespace

TEST_CASE("legs are what each account has of all awards in each unit, without those that come to nothing") {
    CHECK(legs_of({}).value().empty());
    CHECK(legs_of({moving("a", "b", 0)}).value().empty());
    CHECK(legs_of({moving("a", "a", 7)}).value().empty());
    CHECK(legs_of({moving("a", "b", 7), moving("b", "a", 7)}).value().empty());
    const auto legs = legs_of({moving("issuer", "b", 7), moving("issuer", "a", 5),
                               moving("b", "a", 2, "hour"), moving("a", "shop", 5), moving("b", "pool", 1)});
    CHECK(legs.value() == std::vector<Leg>{{"a", "hour", {2}},
                                           {"b", "hour", {-2}},
                                           {"b", "point", {6}},
                                           {"issuer", "point", {-12}},
                                           {"pool", "point", {1}},
                                           {"shop", "point", {5}}});
}

TEST_CASE("legs reach as far as 64 bits, and no sum on the way may go beyond") {
    const auto lowest = legs_of({moving("a", "b", greatest), moving("a", "c", 1)});
    CHECK(lowest.value().front() == Leg{"a", "point", {std::numeric_limits<std::int64_t>::min()}});
    CHECK_FALSE(legs_of({moving("a", "b", greatest), moving("a", "c", 2)}));
    CHECK_FALSE(legs_of({moving("a", "b", greatest), moving("c", "b", 1)}));
    CHECK(legs_of({moving("a", "b", greatest), moving("c", "b", 1, "hour")}));
    CHECK(legs_of({moving("a", "b", greatest), moving("b", "c", 1), moving("c", "b", 1)}));
    CHECK_FALSE(legs_of({moving("a", "b", greatest), moving("c", "b", 1), moving("b", "c", 1)}));
    // What an account gives is taken before what it gets is added.
    CHECK(legs_of({moving("a", "b", greatest), moving("b", "b", greatest)}));
    CHECK_FALSE(legs_of({moving("a", "b", greatest), moving("a", "a", 2)}));
}

TEST_CASE("a participant gains what they get, loses what they give, and has nothing of what passes them by") {
    auto award = moving("a", "b", greatest);
    award.side = Side::gets;
    CHECK(gain_of(award) == Amount{greatest});
    award.side = Side::gives;
    CHECK(gain_of(award) == Amount{-greatest});
    award.side = Side::neither;
    CHECK(gain_of(award) == Amount{0});
}

TEST_CASE("an owner stands for themselves unless the decision saw them merged") {
    Decision decision;
    CHECK(stand_in_for(decision, "m001") == "m001");
    decision.stand_ins = {{"m001", "m009"}, {"m004", "m002"}};
    CHECK(stand_in_for(decision, "m001") == "m009");
    CHECK(stand_in_for(decision, "m004") == "m002");
    for (const std::string other : {"", "m000", "m002", "m003", "m009"})
        CHECK(stand_in_for(decision, other) == other);
}
