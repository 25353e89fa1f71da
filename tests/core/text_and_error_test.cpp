#include <set>
#include <string>

#include "catch.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"

using namespace timebank;

TEST_CASE("say() fills both languages with the same arguments") {
    struct Row {
        std::string pattern;
        std::string expected;  // with the arguments "A", "B" and "{}"
    };
    const Row rows[] = {
        {"nothing to fill", "nothing to fill"},
        {"", ""},
        {"{}", "A"},
        {"{} and {}", "A and B"},
        {"第 {} 行：{}", "第 A 行：B"},
        {"{1} before {0}", "B before A"},
        {"{0}{0}{1}", "AAB"},
        {"{1} {}", "B A"},             // a named place does not count as one of those in order
        {"{} {} {}", "A B {}"},        // the third argument is text, it is not filled again
        {"{} {} {} {}", "A B {} {}"},  // a place without an argument stays
        {"{3} {7}", "{3} {7}"},
        {"{x} {-1} {123}", "{x} {-1} {123}"},
        {"{ {}", "{ A"},
        {"{", "{"},
        {"}{", "}{"},
        {"{}}", "A}"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pattern);
        CHECK(say(row.pattern, "", {"A", "B", "{}"}).zh == row.expected);
        CHECK(say("", row.pattern, {"A", "B", "{}"}).en == row.expected);
    }
}

TEST_CASE("say_with() fills each language with arguments of its own") {
    const Text household{"家庭", "household"};
    CHECK(say_with("{0} 的类别是{1}", "{0} is a {1}", {same_in_both("h-1"), household}) ==
          Text{"h-1 的类别是家庭", "h-1 is a household"});
    CHECK(say_with("{}、{}", "{1}, {0}", {{"甲", "a"}, {"{}", "{0}"}}) == Text{"甲、{}", "{0}, a"});
}

TEST_CASE("words are listed as each language lists them") {
    CHECK(listed({}) == Text{});
    CHECK(listed({{"家庭", "household"}}) == Text{"家庭", "household"});
    CHECK(listed({{"家庭", "household"}, {"团队", "team"}, same_in_both("h-1")}) ==
          Text{"家庭、团队、h-1", "household, team, h-1"});
}

TEST_CASE("a text is read in the language asked for") {
    const Text text = say("缺少 {}", "{} is missing", {"category"});
    CHECK(text.in(Language::zh) == "缺少 category");
    CHECK(text.in(Language::en) == "category is missing");
}

TEST_CASE("every code has a name and an exit code of its kind") {
    struct Row {
        Code code;
        int number;
        std::string name;
        int exit;
    };
    const Row rows[] = {
        {Code::invalid_argument, 101, "invalid_argument", 2},
        {Code::bad_json, 102, "bad_json", 2},
        {Code::bad_document, 103, "bad_document", 2},
        {Code::bad_encoding, 104, "bad_encoding", 2},
        {Code::not_found, 105, "not_found", 2},
        {Code::already_there, 106, "already_there", 2},
        {Code::bad_key, 107, "bad_key", 2},
        {Code::bad_proof, 108, "bad_proof", 2},
        {Code::busy, 201, "busy", 3},
        {Code::data_damaged, 301, "data_damaged", 3},
        {Code::anchor_mismatch, 302, "anchor_mismatch", 3},
        {Code::poisoned, 303, "poisoned", 3},
        {Code::broken_invariant, 304, "broken_invariant", 3},
        {Code::io_failed, 401, "io_failed", 3},
        {Code::disk_full, 402, "disk_full", 3},
        {Code::permission_denied, 403, "permission_denied", 3},
        {Code::unsupported_place, 404, "unsupported_place", 3},
        {Code::clock_jumped, 405, "clock_jumped", 3},
        {Code::older_format, 406, "older_format", 3},
    };
    std::set<std::string_view> names;
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(static_cast<int>(row.code) == row.number);
        CHECK(to_text(row.code) == row.name);
        CHECK(exit_code(row.code) == row.exit);
        names.insert(to_text(row.code));
    }
    CHECK(names.size() == std::size(rows));
    CHECK(to_text(static_cast<Code>(999)) == "unknown");
}

TEST_CASE("a Result holds the value or the error, and value() throws the error") {
    const Result<int> good = 7;
    const Result<int> bad = fail(Code::busy, "忙：{}", "busy: {}", {"pid 12"});
    REQUIRE(good);
    CHECK(*good == 7);
    CHECK(good.value() == 7);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == Code::busy);
    CHECK(bad.error().text == Text{"忙：pid 12", "busy: pid 12"});

    CHECK_THROWS_AS(bad.value(), BadResult);
    CHECK_THROWS_WITH(bad.value(), "busy: pid 12");
    const Result<void> done;
    CHECK(done);
    CHECK_NOTHROW(done.value());
    const Result<void> failed = fail(Code::busy, "忙", "busy");
    CHECK_FALSE(failed);
    CHECK_THROWS_AS(failed.value(), BadResult);
}
