#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

constexpr unsigned seed = 20180630;
constexpr std::size_t batch_size = 50;
constexpr std::size_t batches = 12;

std::vector<SignedClaim> part(const std::vector<SignedClaim>& claims, std::size_t batch) {
    const auto begin = claims.begin() + static_cast<std::ptrdiff_t>(batch * batch_size);
    return {begin, begin + batch_size};
}

/// The child: posts batch by batch and says so through the pipe after each post() has returned.
[[noreturn]] void post_until_killed(const Desk& desk, const std::vector<SignedClaim>& claims, int pipe) {
    const auto ledger = Ledger::open(desk.folder(), desk.options());
    if (!ledger) ::_exit(1);
    for (std::size_t batch = 0; batch < batches; ++batch) {
        const auto results = (*ledger)->post(part(claims, batch));
        if (!results) ::_exit(2);
        for (const auto& result : *results)
            if (result.outcome != PostOutcome::accepted) ::_exit(3);
        if (::write(pipe, "+", 1) != 1) ::_exit(4);
    }
    ::_exit(0);
}

/// How many batches the child said were done before it was killed, at a moment that `random` chooses.
std::size_t run_and_kill(const Desk& desk, const std::vector<SignedClaim>& claims, std::mt19937& random) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        post_until_killed(desk, claims, ends[1]);
    }
    ::close(ends[1]);
    // Somewhere behind a batch that is chosen, so that slow machines are killed at work too.
    std::size_t acknowledged = 0;
    char character = 0;
    const auto wait_for = random() % batches;
    while (acknowledged < wait_for && ::read(ends[0], &character, 1) == 1) ++acknowledged;
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    while (::read(ends[0], &character, 1) == 1) ++acknowledged;
    ::close(ends[0]);
    return acknowledged;
}

}  // namespace

TEST_CASE("whatever was acknowledged before a kill is there, and posting all again doubles nothing") {
    Desk desk;
    desk.entries_per_commit = batch_size;
    desk.found().reset();
    std::mt19937 random(seed);
    const int rounds = std::getenv("TIMEBANK_LONG_TESTS") != nullptr ? 40 : 8;
    std::uint64_t size = entries_of_setup;
    int killed_at_work = 0;
    for (int round = 0; round < rounds; ++round) {
        INFO("seed " << seed << " round " << round);
        const auto claims = accounts("round-" + std::to_string(round), batches * batch_size);
        const auto acknowledged = run_and_kill(desk, claims, random);
        killed_at_work += acknowledged < batches;

        const auto ledger = desk.open();
        const auto found = check_whole(*ledger) - size;
        CHECK(found >= acknowledged * batch_size);
        CHECK(found % batch_size == 0);  // a commit is there or it is not
        for (std::size_t i = 0; i < acknowledged * batch_size; ++i)
            REQUIRE(ledger->find(claims[i].claim.id).value() == std::vector<std::uint64_t>{size + i});

        const auto results = ledger->post(claims).value();
        for (std::size_t i = 0; i < results.size(); ++i) {
            REQUIRE(results[i].index == size + i);
            REQUIRE(results[i].outcome == (i < found ? PostOutcome::exists : PostOutcome::accepted));
        }
        size += claims.size();
        REQUIRE(check_whole(*ledger) == size);
        REQUIRE(ledger->checkpoint().has_value());
    }
    CHECK(killed_at_work > 0);
}

}  // namespace timebank::ledger_test
