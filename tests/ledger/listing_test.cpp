#include <algorithm>
#include <random>

#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

using Indexes = std::vector<std::uint64_t>;
using Batch = std::vector<SignedClaim>;

constexpr unsigned seed = 20260103;
constexpr std::size_t all = 1'000'000;

const std::vector<std::string> sheets = {"may", "may again", "june"};

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

/// Work of ten people, whose names begin with one another; a third of it came with sheets.
void work_randomly(Ledger& ledger, std::mt19937& random) {
    const auto owner = [&] { return "v-" + number(1 + random() % 10); };
    for (std::uint64_t i = 3; i <= 10; ++i) ledger.post(account("v-" + number(i), "v-" + number(i))).value();
    for (std::uint64_t round = 0; round < 20; ++round) {
        Batch batch;
        for (std::uint64_t i = 0; i < 15; ++i) {
            const auto word = "work " + number(round) + " " + number(i);
            auto claim =
                random() % 3 == 0 ? lunch(word, owner()) : service(word, owner(), 30 + random() % 90);
            if (auto* both = std::get_if<ServiceContent>(&claim.claim.content); both && random() % 2 == 0) {
                const auto first = both->participants.front();
                auto second = first;
                second.owner = owner();
                if (second.owner > first.owner) both->participants.push_back(second);
                claim = signed_by_operator(claim.claim);
            }
            if (random() % 3 == 0) claim = imported(claim, sheets[random() % sheets.size()]);
            batch.push_back(std::move(claim));
        }
        const auto size = ledger.head().value().size;
        const auto undone =
            ledger.entry(entries_of_setup + random() % (size - entries_of_setup)).value().value();
        batch.push_back(signed_by_operator(claim_of(
            "undo " + number(round), ReversalContent{undone.index, undone.signed_claim.claim.id, "slip"})));
        ledger.post(batch).value();
    }
}

/// Looks at every entry, as slowly as can be.
template <class Wanted>
Indexes looked_up(const Ledger& ledger, std::uint64_t since, std::size_t limit, Wanted wanted) {
    Indexes found;
    for (const auto& entry : ledger.entries(0, all).value())
        if (entry.index >= since && found.size() < limit && wanted(entry)) found.push_back(entry.index);
    return found;
}

bool names_or_moves(const Entry& entry, const std::string& owner) {
    const auto named = owners_named(entry.signed_claim.claim);
    const auto& legs = entry.decision.legs;
    return std::count(named.begin(), named.end(), owner) > 0 ||
           std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) { return leg.owner == owner; });
}

}  // namespace

TEST_CASE("the entries of an owner and of an import are those that a look at every entry finds") {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Desk desk;
    const auto ledger = desk.found();
    work_randomly(*ledger, random);
    const auto size = ledger->head().value().size;
    REQUIRE(size > 150);
    const auto compare = [&](std::uint64_t since, std::size_t limit) {
        INFO("since " << since << ", at most " << limit);
        for (const std::string owner : {"v-1", "v-10", "v-2", "v-9", "issuer", "canteen-1", "v", "nobody"}) {
            INFO(owner);
            REQUIRE(ledger->entries_of_owner(owner, since, limit).value() ==
                    looked_up(*ledger, since, limit,
                              [&](const Entry& entry) { return names_or_moves(entry, owner); }));
        }
        for (const std::string sheet : {"may", "may again", "june", "july"}) {
            INFO(sheet);
            REQUIRE(ledger->entries_of_batch(batch_of(sheet), since, limit).value() ==
                    looked_up(*ledger, since, limit, [&](const Entry& entry) {
                        return entry.signed_claim.claim.batch == batch_of(sheet);
                    }));
        }
    };
    compare(0, all);
    compare(size, all);
    compare(~std::uint64_t{0}, all);
    for (int i = 0; i < 10; ++i) compare(random() % size, random() % 20);
    CHECK(ledger->entries_of_owner("v-1", 0, all).value().size() > 15);
    CHECK(ledger->entries_of_batch(batch_of("may"), 0, all).value().size() > 15);
    CHECK(ledger->entries_of_owner("no code at all", 0, all).value().empty());
    CHECK(ledger->entries_of_batch(BatchId{}, 0, all).value().empty());  // no import, not one of zeros

    REQUIRE(rebuild_ledger(desk.folder()).value() == size);
    compare(0, all);
}

TEST_CASE("what was undone of an entry is named with the reversal, all that was left as the last") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto said_of = [&](std::uint64_t index) {
        std::string text;
        for (const auto& part : ledger->reversed_parts(index).value())
            text += (part.unit.empty() ? "all" : part.unit) + " by " + number(part.by) + "; ";
        return text;
    };
    const auto undo = [&](const std::string& word, std::uint64_t index, std::vector<std::string> units) {
        const auto undone = ledger->entry(index).value().value();
        ReversalContent content{index, undone.signed_claim.claim.id, "slip"};
        content.units = std::move(units);
        return said(ledger->post(signed_by_operator(claim_of(word, std::move(content)))).value());
    };
    ledger->post({service("a", "v-1", 60), service("b", "v-1", 60), service("c", "v-2", 60)}).value();
    CHECK(undo("undo a", 8, {}) == "accepted 11");
    CHECK(undo("undo points of b", 9, {"point"}) == "accepted 12");
    CHECK(said_of(8) == "all by 11; ");
    CHECK(said_of(9) == "point by 12; ");
    CHECK(said_of(10) == "");
    CHECK(said_of(11) == "");
    CHECK(said_of(1'000) == "");
    CHECK(undo("undo the rest of b", 9, {}) == "accepted 13");
    CHECK(said_of(9) == "point by 12; all by 13; ");
    CHECK(undo("undo a again", 8, {}) == "refused reversed_already");
}

TEST_CASE("an account tells who took it over") {
    const Desk desk;
    const auto ledger = desk.found();
    auto merge = claim_of("merge", MergeContent{"v-2", "v-1", "registered-twice"});
    const KeyContent key{signer("officer")->public_key(), Role::officer, ""};
    auto officer = claim_of("officer", key);
    officer.cosigners = {CosignerCapacity::key_holder};
    merge.cosigners = {CosignerCapacity::officer};
    auto enrolment = signed_by_operator(officer);
    cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("officer")).value();
    REQUIRE(said(ledger->post(enrolment).value()) == "accepted 8");
    auto signed_merge = signed_by_operator(merge);
    cosign_claim(signed_merge, CosignerCapacity::officer, *signer("officer")).value();
    REQUIRE(said(ledger->post(signed_merge).value()) == "accepted 9");
    CHECK(ledger->account("v-2").value()->merged_into == "v-1");
    CHECK(ledger->account("v-1").value()->merged_into == "");
    for (const auto& account : ledger->accounts("", 100).value())
        CHECK((account.merged_into == "v-1") == (account.content.owner == "v-2"));
    CHECK(ledger->entries_of_owner("v-2", 0, 100).value() == Indexes{5, 9});
}

}  // namespace timebank::ledger_test
