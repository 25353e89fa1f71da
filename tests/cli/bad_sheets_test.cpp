#include <filesystem>
#include <set>

#include "catch.hpp"
#include "program.hpp"

// tests/data/bad-sheets holds sheets with one fault each; expected.txt beside them says how they are
// answered.

using namespace timebank::cli_test;
namespace fs = std::filesystem;

namespace {

/// "== name.csv --option value", "exit 2", then what is said: "en| …" and "zh| …", where * stands for any
/// text.
struct Expected {
    std::string name;
    std::vector<std::string> options;
    int exit_code = 0;
    std::vector<std::string> en, zh;
};

std::string folder_of_sheets() {
    return std::string(TIMEBANK_SOURCE_DIR) + "/tests/data/bad-sheets/";
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char character : text) {
        if (character == ' ')
            words.emplace_back();
        else
            words.back() += character;
    }
    return words;
}

std::vector<Expected> read_expected() {
    std::vector<Expected> all;
    for (const auto& line : lines_of(read_file(folder_of_sheets() + "expected.txt"))) {
        const auto rest = line.substr(std::min<std::size_t>(line.find(' ') + 1, line.size()));
        if (line.rfind("== ", 0) == 0) {
            auto words = words_of(rest);
            all.push_back({words.front(), {words.begin() + 1, words.end()}, 0, {}, {}});
        }
        if (line.rfind("exit ", 0) == 0) all.back().exit_code = std::stoi(rest);
        if (line.rfind("en| ", 0) == 0) all.back().en.push_back(rest);
        if (line.rfind("zh| ", 0) == 0) all.back().zh.push_back(rest);
    }
    return all;
}

/// What the program says about the sheet or its rows, without the summary of the import.
std::vector<std::string> faults_in(const Outcome& outcome) {
    std::vector<std::string> faults;
    for (const auto& line : lines_of(outcome.out.empty() ? outcome.err : outcome.out)) {
        if (line.rfind("import ", 0) == 0 || line.rfind("导入 ", 0) == 0) break;
        faults.push_back(line);
    }
    return faults;
}

bool matches(const std::string& text, const std::string& pattern) {
    const auto star = pattern.find('*');
    if (star == std::string::npos) return text == pattern;
    const auto behind = pattern.substr(star + 1);
    return text.size() + 1 >= pattern.size() && text.compare(0, star, pattern, 0, star) == 0 &&
           text.compare(text.size() - behind.size(), behind.size(), behind) == 0;
}

void check_lines(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
    CHECK(found.size() == expected.size());
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
        INFO("found:    " << found[i]);
        INFO("expected: " << expected[i]);
        CHECK(matches(found[i], expected[i]));
    }
}

}  // namespace

TEST_CASE("each bad sheet is answered by the message beside it, in both languages, and changes nothing") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto all = read_expected();
    CHECK(all.size() >= 40);
    const auto entries_before = run({"entries", folder / "ledger"}).out;
    for (const auto& sheet : all)
        for (const std::string language : {"en", "zh"}) {
            std::vector<std::string> command = {
                "--lang", language,       "import", folder / "ledger", folder_of_sheets() + sheet.name,
                "--keys", folder / "keys"};
            command.insert(command.end(), sheet.options.begin(), sheet.options.end());
            const auto outcome = run(command);
            INFO(sheet.name << " in " << language << "\n" << outcome.out << outcome.err);
            CHECK(outcome.exit_code == sheet.exit_code);
            check_lines(faults_in(outcome), language == "en" ? sheet.en : sheet.zh);
        }
    CHECK(run({"entries", folder / "ledger"}).out == entries_before);
}

TEST_CASE("every bad sheet has its message, and no message is without its sheet") {
    std::set<std::string> sheets, expected;
    for (const auto& file : fs::directory_iterator(folder_of_sheets()))
        if (file.path().extension() == ".csv") sheets.insert(file.path().filename().string());
    for (const auto& one : read_expected()) {
        INFO(one.name);
        CHECK(expected.insert(one.name).second);
        CHECK_FALSE(one.en.empty());
        CHECK(one.en.size() == one.zh.size());
        CHECK(one.exit_code != 0);
    }
    CHECK(sheets == expected);
}
