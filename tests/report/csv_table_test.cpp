#include "timebank/csv_table.hpp"

#include <random>

#include "catch.hpp"

using namespace timebank;

namespace {

/// Reads RFC 4180 in the most obvious way, one character after the other.
std::vector<std::vector<std::string>> read_csv(std::string text) {
    REQUIRE(text.substr(0, 3) == "\xef\xbb\xbf");
    text.erase(0, 3);
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text.substr(i, 2) == "\"\"") {
            row.back() += '"';
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (quoted) {
            row.back() += text[i];
        } else if (text[i] == ',') {
            row.emplace_back();
        } else if (text.substr(i, 2) == "\r\n") {
            rows.push_back(row);
            row.assign(1, "");
            ++i;
        } else {
            REQUIRE(text[i] != '\n');
            REQUIRE(text[i] != '\r');
            row.back() += text[i];
        }
    }
    REQUIRE_FALSE(quoted);
    REQUIRE(row == std::vector<std::string>{""});
    return rows;
}

std::string cell_as_written(const CsvCell& cell) {
    const auto csv = write_csv({"a"}, {{cell}});
    const std::string beginning =
        "\xef\xbb\xbf"
        "a\r\n";
    REQUIRE(csv.substr(0, beginning.size()) == beginning);
    REQUIRE(csv.substr(csv.size() - 2) == "\r\n");
    return csv.substr(beginning.size(), csv.size() - beginning.size() - 2);
}

std::string without_guard(const std::string& text) {
    return text.substr(0, 1) == "'" ? text.substr(1) : text;
}

}  // namespace

TEST_CASE("a table begins with a byte order mark and ends its lines as RFC 4180 wants") {
    CHECK(write_csv({"账户", "余额"},
                    {{{"v-1"}, {"15", CsvKind::number}}, {{"王小明"}}, {{"a"}, {"b"}, {"left out"}}}) ==
          "\xef\xbb\xbf账户,余额\r\n"
          "v-1,15\r\n"
          "王小明,\r\n"
          "a,b\r\n");
    CHECK(write_csv({}, {}) == "\xef\xbb\xbf\r\n");
    CHECK(write_csv_line({{"a"}, {"b,c"}, {}}) == "a,\"b,c\",\r\n");
}

TEST_CASE("text is quoted where it needs quotes, and kept whole") {
    struct Row {
        const char* text;
        const char* written;
    };
    const Row rows[] = {
        {"", ""},
        {"canteen", "canteen"},
        {"a, b", "\"a, b\""},
        {"say \"yes\"", "\"say \"\"yes\"\"\""},
        {"two\r\nlines", "\"two\r\nlines\""},
        {"a;b", "\"a;b\""},    // some spreadsheets split here
        {"a\tb", "\"a\tb\""},  // and here
        {" a ", "\" a \""},
        {"一，二", "一，二"},
        {"a\xff"
         "b",
         "a?b"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(cell_as_written({row.text}) == row.written);
    }
    CHECK(cell_as_written({std::string("a\0b", 3)}) == "a?b");
}

TEST_CASE("no text is a formula, a number or a date to a spreadsheet; what looks harmless stays bare") {
    const char* guarded[] = {
        // formulas
        "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "  =1+1", "\t=1", "\r=1", "\n=1",
        "＝1+1", "－1", "-", "-v",
        // ids
        "420106195501010011", "4.20106E+17", "123456789", "0071", "00", "1E5", "1e5", "12e-3",
        // dates and times
        "3-5", "3/5", "2018-06", "2018-06-04", "5.6.2018", "12:30", "8:30 am", "2018-06-04T08:30", "3月5日",
        "2018年6月4日", "may-1", "MAY1", "1-May-2018", "DEC3", "sept 5",
        // other numbers
        "1.50", "1.5", "1,5", "50%", "(5)", "$5", "￥5", "１２３", " 71", "71 ",
        // truth values, and what has the guard already
        "TRUE", "false", "'", "'quoted'"};
    for (const char* text : guarded) {
        INFO(text);
        const auto read = read_csv(write_csv({"a"}, {{{text}}})).at(1).at(0);
        CHECK(read == "'" + std::string(text));
    }
    const char* bare[] = {"v-001",
                          "m-1",
                          "71",
                          "0",
                          "12345678",
                          "王小明",
                          "食堂，服务 2 小时 30 分钟",
                          "e-5",
                          "t-1",
                          "canteen-1",
                          "3d",
                          "A1",
                          "may",
                          "maybe-1",
                          "true-1",
                          "a=b",
                          "a-1+2",
                          "5号楼",
                          "CN-WH-SY-2018",
                          "",
                          "0190a5b2-7c3d-7e4f-8a1b-0123456789ab"};
    for (const char* text : bare) {
        INFO(text);
        CHECK(read_csv(write_csv({"a"}, {{{text}}})).at(1).at(0) == text);
    }
}

TEST_CASE("numbers and dates are bare when they are what they say, and text otherwise") {
    struct Row {
        CsvKind kind;
        const char* text;
        const char* written;
    };
    const Row rows[] = {
        {CsvKind::number, "0", "0"},
        {CsvKind::number, "-5", "-5"},
        {CsvKind::number, "12.50", "12.50"},
        {CsvKind::number, "9223372036854775807", "9223372036854775807"},
        {CsvKind::number, "", ""},
        {CsvKind::number, "176/3", "'176/3"},
        {CsvKind::number, "-", "'-"},
        {CsvKind::number, "-1+2", "'-1+2"},
        {CsvKind::number, "--1", "'--1"},
        {CsvKind::number, ".5", "'.5"},
        {CsvKind::number, "5.", "'5."},
        {CsvKind::number, "1e5", "'1e5"},
        {CsvKind::number, "=1", "'=1"},
        {CsvKind::date, "2018-06-04", "2018-06-04"},
        {CsvKind::date, "08:30:00", "08:30:00"},
        {CsvKind::date, "2018-02-30", "'2018-02-30"},
        {CsvKind::date, "24:00:00", "'24:00:00"},
        {CsvKind::date, "08:60:00", "'08:60:00"},
        {CsvKind::date, "", ""},
        {CsvKind::date, "=1", "'=1"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(cell_as_written({row.text, row.kind}) == row.written);
    }
}

TEST_CASE("whatever is written is read again once one apostrophe is taken from its front") {
    constexpr std::uint32_t seed = 4'180;
    std::mt19937 random(seed);
    const char* pieces[] = {"=",  "+",  "-",   "@",    "'", "\"", "\"\"", ",",           ";",
                            "\t", "\r", "\n",  "\r\n", " ", "0",  "7",    "1E5",         "E",
                            "汉", "＝", "v-1", "年",   ".", "/",  "𠮷",   "\xef\xbb\xbf"};
    for (int table = 0; table < 2'000; ++table) {
        std::vector<std::vector<CsvCell>> rows(1 + random() % 3, std::vector<CsvCell>(3));
        for (auto& row : rows)
            for (auto& cell : row) {
                for (auto left = random() % 6; left > 0; --left)
                    cell.text += pieces[random() % std::size(pieces)];
                cell.kind = random() % 4 == 0 ? CsvKind::number : CsvKind::text;
            }
        const auto csv = write_csv({"a", "b", "c"}, rows);
        INFO("seed " << seed << ", table " << table << "\n" << csv);
        const auto read = read_csv(csv);
        REQUIRE(read.size() == rows.size() + 1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE(read[i + 1].size() == 3);
            for (std::size_t j = 0; j < 3; ++j) {
                REQUIRE(without_guard(read[i + 1][j]) == rows[i][j].text);
                // Nothing that could be calculated stands bare.
                const auto first = read[i + 1][j].substr(0, 1);
                if (rows[i][j].kind == CsvKind::text)
                    REQUIRE((first.empty() || std::string("=+-@\t\r\n").find(first) == std::string::npos));
            }
        }
    }
}
