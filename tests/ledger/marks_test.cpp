#include "ledger/marks.hpp"
#include "catch.hpp"
#include "ledger/desk.hpp"

namespace timebank::ledger_test {

TEST_CASE("a copy that was never finished is no ledger, and a backup is read but never written") {
    const Desk desk;
    desk.found().reset();
    const auto mark = [&](std::string_view name) { return desk.folder() / name; };
    struct Row {
        std::string_view mark;
        const char* to_read;
        const char* to_write;
        const char* to_rebuild;
    };
    const Row rows[] = {
        {"", "", "", ""},
        {ledger::backup_mark, "", "invalid_argument", "invalid_argument"},
        {ledger::unfinished_mark, "not_found", "not_found", "not_found"},
    };
    for (const auto& row : rows) {
        INFO(row.mark);
        if (!row.mark.empty()) store::test::write_file(mark(row.mark), bytes_of("{}"));
        CHECK(code_of(Ledger::open(desk.folder(), desk.reading())) == row.to_read);
        CHECK(code_of(Ledger::open(desk.folder(), desk.options())) == row.to_write);
        CHECK(code_of(rebuild_ledger(desk.folder())) == row.to_rebuild);
        if (!row.mark.empty()) std::filesystem::remove(mark(row.mark));
    }
}

}  // namespace timebank::ledger_test
