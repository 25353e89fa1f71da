#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "catch.hpp"
#include "help_page.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

using Names = std::set<std::string>;

std::string manual(const std::string& language) {
    const auto outcome = run({"--lang", language, "manual"});
    REQUIRE(outcome.exit_code == 0);
    return outcome.out;
}

/// Roff for people: fonts and escapes taken away.
std::string plain(std::string line) {
    for (const auto& [escape, means] : std::map<std::string, std::string>{
             {"\\fB", ""}, {"\\fI", ""}, {"\\fR", ""}, {"\\-", "-"}, {"\\:", ""}, {"\\&", ""}, {"\\e", "\\"}})
        for (auto at = line.find(escape); at != std::string::npos; at = line.find(escape))
            line.replace(at, escape.size(), means);
    return line;
}

/// The names of the options that stand at the beginning of the text: "-o, --output FILE".
Names option_names(const std::string& text) {
    Names names;
    for (auto word : words_of(text)) {
        if (word.front() != '-') break;
        if (word.back() == ',') word.pop_back();
        names.insert(word);
    }
    return names;
}

/// Command -> the options that the manual describes under it; "" holds those of every command.
std::map<std::string, Names> options_in(const std::string& page) {
    std::map<std::string, Names> options;
    const auto lines = lines_of(page);
    bool in_commands = false;
    std::string path;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = plain(lines[i]);
        if (line.substr(0, 4) == ".SH ") in_commands = line == ".SH COMMANDS" || line == ".SH 命令";
        if (!in_commands) continue;
        if (line.substr(0, 4) == ".SS ") {
            path.clear();
            const auto words = words_of(line.substr(4));
            // Arguments are in capitals; options in brackets.
            for (std::size_t k = 1; k < words.size() && words.front() == "timebank"; ++k)
                if (std::islower(static_cast<unsigned char>(words[k].front())) != 0)
                    path += (path.empty() ? "" : " ") + words[k];
            options[path];
        }
        if (line == ".TP" && i + 1 < lines.size())
            for (const auto& name : option_names(plain(lines[i + 1]))) options[path].insert(name);
    }
    return options;
}

/// The commands in the examples: the lines that begin with "timebank".
std::vector<std::vector<std::string>> examples_in(const std::string& page) {
    std::vector<std::vector<std::string>> examples;
    bool inside = false;
    for (const auto& raw : lines_of(page)) {
        const auto line = plain(raw);
        if (line == ".EX") inside = true;
        if (line == ".EE") inside = false;
        if (inside && line.substr(0, 9) == "timebank ") examples.push_back(words_of(line));
    }
    return examples;
}

}  // namespace

TEST_CASE("the manual describes every command with exactly the options of its --help") {
    for (const std::string language : {"en", "zh"}) {
        const auto described = options_in(manual(language));
        std::size_t commands = 0;
        for (const auto& page : all_help_pages()) {
            // A command that only holds others is described by those.
            if (!page.path.empty() && !page.commands.empty()) continue;
            INFO(language << ": timebank " << page.path);
            ++commands;
            auto expected = page.options;
            if (!page.path.empty()) {
                expected.erase("-h");
                expected.erase("--help");
            }
            REQUIRE(described.count(page.path) == 1);
            CHECK(described.at(page.path) == expected);
        }
        CHECK(described.size() == commands);
    }
}

TEST_CASE("the examples of the manual use commands and options that exist") {
    for (const std::string language : {"en", "zh"}) {
        const auto examples = examples_in(manual(language));
        CHECK(examples.size() >= 8);
        for (const auto& words : examples) {
            INFO(language << ": " << words[1]);
            auto page = help_page(words[1]);
            if (!page.commands.empty()) page = help_page(words[1] + " " + words.at(2));
            for (const auto& word : words) {
                if (word.front() != '-' || word == "-") continue;
                INFO(word);
                CHECK(page.options.count(word) + page.common.count(word) == 1);
            }
        }
    }
}

TEST_CASE("the manuals in English and in Chinese have the same parts") {
    const auto headings = [](const std::string& page) {
        const auto lines = lines_of(page);
        return std::count_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return line.substr(0, 4) == ".SH "; });
    };
    CHECK(headings(manual("en")) == headings(manual("zh")));
    CHECK(options_in(manual("en")) == options_in(manual("zh")));
    CHECK(examples_in(manual("en")) == examples_in(manual("zh")));
}

TEST_CASE("man renders the manual without a warning, in both languages") {
    if (std::system("command -v groff >/dev/null 2>&1") != 0) {
        WARN("no groff here: the manual was not rendered");
        return;
    }
    for (const std::string language : {"en", "zh"}) {
        TempFolder folder;
        write_file(folder / "page", manual(language));
        const auto command = "groff -K utf8 -T utf8 -man -ww '" + (folder / "page") + "' >'" +
                             (folder / "out") + "' 2>'" + (folder / "err") + "'";
        CHECK(std::system(command.c_str()) == 0);
        CHECK(read_file(folder / "err") == "");
        CHECK(read_file(folder / "out").size() > 5000);
    }
}
