#include "house/rooms.hpp"

#include <fstream>

#include "catch.hpp"
#include "house/help.hpp"

using namespace timebank::house;
namespace fs = std::filesystem;

namespace {

House our_house() {
    return read_house(read_lines(source_dir() / "src/README.md"));
}

/// A small house of two rooms in a temporary folder, to be spoilt.
class SmallTree {
  public:
    SmallTree() {
        write("include/timebank/brick.hpp", "#pragma once\n#include <string>\n");
        write("src/cellar/wall.hpp", "#pragma once\n#include \"timebank/brick.hpp\"\n");
        write("src/attic/roof.cpp", "#include <lmdb.h>\n  #  include \"cellar/wall.hpp\"\n");
        write("src/cmake/Rooms.cmake", "");
    }
    ~SmallTree() { fs::remove_all(top_); }

    void write(const std::string& path, const std::string& text) const {
        fs::create_directories((top_ / path).parent_path());
        std::ofstream(top_ / path) << text;
    }
    std::vector<std::string> faults(const Lines& page = drawing()) const {
        return faults_of(read_house(page), top_);
    }
    static Lines drawing() {
        return {"| level | room | what lives there | may include | beyond the standard library |",
                "|---|---|---|---|---|",
                "| 0 | `cellar` | walls | – | – |",
                "| 1 | `attic` | roofs | cellar | LMDB, POSIX |",
                "",
                "| header | room | what it is for |",
                "|---|---|---|",
                "| `brick.hpp` | cellar | building |"};
    }

  private:
    fs::path top_ = fresh_folder("timebank-house");
};

}  // namespace

TEST_CASE("the drawing of the rooms is read from src/README.md") {
    const auto house = our_house();
    CHECK(house.rooms.size() >= 14);
    REQUIRE(house.rooms.count("store"));
    CHECK(house.rooms.at("store").packages.count("LMDB"));
    REQUIRE(house.owners.count("claim.hpp"));
    CHECK(house.owners.at("claim.hpp") == "entry");
}

TEST_CASE("the arrows between the rooms go downward and never round in a circle") {
    CHECK(report(faults_of(our_house())) == "");
}

TEST_CASE("every include follows an arrow of src/README.md") {
    CHECK(report(faults_of(our_house(), source_dir())) == "");
}

TEST_CASE("only the store knows LMDB, and only the program sees nothing but public headers") {
    for (const auto& [name, room] : our_house().rooms) {
        INFO(name);
        CHECK(room.packages.count("LMDB") == (name == "store" ? 1 : 0));
        CHECK(room.may_include.count(std::string(public_headers)) == (name == "cli" ? 1 : 0));
    }
}

TEST_CASE("the checker finds nothing in a sound tree") {
    CHECK(report(SmallTree().faults()) == "");
}

TEST_CASE("the checker finds what is wrong in a spoilt tree") {
    struct Row {
        const char* file;
        const char* text;
        const char* fault;
    };
    const Row rows[] = {
        // clang-format off
        {"src/cellar/door.cpp",        "#include \"attic/roof.hpp\"",   "room cellar may not include \"attic/roof.hpp\""},
        {"src/cellar/door.cpp",        "\n#include <lmdb.h>",           "door.cpp:2: room cellar may not include <lmdb.h>"},
        {"src/cellar/door.cpp",        "#  include <unistd.h>",         "which is POSIX"},
        {"src/attic/door.cpp",         "#include <zlib.h>",             "which is zlib.h"},
        {"src/attic/door.cpp",         "#include \"garden/tree.hpp\"",  "belongs to no room"},
        {"src/attic/door.cpp",         "#include \"timebank/sky.hpp\"", "belongs to no room"},
        {"include/timebank/brick.hpp", "#include <lmdb.h>",             "a public header may not include <lmdb.h>"},
        {"include/timebank/brick.hpp", "#include \"attic/roof.hpp\"",   "room cellar may not include"},
        {"include/timebank/sky.hpp",   "",                              "belongs to no room of src/README.md"},
        {"src/garden/tree.cpp",        "",                              "src/garden: a folder that is no room"},
        // clang-format on
    };
    for (const auto& row : rows) {
        SmallTree tree;
        tree.write(row.file, row.text);
        INFO(row.file << ": " << row.text);
        CHECK(report(tree.faults()).find(row.fault) != std::string::npos);
    }
}

TEST_CASE("the checker finds rooms and headers that are drawn but not there") {
    auto page = SmallTree::drawing();
    page.insert(page.begin() + 4, "| 2 | `tower` | bells | attic | – |");
    page.push_back("| `bell.hpp` | tower | ringing |");
    const auto found = report(SmallTree().faults(page));
    CHECK(found.find("src/tower: room without a folder") != std::string::npos);
    CHECK(found.find("include/timebank/bell.hpp: listed, but not there") != std::string::npos);
}

TEST_CASE("the checker finds circles, arrows upward and arrows to nowhere in a drawing") {
    struct Row {
        const char* row;
        const char* fault;
    };
    const Row rows[] = {
        {"| 0 | `cellar` | walls | attic | – |", "cellar -> attic: an arrow upward"},
        {"| 1 | `cellar` | walls | attic | – |", "includes itself through other rooms"},
        {"| 0 | `cellar` | walls | garden | – |", "cellar -> garden: there is no such room"},
    };
    for (const auto& row : rows) {
        auto page = SmallTree::drawing();
        page[2] = row.row;
        INFO(row.row);
        CHECK(report(faults_of(read_house(page))).find(row.fault) != std::string::npos);
    }
}
