#include "timebank/text_table.hpp"

#include "catch.hpp"

using namespace timebank;

TEST_CASE("a Chinese character takes two columns, a mark on a letter none") {
    struct Row {
        const char* text;
        std::size_t columns;
    };
    const Row rows[] = {
        {"", 0},
        {"canteen", 7},
        {"食堂", 4},
        {"食堂 150 分钟", 13},
        {"（，。）", 8},  // fullwidth punctuation
        {"“…”·", 4},      // ambiguous: one column each
        {"かな カナ", 9},
        {"한국", 4},
        {"𠮷", 2},               // extension B: four bytes
        {"e\u0301te\u0301", 3},  // combining accents
        {"\u200b", 0},
        {"ｶﾅ", 2},  // halfwidth katakana
        {"→✓", 2},
        {"\xff\xfe", 2},  // not UTF-8: a column a byte
        {"\xe9\xa3", 2},  // cut off in the middle of a character
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(display_width(row.text) == row.columns);
    }
}

TEST_CASE("columns stay in line whatever stands in them") {
    const std::vector<TableColumn> columns = {
        {"类别", Alignment::left}, {"sessions", Alignment::right}, {"备注", Alignment::left}};
    const auto table = write_table(columns, {{"入户探访", "88", "note"}, {"choir", "5", "合唱"}, {"x", "1"}});
    CHECK(table ==
          "类别      sessions  备注\n"
          "--------  --------  ----\n"
          "入户探访        88  note\n"
          "choir            5  合唱\n"
          "x                1\n");
}

TEST_CASE("a table without rows is its heading") {
    CHECK(write_table({{"a", Alignment::left}, {"b", Alignment::right}}, {}) == "a  b\n-  -\n");
}

TEST_CASE("no cell breaks the table or steers the terminal") {
    CHECK(write_table({{"a", Alignment::left}, {"b", Alignment::left}},
                      {{"two\nlines", "\x1b[31m", "left out"}, {"\xff", "\u0085"}}) ==
          "a          b\n"
          "---------  -----\n"
          "two?lines  ?[31m\n"
          "?          ?\n");
}
