#include "catch.hpp"
#include "ledger/desk.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank::ledger_test {
namespace {

namespace fs = std::filesystem;

std::string text_in(const fs::path& file) {
    const auto bytes = store::test::read_file(file);
    return {bytes.begin(), bytes.end()};
}

/// Puts `copy` in the place of the ledger's folder, as a restored backup would be.
void restore(const fs::path& copy, const fs::path& folder) {
    fs::remove_all(folder);
    fs::copy(copy, folder, fs::copy_options::recursive);
}

void check_mismatch(const Desk& desk, const std::string& words) {
    const auto opened = Ledger::open(desk.folder(), desk.options());
    REQUIRE(code_of(opened) == "anchor_mismatch");
    INFO(opened.error().text.en);
    CHECK(opened.error().text.en.find(words) != std::string::npos);
    const auto reading = desk.open_reading();
    REQUIRE(reading->anchor_fault().has_value());
    CHECK(reading->anchor_fault()->code == Code::anchor_mismatch);
    CHECK(reading->anchor_fault()->text.en.find(words) != std::string::npos);
    check_whole(*reading);
}

}  // namespace

TEST_CASE("the anchor says what the last checkpoint says") {
    const Desk desk;
    const auto ledger = desk.found();
    const auto first = text_in(desk.anchor());
    CHECK(first == ledger->last_checkpoint().value());
    const auto note = ledger->checkpoint().value();
    CHECK(note != first);
    CHECK(text_in(desk.anchor()) == note);
    CHECK_FALSE(desk.open()->anchor_fault().has_value());
}

TEST_CASE("a checkpoint is neither stored nor given out when its anchor cannot be written") {
    const Desk desk;
    desk.found().reset();
    auto options = desk.options();
    const auto elsewhere = desk.place() / "elsewhere";
    fs::create_directory(elsewhere);
    options.anchor = elsewhere / "anchor";
    fs::copy(desk.anchor(), options.anchor);
    const auto ledger = Ledger::open(desk.folder(), options).value();
    const auto before = ledger->last_checkpoint().value();
    fs::create_directory(elsewhere / "anchor.new");  // in the way of the new anchor
    CHECK(code_of(ledger->checkpoint()) == "already_there");
    CHECK(ledger->last_checkpoint().value() == before);
    CHECK(text_in(options.anchor) == text_in(desk.anchor()));
}

TEST_CASE("an anchor inside the ledger's folder is refused, by whatever path") {
    const Desk desk;
    desk.found().reset();
    fs::create_directory_symlink(desk.folder(), desk.place() / "alias");
    for (const auto& inside :
         {desk.folder() / "anchor", desk.book() / "anchor", desk.place() / "alias" / "anchor",
          desk.place() / "no" / ".." / "ledger" / "anchor"}) {
        INFO(inside);
        auto options = desk.options();
        options.anchor = inside;
        CHECK(code_of(Ledger::open(desk.folder(), options)) == "invalid_argument");
    }
    Desk another;
    auto options = another.options();
    options.anchor = another.folder() / "anchor";
    CHECK(code_of(Ledger::found(another.folder(), another.founding(), options)) == "invalid_argument");
    // A neighbour whose name only begins alike is no part of it.
    options.anchor = desk.place() / "ledger-anchor";
    options.anchor_renewed = true;
    CHECK(Ledger::open(desk.folder(), options).has_value());
}

TEST_CASE("a ledger without its anchor is read-only until the operator has it made anew") {
    const Desk desk;
    desk.found().reset();
    fs::remove(desk.anchor());
    check_mismatch(desk, "there is no anchor");
    auto options = desk.options();
    options.anchor_renewed = true;
    {
        const auto ledger = Ledger::open(desk.folder(), options).value();
        const auto note = ledger->checkpoint().value();
        CHECK(text_in(desk.anchor()) == note);
    }
    CHECK(desk.open()->post(account("a", "a")).has_value());
}

TEST_CASE("an older copy of the ledger opens read-only and says so") {
    const Desk desk;
    desk.found().reset();
    const auto copy = desk.place() / "yesterday";
    fs::copy(desk.folder(), copy, fs::copy_options::recursive);
    {
        const auto ledger = desk.open();
        ledger->post(account("a", "a")).value();
        ledger->checkpoint().value();
    }
    restore(copy, desk.folder());
    check_mismatch(desk, "has 8 entries, its anchor 9: it is an older copy");
    auto options = desk.options();
    options.anchor_renewed = true;  // is for a lost anchor, not for one that disagrees
    CHECK(code_of(Ledger::open(desk.folder(), options)) == "anchor_mismatch");
}

TEST_CASE("a copy that went on differently is another book, at the anchor's size and beyond it") {
    const Desk desk;
    desk.found().reset();
    const auto copy = desk.place() / "yesterday";
    fs::copy(desk.folder(), copy, fs::copy_options::recursive);
    {
        const auto ledger = desk.open();
        ledger->post(account("a", "a")).value();
        ledger->checkpoint().value();
    }
    restore(copy, desk.folder());
    auto careless = desk.options();
    careless.anchor.clear();
    Ledger::open(desk.folder(), careless).value()->post(account("b", "b")).value();
    check_mismatch(desk, "it is another book");
    Ledger::open(desk.folder(), careless).value()->post(account("c", "c")).value();
    check_mismatch(desk, "it is another book");
}

TEST_CASE("an anchor of another ledger, or something that is no anchor, is not believed") {
    const Desk desk;
    desk.found().reset();
    Desk another;
    Founding founding = another.founding();
    founding.origin = "another.example/timebank";
    Ledger::found(another.folder(), founding, another.options()).value();
    fs::copy_file(another.anchor(), desk.anchor(), fs::copy_options::overwrite_existing);
    check_mismatch(desk, "the anchor is not this ledger's");
    for (const std::string& text : {std::string(), std::string("no note\n"), std::string(100'000, 'x')}) {
        store::test::write_file(desk.anchor(), bytes_of(text));
        CHECK(code_of(Ledger::open(desk.folder(), desk.options())) == "anchor_mismatch");
    }
}

TEST_CASE("a copy that is open beside its original signs nothing behind or beside the original's anchor") {
    const Desk desk;
    desk.found().reset();
    const auto copy = desk.place() / "copy";
    fs::copy(desk.folder(), copy, fs::copy_options::recursive);
    const auto forked = Ledger::open(copy, desk.options()).value();
    const auto signed_before = forked->last_checkpoint().value();
    const auto ledger = desk.open();
    ledger->post(accounts("a", 2)).value();
    const auto anchor = ledger->checkpoint().value();

    // Behind the anchor, as long as it, and longer than it: never a second history under one key.
    const std::string words[] = {"it is an older copy", "it is another book", "it is another book"};
    for (std::size_t i = 0; i < 3; ++i) {
        forked->post(account("b-" + std::to_string(i), "b-" + std::to_string(i))).value();
        const auto refused = forked->checkpoint();
        REQUIRE(code_of(refused) == "anchor_mismatch");
        INFO(refused.error().text.en);
        CHECK(refused.error().text.en.find(words[i]) != std::string::npos);
        CHECK(text_in(desk.anchor()) == anchor);
        CHECK(forked->last_checkpoint().value() == signed_before);
    }
    ledger->post(account("c", "c")).value();
    const auto next = ledger->checkpoint().value();
    CHECK(text_in(desk.anchor()) == next);
}

TEST_CASE("an anchor that is lost while the ledger is open is not made anew without a word, and only once") {
    const Desk desk;
    desk.found().reset();
    {
        const auto ledger = desk.open();
        fs::remove(desk.anchor());
        CHECK(code_of(ledger->checkpoint()) == "anchor_mismatch");
        CHECK_FALSE(fs::exists(desk.anchor()));
    }
    auto options = desk.options();
    options.anchor_renewed = true;
    const auto ledger = Ledger::open(desk.folder(), options).value();
    CHECK(ledger->checkpoint().has_value());
    fs::remove(desk.anchor());
    CHECK(code_of(ledger->checkpoint()) == "anchor_mismatch");
    // Whoever founded the ledger has its anchor too.
    const Desk another;
    const auto founded = another.found();
    fs::remove(another.anchor());
    CHECK(code_of(founded->checkpoint()) == "anchor_mismatch");
}

TEST_CASE("entries behind the anchor are no fault: they are not signed yet") {
    const Desk desk;
    desk.found()->post(account("a", "a")).value();
    const auto ledger = desk.open();
    CHECK_FALSE(ledger->anchor_fault().has_value());
    CHECK(check_whole(*ledger) == entries_of_setup + 1);
}

}  // namespace timebank::ledger_test
