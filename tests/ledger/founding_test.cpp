#include <sys/resource.h>

#include <csignal>

#include "catch.hpp"
#include "ledger/desk.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank::ledger_test {

namespace fs = std::filesystem;

namespace {

/// From its first signature on, this process can write no file beyond `room_bytes`.
class DiskFillingSigner final : public Signer {
  public:
    DiskFillingSigner(std::shared_ptr<const Signer> signer, rlim_t room_bytes)
        : signer_(std::move(signer)), room_bytes_(room_bytes) {}
    PublicKey public_key() const override { return signer_->public_key(); }
    Result<Signature> sign(ByteView message) const override {
        struct rlimit limit {};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = room_bytes_;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        return signer_->sign(message);
    }

  private:
    std::shared_ptr<const Signer> signer_;
    rlim_t room_bytes_;
};

}  // namespace

TEST_CASE("a ledger is founded with one entry and a signed checkpoint, which is also the anchor") {
    const Desk desk;
    const auto ledger = Ledger::found(desk.folder(), desk.founding(), desk.options()).value();
    CHECK(ledger->origin() == origin);
    CHECK(ledger->log_key() == signer("log")->public_key());
    CHECK(check_whole(*ledger) == 1);
    const auto head = ledger->head().value();
    CHECK(head.recorded_at_unix_s == start_unix_s);
    const auto note = ledger->last_checkpoint().value();
    CHECK(open_checkpoint(note, {origin, ledger->log_key()}).value() == Checkpoint{origin, 1, head.root});
    const auto anchor = store::test::read_file(desk.anchor());
    CHECK(std::string(anchor.begin(), anchor.end()) == note);
    CHECK(ledger->key(signer("op")->public_key()).value()->role == Role::operator_);
    CHECK_FALSE(ledger->key(signer("log")->public_key()).value().has_value());
}

TEST_CASE("what was posted is there when the ledger is opened again") {
    const Desk desk;
    desk.found()->post(service("s", "v-1", 150)).value();
    const auto ledger = desk.open();
    CHECK(ledger->origin() == origin);
    CHECK(check_whole(*ledger) == entries_of_setup + 1);
    const auto balances = ledger->balances("").value();
    REQUIRE(balances.size() == 2);
    CHECK(balances[0].owner == "issuer");
    CHECK(balances[0].amount == Amount{-15});
    CHECK(balances[1].owner == "v-1");
    CHECK(balances[1].amount == Amount{15});
    CHECK(ledger->balances("v-2").value().empty());
    CHECK(ledger->unit("point").value()->minor_units_in_one == 1);
    CHECK(ledger->account("v-1").value()->opened_at == 4);
    CHECK_FALSE(ledger->account("v").value().has_value());
    CHECK_FALSE(ledger->account("").value().has_value());
    const auto after = ledger->accounts("issuer", 9).value();
    REQUIRE(after.size() == 2);
    CHECK(after[0].content.owner == "v-1");
    CHECK(ledger->accounts("", 2).value().size() == 2);
    CHECK_FALSE(ledger->entry(99).value().has_value());
    CHECK(ledger->entries(7, 100).value().size() == 2);
}

TEST_CASE("editions are listed in the order of adoption, with their documents") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto editions = ledger->editions().value();
    REQUIRE(editions.size() == 2);
    CHECK(editions[0].summary.id == "credit");
    CHECK(editions[0].adopted_at == 6);
    CHECK(editions[1].summary.id == "redemption");
    const auto document = ledger->edition_document(editions[1].summary.digest).value();
    CHECK(read_standard(document).value().digest == editions[1].summary.digest);
    CHECK(code_of(ledger->edition_document(Digest{})) == "not_found");
}

TEST_CASE("a ledger is not founded over anything, nor without its keys, its name or its anchor") {
    const Desk desk;
    auto options = desk.options();
    auto founding = desk.founding();
    options.log_signer = nullptr;
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "invalid_argument");
    options = desk.options();
    options.anchor.clear();
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "invalid_argument");
    options = desk.options();
    founding.operator_signer = nullptr;
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "invalid_argument");
    founding = desk.founding();
    founding.origin = "https://not.an/origin";
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "invalid_argument");
    founding = desk.founding();
    founding.operator_signer = signer("log");  // the log key signs checkpoints and nothing else
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "invalid_argument");
    founding = desk.founding();
    founding.recovery_keys = {PublicKey{}};  // a point of small order
    founding.recovery_threshold = 1;
    CHECK(code_of(Ledger::found(desk.folder(), founding, options)) == "bad_key");
    CHECK_FALSE(fs::exists(desk.folder()));
    CHECK_FALSE(fs::exists(desk.anchor()));

    desk.found().reset();
    CHECK(code_of(Ledger::found(desk.folder(), desk.founding(), options)) == "already_there");
    options.anchor = desk.place() / "another-anchor";
    CHECK(code_of(Ledger::found(desk.folder(), desk.founding(), options)) == "already_there");
    CHECK(check_whole(*desk.open()) == entries_of_setup);
    options.anchor = desk.anchor();
    CHECK(code_of(Ledger::found(desk.place() / "second", desk.founding(), options)) == "already_there");
}

TEST_CASE("a founding that fails leaves nothing behind") {
    const Desk desk;
    auto options = desk.options();
    options.anchor = desk.place() / "no-such-folder" / "anchor";
    CHECK_FALSE(Ledger::found(desk.folder(), desk.founding(), options).has_value());
    CHECK_FALSE(fs::exists(desk.folder()));
    // A folder that was there stays there.
    fs::create_directory(desk.folder());
    CHECK_FALSE(Ledger::found(desk.folder(), desk.founding(), options).has_value());
    CHECK(fs::is_empty(desk.folder()));
    CHECK(Ledger::found(desk.folder(), desk.founding(), desk.options()).has_value());
}

TEST_CASE("a founding that fails while it signs takes its anchor away again") {
    struct rlimit before {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    ::signal(SIGXFSZ, SIG_IGN);
    // No room for the anchor's text; room for the anchor, but not for the checkpoint in the book.
    for (const rlim_t room_bytes : {rlim_t{10}, rlim_t{4'096}}) {
        const Desk desk;
        auto options = desk.options();
        options.log_signer = std::make_shared<DiskFillingSigner>(signer("log"), room_bytes);
        const auto founded = Ledger::found(desk.folder(), desk.founding(), options);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        INFO(room_bytes);
        CHECK_FALSE(founded.has_value());
        CHECK(fs::is_empty(desk.place()));
        CHECK(Ledger::found(desk.folder(), desk.founding(), desk.options()).has_value());
    }
}

TEST_CASE("an option outside its bounds is refused") {
    const Desk desk;
    desk.found().reset();
    for (const std::size_t number : {std::size_t{0}, std::size_t{4'097}}) {
        auto options = desk.options();
        options.entries_per_commit = number;
        CHECK(code_of(Ledger::open(desk.folder(), options)) == "invalid_argument");
    }
}

TEST_CASE("a ledger opened read-only answers and quotes, and neither posts nor signs") {
    const Desk desk;
    desk.found().reset();
    const auto ledger = desk.open_reading();
    CHECK(check_whole(*ledger) == entries_of_setup);
    CHECK(said(ledger->quote({service("s", "v-1", 60)}).value().front().result) == "accepted 8");
    CHECK(code_of(ledger->post(service("s", "v-1", 60))) == "permission_denied");
    CHECK(code_of(ledger->checkpoint()) == "permission_denied");
}

}  // namespace timebank::ledger_test
