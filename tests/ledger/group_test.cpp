#include "catch.hpp"
#include "ledger/desk.hpp"
#include "timebank/limits.hpp"

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
    CHECK(results[0].refusal.found.en == to_text(id_of("b")));
    CHECK(results[2].refusal.found.en == to_text(id_of("b")));
    CHECK(ledger->head().value().root == head.root);
    CHECK(ledger->balances("").value().empty());
    CHECK(ledger->find(id_of("a")).value().empty());
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
    CHECK(ledger->post(service("a", "v-1", 20)).value().refusal.found.en == "group");
}

TEST_CASE("an entry stays one when the group it is sent in again is refused") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto group = grouped({service("a", "v-1", 20), lunch("b", "v-1"), service("c", "v-1", 20)});
    ledger->post(group).value();
    for (std::size_t changed = 0; changed < group.size(); ++changed) {
        auto retried = group;
        auto other = service(std::string(1, static_cast<char>('a' + changed)), "v-2", 999).claim;
        other.group = group.front().claim.group;
        retried[changed] = signed_by_operator(other);
        std::vector<std::string> wanted = {"exists 8", "exists 9", "exists 10"};
        wanted[changed] = "refused id_used";
        CHECK(said(ledger->post(retried).value()) == wanted);
        const auto quotes = ledger->quote(retried).value();
        for (std::size_t i = 0; i < quotes.size(); ++i) {
            CHECK(said(quotes[i].result) == wanted[i]);
            const auto first = *ledger->entry(8 + i).value();
            CHECK((quotes[i].decision == (i == changed ? Decision{} : first.decision)));
        }
    }
    // What only the refused group itself would have made an entry never was one.
    const auto twice = grouped({account("d", "d"), account("d", "d"), lunch("e", "nobody")});
    CHECK(said(ledger->post(twice).value()) == std::vector<std::string>{"refused group_incomplete",
                                                                        "refused group_incomplete",
                                                                        "refused account_unknown"});
    CHECK(check_whole(*ledger) == 11);
}

TEST_CASE("a whole group twice in a row is that group, and once more the same") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto group = grouped({service("a", "v-1", 20), lunch("b", "v-1")});
    auto batch = group;
    batch.insert(batch.end(), group.begin(), group.end());
    batch.push_back(group[1]);  // and a part of it, which is an entry by now
    CHECK(said(ledger->post(batch).value()) ==
          std::vector<std::string>{"accepted 8", "accepted 9", "exists 8", "exists 9", "exists 9"});
    // A group may hold one claim, or the same claim twice.
    const auto single = grouped({account("c", "c")});
    CHECK(said(ledger->post({single[0], single[0]}).value()) ==
          std::vector<std::string>{"accepted 10", "exists 10"});
    const auto doubled = grouped({account("d", "d"), account("d", "d")});
    CHECK(said(ledger->post({doubled[0], doubled[1], doubled[0], doubled[1]}).value()) ==
          std::vector<std::string>{"accepted 11", "exists 11", "exists 11", "exists 11"});
    CHECK(check_whole(*ledger) == 12);
}

TEST_CASE("a group that no commit can hold is refused with the limit and its size") {
    const Desk desk;
    const auto ledger = desk.found();
    std::vector<SignedClaim> group(limits::entries_per_commit + 1, account("a", "a"));
    std::vector<ClaimId> ids;
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i].claim.id = id_of("large-" + std::to_string(i));
        ids.push_back(group[i].claim.id);
    }
    const auto digest_as_group = [&] {
        for (auto& claim : group) claim.claim.group = group_digest(signer("op")->public_key(), ids);
    };
    digest_as_group();
    const auto refused = ledger->post(group).value();
    CHECK(said(refused.front()) == "refused group_incomplete");
    CHECK(refused.front().refusal.limit.en == "4096");
    CHECK(refused.front().refusal.found.en == "4097");
    CHECK(said(refused.back()) == "refused group_incomplete");

    // One fewer is not too many: its claims are asked, and these have no signature of their own.
    group.pop_back();
    ids.pop_back();
    digest_as_group();
    CHECK(said(ledger->post(group).value().front()) == "refused signature_invalid");
    CHECK(check_whole(*ledger) == entries_of_setup);
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
