#include "timebank/checkpoint.hpp"

#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"
#include "ledger/head.hpp"
#include "timebank/merkle.hpp"

namespace timebank::ledger_test {
namespace {

Checkpoint opened(const std::string& note) {
    return open_checkpoint(note, {origin, signer("log")->public_key()}).value();
}

/// The entry's bytes with one bit of the recording time changed: still an entry, and another one.
Bytes changed_entry(const Desk& desk, std::uint64_t index) {
    auto entry = *desk.open_reading()->entry(index).value();
    entry.recorded_at_unix_s ^= 1;
    return encode_entry(entry).value();
}

}  // namespace

TEST_CASE("a checkpoint says the head, and the same one is given again while nothing is added") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto note = ledger->checkpoint().value();
    const auto head = ledger->head().value();
    CHECK(opened(note) == Checkpoint{origin, head.size, head.root});
    CHECK(ledger->checkpoint().value() == note);
    CHECK(ledger->last_checkpoint().value() == note);
    ledger->post(account("a", "a")).value();
    CHECK(ledger->last_checkpoint().value() == note);
    CHECK(opened(ledger->checkpoint().value()).size == head.size + 1);
}

TEST_CASE("a checkpoint takes the log key and an anchor") {
    const Desk desk;
    desk.found().reset();
    auto options = desk.options();
    options.log_signer = nullptr;
    CHECK(code_of(Ledger::open(desk.folder(), options).value()->checkpoint()) == "invalid_argument");
    options = desk.options();
    options.anchor.clear();
    CHECK(code_of(Ledger::open(desk.folder(), options).value()->checkpoint()) == "invalid_argument");
    options = desk.options();
    options.log_signer = signer("op");
    CHECK(code_of(Ledger::open(desk.folder(), options)) == "bad_key");
}

TEST_CASE("all checkpoints of a life are consistent, each with each") {
    Desk desk;
    desk.entries_per_commit = 7;
    std::vector<Checkpoint> emitted;
    {
        const auto ledger = desk.found();
        emitted.push_back(opened(ledger->last_checkpoint().value()));
        for (std::size_t round = 0; round < 24; ++round) {
            ledger->post(accounts("round-" + std::to_string(round), 1 + round * 5 % 17)).value();
            if (round % 3 != 1) emitted.push_back(opened(ledger->checkpoint().value()));
        }
    }
    const auto environment = store::Environment::open(desk.book(), store::Access::read_only).value();
    const auto reader = environment->read().value();
    auto fetch = [&](merkle::NodeId node) { return ledger::read_node(reader, node); };
    for (std::size_t i = 0; i < emitted.size(); ++i)
        for (std::size_t j = i; j < emitted.size(); ++j) {
            INFO(emitted[i].size << " and " << emitted[j].size);
            const auto proof = merkle::consistency_proof(emitted[i].size, emitted[j].size, fetch).value();
            CHECK(merkle::verify_consistency(emitted[i].size, emitted[j].size, emitted[i].root,
                                             emitted[j].root, proof)
                      .has_value());
        }
    CHECK(emitted.size() == 17);
}

TEST_CASE("an entry that was changed before it was signed for is never signed for") {
    const Desk desk;
    desk.found()->post(accounts("a", 20)).value();
    const auto bytes = changed_entry(desk, 19);
    overwrite(desk.book(), Table::log, key_of::entry(19), bytes, true);
    const auto ledger = desk.open();
    const auto before = ledger->last_checkpoint().value();
    const auto refused = ledger->checkpoint();
    REQUIRE(code_of(refused) == "data_damaged");
    CHECK(refused.error().text.en.find("refused to sign") != std::string::npos);
    CHECK(ledger->last_checkpoint().value() == before);
    const auto anchor = store::test::read_file(desk.anchor());
    CHECK(std::string(anchor.begin(), anchor.end()) == before);
    CHECK(code_of(ledger->entry(19)) == "data_damaged");
    CHECK(ledger->entry(18).has_value());
}

TEST_CASE("an entry that was changed after it was signed for is not shown") {
    const Desk desk;
    {
        const auto ledger = desk.found();
        ledger->post(accounts("a", 20)).value();
        ledger->checkpoint().value();
    }
    const auto bytes = changed_entry(desk, 19);
    overwrite(desk.book(), Table::log, key_of::entry(19), bytes, true);
    const auto ledger = desk.open();
    CHECK(code_of(ledger->entry(19)) == "data_damaged");
    CHECK(code_of(ledger->entries(10, 100)) == "data_damaged");
}

TEST_CASE("a log that no longer grows out of its last checkpoint is not signed for") {
    const Desk desk;
    {
        const auto ledger = desk.found();
        ledger->checkpoint().value();  // 8 entries: one perfect subtree of level 3
        ledger->post(account("a", "a")).value();
    }
    const Bytes level_3_index_0 = {3, 0, 0, 0, 0, 0, 0, 0, 0};
    overwrite(desk.book(), Table::nodes, level_3_index_0, Bytes(32, 7), true);
    auto options = desk.options();
    options.anchor_renewed = true;
    CHECK(code_of(Ledger::open(desk.folder(), options)) == "anchor_mismatch");
    options.anchor = desk.place() / "another-anchor";
    CHECK(code_of(Ledger::open(desk.folder(), options).value()->checkpoint()) == "data_damaged");
}

}  // namespace timebank::ledger_test
