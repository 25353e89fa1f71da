#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {
namespace {

namespace fs = std::filesystem;

fs::path data_file(const Desk& desk) {
    return desk.book() / "data.mdb";
}

std::string opens(const Desk& desk) {
    const auto writing = code_of(Ledger::open(desk.folder(), desk.options()));
    CHECK(code_of(Ledger::open(desk.folder(), desk.reading())) == writing);
    return writing;
}

}  // namespace

TEST_CASE("a folder without a ledger, or that is not there, has none") {
    const Desk desk;
    CHECK(opens(desk) == "not_found");
    fs::create_directories(desk.folder());
    CHECK(opens(desk) == "not_found");
    fs::create_directories(desk.book());
    CHECK(opens(desk) == "not_found");
}

TEST_CASE("a data file that was lost, emptied, cut short or replaced never opens as a fresh ledger") {
    const Desk desk;
    desk.found()->post(accounts("a", 100)).value();
    const auto whole = store::test::read_file(data_file(desk));
    const auto written = [&](Bytes bytes) {
        store::test::write_file(data_file(desk), bytes);
        return opens(desk);
    };
    CHECK(written({}) == "data_damaged");
    CHECK(written(Bytes(whole.begin(), whole.begin() + 100)) == "data_damaged");
    CHECK(written(Bytes(whole.begin(), whole.begin() + 8'192)) == "data_damaged");
    CHECK(written(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2))) ==
          "data_damaged");
    CHECK(written(store::test::value_of(1, 100'000)) == "data_damaged");
    CHECK(written(Bytes(100'000, 0)) == "data_damaged");
    fs::remove(data_file(desk));
    CHECK(opens(desk) == "not_found");
    CHECK(written(whole).empty());
    CHECK(check_whole(*desk.open()) == entries_of_setup + 100);
}

TEST_CASE("a store without a genesis entry is no ledger") {
    const Desk desk;
    store::Environment::open(desk.book(), store::Access::create).value();
    const auto opened = Ledger::open(desk.folder(), desk.options());
    REQUIRE(code_of(opened) == "data_damaged");
    CHECK(opened.error().text.en.find("no genesis entry") != std::string::npos);
}

TEST_CASE("a stored record that fails its check is an error for whoever reads it, and stops nothing else") {
    const Desk desk;
    desk.found()->post(service("s", "v-1", 60)).value();
    overwrite(desk.book(), Table::balances, key_of::balance("v-1", "point"), Bytes(16, 9), false);
    const auto ledger = desk.open();
    CHECK(code_of(ledger->balances("v-1")) == "data_damaged");
    CHECK(code_of(ledger->post(lunch("l", "v-1"))) == "data_damaged");
    CHECK(ledger->account("v-1").has_value());
    CHECK(said(ledger->post(account("a", "a")).value()) == "accepted 9");
    check_whole(*ledger);
}

}  // namespace timebank::ledger_test
