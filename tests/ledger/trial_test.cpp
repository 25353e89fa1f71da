#include <random>

#include "catch.hpp"
#include "ledger/desk.hpp"
#include "ledger/trial.hpp"

namespace timebank::ledger_test {
namespace {

using Batch = std::vector<SignedClaim>;

/// What a sheet could bring, refusals of many kinds among it; no id twice but in one batch.
class Sheet {
  public:
    explicit Sheet(unsigned seed) : random_(seed) {}

    Batch batch() {
        Batch claims;
        for (auto size = 1 + random_() % 40; size > 0; --size) {
            if (random_() % 8 == 0) {
                Batch group;
                for (auto i = 1 + random_() % 4; i > 0; --i) group.push_back(claim());
                for (auto& one : grouped(std::move(group))) claims.push_back(std::move(one));
            } else {
                claims.push_back(claim());
            }
            if (random_() % 12 == 0) claims.push_back(claims[random_() % claims.size()]);
        }
        return claims;
    }

  private:
    SignedClaim claim() {
        const auto word = "sheet " + std::to_string(++drawn_);
        switch (random_() % 8) {
            case 0:
            case 1:
            case 2:
                return service(word, owner(), static_cast<std::int64_t>(random_() % 300));
            case 3:
            case 4:
                return lunch(word, owner());
            case 5:
                return account(word, "n-" + std::to_string(random_() % 20));
            case 6: {
                const auto undone = "before " + std::to_string(random_() % 30);
                return signed_by_operator(
                    claim_of(word, ReversalContent{entries_of_setup + random_() % 30, id_of(undone), "x"}));
            }
            default: {
                auto expired = claim_of(word, AccountContent{owner(), AccountClass::member, {}, {}, {}});
                expired.valid_until_unix_s = start_unix_s + (random_() % 2 == 0 ? -1 : 1);
                return signed_by_operator(expired);
            }
        }
    }
    std::string owner() {
        const auto number = random_() % 24;
        return number < 4 ? "v-" + std::to_string(number % 3) : "n-" + std::to_string(number - 4);
    }

    std::mt19937 random_;
    int drawn_ = 0;
};

/// Thirty services and lunches that a sheet may reverse.
void fill(Ledger& ledger) {
    Batch batch;
    for (int i = 0; i < 30; ++i) {
        const auto word = "before " + std::to_string(i);
        batch.push_back(i % 3 == 2 ? lunch(word, "v-1") : service(word, "v-1", 60 + i));
    }
    ledger.post(batch).value();
    REQUIRE(ledger.head().value().size == entries_of_setup + 30);
}

Batch services_of_v1(int first, int count) {
    Batch batch;
    for (int i = first; i < first + count; ++i)
        batch.push_back(service("service " + std::to_string(i), "v-1", 1));
    return batch;
}

}  // namespace

TEST_CASE("a trial answers batch after batch exactly what post() then answers and records") {
    int refused = 0;
    int accepted = 0;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        Desk desk;
        desk.entries_per_commit = 7;
        const auto ledger = desk.found();
        fill(*ledger);
        Sheet sheet(seed);
        std::vector<Batch> batches;
        std::vector<std::vector<Quote>> answers;
        {
            const auto before = store::test::dump(desk.book()).value();
            const auto trial = ledger->begin_trial().value();
            for (int i = 0; i < 12; ++i) {
                batches.push_back(sheet.batch());
                answers.push_back(trial->decide(batches.back()).value());
            }
            REQUIRE(store::test::dump(desk.book()).value() == before);
        }
        for (std::size_t b = 0; b < batches.size(); ++b) {
            const auto results = ledger->post(batches[b]).value();
            REQUIRE(answers[b].size() == results.size());
            for (std::size_t i = 0; i < results.size(); ++i) {
                INFO("seed " << seed << " batch " << b << " claim " << i << ": " << said(results[i]));
                REQUIRE(said(answers[b][i].result) == said(results[i]));
                REQUIRE(answers[b][i].result.id == results[i].id);
                REQUIRE(answers[b][i].result.refusal == results[i].refusal);
                const bool is_entry = results[i].outcome != PostOutcome::refused;
                ++(is_entry ? accepted : refused);
                if (is_entry)
                    REQUIRE(answers[b][i].decision == ledger->entry(results[i].index).value()->decision);
            }
        }
    }
    CHECK(refused > 300);
    CHECK(accepted > 300);
}

TEST_CASE("the memory of a trial grows with what its claims touch, not with their number") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto trial = ledger->begin_trial().value();
    const auto* kept = dynamic_cast<const ledger::BookTrial*>(trial.get());
    REQUIRE(kept != nullptr);
    trial->decide(services_of_v1(0, 10)).value();
    const auto records = kept->records_kept();
    CHECK(records > 0);
    // Two balances, the tallies of one member, and when the ten took place: later claims must not overlap.
    CHECK(records < 10 + 10);
    for (std::size_t batch = 1; batch <= 20; ++batch) {
        const auto quotes = trial->decide(services_of_v1(static_cast<int>(batch) * 50, 50)).value();
        CHECK(quotes.back().result.outcome == PostOutcome::accepted);
        REQUIRE(kept->records_kept() == records + batch * 50);
    }
}

TEST_CASE("a trial stays with the ledger it began with, and lets nothing of its own be reversed later") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto trial = ledger->begin_trial().value();
    ledger->post(service("posted", "v-1", 60)).value();
    CHECK(said(trial->decide({lunch("l", "v-1")}).value().front().result) == "refused balance_too_low");
    CHECK(said(trial->decide({service("s", "v-1", 60)}).value().front().result) == "accepted 8");
    CHECK(said(trial->decide({lunch("l", "v-1")}).value().front().result) == "accepted 9");
    const auto reversal = signed_by_operator(claim_of("r", ReversalContent{8, id_of("s"), "slip"}));
    CHECK(said(trial->decide({reversal}).value().front().result) == "refused entry_unknown");
    CHECK(ledger->head().value().size == entries_of_setup + 1);
}

TEST_CASE("a batch that cannot be tried leaves nothing in the trial") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto trial = ledger->begin_trial().value();
    CHECK(said(trial->decide({service("a", "v-1", 20)}).value().front().result) == "accepted 8");
    const auto standard = signed_by_operator(claim_of("standard", StandardContent{Bytes{'{', '}'}}));
    CHECK(code_of(trial->decide({service("b", "v-1", 60), standard})) == "invalid_argument");
    desk.clock->now = start_unix_s - 2 * day_s;
    CHECK(code_of(trial->decide({service("b", "v-1", 60)})) == "clock_jumped");
    desk.clock->now = start_unix_s;
    // Two points are there, not the eight of a batch that failed.
    const auto quotes = trial->decide({lunch("c", "v-1"), lunch("d", "v-1")}).value();
    CHECK(said(quotes[0].result) == "accepted 9");
    CHECK(said(quotes[1].result) == "refused balance_too_low");
}

}  // namespace timebank::ledger_test
