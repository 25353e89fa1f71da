#include "catch.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "the demo counts 183 sessions and 1414 person-times, proves, audits, and finds the byte it changed") {
    TempFolder folder;
    const auto demo = run({"demo", folder / "demo"});
    INFO(demo.out << demo.err);
    CHECK(demo.exit_code == 0);
    CHECK(contains(demo.out, "sessions 183, person-times 1414; 18 of 18 rows equal the published table"));
    CHECK(contains(demo.out, "receipt verified, entry 407"));
    CHECK(contains(demo.out, "audit: no findings (655 entries)"));
    CHECK(contains(demo.out, "one byte of entry 407 was changed"));
    CHECK(contains(demo.out, "entry 407: data file damaged"));
    CHECK(contains(demo.out, "running total goes from 2/3 point to 4/3 point"));

    SECTION("every command that it names works") {
        std::size_t tried = 0;
        for (const auto& line : lines_of(demo.out)) {
            if (line.rfind("  timebank ", 0) != 0) continue;
            std::vector<std::string> words;
            std::string word;
            for (char character : line.substr(11) + " ") {
                if (character != ' ') {
                    word += character;
                } else if (!word.empty()) {
                    words.push_back(word);
                    word.clear();
                }
            }
            const auto outcome = run(words);
            INFO(line << "\n" << outcome.err);
            CHECK(outcome.exit_code == 0);
            CHECK(!outcome.out.empty());
            ++tried;
        }
        CHECK(tried == 5);
    }
    SECTION("a second demo in the same folder is refused and changes nothing") {
        const auto again = run({"demo", folder / "demo"});
        CHECK(again.exit_code == 2);
        CHECK(contains(again.err, "is there already"));
    }
}

TEST_CASE("the demo speaks Chinese") {
    TempFolder folder;
    const auto demo = run({"--lang", "zh", "demo", folder / "demo"});
    CHECK(demo.exit_code == 0);
    CHECK(contains(demo.out, "场次 183，人次 1414；18 / 18 行与公布的表相同"));
    CHECK(contains(demo.out, "audit: 没有发现问题（655 条）"));
    CHECK(contains(demo.out, "累计由 2/3 point 到 4/3 point"));
}
