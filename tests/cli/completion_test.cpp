#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "help_page.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

namespace fs = std::filesystem;
using Words = std::set<std::string>;

bool is_installed(const std::string& command) {
    return std::system(("command -v " + command + " >/dev/null 2>&1").c_str()) == 0;
}

/// What the shell prints for the script, and that it had nothing to complain about.
std::string output_of(const TempFolder& folder, const std::string& shell, const std::string& script) {
    write_file(folder / "script", script);
    const auto command = "cd '" + (folder / "desk") + "' && " + shell + " '" + (folder / "script") + "' >'" +
                         (folder / "out") + "' 2>'" + (folder / "err") + "'";
    const auto ended = std::system(command.c_str());
    INFO(script << read_file(folder / "err"));
    CHECK(ended == 0);
    CHECK(read_file(folder / "err") == "");
    return read_file(folder / "out");
}

std::string completion(const std::string& shell) {
    const auto outcome = run({"completion", shell});
    REQUIRE(outcome.exit_code == 0);
    REQUIRE(outcome.err == "");
    return outcome.out;
}

/// A desk to complete names on: a folder, a file and the script.
void lay_out(const TempFolder& folder, const std::string& shell) {
    fs::create_directories(folder / "desk/book");
    write_file(folder / "desk/bill.jsonl", "");
    write_file(folder / "completion", completion(shell));
}

/// Bash's words of the line: it makes words of their own of the characters in COMP_WORDBREAKS.
std::string bash_words(const std::string& line) {
    std::string words;
    std::string word;
    for (const char character : line + " ") {
        if (character != ' ' && character != '=') {
            word += character;
            continue;
        }
        if (!word.empty()) words += "'" + word + "' ";
        word.clear();
        if (character == '=') words += "'=' ";
    }
    if (line.back() == ' ' || line.back() == '=') words += "''";
    return words;
}

/// What each line is completed to; one bash for all of them.
std::vector<Words> completed_by_bash(const std::vector<std::string>& lines) {
    TempFolder folder;
    lay_out(folder, "bash");
    std::string script = "source '" + (folder / "completion") + "'\n";
    for (const auto& line : lines)
        script += "COMP_WORDS=(" + bash_words(line) +
                  "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _timebank; echo \"${COMPREPLY[*]}\"\n";
    std::vector<Words> answers;
    for (const auto& line : lines_of(output_of(folder, "bash --norc", script))) {
        std::istringstream words(line);
        answers.push_back({std::istream_iterator<std::string>(words), {}});
    }
    REQUIRE(answers.size() == lines.size());
    return answers;
}

/// The same by fish, which can be asked; it puts a tab and a description behind each answer.
std::vector<Words> completed_by_fish(const std::vector<std::string>& lines) {
    TempFolder folder;
    lay_out(folder, "fish");
    std::string script = "source '" + (folder / "completion") + "'\n";
    for (const auto& line : lines) script += "complete -C '" + line + "'; echo =\n";
    std::vector<Words> answers(1);
    for (auto line : lines_of(output_of(folder, "fish --no-config", script))) {
        line = line.substr(0, line.find('\t'));
        if (line == "=")
            answers.emplace_back();
        else
            answers.back().insert(line.back() == '/' ? line.substr(0, line.size() - 1) : line);
    }
    answers.pop_back();
    REQUIRE(answers.size() == lines.size());
    return answers;
}

struct Row {
    std::string line;
    Words offered;
};

/// What a shell that knows the program offers for the last word of each line.
const std::vector<Row> rows = {
    {"timebank ini", {"init"}},
    {"timebank key ", {"enrol", "log", "new", "show"}},
    {"timebank key en", {"enrol"}},
    {"timebank --lang zh key en", {"enrol"}},
    {"timebank --json key en", {"enrol"}},
    {"timebank --lang ", {"en", "zh"}},
    {"timebank --lang z", {"zh"}},
    {"timebank balance book --lang ", {"en", "zh"}},
    {"timebank completion ", {"bash", "fish", "zsh"}},
    {"timebank post --lo", {"--log-key"}},
    {"timebank post book --js", {"--json"}},
    {"timebank receipt book 7 --out", {"--output"}},
    {"timebank post bo", {"book"}},
    {"timebank post bi", {}},
    {"timebank post book bi", {"bill.jsonl"}},
    {"timebank post book bill.jsonl --keys bo", {"book"}},
    {"timebank post book bill.jsonl --keys bi", {}},
    {"timebank explain book ", {}},
    {"timebank frobnicate", {}},
};

void check_rows(std::vector<Words> (*completed)(const std::vector<std::string>&)) {
    std::vector<std::string> lines;
    for (const auto& row : rows) lines.push_back(row.line);
    const auto answers = completed(lines);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        INFO(rows[i].line);
        CHECK(answers[i] == rows[i].offered);
    }
}

}  // namespace

TEST_CASE("bash completes commands, options, choices, files and folders") {
    check_rows(completed_by_bash);
    CHECK(completed_by_bash({"timebank --lang=z"}) == std::vector<Words>{{"zh"}});
}

TEST_CASE("fish completes commands, options, choices, files and folders") {
    if (!is_installed("fish")) {
        WARN("no fish here: its completion was not tried");
        return;
    }
    check_rows(completed_by_fish);
}

TEST_CASE("bash offers behind each command exactly what its --help lists") {
    const auto pages = all_help_pages();
    CHECK(pages.size() > 20);
    std::vector<std::string> lines;
    for (const auto& page : pages) {
        const auto line = "timebank " + page.path + (page.path.empty() ? "" : " ");
        lines.push_back(line + "-");
        lines.push_back(line);
    }
    const auto answers = completed_by_bash(lines);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto options = pages[i].options;
        options.insert(pages[i].common.begin(), pages[i].common.end());
        INFO(lines[2 * i]);
        CHECK(answers[2 * i] == options);
        const auto& commands = pages[i].commands;
        if (!commands.empty()) CHECK(answers[2 * i + 1] == Words(commands.begin(), commands.end()));
    }
}

TEST_CASE("each shell reads its script without complaint, in both languages") {
    for (const std::string shell : {"bash", "zsh", "fish"}) {
        if (!is_installed(shell)) {
            WARN("no " << shell << " here: its script was not read");
            continue;
        }
        for (const std::string language : {"en", "zh"}) {
            TempFolder folder;
            fs::create_directories(folder / "desk");
            const auto script = run({"--lang", language, "completion", shell}).out;
            CHECK(script.size() > 2000);
            CHECK(output_of(folder, shell + " -n", script) == "");
        }
    }
}

TEST_CASE("a shell that nobody wrote a script for is named with those that there are") {
    const auto outcome = run({"completion", "csh"});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("bash") != std::string::npos);
}
