#include "intake/csv.hpp"

#include <random>

#include "catch.hpp"

using namespace timebank;
using intake::CsvReader;
using intake::CsvRow;

namespace {

struct Read {
    std::vector<CsvRow> rows;
    std::string fault;  ///< in English
};

Read read_all(std::string_view text) {
    CsvReader reader(text);
    Read all;
    CsvRow row;
    while (true) {
        const auto found = reader.next(row);
        if (!found) all.fault = found.error().text.en;
        if (!found || !*found) return all;
        all.rows.push_back(row);
    }
}

/// "2: a|b" a row, a line each.
std::string shown(const std::vector<CsvRow>& rows) {
    std::string text;
    for (const auto& row : rows) {
        text += std::to_string(row.line) + ":";
        for (const auto& cell : row.cells) text += " [" + cell + "]";
        text += "\n";
    }
    return text;
}

/// RFC 4180 as slowly as it is written there, for text without faults.
std::vector<CsvRow> read_by_the_book(const std::string& text) {
    std::vector<CsvRow> rows;
    CsvRow row{1, {""}};
    std::size_t line = 1;
    bool quoted = false;
    const auto finish = [&] {
        bool blank = true;
        for (const auto& cell : row.cells) blank = blank && cell.empty();
        if (!blank) rows.push_back(row);
        row = {line, {""}};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool ends_line = c == '\n' || (c == '\r' && text.substr(i, 2) != "\r\n");
        if (ends_line) ++line;
        if (quoted && c == '"' && text.substr(i, 2) == "\"\"")
            row.cells.back() += text[i++];
        else if (c == '"')
            quoted = !quoted;
        else if (quoted)
            row.cells.back() += c;
        else if (c == ',')
            row.cells.emplace_back();
        else if (ends_line)
            finish();
        else if (c != '\r')
            row.cells.back() += c;
    }
    finish();
    return rows;
}

}  // namespace

TEST_CASE("rows, cells and the lines on which they begin") {
    struct Row {
        std::string what, text, rows;
    };
    const std::vector<Row> table = {
        {"plain", "a,b\n1,2\n", "1: [a] [b]\n2: [1] [2]\n"},
        {"CRLF, no end of the last line", "a,b\r\n1,2", "1: [a] [b]\n2: [1] [2]\n"},
        {"CR alone", "a,b\r1,2\r", "1: [a] [b]\n2: [1] [2]\n"},
        {"blank lines and rows of commas are no rows", "a,b\n\n  \n,,,\n1,2\n", "1: [a] [b]\n5: [1] [2]\n"},
        {"a comma in quotation marks", "\"a,b\",c\n", "1: [a,b] [c]\n"},
        {"a quotation mark in quotation marks", "\"a \"\"b\"\"\",c\n", "1: [a \"b\"] [c]\n"},
        {"a cell over three lines", "\"a\n\nb\",c\nd,e\n", "1: [a\n\nb] [c]\n4: [d] [e]\n"},
        {"a quoted cell may begin with a line break", "\"\nb\",c\nd,e\n", "1: [\nb] [c]\n3: [d] [e]\n"},
        {"spaces around a cell", " a , \"b \" \n", "1: [a] [b ]\n"},
        {"empty cells", "a,,\n,b,\n", "1: [a] [] []\n2: [] [b] []\n"},
        {"nothing", "", ""},
        {"Chinese", "日期,编号\r\n2018年6月4日,v-1\r\n", "1: [日期] [编号]\n2: [2018年6月4日] [v-1]\n"},
    };
    for (const auto& row : table) {
        INFO(row.what);
        const auto read = read_all(row.text);
        CHECK(shown(read.rows) == row.rows);
        CHECK(read.fault == "");
    }
}

TEST_CASE("quotation marks that do not add up end the reading, with the line and the cell") {
    struct Row {
        std::string what, text;
        std::size_t rows_before;
        std::string says;
    };
    const std::vector<Row> table = {
        {"never closed", "a,b\n1,\"2\n3,4\n", 1,
         "line 2, column 2: a quotation mark is opened and not closed"},
        {"closed too early", "a,b\n1,2\n\"x\"y,4\n", 2, "line 3, column 1: a quotation mark is opened"},
        {"closed by a cell further down", "a\n\"b\nc\nd\"e\n", 1, "line 2, column 1"},
        {"in the middle of a cell", "a,b\n1,5\"\n", 1,
         "line 2, column 2: a quotation mark stands in the middle"},
    };
    for (const auto& row : table) {
        INFO(row.what);
        const auto read = read_all(row.text);
        CHECK(read.rows.size() == row.rows_before);
        INFO(read.fault);
        CHECK(read.fault.find(row.says) != std::string::npos);
    }
}

TEST_CASE("what csv_cell() writes is read back, and every text is read as by the book") {
    const std::uint64_t seed = 20180604;
    std::mt19937_64 random(seed);
    const std::vector<std::string> pieces = {"a", "老", ",", "\"", "\n", "\r\n", "1", "；"};
    const std::vector<std::string> ends = {"\n", "\r\n", "\r"};
    for (int round = 0; round < 500; ++round) {
        INFO("seed " << seed << " round " << round);
        std::vector<std::vector<std::string>> written;
        std::string text;
        for (auto rows = random() % 6; rows > 0; --rows) {
            std::vector<std::string> cells(1, "x");  // never blank
            for (auto count = random() % 4; count > 0; --count) {
                cells.emplace_back();
                for (auto size = random() % 5; size > 0; --size)
                    cells.back() += pieces[random() % pieces.size()];
            }
            for (std::size_t i = 0; i < cells.size(); ++i)
                text += (i == 0 ? "" : ",") + intake::csv_cell(cells[i]);
            text += ends[random() % ends.size()];
            written.push_back(cells);
        }
        const auto read = read_all(text);
        REQUIRE(read.fault == "");
        REQUIRE(shown(read.rows) == shown(read_by_the_book(text)));
        REQUIRE(read.rows.size() == written.size());
        for (std::size_t i = 0; i < written.size(); ++i) REQUIRE(read.rows[i].cells == written[i]);
    }
}
