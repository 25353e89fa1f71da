#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {

TEST_CASE("a batch is answered in its order, and a refused claim does not stop those behind it") {
    const Desk desk;
    const auto ledger = desk.found();
    const std::vector<SignedClaim> batch = {service("a", "v-1", 60), lunch("b", "v-2"), lunch("c", "v-1"),
                                            service("d", "nobody", 60), lunch("e", "v-1")};
    const auto results = ledger->post(batch).value();
    CHECK(said(results) == std::vector<std::string>{"accepted 8", "refused balance_too_low", "accepted 9",
                                                    "refused account_unknown", "accepted 10"});
    for (std::size_t i = 0; i < batch.size(); ++i) CHECK(results[i].id == batch[i].claim.id);
    CHECK(check_whole(*ledger) == 11);
    CHECK(ledger->balances("v-1").value().front().amount == Amount{2});
    CHECK(ledger->post(std::vector<SignedClaim>{}).value().empty());
    CHECK(ledger->entry(9).value()->signed_claim == batch[2]);
}

TEST_CASE("a batch longer than a commit is cut, and later claims see earlier ones") {
    Desk desk;
    desk.entries_per_commit = 3;
    const auto ledger = desk.found();
    desk.clock->asked = 0;
    std::vector<SignedClaim> batch = {service("s", "v-1", 100)};
    for (int i = 0; i < 6; ++i) batch.push_back(lunch("lunch " + std::to_string(i), "v-1"));
    CHECK(said(ledger->post(batch).value()) ==
          std::vector<std::string>{"accepted 8", "accepted 9", "accepted 10", "accepted 11", "accepted 12",
                                   "accepted 13", "refused balance_too_low"});
    CHECK(desk.clock->asked == 3);
    CHECK(check_whole(*ledger) == 14);
}

TEST_CASE("the same body again is answered with the first index, whoever signs it and however late") {
    Desk desk;
    const auto ledger = desk.found();
    auto claim = claim_of("s", std::get<ServiceContent>(service("s", "v-1", 60).claim.content));
    claim.valid_until_unix_s = start_unix_s + hour_s;
    const auto signed_claim = signed_by_operator(claim);
    CHECK(said(ledger->post(signed_claim).value()) == "accepted 8");
    CHECK(said(ledger->post(signed_claim).value()) == "exists 8");
    CHECK(said(ledger->post(std::vector{signed_claim, signed_claim}).value()) ==
          std::vector<std::string>{"exists 8", "exists 8"});
    desk.clock->now = start_unix_s + 2 * hour_s;
    CHECK(said(ledger->post(signed_claim).value()) == "exists 8");
    // Signatures are not compared: the body is there, whatever stands beside it.
    auto with_other_signature = signed_claim;
    with_other_signature.signature[0] ^= 1;
    CHECK(said(ledger->post(with_other_signature).value()) == "exists 8");
    CHECK(check_whole(*ledger) == 9);
    CHECK(ledger->balances("v-1").value().front().amount == Amount{6});
    CHECK(said(desk.open()->post(signed_claim).value()) == "exists 8");
    // One that was never accepted in its time is too late now.
    claim.id = id_of("late");
    CHECK(said(ledger->post(signed_by_operator(claim)).value()) == "refused claim_expired");
}

TEST_CASE("one id in one batch: the same body exists, another body is refused") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto results =
        ledger->post({service("s", "v-1", 60), service("s", "v-1", 60), service("s", "v-2", 60)}).value();
    CHECK(said(results) == std::vector<std::string>{"accepted 8", "exists 8", "refused id_used"});
    CHECK(check_whole(*ledger) == 9);
}

TEST_CASE("another body under a used id is refused with the field that differs") {
    const Desk desk;
    const auto ledger = desk.found();
    ledger->post(service("s", "v-1", 60)).value();
    const auto longer = ledger->post(service("s", "v-1", 90)).value();
    CHECK(said(longer) == "refused id_used");
    CHECK(longer.refusal.rule.en == to_text(id_of("s")));
    CHECK(longer.refusal.limit.en == "8");
    CHECK(longer.refusal.found.en == "actual.end");
    CHECK(ledger->post(account("s", "v-1")).value().refusal.found.en == "kind");
    CHECK(check_whole(*ledger) == 9);
}

TEST_CASE("a refused claim leaves no trace, and its id stays free") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto before = ledger->head().value();
    CHECK(said(ledger->post(lunch("l", "v-1")).value()) == "refused balance_too_low");
    CHECK(ledger->head().value().root == before.root);
    CHECK(ledger->find(id_of("l")).value().empty());
    // Later it may pass, or the id may serve for something else.
    ledger->post(service("s", "v-1", 60)).value();
    CHECK(said(ledger->post(lunch("l", "v-1")).value()) == "accepted 9");
    CHECK(said(ledger->post(lunch("m", "v-2")).value()) == "refused balance_too_low");
    CHECK(said(ledger->post(account("m", "v-3")).value()) == "accepted 10");
}

TEST_CASE("a claim that is meant for a certain head is not posted onto another") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto seen = ledger->head().value();
    REQUIRE(said(ledger->post(account("other desk", "v-4")).value()) == "accepted 8");

    const auto late = ledger->post({account("a", "v-5")}, seen.size);
    REQUIRE(code_of(late) == "head_moved");
    CHECK(check_whole(*ledger) == 9);
    CHECK(ledger->find(id_of("a")).value().empty());
    CHECK(code_of(ledger->post({account("a", "v-5")}, seen.size + 2)) == "head_moved");  // nor a coming one

    // Its own entries do not move the head from under it, in whatever commits they fall.
    Desk narrow;
    narrow.entries_per_commit = 2;
    const auto other = narrow.found();
    CHECK(said(other->post(accounts("b", 5), entries_of_setup).value()).back() == "accepted 12");
    CHECK(code_of(other->post(accounts("c", 5), entries_of_setup)) == "head_moved");
    CHECK(check_whole(*other) == 13);
}

TEST_CASE("an altered claim is refused") {
    const Desk desk;
    const auto ledger = desk.found();
    auto altered = service("s", "v-1", 60);
    std::get<ServiceContent>(altered.claim.content).participants[0].owner = "v-2";
    CHECK(said(ledger->post(altered).value()) == "refused signature_invalid");
    auto malformed = service("t", "v-1", 60);
    std::get<ServiceContent>(malformed.claim.content).category = "no code";
    CHECK(said(ledger->post(malformed).value()) == "refused signature_invalid");
    auto elsewhere = claim_of("u", AccountContent{"v-3", AccountClass::member, {}});
    elsewhere.origin = "other.example/ledger";
    CHECK(said(ledger->post(signed_by_operator(elsewhere)).value()) == "refused origin_differs");
    CHECK(check_whole(*ledger) == entries_of_setup);
}

TEST_CASE("a quote writes nothing and is what post() then answers and records") {
    const Desk desk;
    const auto ledger = desk.found();
    ledger->post(service("there", "v-1", 60)).value();
    std::vector<SignedClaim> batch = {service("a", "v-2", 100), service("there", "v-1", 60),
                                      lunch("b", "v-2"), lunch("c", "nobody")};
    for (auto& claim : grouped({service("g", "v-1", 20), lunch("h", "v-1")})) batch.push_back(claim);
    for (auto& claim : grouped({service("i", "v-1", 20), lunch("j", "nobody")})) batch.push_back(claim);

    const auto before = store::test::dump(desk.book()).value();
    const auto quotes = ledger->quote(batch).value();
    CHECK(store::test::dump(desk.book()).value() == before);

    const auto results = ledger->post(batch).value();
    REQUIRE(quotes.size() == results.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        INFO("claim " << i << ": " << said(results[i]));
        CHECK(said(quotes[i].result) == said(results[i]));
        CHECK(quotes[i].result.refusal == results[i].refusal);
        CHECK(quotes[i].result.id == results[i].id);
        if (results[i].outcome != PostOutcome::refused)
            CHECK(quotes[i].decision == ledger->entry(results[i].index).value()->decision);
    }
    CHECK(said(results) == std::vector<std::string>{"accepted 9", "exists 8", "accepted 10",
                                                    "refused account_unknown", "accepted 11", "accepted 12",
                                                    "refused group_incomplete", "refused account_unknown"});
}

}  // namespace timebank::ledger_test
