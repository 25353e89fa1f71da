#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {

TEST_CASE("a group is accepted as a whole, each claim seeing those before it") {
    const Desk desk;
    const auto ledger = desk.found();
    CHECK(said(ledger->post(grouped({service("a", "v-1", 20), lunch("b", "v-1")})).value()) ==
          std::vector<std::string>{"accepted 8", "accepted 9"});
    CHECK(ledger->balances("v-1").value().front().amount == Amount{0});
    CHECK(check_whole(*ledger) == 10);
}

TEST_CASE("a group is refused as a whole, and the first failure is named") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto head = ledger->head().value();
    const auto results =
        ledger->post(grouped({service("a", "v-1", 60), lunch("b", "v-2"), lunch("c", "nobody")})).value();
    CHECK(said(results) == std::vector<std::string>{"refused group_incomplete", "refused balance_too_low",
                                                    "refused group_incomplete"});
    CHECK(results[0].refusal.found == to_text(id_of("b")));
    CHECK(results[2].refusal.found == to_text(id_of("b")));
    CHECK(ledger->head().value().root == head.root);
    CHECK(ledger->balances("").value().empty());
    CHECK_FALSE(ledger->find(id_of("a")).value().has_value());
}

TEST_CASE("a refused group does not stop the claims around it") {
    const Desk desk;
    const auto ledger = desk.found();
    std::vector<SignedClaim> batch = {service("before", "v-1", 60)};
    for (auto& claim : grouped({service("a", "v-2", 60), lunch("b", "nobody")})) batch.push_back(claim);
    batch.push_back(lunch("behind", "v-2"));
    batch.push_back(lunch("last", "v-1"));
    CHECK(said(ledger->post(batch).value()) ==
          std::vector<std::string>{"accepted 8", "refused group_incomplete", "refused account_unknown",
                                   "refused balance_too_low", "accepted 9"});
    CHECK(check_whole(*ledger) == 10);
}

TEST_CASE("the order of a group's claims is part of it") {
    const Desk desk;
    const auto ledger = desk.found();
    // The lunch is paid from the service behind it: not in this order.
    CHECK(said(ledger->post(grouped({lunch("b", "v-1"), service("a", "v-1", 20)})).value()) ==
          std::vector<std::string>{"refused balance_too_low", "refused group_incomplete"});
    auto turned = grouped({service("a", "v-1", 20), lunch("b", "v-1")});
    std::swap(turned[0], turned[1]);
    CHECK(said(ledger->post(turned).value()) ==
          std::vector<std::string>{"refused group_incomplete", "refused group_incomplete"});
}

TEST_CASE("a grouped claim alone, a part of a group or a group torn apart is refused") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto group = grouped({service("a", "v-1", 20), service("b", "v-1", 20), service("c", "v-1", 20)});
    CHECK(said(ledger->post(group[0]).value()) == "refused group_incomplete");
    CHECK(said(ledger->post(std::vector{group[0], group[1]}).value()) ==
          std::vector<std::string>{"refused group_incomplete", "refused group_incomplete"});
    CHECK(said(ledger->post({group[0], account("between", "v-3"), group[1], group[2]}).value()) ==
          std::vector<std::string>{"refused group_incomplete", "accepted 8", "refused group_incomplete",
                                   "refused group_incomplete"});
    CHECK(said(ledger->post(group).value()) ==
          std::vector<std::string>{"accepted 9", "accepted 10", "accepted 11"});
}

TEST_CASE("a group posted again exists, and a part of it does too") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto group = grouped({service("a", "v-1", 20), lunch("b", "v-1")});
    ledger->post(group).value();
    CHECK(said(ledger->post(group).value()) == std::vector<std::string>{"exists 8", "exists 9"});
    CHECK(said(ledger->post(group[1]).value()) == "exists 9");
    CHECK(check_whole(*ledger) == 10);
    // The same claim outside the group is another body.
    CHECK(ledger->post(service("a", "v-1", 20)).value().refusal.found == "group");
}

TEST_CASE("a group is never cut, however small the commits are") {
    Desk desk;
    desk.entries_per_commit = 2;
    const auto ledger = desk.found();
    desk.clock->asked = 0;
    const auto results = ledger->post(grouped(accounts("g", 7))).value();
    CHECK(results.back().index == entries_of_setup + 6);
    CHECK(desk.clock->asked == 1);
    CHECK(check_whole(*ledger) == entries_of_setup + 7);
}

TEST_CASE("a group that does not fit behind what is queued waits for the next commit") {
    Desk desk;
    desk.entries_per_commit = 3;
    const auto ledger = desk.found();
    desk.clock->asked = 0;
    std::vector<SignedClaim> batch = {account("alone", "alone")};
    for (auto& claim : grouped(accounts("g", 3))) batch.push_back(claim);
    CHECK(said(ledger->post(batch).value()) ==
          std::vector<std::string>{"accepted 8", "accepted 9", "accepted 10", "accepted 11"});
    CHECK(desk.clock->asked == 2);
}

}  // namespace timebank::ledger_test
