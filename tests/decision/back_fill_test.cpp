#include <random>

#include "catch.hpp"
#include "decision/book.hpp"
#include "decision/standards.hpp"

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20180901;

void adopt(Book& book, StandardKind kind, std::string_view from, std::string_view part) {
    const auto document = standard_document(kind, from, part);
    book.must_post(StandardContent{Bytes(document.begin(), document.end())});
}

void set_up(Book& book) {
    for (const auto& [code, minor_units] : {std::pair("point", 1), {"hour", 60}, {"coin", 100}})
        book.must_post(UnitContent{code, minor_units, 0, {code, code}});
    book.must_post(AccountContent{"issuer", AccountClass::issuer, {}});
    for (const char* owner : {"canteen-1", "v-1", "v-2"})
        book.must_post(AccountContent{owner, AccountClass::member, {}});
    adopt(book, StandardKind::credit, "2018-01-01", R"({"rules": [
        {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
          {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]},
        {"id": "thirds", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1/3"}},
          {"rounding": {"step": "0.01", "direction": "nearest", "ties": "even", "scope": "service"}},
          {"cap": "none"}]}]})");
    adopt(book, StandardKind::redemption, "2018-01-01", R"({"catalogue": [{"item": "tea", "price": "1"}]})");
}

/// Editions of another age, which decide nothing here but need tallies of every kind.
void adopt_curious_editions(Book& book) {
    adopt(book, StandardKind::credit, "2100-01-01", R"({"rules": [
        {"id": "base", "steps": [
          {"gate": {"condition": {"earned": "coin", "at_least": "1"}, "otherwise": "refuse"}},
          {"tariff": {"per": "hour", "amount": "6"}},
          {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
          {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "9", "at_cap": "refuse"}}]},
        {"id": "thirds", "unit": "coin", "steps": [{"tariff": {"per": "hour", "amount": "1/3"}},
          {"rounding": {"step": "1", "direction": "up", "scope": "running_total", "window": "life"}},
          {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "9", "at_cap": "clip"}}]}]})");
    adopt(book, StandardKind::redemption, "2100-01-01", R"({"catalogue": [{"item": "tea", "price": "1",
        "unlock": {"earned": "point", "at_least": "7"}, "limits": [
          {"id": "day", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"},
          {"id": "life", "key": "member", "window": "life", "limit": 9, "at_cap": "refuse"}]}]})");
}

CivilTime some_time(std::mt19937& random) {
    auto time = parse_civil_time("2018-06-04T00:00+08:00").value();
    time.local_minutes += static_cast<std::int64_t>(random() % (5 * 24 * 60));
    return time;
}

ClaimContent random_content(std::mt19937& random, const std::vector<Entry>& undoable) {
    const std::string owner = random() % 2 == 0 ? "v-1" : "v-2";
    switch (random() % 4) {
        case 0: {
            RedemptionContent redemption;
            redemption.owner = owner;
            redemption.item = "tea";
            redemption.quantity = random() % 2 == 0 ? 1 : 3;
            redemption.at = some_time(random);
            return redemption;
        }
        case 1:
            if (!undoable.empty()) {
                const auto& entry = undoable[random() % undoable.size()];
                return ReversalContent{entry.index, entry.signed_claim.claim.id, "slip"};
            }
            [[fallthrough]];
        default: {
            ServiceContent service;
            service.category = "visit";
            service.actual.start = some_time(random);
            service.actual.end = service.actual.start;
            service.actual.end.local_minutes += static_cast<std::int64_t>(random() % 200);
            service.participants.push_back({owner, "volunteer", {}, {}});
            return service;
        }
    }
}

/// The same posts whenever the seed is the same, as long as indexes are: editions are adopted at both ends.
void post_many(Book& book, unsigned rounds_seed) {
    std::mt19937 random(rounds_seed);
    std::vector<Entry> undoable;
    for (int i = 0; i < 120; ++i) {
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("post " + std::to_string(i));
        claim.author = signer("op").public_key();
        claim.content = random_content(random, undoable);
        const auto answer = book.post({claim, {}, {}}, false);
        if (!answer.refusal && claim.kind() != ClaimKind::reversal) undoable.push_back(answer.entry);
    }
}

}  // namespace

TEST_CASE("tallies filled in when an edition needs them are those that would have been kept all along") {
    INFO("seed " << seed);
    for (unsigned round = 0; round < 10; ++round) {
        Book kept, filled;
        set_up(kept);
        adopt_curious_editions(kept);
        post_many(kept, seed + round);

        set_up(filled);
        post_many(filled, seed + round);
        adopt_curious_editions(filled);

        const auto all = [](const Book& book, Table table) {
            return book.overlay().scan(table, {}, {}, 100'000).value();
        };
        CHECK(all(kept, Table::tally_definitions).size() == 10);
        CHECK(all(kept, Table::tallies).size() > 20);
        CHECK(all(kept, Table::tally_definitions) == all(filled, Table::tally_definitions));
        CHECK(all(kept, Table::tallies) == all(filled, Table::tallies));
        CHECK(all(kept, Table::balances) == all(filled, Table::balances));
    }
}

}  // namespace timebank::decision_test
