#include "intake/sheet_header.hpp"

#include <fstream>

#include "catch.hpp"
#include "intake/sign_in_columns.hpp"

using namespace timebank;
using namespace timebank::intake;

namespace {

CsvRow row_of(std::vector<std::string> cells) {
    return {1, std::move(cells)};
}

Result<SheetHeader> header_of(std::vector<std::string> headings, const std::vector<OwnHeading>& own = {}) {
    return SheetHeader::read(row_of(std::move(headings)), sign_in_columns(), own);
}

std::string fault_of(const Result<SheetHeader>& header) {
    return header ? "" : header.error().text.en;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr auto at(SignIn column) {
    return static_cast<std::size_t>(column);
}

}  // namespace

TEST_CASE("the enumeration of columns is in the order of their table") {
    const auto& columns = sign_in_columns();
    REQUIRE(columns.size() == at(SignIn::note) + 1);
    const std::vector<std::pair<SignIn, std::string>> some = {{SignIn::date, "date"},
                                                              {SignIn::start, "start"},
                                                              {SignIn::end, "end"},
                                                              {SignIn::minutes, "minutes"},
                                                              {SignIn::volunteer, "volunteer"},
                                                              {SignIn::name, "name"},
                                                              {SignIn::role, "role"},
                                                              {SignIn::category, "category"},
                                                              {SignIn::session, "session"},
                                                              {SignIn::receiver, "receiver"},
                                                              {SignIn::place, "place"},
                                                              {SignIn::quantity, "quantity"},
                                                              {SignIn::own_minutes, "own_minutes"},
                                                              {SignIn::travel_minutes, "travel_minutes"},
                                                              {SignIn::on_behalf_of, "on_behalf_of"},
                                                              {SignIn::evidence, "evidence"},
                                                              {SignIn::id, "id"},
                                                              {SignIn::phone, "phone"},
                                                              {SignIn::signature, "signature"},
                                                              {SignIn::note, "note"}};
    for (const auto& [column, code] : some) CHECK(columns[at(column)].code == code);
}

TEST_CASE("every heading of the table names its own column and no other") {
    const auto& columns = sign_in_columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::vector<std::string> spellings = {std::string(columns[i].code), columns[i].heading.zh,
                                              columns[i].heading.en};
        for (const auto spelling : columns[i].spellings) spellings.emplace_back(spelling);
        for (const auto& spelling : spellings) {
            // A sheet with this heading and, by their codes, all the required ones.
            std::vector<std::string> headings = {spelling};
            for (const auto& column : columns)
                if (column.use == SheetColumn::Use::required && column.code != columns[i].code)
                    headings.emplace_back(column.code);
            const auto header = header_of(headings);
            INFO(columns[i].code << ": " << spelling << ": " << fault_of(header));
            REQUIRE(header);
            CHECK(header->has(i));
            CHECK(header->heading(i) == spelling);
        }
    }
}

TEST_CASE("case, spaces, strokes and stars do not count in a heading") {
    for (const std::string heading :
         {"Travel Minutes", "travel_minutes", " TRAVEL-MINUTES* ", "路程（分钟）", "路程(分钟)"}) {
        const auto header = header_of({"date", "start", "end", "volunteer", "category", heading});
        INFO(heading);
        REQUIRE(header);
        CHECK(header->has(at(SignIn::travel_minutes)));
    }
}

TEST_CASE("a sheet's own heading is taken for the column that is named for it") {
    const auto header = header_of({"date", "start", "end", "卡号", "category", "志愿者"},
                                  {{"volunteer", "卡号"}, {"备注", "志愿者"}});
    REQUIRE(header);
    const auto row = row_of({"2018-06-05", "8:30", "9:30", " 'v-1 ", "canteen", "王"});
    CHECK(header->cell(row, at(SignIn::volunteer)) == "v-1");
    CHECK(header->cell(row, at(SignIn::note)) == "王");
    CHECK(header->cell(row, at(SignIn::place)) == "");
    CHECK(header->heading(at(SignIn::volunteer)) == "卡号");
    CHECK(contains(fault_of(header_of({"date"}, {{"card", "卡号"}})), "no column card"));
    CHECK(contains(fault_of(header_of({"date"}, {{"volunteer", "卡号"}})), "no heading \"卡号\""));
}

TEST_CASE("headings that are unknown, missing or there twice are named") {
    CHECK(contains(fault_of(header_of({"date", "stard"})), "column 2 has the heading \"stard\""));
    CHECK(contains(fault_of(header_of({"date", "日期"})), "column 1, \"date\", and column 2, \"日期\""));
    CHECK(contains(fault_of(header_of({"date", "start", "end", "category"})), "\"volunteer\""));
    CHECK(contains(fault_of(header_of({"日期;开始;结束"})), "semicolons"));
    CHECK(contains(fault_of(header_of({"日期，开始"})), "Chinese commas"));
    CHECK(header_of({"date", "start", "end", "volunteer", "category", "备注", "note", "", ""}));
}

TEST_CASE("a row has the header's shape, and is not the header again") {
    const auto header = header_of({"date", "start", "end", "volunteer", "category", "", "note"}).value();
    const auto fault = [&](std::vector<std::string> cells) {
        const auto found = header.check(row_of(std::move(cells)));
        return found ? found->text.en : std::string();
    };
    CHECK(fault({"2018-06-05", "8:30", "9:30", "v-1", "canteen", "", ""}) == "");
    CHECK(fault({"2018-06-05", "8:30", "9:30", "v-1", "canteen", "", "", "", ""}) == "");
    CHECK(contains(fault({"2018-06-05", "8:30", "9:30", "v-1", "canteen", ""}), "6 cells and the header 7"));
    CHECK(contains(fault({"2018-06-05", "8:30", "9:30", "v-1", "canteen", "x", ""}), "cell 6, \"x\""));
    CHECK(contains(fault({"2018-06-05", "8:30", "9:30", "v-1", "canteen", "", "", "y"}), "cell 8, \"y\""));
    CHECK(contains(fault({"date", "start", "end", "volunteer", "category", "", "note"}), "header again"));
}

TEST_CASE("SHEETS.md describes the columns as the table has them") {
    std::ifstream page(std::string(TIMEBANK_SOURCE_DIR) + "/src/intake/SHEETS.md");
    std::vector<std::string> found, expected;
    for (std::string line; std::getline(page, line);)
        if (line.rfind("| `", 0) == 0) found.push_back(line);
    const std::string_view uses[] = {"required", "optional", "ignored"};
    for (const auto& column : sign_in_columns()) {
        auto headings = column.heading.zh + ", " + column.heading.en;
        for (const auto spelling : column.spellings) headings += ", " + std::string(spelling);
        expected.push_back("| `" + std::string(column.code) + "` | " +
                           std::string(uses[static_cast<std::size_t>(column.use)]) + " | " + headings +
                           " | " + column.meaning.en + "<br>" + column.meaning.zh + " |");
    }
    CHECK(found == expected);
}
