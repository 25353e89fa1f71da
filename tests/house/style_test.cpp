#include "house/style.hpp"

#include "catch.hpp"
#include "house/help.hpp"

using namespace timebank::house;

namespace {

const std::vector<Source>& our_sources() {
    static const auto sources = read_sources(source_dir(), {"include", "src", "tests", "benchmarks"});
    return sources;
}

template <class Check>
std::string faults_in(const std::vector<std::string>& below, Check check) {
    std::vector<std::string> faults;
    for (const auto& source : our_sources())
        for (const auto& folder : below)
            if (source.path.compare(0, folder.size(), folder) == 0)
                for (const auto& fault : check(source)) faults.push_back(fault);
    return report(faults);
}

const std::vector<std::string> everywhere = {"include/", "src/", "tests/", "benchmarks/"};

}  // namespace

TEST_CASE("the tree is there to be looked at") {
    CHECK(our_sources().size() > 100);
}

TEST_CASE("no line is wider than 110 columns, string literals apart") {
    CHECK(faults_in(everywhere, wide_lines) == "");
}

TEST_CASE("no file is longer than 600 lines") {
    CHECK(faults_in(everywhere, long_file) == "");
}

TEST_CASE("nothing is left for later") {
    const std::vector<std::string> words = {
        "TO"
        "DO",
        "FIX"
        "ME",
        "X"
        "XX"};
    CHECK(faults_in(everywhere, [&](const Source& source) { return lines_with_words(source, words); }) == "");
}

TEST_CASE("no floating-point number comes near credits, hours or rates") {
    CHECK(faults_in({"include/", "src/core/", "src/standard/", "src/decision/", "src/entry/", "src/ledger/",
                     "src/store/"},
                    [](const Source& source) {
                        return code_with_words(source, {"double", "float"});
                    }) == "");
}

TEST_CASE("no function of the library and the program is longer than 70 lines") {
    std::string command = "ctags -x --_xformat='%n %{end} %F %N' --c++-kinds=f --sort=no";
    for (const auto& source : our_sources())
        if (source.path.compare(0, 6, "tests/") != 0)  // a table of test rows may be as long as it likes
            command += " '" + (source_dir() / source.path).string() + "'";
    const auto tags = output_of(command + " 2>/dev/null");
    if (tags.empty()) {
        WARN("no universal-ctags here: the length of functions was not looked at");
        return;
    }
    CHECK(tags.size() > 400);
    CHECK(report(long_functions(tags)) == "");
}

TEST_CASE("the style checks find what they are for") {
    const std::string wide(columns_max + 1, 'x');
    const Source source{"a.cpp",
                        {wide, wide.substr(1), "\"" + wide + "\"", "double rate;", "// a double room",
                         "say(\"double\");", "int doubled = 1'000; float x;",
                         "// TO"
                         "DO: more",
                         "mkdtemp(XXXX)"}};
    CHECK(report(wide_lines(source)) == "a.cpp:1: " + wide);
    CHECK(report(wide_lines({"b.cpp", {"const char* rows = R\"x(", wide, ")x\";", wide}})) ==
          "b.cpp:4: " + wide);
    CHECK(report(code_with_words(source, {"double", "float"})) ==
          "a.cpp:4: double rate;\na.cpp:7: int doubled = 1'000; float x;");
    CHECK(report(lines_with_words(source, {"TO"
                                           "DO",
                                           "X"
                                           "XX"})) ==
          "a.cpp:8: // TO"
          "DO: more");
    CHECK(columns_of("积分 ok") == 5);
    CHECK(long_file({"b.cpp", Lines(file_lines_max)}).empty());
    CHECK(report(long_file({"b.cpp", Lines(file_lines_max + 1)})) == "b.cpp: 601 lines");
    CHECK(report(long_functions({"1 70 c.cpp fits", "1 71 c.cpp long", "garbage"})) ==
          "c.cpp:1: long has 71 lines");
}
