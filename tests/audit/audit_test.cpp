#include "timebank/audit.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "audit/findings.hpp"
#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/merkle.hpp"

// What an operator with all the keys of the machine but not those of the people can do to a ledger, and what
// the audit says of it. Every change below has the right record check: only the sum itself gives it away.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

constexpr std::uint64_t first_service = entries_of_setup;
constexpr std::uint64_t lunch_entry = first_service + 3;

/// Three services of v-1, a lunch, a reversal of the second service, and a checkpoint of it all.
void keep_book(const Desk& desk) {
    auto ledger = desk.found();
    std::vector<SignedClaim> claims = {service("s-0", "v-1", 150), service("s-1", "v-1", 60),
                                       service("s-2", "v-1", 40), lunch("l-0", "v-1")};
    for (const auto& result : ledger->post(claims).value()) REQUIRE(result.outcome == PostOutcome::accepted);
    auto undo =
        signed_by_operator(claim_of("r-0", ReversalContent{first_service + 1, id_of("s-1"), "wrong-person"}));
    REQUIRE(said(ledger->post(undo).value()) == "accepted 12");
    REQUIRE(ledger->checkpoint());
}

Entry stored_entry(const Desk& desk, std::uint64_t index) {
    return desk.open_reading()->entry(index).value().value();
}

void store_entry(const Desk& desk, std::uint64_t place, const Entry& entry) {
    overwrite(desk.book(), Table::log, key_of::entry(place), encode_entry(entry).value(), true);
}

/// "decision 8" for every finding, in order; without an entry, the kind alone.
std::vector<std::string> findings(const Desk& desk, bool with_anchor = true) {
    AuditOptions options;
    if (with_anchor) options.anchor = desk.anchor();
    std::vector<std::string> all;
    for (const auto& finding : audit_test::findings_of(desk.folder(), options))
        all.push_back(std::string(to_text(finding.kind)) +
                      (finding.entry ? " " + std::to_string(*finding.entry) : ""));
    return all;
}

/// Replaces the newest stored checkpoint by one of the log as it stands now, signed with the log key.
void sign_forged_head(const Desk& desk) {
    const auto contents = store::test::dump(desk.book()).value();
    merkle::Frontier frontier;
    for (const auto& record : contents.at(Table::log))
        frontier.append(merkle::leaf_hash(record.value), [](merkle::NodeId, const Digest&) {});
    const auto note = sign_checkpoint({origin, frontier.size(), frontier.root()}, *signer("log")).value();
    overwrite(desk.book(), Table::checkpoints, contents.at(Table::checkpoints).back().key,
              Bytes(note.begin(), note.end()), true);
}

bool has(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("a sound ledger has no findings, and the audit names its entries and root") {
    Desk desk;
    keep_book(desk);
    const auto report = audit_ledger(desk.folder(), {desk.anchor()}).value();
    CHECK(report.findings.empty());
    CHECK(report.origin == origin);
    CHECK(report.entries == first_service + 5);
    CHECK(report.root == desk.open_reading()->head().value().root);
}

TEST_CASE("an audit of nothing says that there is nothing") {
    Desk desk;
    CHECK(code_of(audit_ledger(desk.folder(), {})) == "not_found");
}

TEST_CASE("every way of changing a stored entry is found at that entry") {
    struct Row {
        std::string what;
        std::uint64_t entry;
        std::function<void(Entry&)> change;
        std::string finding;
    };
    const std::vector<Row> rows = {
        {"more minutes in the claim", first_service,
         [](Entry& entry) {
             std::get<ServiceContent>(entry.signed_claim.claim.content).actual.end.local_minutes += 60;
         },
         "signature 8"},
        {"another volunteer", first_service,
         [](Entry& entry) {
             std::get<ServiceContent>(entry.signed_claim.claim.content).participants[0].owner = "v-2";
         },
         "signature 8"},
        {"credits from nowhere", first_service,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.amount.minor_units *= 100; }); },
         "decision 8"},
        {"a fact that was otherwise", lunch_entry,
         [](Entry& entry) {
             for (auto& fact : entry.decision.facts)
                 if (fact.kind == FactKind::balance && fact.name == "point") fact.value += 1;
         },
         "fact 11"},
        {"another edition", first_service, [](Entry& entry) { entry.decision.edition[0] ^= 1; },
         "decision 8"},
        {"a signature that is not there", first_service,
         [](Entry& entry) { entry.signed_claim.signature[5] ^= 1; }, "signature 8"},
        {"a reversal that gives back half", first_service + 4,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.amount.minor_units /= 2; }); },
         "decision 12"},
        {"another recording time", first_service + 1,
         [](Entry& entry) { entry.recorded_at_unix_s -= 10 * day_s; }, "recording_time 9"},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        Desk desk;
        keep_book(desk);
        auto entry = stored_entry(desk, row.entry);
        row.change(entry);
        store_entry(desk, row.entry, entry);
        const auto all = findings(desk);
        CHECK(has(all, row.finding));
        CHECK(has(all, "leaf " + std::to_string(row.entry)));

        // The log no longer is what its checkpoint says, so the tables are not made to fit it.
        CHECK(code_of(rebuild_ledger(desk.folder())) == "data_damaged");

        // An operator who signs the new root with the log key, and throws the anchor away, gets that far:
        // what people signed and what the rules give still do not agree.
        sign_forged_head(desk);
        REQUIRE(rebuild_ledger(desk.folder()));
        const auto still = findings(desk, false);
        CHECK(has(still, row.finding));
        CHECK_FALSE(has(still, "leaf " + std::to_string(row.entry)));
        CHECK_FALSE(has(still, "checkpoint"));
        CHECK(has(findings(desk), "anchor"));  // unless somebody kept the anchor
    }
}

TEST_CASE("an entry in the place of another is found") {
    Desk desk;
    keep_book(desk);
    const auto moved = stored_entry(desk, first_service);
    store_entry(desk, first_service + 2, moved);
    CHECK(has(findings(desk), "entry_bytes 10"));
}

TEST_CASE("the same claim accepted twice is found") {
    Desk desk;
    keep_book(desk);
    auto again = stored_entry(desk, first_service);
    again.index = first_service + 2;
    store_entry(desk, first_service + 2, again);
    CHECK(has(findings(desk), "authority 10"));
}

TEST_CASE("an entry by a key that was never enrolled is found") {
    Desk desk;
    keep_book(desk);
    auto entry = stored_entry(desk, first_service);
    auto forged = sign_claim(entry.signed_claim.claim, *signer("a stranger")).value();
    entry.signed_claim = forged;
    store_entry(desk, first_service, entry);
    CHECK(has(findings(desk), "authority 8"));
}

TEST_CASE("every derived table is compared with the log") {
    struct Row {
        Table table;
        Bytes key;
        Bytes value;
    };
    const std::vector<Row> rows = {
        {Table::balances, key_of::balance("v-1", "point"), encode(Amount{1'000'000})},
        {Table::balances, key_of::balance("v-9", "point"), encode(Amount{5})},
        {Table::ids, key_of::id(id_of("s-0"), ""), encode_number(3)},
        {Table::keys, key_of::key(signer("a stranger")->public_key()),
         encode(KeyRecord{Role::operator_, "", 0})},
        {Table::units, key_of::code("point"), encode(UnitRecord{{"point", 100, 0, {"积分", "point"}}, 1})},
        {Table::accounts, key_of::code("v-1"),
         encode(AccountRecord{{"v-1", AccountClass::member, {"trained"}}, 4})},
        {Table::reversals, key_of::entry(first_service), encode_number(12)},
        {Table::head, Bytes{'h', 'e', 'a', 'd'}, Bytes(56, 0)},
    };
    for (const auto& row : rows) {
        INFO(to_text(row.table));
        Desk desk;
        keep_book(desk);
        overwrite(desk.book(), row.table, row.key, row.value, true);
        CHECK(findings(desk) == std::vector<std::string>{"table"});
        REQUIRE(rebuild_ledger(desk.folder()));
        CHECK(findings(desk).empty());
    }
}

TEST_CASE("a record that fails its check is found, whatever table it is in") {
    for (auto table : {Table::balances, Table::accounts, Table::nodes, Table::head, Table::tallies}) {
        INFO(to_text(table));
        Desk desk;
        keep_book(desk);
        const auto contents = store::test::dump(desk.book()).value();
        const auto& record = contents.at(table).front();
        auto value = record.value;
        value.push_back(0);
        overwrite(desk.book(), table, record.key, value, false);
        CHECK(has(findings(desk), "data_file"));
    }
}

TEST_CASE("a stored checkpoint must be signed by the log key and fit the log") {
    Desk desk;
    keep_book(desk);
    const auto head = desk.open_reading()->head().value();
    auto note_of = [&](Checkpoint checkpoint, const std::string& key) {
        const auto note = sign_checkpoint(checkpoint, *signer(key)).value();
        return Bytes(note.begin(), note.end());
    };
    Checkpoint wrong{origin, head.size, head.root};
    wrong.root[0] ^= 1;
    SECTION("another root") {
        overwrite(desk.book(), Table::checkpoints, key_of::entry(head.size), note_of(wrong, "log"), true);
        CHECK(has(findings(desk), "checkpoint"));
    }
    SECTION("another key") {
        overwrite(desk.book(), Table::checkpoints, key_of::entry(head.size),
                  note_of({origin, head.size, head.root}, "a stranger"), true);
        CHECK(has(findings(desk), "checkpoint"));
    }
}

TEST_CASE("yesterday's copy beside today's anchor is found") {
    Desk desk;
    keep_book(desk);
    const auto copy = desk.place() / "yesterday";
    std::filesystem::copy(desk.folder(), copy, std::filesystem::copy_options::recursive);
    {
        auto ledger = desk.open();
        REQUIRE(ledger->post(service("s-3", "v-2", 60)));
        REQUIRE(ledger->checkpoint());
    }
    CHECK(findings(desk).empty());
    const auto report = audit_ledger(copy, {desk.anchor()}).value();
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].kind == FindingKind::anchor);
    CHECK(report.findings[0].text.en.find("older copy") != std::string::npos);
}

TEST_CASE("damage in any one entry, the first and the last too, is named by that entry alone") {
    Desk sound;
    keep_book(sound);
    const auto size = sound.open_reading()->head().value().size;
    for (std::uint64_t index = 0; index < size; ++index) {
        INFO("entry " << index);
        Desk desk;
        keep_book(desk);
        auto bytes = encode_entry(stored_entry(desk, index)).value();
        bytes[bytes.size() / 2] ^= 1;
        overwrite(desk.book(), Table::log, key_of::entry(index), bytes, false);
        const auto all = findings(desk);
        REQUIRE(!all.empty());
        CHECK(all.front() == "data_file " + std::to_string(index));
        CHECK(std::count_if(all.begin(), all.end(),
                            [](const auto& one) { return one.rfind("data_file", 0) == 0; }) == 1);
    }
}

TEST_CASE("a checkpoint under another size is found") {
    Desk desk;
    keep_book(desk);
    const auto contents = store::test::dump(desk.book()).value();
    const auto& newest = contents.at(Table::checkpoints).back();
    overwrite(desk.book(), Table::checkpoints, key_of::entry(5), newest.value, true);
    CHECK(has(findings(desk), "checkpoint"));
}
