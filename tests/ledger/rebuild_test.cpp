#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

using store::Access;
using store::Environment;
using store::WriteTransaction;
using store::test::dump;
using store::test::Records;

/// A ledger that has something in every table.
void fill(const Desk& desk) {
    const auto ledger = desk.found();
    std::vector<SignedClaim> batch = accounts("owner", 300);
    for (int i = 0; i < 150; ++i) {
        const auto number = std::to_string(i);
        batch.push_back(service("service " + number, "owner-" + number, 7 * i % 200));
        batch.push_back(lunch("lunch " + number, "owner-" + number));
    }
    const KeyContent key{signer("co-1")->public_key(), Role::coordinator, ""};
    auto unsigned_yet = claim_of("key", key);
    unsigned_yet.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(std::move(unsigned_yet));
    cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("co-1")).value();
    batch.push_back(enrolment);
    batch.push_back(imported(service("imported", "owner-1", 60), "a sheet"));
    ledger->post(batch).value();
    for (const auto& claim : dinners()) ledger->post(claim).value();
    const auto ordered = dinner("dinner", "owner-28");
    const auto ordered_at = ledger->post(ordered).value().index;
    ledger->post(settlement("served", ordered_at, ordered, SettlementOutcome::fulfilled, 1)).value();
    ledger->checkpoint().value();
    const auto served = ledger->find(id_of("service 100")).value().at(0);
    ledger->post(signed_by_operator(claim_of("undo", ReversalContent{served, id_of("service 100"), "slip"})))
        .value();
    const auto other = ledger->find(id_of("service 101")).value().at(0);
    const RulingContent ruling{other, id_of("service 101"), RulingOutcome::zeroed, "complaint"};
    ledger->post(signed_by_operator(claim_of("ruling", ruling))).value();
}

void change(const Desk& desk, const std::function<Result<void>(WriteTransaction&)>& work) {
    const auto environment = Environment::open(desk.book(), Access::read_write).value();
    store::test::commit(*environment, work).value();
}

/// Other values under the same keys, and keys that should not be there.
void garble(const Desk& desk, Table table, const std::vector<Record>& records) {
    change(desk, [&](WriteTransaction& transaction) -> Result<void> {
        for (const auto& record : records) {
            auto value = record.value;
            for (auto& byte : value) byte ^= 0x55;
            if (auto put = transaction.put(table, record.key, value); !put) return put;
        }
        return transaction.put(table, Bytes{0xff, 0xff}, Bytes{1, 2, 3});
    });
}

bool wants_rebuild(const Desk& desk) {
    const auto opened = Ledger::open(desk.folder(), desk.options());
    return code_of(opened) == "data_damaged" && opened.error().text.en.find("rebuild") != std::string::npos;
}

}  // namespace

TEST_CASE("every derived table, lost or garbled, is made again with the same records") {
    const Desk desk;
    fill(desk);
    const auto sound = dump(desk.book()).value();
    for (const auto table : derived_tables) {
        INFO("table " << to_text(table));
        REQUIRE_FALSE(sound.at(table).empty());

        change(desk, [&](WriteTransaction& transaction) { return transaction.clear(table); });
        REQUIRE(dump(desk.book()).value() != sound);
        CHECK(rebuild_ledger(desk.folder()).value() == sound.at(Table::log).size());
        CHECK(dump(desk.book()).value() == sound);

        garble(desk, table, sound.at(table));
        REQUIRE(dump(desk.book()).value() != sound);
        CHECK(rebuild_ledger(desk.folder()).has_value());
        CHECK(dump(desk.book()).value() == sound);

        // Bytes that not even the store takes for a record.
        overwrite(desk.book(), table, sound.at(table).front().key, Bytes(5, 1), false);
        REQUIRE(code_of(dump(desk.book())) == "data_damaged");
        CHECK(rebuild_ledger(desk.folder()).has_value());
        CHECK(dump(desk.book()).value() == sound);
    }
    CHECK(check_whole(*desk.open()) == sound.at(Table::log).size());
}

TEST_CASE("a sound ledger is rebuilt into itself, and goes on as before") {
    const Desk desk;
    fill(desk);
    const auto before = dump(desk.book()).value();
    rebuild_ledger(desk.folder()).value();
    CHECK(dump(desk.book()).value() == before);
    const auto ledger = desk.open();
    const auto size = ledger->head().value().size;
    CHECK(said(ledger->post(service("again", "v-1", 60)).value()) == "accepted " + std::to_string(size));
    ledger->checkpoint().value();
    check_whole(*ledger);
    CHECK(code_of(rebuild_ledger(desk.place() / "nowhere")) == "not_found");
}

TEST_CASE("a rebuild that stopped after its first step says \"run rebuild\", and a second one mends it") {
    const Desk desk;
    fill(desk);
    const auto sound = dump(desk.book()).value();
    auto open_meanwhile = desk.open();
    change(desk, [](WriteTransaction& transaction) -> Result<void> {
        for (const auto table : derived_tables)
            if (auto cleared = transaction.clear(table); !cleared) return cleared;
        return {};
    });
    // Not even who had it open before may post on top of tables that are behind.
    CHECK(code_of(open_meanwhile->post(account("late", "late"))) == "data_damaged");
    open_meanwhile.reset();
    CHECK(wants_rebuild(desk));
    CHECK(rebuild_ledger(desk.folder()).value() == sound.at(Table::log).size());
    CHECK(dump(desk.book()).value() == sound);
}

TEST_CASE("tables that are behind the log answer nobody: not who opens read-only, nor who had it open") {
    const Desk desk;
    fill(desk);
    const auto ledger = desk.open();
    change(desk, [](WriteTransaction& transaction) -> Result<void> {
        for (const auto table : derived_tables)
            if (auto cleared = transaction.clear(table); !cleared) return cleared;
        return {};
    });
    const auto says_rebuild = [](const auto& result) {
        return code_of(result) == "data_damaged" &&
               result.error().text.en.find("run rebuild") != std::string::npos;
    };
    // With an anchor, too: the ledger is no older copy.
    CHECK(says_rebuild(Ledger::open(desk.folder(), desk.reading())));
    auto without_anchor = desk.reading();
    without_anchor.anchor.clear();
    CHECK(says_rebuild(Ledger::open(desk.folder(), without_anchor)));

    CHECK(says_rebuild(ledger->head()));
    CHECK(says_rebuild(ledger->balances("")));
    CHECK(says_rebuild(ledger->balances("v-1")));
    CHECK(says_rebuild(ledger->account("v-1")));
    CHECK(says_rebuild(ledger->accounts("", 9)));
    CHECK(says_rebuild(ledger->unit("point")));
    CHECK(says_rebuild(ledger->key(signer("op")->public_key())));
    CHECK(says_rebuild(ledger->find(id_of("v-1"))));
    CHECK(says_rebuild(ledger->editions()));
    CHECK(says_rebuild(ledger->edition_document(Digest{})));
    CHECK(says_rebuild(ledger->entry(3)));
    CHECK(says_rebuild(ledger->entries(0, 9)));
    CHECK(says_rebuild(ledger->quote({account("late", "late")})));
    // It answers again as soon as the tables are whole.
    rebuild_ledger(desk.folder()).value();
    CHECK(ledger->account("v-1").value().has_value());
    check_whole(*ledger);
}

TEST_CASE("a log that cannot be read to its end is found before any table is cleared") {
    const Desk desk;
    fill(desk);
    const auto sound = dump(desk.book()).value();
    const auto size = sound.at(Table::log).size();
    const auto bytes_at = [&](std::uint64_t index) { return sound.at(Table::log).at(index).value; };
    auto altered = decode_entry(bytes_at(100)).value();
    altered.recorded_at_unix_s ^= 1;

    auto no_genesis = decode_entry(bytes_at(1)).value();
    no_genesis.index = 0;
    auto next = decode_entry(bytes_at(1)).value();
    next.index = size;

    struct Damage {
        std::string what;
        std::uint64_t index;
        Bytes value;
        bool with_right_check;
        std::string words;
    };
    const Damage damages[] = {
        {"no entry at all", size - 1, Bytes(200, 7), true, "entry " + std::to_string(size - 1)},
        {"a failing check", 200, Bytes(200, 7), false, "entry 0"},
        {"another entry's bytes", 17, bytes_at(18), true, "the log lacks entry 17"},
        {"an entry behind a gap", size + 5, encode_entry(next).value(), true,
         "the log lacks entry " + std::to_string(size)},
        {"an entry that was altered after it was signed for", 100, encode_entry(altered).value(), true,
         "one was altered"},
        {"another entry than the genesis", 0, encode_entry(no_genesis).value(), true, "no genesis entry"},
        {"no entry at the front", 0, Bytes(200, 7), true, "entry 0"},
    };
    for (const auto& damage : damages) {
        INFO(damage.what);
        const Desk copy;
        std::filesystem::copy(desk.folder(), copy.folder(), std::filesystem::copy_options::recursive);
        overwrite(copy.book(), Table::log, key_of::entry(damage.index), damage.value,
                  damage.with_right_check);
        const auto before = store::test::read_file(copy.book() / "data.mdb");
        const auto rebuilt = rebuild_ledger(copy.folder());
        REQUIRE(code_of(rebuilt) == "data_damaged");
        INFO(rebuilt.error().text.en);
        CHECK(rebuilt.error().text.en.find(damage.words) != std::string::npos);
        CHECK(store::test::read_file(copy.book() / "data.mdb") == before);
    }
    CHECK(rebuild_ledger(desk.folder()).value() == size);
}

TEST_CASE("a rebuild killed at any moment leaves a ledger that is whole or asks for a rebuild") {
    const Desk desk;
    fill(desk);
    const auto sound = dump(desk.book()).value();
    std::mt19937 random(20181231);
    const int rounds = std::getenv("TIMEBANK_LONG_TESTS") != nullptr ? 40 : 8;
    for (int round = 0; round < rounds; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (;;)
                if (!rebuild_ledger(desk.folder())) ::_exit(1);
        }
        ::usleep(static_cast<useconds_t>(2'000 + random() % 100'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        if (!wants_rebuild(desk)) CHECK(dump(desk.book()).value() == sound);
    }
    rebuild_ledger(desk.folder()).value();
    CHECK(dump(desk.book()).value() == sound);
}

}  // namespace timebank::ledger_test
