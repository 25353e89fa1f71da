#include <algorithm>
#include <cctype>
#include <filesystem>

#include "catch.hpp"
#include "house/help.hpp"
#include "house/rooms.hpp"
#include "house/tree.hpp"

using namespace timebank::house;
namespace fs = std::filesystem;

// Lists that stand in two places must be the same in both.

namespace {

/// "501 name" for each "name = 501," of the enumeration, in its order.
Lines enumerators(const Lines& header, const std::string& enumeration) {
    Lines found;
    bool inside = false;
    for (const auto& line : header) {
        if (line.compare(0, enumeration.size() + 12, "enum class " + enumeration + " ") == 0) inside = true;
        if (inside && line.compare(0, 2, "};") == 0) break;
        const auto words = words_of(line);
        if (!inside || words.size() < 2 || words[1] != "=") continue;
        // The formatter may have put a long line's number on the next one; its own line has it then.
        if (words.size() > 2) found.push_back(words[2].substr(0, words[2].find(',')) + " " + words[0]);
    }
    return found;
}

/// Joins "name =" with the number on the line below it.
Lines unbroken(const Lines& lines) {
    Lines whole;
    for (const auto& line : lines) {
        if (!whole.empty() && !whole.back().empty() && whole.back().back() == '=')
            whole.back() += line;
        else
            whole.push_back(line);
    }
    return whole;
}

Lines first_two_columns(const std::vector<Lines>& rows) {
    Lines found;
    for (const auto& row : rows) found.push_back(row.at(0) + " " + row.at(1));
    return found;
}

std::string joined(const Lines& lines) {
    return report(lines);
}

/// `src/x`, `tests/y`… between backticks, without a pattern in them.
Lines paths_named_in(const std::string& page) {
    Lines paths;
    for (std::size_t begin = 0; (begin = page.find('`', begin)) != std::string::npos;) {
        const auto end = page.find('`', begin + 1);
        if (end == std::string::npos) break;
        const auto text = page.substr(begin + 1, end - begin - 1);
        begin = end + 1;
        if (text.find_first_of(" *<>{}\n|") != std::string::npos) continue;
        for (const char* folder : {"src/", "include/", "tests/", "benchmarks/"})
            if (text.compare(0, std::string(folder).size(), folder) == 0) paths.push_back(text);
    }
    return paths;
}

}  // namespace

TEST_CASE("README.md lists the refusal codes as the header does: number, name and order") {
    const auto listed =
        first_two_columns(table_below(read_lines(source_dir() / "README.md"), {"number", "refusal"}));
    const auto declared =
        enumerators(unbroken(read_lines(source_dir() / "include/timebank/refusal.hpp")), "RefusalCode");
    CHECK(declared.size() >= 38);
    CHECK(joined(listed) == joined(declared));
}

TEST_CASE("README.md lists the error codes as the header does: number, name and order") {
    const auto listed =
        first_two_columns(table_below(read_lines(source_dir() / "README.md"), {"number", "error"}));
    const auto declared =
        enumerators(unbroken(read_lines(source_dir() / "include/timebank/error.hpp")), "Code");
    CHECK(declared.size() >= 18);
    CHECK(joined(listed) == joined(declared));
}

TEST_CASE("every public header has an owner in src/README.md and is part of the library") {
    Lines there, owned, in_library;
    for (const auto& file : fs::directory_iterator(source_dir() / "include/timebank"))
        there.push_back(file.path().filename().string());
    for (const auto& [header, room] : read_house(read_lines(source_dir() / "src/README.md")).owners)
        owned.push_back(header);
    for (const auto& line : read_lines(source_dir() / "src/CMakeLists.txt"))
        for (const auto& word : words_of(line)) {
            const auto name = word.substr(0, word.find(')'));
            if (fs::path(name).extension() == ".hpp") in_library.push_back(name);
        }
    std::sort(there.begin(), there.end());
    std::sort(in_library.begin(), in_library.end());
    CHECK(joined(owned) == joined(there));
    CHECK(joined(in_library) == joined(there));
}

TEST_CASE("the folder of public headers holds nothing else") {
    for (const auto& file : fs::recursive_directory_iterator(source_dir() / "include"))
        if (!file.is_directory()) CHECK(file.path().parent_path().filename() == "timebank");
}

TEST_CASE("every path that the two pages name is there") {
    std::size_t named = 0;
    for (const char* page : {"README.md", "src/README.md"})
        for (const auto& path : paths_named_in(read_text(source_dir() / page))) {
            ++named;
            INFO(page << " names " << path);
            CHECK(fs::exists(source_dir() / path));
        }
    CHECK(named >= 40);
}

TEST_CASE("every command that the pages tell people to give to ./dev is one") {
    const auto dev = read_text(source_dir() / "dev");
    for (const char* page : {"README.md", "src/README.md"}) {
        const auto text = read_text(source_dir() / page);
        for (auto at = text.find("./dev "); at != std::string::npos; at = text.find("./dev ", at + 1)) {
            const auto begin = at + 6;
            auto end = begin;
            while (end < text.size() && std::islower(static_cast<unsigned char>(text[end])) != 0) ++end;
            if (end == begin) continue;
            const auto command = text.substr(begin, end - begin);
            INFO(page << ": ./dev " << command);
            CHECK(dev.find("command_" + command + "()") != std::string::npos);
        }
    }
}

TEST_CASE("enumerations are read whatever the formatter did to them") {
    const Lines header = {"enum class Other {",
                          "    no = 9,",
                          "};",
                          "enum class Code : int {",
                          "    // remark",
                          "    one = 1,  ///< first",
                          "    two =",
                          "        22,  ///< long",
                          "};",
                          "    late = 3,"};
    CHECK(joined(enumerators(unbroken(header), "Code")) == "1 one\n22 two");
}
