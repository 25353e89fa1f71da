#include <algorithm>

#include "catch.hpp"
#include "decision/random_log.hpp"

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20180901;
constexpr int claims = 200;

}  // namespace

TEST_CASE("tallies filled in when an edition needs them are those that would have been kept all along") {
    INFO("seed " << seed);
    std::ptrdiff_t merges = 0;
    for (unsigned round = 0; round < 10; ++round) {
        Book kept, filled;
        open_accounts(kept);
        adopt_plain_editions(kept);
        adopt_curious_editions(kept);
        const auto accepted = post_at_random(kept, seed + round, claims);

        open_accounts(filled);
        adopt_plain_editions(filled);
        CHECK(post_at_random(filled, seed + round, claims).size() == accepted.size());
        adopt_curious_editions(filled);

        const auto all = [](const Book& book, Table table) {
            return book.overlay().scan(table, {}, {}, 100'000).value();
        };
        merges += std::count_if(accepted.begin(), accepted.end(), [](const Entry& entry) {
            return entry.signed_claim.claim.kind() == ClaimKind::merge;
        });
        CHECK(all(kept, Table::tally_definitions).size() == 12);
        CHECK(all(kept, Table::tallies).size() > 20);
        CHECK(all(kept, Table::tally_definitions) == all(filled, Table::tally_definitions));
        CHECK(all(kept, Table::tallies) == all(filled, Table::tallies));
        CHECK(all(kept, Table::balances) == all(filled, Table::balances));
    }
    CHECK(merges > 20);
}

}  // namespace timebank::decision_test
