#include <algorithm>

#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/random_log.hpp"
#include "decision/standards.hpp"

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

TEST_CASE(
    "a tally is not filled in from an entry with an award for a participant whom its claim does not name") {
    Book book;
    open_accounts(book);
    adopt_plain_editions(book);
    const auto accepted = post_at_random(book, seed, claims);
    const auto served = std::find_if(accepted.begin(), accepted.end(), [](const Entry& entry) {
        return std::holds_alternative<ServiceContent>(entry.signed_claim.claim.content) &&
               !entry.decision.awards.empty();
    });
    REQUIRE(served != accepted.end());
    const auto forged_index =
        std::get<ServiceContent>(served->signed_claim.claim.content).participants.size();

    Claim claim;
    claim.origin = origin;
    claim.id = id_of("an edition that needs a tally");
    const auto document = standard_document(StandardKind::credit, "2100-01-01", R"({"rules": [{"id": "base",
        "steps": [{"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
        {"cap": {"id": "day", "key": "member", "window": "day", "limit": "9", "at_cap": "clip"}}]}]})");
    claim.content = StandardContent{Bytes(document.begin(), document.end())};
    const Entry adoption{book.size(), book.now_unix_s, sign_claim(claim, signer("op")).value(), {}};

    auto sound = book.overlay().above();
    CHECK_FALSE(apply(adoption, sound, book.plans()).value().has_value());
    auto forged = *served;
    forged.decision.awards.front().participant = static_cast<std::uint16_t>(forged_index);
    auto damaged = book.overlay().above();
    damaged.put(Table::log, key_of::entry(forged.index), encode_entry(forged).value());
    const auto applied = apply(adoption, damaged, book.plans());
    REQUIRE_FALSE(applied);
    CHECK(applied.error().code == Code::data_damaged);
    CHECK(applied.error().text.en.find("entry " + std::to_string(forged.index)) != std::string::npos);
}

}  // namespace timebank::decision_test
