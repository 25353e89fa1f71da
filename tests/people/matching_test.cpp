#include "people/matching.hpp"

#include "catch.hpp"

using namespace timebank::people;

TEST_CASE("a name is the same however it was typed") {
    struct Row {
        std::string typed;
        std::string folded;
    };
    const Row rows[] = {
        {"张三", "张三"},
        {" 张 三 ", "张三"},
        {"张　三", "张三"},      // the wide space of Chinese keyboards
        {"张\u00A0三", "张三"},  // the space that does not break
        {"Li Wei", "liwei"},
        {"ＬＩ　Ｗｅｉ", "liwei"},  // full-width letters
        {"阿依古丽·买买提", "阿依古丽买买提"},
        {"阿依古丽•买买提", "阿依古丽买买提"},
        {"阿依古丽・买买提", "阿依古丽买买提"},
        {"阿依古丽 · 买买提", "阿依古丽买买提"},
        {"O'Neil-Müller", "o'neil-müller"},
        {"𠮷田", "𠮷田"},  // a character of four bytes
        {"", ""},
        {" \t", ""},
        {"\xC3", "\xC3"},  // not UTF-8: left as it is
    };
    for (const auto& row : rows) {
        INFO(row.typed);
        CHECK(folded(row.typed) == row.folded);
    }
}

TEST_CASE("a phone number is its digits, without the country's code") {
    struct Row {
        std::string typed;
        std::string digits;
    };
    const Row rows[] = {
        {"13800138000", "13800138000"},
        {"138-0013-8000", "13800138000"},
        {"１３８ ００１３ ８０００", "13800138000"},
        {"+86 138 0013 8000", "13800138000"},
        {"0086-13800138000", "13800138000"},
        {"86", "86"},
        {"8613800138", "8613800138"},  // ten digits behind the 86: not a number with a country's code
        {"(027) 8765-4321", "02787654321"},
        {"张三", ""},
    };
    for (const auto& row : rows) {
        INFO(row.typed);
        CHECK(phone_digits(row.typed) == row.digits);
    }
}

TEST_CASE("a query matches a part of a name, or digits of a phone number") {
    struct Row {
        std::string query;
        std::string field;
        std::string text;
        bool matches;
    };
    const Row rows[] = {
        {"三", "name", "张三", true},
        {"张三", "name", "张三丰", true},
        {"三张", "name", "张三", false},
        {"LI W", "name", "Li Wei", true},
        {"买买提", "name", "阿依古丽·买买提", true},
        {"8000", "phone", "138-0013-8000", true},
        {"3-80", "phone", "138-0013-8000", true},
        {"00", "phone", "138-0013-8000", false},  // two digits are in nearly every number
        {"张8000", "phone", "138-0013-8000", false},
        {"8000", "name", "志愿者8000", true},
        {"8000", "note", "8000", false},  // notes are not searched
        {"三", "note", "张三", false},
    };
    for (const auto& row : rows) {
        INFO(row.query << " in " << row.field << " " << row.text);
        CHECK(Query(row.query).matches(row.field, row.text) == row.matches);
    }
    CHECK(Query(" 　·").empty());
    CHECK(Query("Ｖ－００１").owner_prefix == "V-001");
}
