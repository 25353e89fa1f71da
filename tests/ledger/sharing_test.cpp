#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {

TEST_CASE("threads that post at once share commits") {
    constexpr std::size_t callers = 8;
    Desk desk;
    const auto ledger = desk.found();
    const auto claims = accounts("a", callers);
    std::atomic<std::size_t> started{0};
    std::atomic<bool> first{true};
    // The first commit waits until everybody else has had time to queue behind it.
    desk.clock->when_asked = [&] {
        if (!first.exchange(false)) return;
        while (started < callers) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    };
    desk.clock->asked = 0;
    std::vector<std::string> answers(callers);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < callers; ++i)
        threads.emplace_back([&, i] {
            ++started;
            answers[i] = said(ledger->post(claims[i]).value());
        });
    for (auto& thread : threads) thread.join();
    CHECK(desk.clock->asked < static_cast<int>(callers));
    std::sort(answers.begin(), answers.end());
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < callers; ++i)
        expected.push_back("accepted " + std::to_string(entries_of_setup + i));
    std::sort(expected.begin(), expected.end());
    CHECK(answers == expected);
}

TEST_CASE("every answer is right when several threads post at once") {
    constexpr std::size_t callers = 6;
    constexpr std::size_t posts = 25;
    Desk desk;
    desk.entries_per_commit = 11;
    const auto ledger = desk.found();
    ledger->post(service("funds", "v-1", 600)).value();  // 60 points: lunches for 30
    // Each thread posts claims of its own, a claim that all of them post, and a lunch that is scarce.
    const auto shared = accounts("shared", posts);
    std::vector<std::vector<std::vector<SignedClaim>>> batches(callers);
    for (std::size_t caller = 0; caller < callers; ++caller)
        for (std::size_t i = 0; i < posts; ++i) {
            const auto word = std::to_string(caller) + "-" + std::to_string(i);
            batches[caller].push_back(
                {account("own " + word, "own-" + word), shared[i], lunch("lunch " + word, "v-1")});
        }
    std::vector<std::vector<std::vector<PostResult>>> answers(callers);
    std::vector<std::thread> threads;
    for (std::size_t caller = 0; caller < callers; ++caller)
        threads.emplace_back([&, caller] {
            for (const auto& batch : batches[caller]) answers[caller].push_back(ledger->post(batch).value());
        });
    for (auto& thread : threads) thread.join();

    std::size_t shared_accepted = 0;
    std::size_t lunches = 0;
    for (std::size_t caller = 0; caller < callers; ++caller)
        for (std::size_t i = 0; i < posts; ++i)
            for (std::size_t part = 0; part < 3; ++part) {
                const auto& result = answers[caller][i][part];
                REQUIRE(result.id == batches[caller][i][part].claim.id);
                if (part == 0) REQUIRE(result.outcome == PostOutcome::accepted);
                if (part == 1) shared_accepted += result.outcome == PostOutcome::accepted;
                if (part == 2) lunches += result.outcome == PostOutcome::accepted;
                if (result.outcome == PostOutcome::refused)
                    REQUIRE(result.refusal.code == RefusalCode::balance_too_low);
                else
                    REQUIRE(ledger->entry(result.index).value()->signed_claim == batches[caller][i][part]);
            }
    CHECK(shared_accepted == posts);
    CHECK(lunches == 30);
    CHECK(ledger->balances("v-1").value().front().amount == Amount{0});
    CHECK(check_whole(*ledger) == entries_of_setup + 1 + callers * posts + posts + lunches);
}

TEST_CASE("readers see whole commits while a writer writes") {
    Desk desk;
    const auto ledger = desk.found();
    std::atomic<bool> done{false};
    std::vector<std::vector<SignedClaim>> groups;
    for (int i = 0; i < 60; ++i) {
        const auto word = std::to_string(i);
        groups.push_back(grouped({service("s" + word, "v-1", 20), lunch("l" + word, "v-1")}));
    }
    std::thread writer([&] {
        for (const auto& group : groups) ledger->post(group).value();
        done = true;
    });
    std::uint64_t size = 0;
    bool sound = true;
    while (!done && sound) {
        const auto balances = ledger->balances("").value();
        std::int64_t sum = 0;
        for (const auto& balance : balances) {
            sum += balance.amount.minor_units;
            if (balance.owner == "v-1") sound = sound && balance.amount == Amount{0};  // earned and eaten
        }
        const auto head = ledger->head().value();
        sound = sound && sum == 0 && head.size >= size && head.size % 2 == 0;
        size = head.size;
    }
    writer.join();
    CHECK(sound);
    CHECK(check_whole(*ledger) == entries_of_setup + 120);
}

TEST_CASE("two processes post to one ledger without a gap or a double") {
    Desk desk;
    desk.entries_per_commit = 16;
    desk.found().reset();
    const auto shared = accounts("shared", 60);
    std::vector<std::vector<SignedClaim>> own = {accounts("one", 120), accounts("two", 120)};
    std::vector<pid_t> children;
    for (const auto& claims : own) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto ledger = Ledger::open(desk.folder(), desk.options());
            if (!ledger) ::_exit(1);
            for (std::size_t i = 0; i < claims.size(); ++i) {
                const auto results = (*ledger)->post({claims[i], shared[i / 2]});
                if (!results || (*results)[0].outcome != PostOutcome::accepted) ::_exit(2);
                const auto entry = (*ledger)->entry((*results)[1].index);
                if (!entry || !*entry || (*entry)->signed_claim != shared[i / 2]) ::_exit(3);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
    }
    const auto ledger = desk.open();
    CHECK(check_whole(*ledger) == entries_of_setup + 60 + 240);
    CHECK(ledger->checkpoint().has_value());
}

TEST_CASE("a ledger opened before a fork refuses to work in the child") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto claim = account("a", "a");
    CHECK(store::test::in_child([&] {
              const auto posted = ledger->post(claim);
              const auto head = ledger->head();
              return code_of(posted) == "unsupported_place" && code_of(head) == "unsupported_place" ? 0 : 1;
          }) == 0);
    CHECK(said(ledger->post(claim).value()) == "accepted 8");
}

TEST_CASE("sixteen threads post, read, quote, list and sign checkpoints on one ledger") {
    // A second; a minute where TIMEBANK_LONG_TESTS is set, as ./dev tsan does.
    const auto end = std::chrono::steady_clock::now() +
                     std::chrono::seconds(std::getenv("TIMEBANK_LONG_TESTS") != nullptr ? 60 : 1);
    Desk desk;
    const auto ledger = desk.found();
    std::atomic<std::size_t> accepted{0}, calls{0}, wrong{0};
    const auto post = [&](std::size_t thread, std::size_t round) {
        const auto word = std::to_string(thread) + "-" + std::to_string(round);
        const auto result = ledger->post(account("own " + word, "own-" + word));
        wrong += !result || result->outcome != PostOutcome::accepted;
        ++accepted;
    };
    const auto read = [&](std::size_t, std::size_t round) {
        const auto head = ledger->head().value();
        wrong += ledger->entry(round % head.size).value()->index != round % head.size;
        wrong += ledger->entries(head.size - 1, 10).value().empty();
        std::int64_t sum = 0;
        for (const auto& balance : ledger->balances("").value()) sum += balance.amount.minor_units;
        wrong += sum != 0;
    };
    const auto quote = [&](std::size_t thread, std::size_t round) {
        const auto quotes =
            ledger->quote({service("q" + std::to_string(thread * 1'000'000 + round), "v-1", 60)});
        wrong += !quotes || quotes->front().result.outcome != PostOutcome::accepted;
    };
    const auto sign = [&](std::size_t, std::size_t) { wrong += !ledger->checkpoint(); };
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 16; ++thread)
        threads.emplace_back([&, thread] {
            for (std::size_t round = 0; std::chrono::steady_clock::now() < end; ++round, ++calls) {
                if (thread < 6) post(thread, round);
                if (thread >= 6 && thread < 11) read(thread, round);
                if (thread >= 11 && thread < 15) quote(thread, round);
                if (thread == 15) sign(thread, round);
            }
        });
    for (auto& thread : threads) thread.join();
    WARN(calls << " calls, " << accepted << " entries");
    CHECK(wrong == 0);
    CHECK(check_whole(*ledger) == entries_of_setup + accepted);
}

}  // namespace timebank::ledger_test
