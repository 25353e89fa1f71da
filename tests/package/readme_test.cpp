#include "catch.hpp"
#include "house/help.hpp"
#include "house/tree.hpp"

using namespace timebank::house;

TEST_CASE("README.md shows the program that the package tests build and run, word for word") {
    const auto readme = read_text(source_dir() / "README.md");
    const auto program = read_text(source_dir() / "tests/package/embed/main.cpp");
    REQUIRE(program.size() > 1000);
    CHECK(readme.find("```cpp\n" + program + "```\n") != std::string::npos);
}

TEST_CASE("what README.md calls 25 lines is 25 lines: what stands inside main") {
    std::size_t count = 0;
    bool inside = false;
    for (const auto& line : read_lines(source_dir() / "tests/package/embed/main.cpp")) {
        if (inside && !line.empty() && line != "}") ++count;
        inside = inside || line.rfind("int main", 0) == 0;
    }
    CHECK(count == 25);
}
