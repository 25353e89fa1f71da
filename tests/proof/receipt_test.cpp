#include <set>

#include "catch.hpp"
#include "report/book.hpp"
#include "store/environment.hpp"
#include "timebank/proof.hpp"
#include "timebank/receipt.hpp"

using namespace timebank;
using report_tests::Book;
using report_tests::service;

namespace {

/// Genesis, two units, three accounts, a standard and two services: nine entries, of which a checkpoint
/// covers the genesis entry alone.
Book nine_entries() {
    Book book;
    book.post(UnitContent{"point", 1, 0, {"积分", "point"}});
    book.post(UnitContent{"hour", 60, 60, {"小时", "hour"}});
    for (const char* owner : {"issuer", "v-1", "r-1"}) book.open_account(owner);
    book.adopt(report_tests::standard_text("credit"));
    for (const char* start : {"2018-06-04T09:00+08:00", "2018-06-05T09:00+08:00"})
        book.post(service("visit", start, 40, {"v-1 volunteer", "r-1 receiver"}));
    REQUIRE(book.ledger().head().value().size == 9);
    return book;
}

/// What whoever holds receipts needs besides them: one line of text.
std::string vkey_of(const Book& book) {
    return to_text(VerifierKey{book.ledger().origin(), book.ledger().log_key()});
}

}  // namespace

TEST_CASE("every entry has a receipt that holds with nothing but its text and the log's key") {
    std::vector<std::string> receipts;
    std::vector<Entry> entries;
    std::string vkey;
    Digest root{};
    {
        auto book = nine_entries();
        REQUIRE(book.ledger().checkpoint().has_value());
        vkey = vkey_of(book);
        root = book.ledger().head().value().root;
        for (std::uint64_t index = 0; index < 9; ++index) {
            receipts.push_back(make_receipt(book.folder(), index).value());
            entries.push_back(book.entry(index));
        }
    }  // the ledger is gone
    const auto log_key = parse_verifier_key(vkey).value();
    for (std::uint64_t index = 0; index < 9; ++index) {
        INFO(receipts[index]);
        const auto verified = verify_receipt(receipts[index], log_key).value();
        CHECK(verified.entry == entries[index]);
        CHECK(verified.checkpoint == Checkpoint{"duowen.example/timebank", 9, root});
    }
    CHECK(std::set<std::string>(receipts.begin(), receipts.end()).size() == 9);
}

TEST_CASE("a receipt stands under the newest checkpoint and stays good when the log grows") {
    auto book = nine_entries();
    REQUIRE(book.ledger().checkpoint().has_value());
    const auto early = make_receipt(book.folder(), 3).value();
    book.open_account("v-2");
    REQUIRE(book.ledger().checkpoint().has_value());
    const auto late = make_receipt(book.folder(), 3).value();

    const auto log_key = parse_verifier_key(vkey_of(book)).value();
    CHECK(verify_receipt(early, log_key).value().checkpoint.size == 9);
    CHECK(verify_receipt(late, log_key).value().checkpoint.size == 10);
    CHECK(parse_tlog_proof(late).value().signed_checkpoint == book.ledger().last_checkpoint().value());
}

TEST_CASE("an entry that no checkpoint covers has no receipt yet, and the answer says what to do") {
    auto book = nine_entries();
    CHECK(make_receipt(book.folder(), 0).has_value());  // founding a ledger signs its first entry

    const auto early = make_receipt(book.folder(), 1);
    REQUIRE_FALSE(early.has_value());
    CHECK(early.error().code == Code::not_found);
    CHECK(early.error().text.en ==
          "no checkpoint covers entry 1 yet: the newest covers the first 1 entries of 9. Sign one first "
          "(timebank checkpoint), then ask for the receipt again");
    CHECK(early.error().text.zh.find("请先签署检查点") != std::string::npos);

    REQUIRE(book.ledger().checkpoint().has_value());
    CHECK(make_receipt(book.folder(), 1).has_value());
}

TEST_CASE("an entry that is not there has no receipt, nor has a folder without a ledger") {
    auto book = nine_entries();
    REQUIRE(book.ledger().checkpoint().has_value());
    for (const std::uint64_t index : {std::uint64_t{9}, UINT64_MAX}) {
        const auto missing = make_receipt(book.folder(), index);
        REQUIRE_FALSE(missing.has_value());
        CHECK(missing.error().code == Code::not_found);
        CHECK(missing.error().text.en == "there is no entry " + std::to_string(index) +
                                             ": the ledger has 9, numbered from 0. Check the number");
    }
    const auto nowhere = make_receipt(book.folder() / "nowhere", 0);
    REQUIRE_FALSE(nowhere.has_value());
    CHECK(nowhere.error().code == Code::not_found);
}

TEST_CASE("a receipt that would not verify is not given out") {
    auto book = nine_entries();
    REQUIRE(book.ledger().checkpoint().has_value());
    // Level 1, index 0: the hash over entries 0 and 1, which the proof of entry 3 takes.
    const Bytes key = {1, 0, 0, 0, 0, 0, 0, 0, 0};
    const Bytes wrong(32, 0x5a);
    auto environment = store::Environment::open(book.folder() / "book", store::Access::read_write).value();
    {
        auto transaction = environment->write().value();
        REQUIRE(transaction.get(Table::nodes, key).value().has_value());
        REQUIRE(transaction.put(Table::nodes, key, wrong).has_value());
        REQUIRE(transaction.commit().outcome == store::Outcome::committed);
    }
    const auto damaged = make_receipt(book.folder(), 3);
    REQUIRE_FALSE(damaged.has_value());
    CHECK(damaged.error().code == Code::data_damaged);
    CHECK(damaged.error().text.en.find("the receipt of entry 3 does not verify") != std::string::npos);
    CHECK(make_receipt(book.folder(), 1).has_value());  // needs other nodes
}
