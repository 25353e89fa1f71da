#include "house/weight.hpp"

#include <fstream>

#include "catch.hpp"
#include "house/help.hpp"
#include "house/rooms.hpp"

using namespace timebank::house;
namespace fs = std::filesystem;

namespace {

const std::map<std::string, Reach>& our_reaches() {
    static const auto reaches = reach_of_sources(source_dir());
    return reaches;
}

/// Name and number of each row below this head, in src/README.md.
std::vector<std::pair<std::string, std::size_t>> bounds(const Lines& head) {
    std::vector<std::pair<std::string, std::size_t>> rows;
    for (const auto& row : table_below(read_lines(source_dir() / "src/README.md"), head)) {
        std::string digits;
        for (const char character : row.at(1))
            if (character != ',') digits += character;
        rows.emplace_back(row.at(0), std::stoul(digits));
    }
    return rows;
}

}  // namespace

TEST_CASE("no more sources reach a slow header than src/README.md allows") {
    const auto rows = bounds({"slow header", "sources that may reach it"});
    REQUIRE(rows.size() >= 3);
    for (const auto& [header, most] : rows) {
        const auto found = sources_that_reach(header, our_reaches());
        INFO(header << " is reached by " << found.size() << " sources, " << most << " may:\n"
                    << report(found));
        CHECK(found.size() <= most);
        CHECK(found.size() > 0);
    }
}

TEST_CASE("every room has a bound for what a compiler reads for its largest source") {
    std::set<std::string> bounded;
    for (const auto& [room, most] : bounds({"room of the source", "lines to compile"})) bounded.insert(room);
    for (const auto& [room, of_it] : read_house(read_lines(source_dir() / "src/README.md")).rooms) {
        INFO(room);
        CHECK(bounded.count(room) == 1);
    }
}

TEST_CASE("a source includes what it uses, whatever is precompiled") {
    CHECK(report(missing_includes(read_sources(source_dir(), {"src"}), our_reaches())) == "");
}

#ifdef TIMEBANK_COMPILE_COMMANDS
TEST_CASE("a compiler reads no more for the largest source of a room than src/README.md allows") {
    const auto commands = read_lines(TIMEBANK_COMPILE_COMMANDS);
    for (const auto& [room, most] : bounds({"room of the source", "lines to compile"})) {
        const auto source = heaviest_of(room, our_reaches());
        REQUIRE(source);
        const auto command = preprocessing_command(commands, *source);
        INFO(*source);
        REQUIRE(command);
        const auto lines = output_of("cd '" TIMEBANK_BUILD_DIR "' && " + *command).size();
        INFO(lines << " lines are read, " << most << " may be");
        CHECK(lines <= most);
        CHECK(lines > most / 2);  // or the bound says nothing
    }
}
#endif

TEST_CASE("what a source includes is followed through the headers, and the heaviest is found") {
    const auto top = fresh_folder("timebank-weight");
    const auto write = [&](const std::string& path, const std::string& text) {
        fs::create_directories((top / path).parent_path());
        std::ofstream(top / path) << text;
    };
    write("include/timebank/brick.hpp", "#pragma once\n#include <string>\n");
    write("src/cellar/wall.hpp",
          "#pragma once\n#include \"timebank/brick.hpp\"\n#include <nlohmann/json.hpp>\n");
    write("src/cellar/light.cpp", "#include \"timebank/brick.hpp\"\n\n\n\n#include <map>\n#include <set>\n");
    write("src/cellar/heavy.cpp", "#include \"cellar/wall.hpp\"\n");
    write("src/cellar/bare.cpp",
          "#include \"timebank/brick.hpp\"\nstd::string a; std::vector<std::map<int, int>> b;\n");
    const auto reaches = reach_of_sources(top);
    CHECK(missing_includes(read_sources(top, {"src"}), reaches) ==
          std::vector<std::string>{"src/cellar/bare.cpp: std::map without <map>",
                                   "src/cellar/bare.cpp: std::vector without <vector>"});
    fs::remove_all(top);
    CHECK(reaches.at("src/cellar/light.cpp").theirs == std::set<std::string>{"map", "set", "string"});
    CHECK(reaches.at("src/cellar/heavy.cpp").ours.size() == 3);
    CHECK(heaviest_of("cellar", reaches) == "src/cellar/heavy.cpp");
    CHECK_FALSE(heaviest_of("attic", reaches));
    CHECK(sources_that_reach("nlohmann/", reaches) == std::vector<std::string>{"src/cellar/heavy.cpp"});
}

TEST_CASE("a source is preprocessed as it is compiled, but without what is precompiled") {
    const Lines commands = {
        R"(  "command": "c++ -DA=\"b\" -include /b/cmake_pch.hxx -fpch-preprocess -I/s -o x/a.cpp.o -c /s/a.cpp",)"};
    CHECK(preprocessing_command(commands, "a.cpp") == "c++ -DA=\"b\" -I/s -c /s/a.cpp -E -P");
    CHECK_FALSE(preprocessing_command(commands, "b.cpp"));
}
