#include "help_page.hpp"

#include <sstream>

#include "catch.hpp"
#include "program.hpp"

namespace timebank::cli_test {
namespace {

/// "  -o, --output FILE  the receipt's file" has two names.
void add_names(const std::string& line, std::set<std::string>& names) {
    for (auto word : words_of(line)) {
        if (word.front() != '-') return;
        const bool more = word.back() == ',';
        if (more) word.pop_back();
        names.insert(word);
        if (!more) return;
    }
}

void collect(const std::string& path, std::vector<HelpPage>& pages) {
    pages.push_back(help_page(path));
    const auto commands = pages.back().commands;
    for (const auto& command : commands) collect(path.empty() ? command : path + " " + command, pages);
}

}  // namespace

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

HelpPage help_page(const std::string& path) {
    auto arguments = words_of(path);
    arguments.push_back("--help");
    const auto outcome = run(arguments);
    INFO(path << ": " << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    HelpPage page;
    page.path = path;
    std::string block;
    for (const auto& line : lines_of(outcome.out)) {
        if (!line.empty() && line.front() != ' ') block = line;
        // A line of a block is indented by two; what is indented deeper explains the line before.
        if (line.size() < 3 || line.substr(0, 2) != "  " || line[2] == ' ') continue;
        if (block == "Options:") add_names(line, page.options);
        if (block == "Options of every command:") add_names(line, page.common);
        if (block == "Commands:") page.commands.push_back(words_of(line).front());
        if (block == "Arguments:") page.arguments.push_back(words_of(line).front());
    }
    return page;
}

std::vector<HelpPage> all_help_pages() {
    std::vector<HelpPage> pages;
    collect("", pages);
    return pages;
}

}  // namespace timebank::cli_test
