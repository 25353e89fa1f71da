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

TEST_CASE("a clock more than a day behind stops posts and quotes until the operator says it is right") {
    Desk desk;
    auto ledger = desk.found();
    const auto year_s = 365 * day_s;
    desk.clock->now = start_unix_s + year_s;  // somebody set the year wrong
    CHECK(recorded_at(*ledger, account("a", "a")) == start_unix_s + year_s);
    desk.clock->now = start_unix_s;
    CHECK(code_of(ledger->post(account("b", "b"))) == "clock_jumped");
    CHECK(code_of(ledger->quote({account("b", "b")})) == "clock_jumped");
    desk.clock->now = start_unix_s + year_s - day_s - 1;
    CHECK(code_of(ledger->post(account("b", "b"))) == "clock_jumped");
    CHECK(check_whole(*ledger) == entries_of_setup + 1);

    ledger.reset();
    auto options = desk.options();
    options.clock_jump_allowed = true;
    ledger = Ledger::open(desk.folder(), options).value();
    desk.clock->now = start_unix_s;
    CHECK(recorded_at(*ledger, account("b", "b")) == start_unix_s + year_s);
    check_whole(*ledger);
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
