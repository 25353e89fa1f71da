#include "catch.hpp"
#include "imports.hpp"
#include "timebank/correction.hpp"
#include "timebank/limits.hpp"

// An import is taken back, and some of its entries cannot be.

using namespace timebank;
using namespace timebank::intake_test;
using namespace timebank::ledger_test;

namespace {

CorrectionSigning as_officer() {
    return {signer("op").get(), "", nullptr};
}

/// A sheet of that many rows of five minutes, which the life's cap of 1000 points allows.
std::string sheet_of(int rows) {
    std::string sheet = "date,start,minutes,volunteer,role,category\n";
    for (int row = 0; row < rows; ++row) {
        const auto two_digits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        sheet += "2018-06-" + two_digits(1 + row / 1440) + "," + two_digits(row / 60 % 24) + ":" +
                 two_digits(row % 60) + ",1,v-1,attendee,canteen\n";
    }
    return sheet;
}

/// Takes the id that the entry's reversal for this reason would have.
void occupy_reversal(Ledger& ledger, std::uint64_t index, const std::string& reason) {
    const auto reversal = reverse_entry(*ledger.entry(index).value(), reason, {}, as_officer()).value();
    auto other =
        claim_of("other", AccountContent{"other-" + std::to_string(index), AccountClass::member, {}});
    other.id = reversal.claim.id;
    post_all(ledger, {signed_by_operator(other)});
}

/// "undone 2, before 0, left 0; entry 9: id_used"
std::string said(const Result<UndoneImport>& outcome) {
    if (!outcome) return "error: " + outcome.error().text.en;
    auto text = "undone " + std::to_string(outcome->undone) + ", before " +
                std::to_string(outcome->undone_before) + ", left " + std::to_string(outcome->left);
    for (const auto& one : outcome->refused)
        text += "; entry " + std::to_string(one.entry) + ": " + std::string(to_text(one.result.refusal.code));
    return text;
}

}  // namespace

TEST_CASE("one entry that cannot be undone does not keep the others of its import") {
    Desk desk;
    const auto ledger = desk.found();
    const auto batch = import_sheet(*ledger, sheet_of(5), by_office()).value().batch;
    occupy_reversal(*ledger, 9, "mistake");
    occupy_reversal(*ledger, 11, "mistake");
    CHECK(said(undo_import(*ledger, batch, "mistake", as_officer())) ==
          "undone 3, before 0, left 0; entry 11: id_used; entry 9: id_used");
    CHECK(said(undo_import(*ledger, batch, "mistake", as_officer())) ==
          "undone 0, before 3, left 0; entry 11: id_used; entry 9: id_used");
    CHECK(said(undo_import(*ledger, batch, "another", as_officer())) == "undone 2, before 3, left 0");
    for (std::uint64_t index = 8; index < 13; ++index)
        CHECK(counting_entry(*ledger, index).value() == std::nullopt);
}

TEST_CASE("who may undo nothing is told so once, with what is left") {
    Desk desk;
    const auto ledger = desk.found();
    constexpr std::size_t rows = limits::entries_per_commit + 4;
    const auto batch = import_sheet(*ledger, sheet_of(rows), by_office()).value().batch;
    REQUIRE(size_of(*ledger) == entries_of_setup + rows);
    const auto stranger = signer("stranger");
    const auto refused = undo_import(*ledger, batch, "mistake", {stranger.get(), "", nullptr}).value();
    CHECK(refused.undone == 0);
    CHECK(refused.refused.size() == limits::entries_per_commit);
    CHECK(refused.refused.front().entry == entries_of_setup + rows - 1);
    CHECK(refused.left == 4);
    CHECK(size_of(*ledger) == entries_of_setup + rows);

    // In a group that is refused for one of them, the others are undone, and so is the group behind.
    occupy_reversal(*ledger, entries_of_setup + 100, "mistake");
    CHECK(said(undo_import(*ledger, batch, "mistake", as_officer())) ==
          "undone " + std::to_string(rows - 1) + ", before 0, left 0; entry 108: id_used");
}

TEST_CASE("what counts of an entry is itself, then its correction, then nothing") {
    Desk desk;
    const auto ledger = desk.found();
    REQUIRE(import_sheet(*ledger, sheet_of(1), by_office()).value().new_rows == 1);
    CHECK(counting_entry(*ledger, 8).value() == 8);
    auto right = service_at(*ledger, 8);
    right.place = "hall";
    correct(*ledger, 8, right);
    CHECK(counting_entry(*ledger, 8).value() == 10);
    CHECK(counting_entry(*ledger, 10).value() == 10);
    post_all(*ledger, {reversal_of("undo", *ledger, 10)});
    CHECK(counting_entry(*ledger, 8).value() == std::nullopt);
    CHECK(counting_entry(*ledger, 99).error().code == Code::data_damaged);
}
