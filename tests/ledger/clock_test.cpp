#include <stdexcept>

#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

std::int64_t recorded_at(Ledger& ledger, const SignedClaim& claim) {
    return ledger.entry(ledger.post(claim).value().index).value()->recorded_at_unix_s;
}

}  // namespace

TEST_CASE("recording times never go back, even when the clock does") {
    Desk desk;
    const auto ledger = desk.found();
    desk.clock->now = start_unix_s + hour_s;
    CHECK(recorded_at(*ledger, account("a", "a")) == start_unix_s + hour_s);
    desk.clock->now = start_unix_s;
    CHECK(recorded_at(*ledger, account("b", "b")) == start_unix_s + hour_s);
    desk.clock->now = start_unix_s + hour_s - day_s;  // a day to the second is still believed
    CHECK(recorded_at(*ledger, account("c", "c")) == start_unix_s + hour_s);
    desk.clock->now = start_unix_s + 2 * hour_s;
    CHECK(recorded_at(*ledger, account("d", "d")) == start_unix_s + 2 * hour_s);
    check_whole(*ledger);
}

TEST_CASE(
    "a clock over a day behind or months ahead stops posts and quotes until the operator vouches for it") {
    Desk desk;
    const auto ledger = desk.found();
    const auto stops_at = [&](std::int64_t now_unix_s) {
        desk.clock->now = now_unix_s;
        const auto post = code_of(ledger->post(account("b", "b")));
        CHECK(code_of(ledger->quote({account("b", "b")})) == post);
        CHECK(code_of(ledger->check_clock()) == post);
        CHECK(said(ledger->post(account("v-1", "v-1")).value()) ==
              "exists 4");  // what is there needs no time
        return post == "clock_jumped";
    };
    CHECK(stops_at(start_unix_s - day_s - 1));
    CHECK(stops_at(start_unix_s + 92 * day_s + 1));
    CHECK(stops_at(start_unix_s + 365 * day_s));
    const auto vouch = [&](const std::string& word) {
        const CivilTime now{desk.clock->now / 60, 0};
        return signed_by_operator(claim_of(word, ClockContent{now, "closed-for-a-year"}));
    };
    CHECK(said(ledger->post(vouch("word")).value()) == "accepted 8");
    CHECK(recorded_at(*ledger, account("a", "a")) == start_unix_s + 365 * day_s);
    // A book that once rested for a year may do so again, and for another, but not for ten.
    CHECK(stops_at(start_unix_s + (1 + 10) * 365 * day_s));
    desk.clock->now = start_unix_s + (1 + 2) * 365 * day_s;
    CHECK(recorded_at(*ledger, account("c", "c")) == desk.clock->now);
    check_whole(*ledger);
}

TEST_CASE("a clock that once stood ahead does not let in what has not happened yet") {
    Desk desk;
    auto ledger = desk.found();
    desk.clock->now = start_unix_s + 20 * hour_s;
    ledger->post(account("a", "a")).value();
    desk.clock->now = start_unix_s + hour_s;
    const auto recorded_at_unix_s = start_unix_s + 20 * hour_s;

    // An hour of service; a phone's clock may be ten minutes ahead of the ledger's.
    const auto ending = [](const std::string& word, std::int64_t minutes_after_start) {
        auto claim = service(word, "v-1", 60).claim;
        auto& actual = std::get<ServiceContent>(claim.content).actual;
        actual.start = {start_unix_s / 60 + minutes_after_start - 60 + 8 * 60, 8 * 60};
        actual.end = actual.start;
        actual.end.local_minutes += 60;
        return signed_by_operator(claim);
    };
    const auto early = ledger->post(ending("early", 71)).value();
    CHECK(said(early) == "refused service_in_future");
    CHECK(early.refusal.limit.en == unix_seconds_to_text(start_unix_s + hour_s));
    CHECK(said(ledger->quote({ending("early", 71)}).value().front().result) == "refused service_in_future");
    CHECK(said(ledger->post(ending("past", 70)).value()) == "accepted 9");
    const auto entry = *ledger->entry(9).value();
    CHECK(entry.recorded_at_unix_s == recorded_at_unix_s);

    // Whoever decides it again goes by the recorded time, and gets the same.
    Desk again;
    const auto replayed = again.found();
    again.clock->now = recorded_at_unix_s;
    CHECK(recorded_at(*replayed, account("a", "a")) == recorded_at_unix_s);
    CHECK(recorded_at(*replayed, ending("past", 70)) == recorded_at_unix_s);
    CHECK((replayed->entry(9).value()->decision == entry.decision));
}

TEST_CASE("a claim's validity ends by the recorded time, even when the clock went back") {
    Desk desk;
    const auto ledger = desk.found();
    desk.clock->now = start_unix_s + 2 * hour_s;
    ledger->post(account("a", "a")).value();
    desk.clock->now = start_unix_s;
    const auto valid_until = [](const std::string& word, std::int64_t unix_s) {
        auto claim = account(word, word).claim;
        claim.valid_until_unix_s = unix_s;
        return signed_by_operator(claim);
    };
    // Accepted now it would stand in the log behind its own end, and an audit would say so.
    CHECK(said(ledger->post(valid_until("b", start_unix_s + hour_s)).value()) == "refused claim_expired");
    CHECK(said(ledger->post(valid_until("c", start_unix_s + 2 * hour_s)).value()) == "accepted 9");
}

TEST_CASE("a clock that throws is an error of that post, and the next one is served") {
    Desk desk;
    const auto ledger = desk.found();
    desk.clock->when_asked = [] { throw std::runtime_error("no time"); };
    CHECK(code_of(ledger->post(account("a", "a"))) == "broken_invariant");
    desk.clock->when_asked = nullptr;
    CHECK(said(ledger->post(account("a", "a")).value()) == "accepted 8");
    check_whole(*ledger);
}

}  // namespace timebank::ledger_test
