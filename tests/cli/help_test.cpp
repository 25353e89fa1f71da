#include <set>

#include "catch.hpp"
#include "help_page.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

/// Columns that a terminal gives the text: two for what takes three bytes of UTF-8, which is Chinese here.
std::size_t columns_of(const std::string& text) {
    std::size_t columns = 0;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x80)
            ++columns;
        else if (byte >= 0xe0)
            columns += 2;
    }
    return columns;
}

/// Where the right halves of a block's lines begin: two or more spaces behind the left half.
std::set<std::size_t> right_columns(const std::string& help, const std::string& heading) {
    std::set<std::size_t> columns;
    bool inside = false;
    for (const auto& line : lines_of(help)) {
        if (line.substr(0, 2) != "  ") {
            inside = line == heading;
            continue;
        }
        const auto left = line.find_first_not_of(' ');
        const auto gap = left > 2 ? 0 : line.find("  ", left);
        if (inside && gap != std::string::npos)
            columns.insert(columns_of(line.substr(0, line.find_first_not_of(' ', gap))));
    }
    return columns;
}

}  // namespace

TEST_CASE("the columns of the help are in line, whatever the language") {
    for (const auto& page : all_help_pages())
        for (const std::string language : {"en", "zh"}) {
            std::vector<std::string> arguments = {"--lang", language};
            for (const auto& word : words_of(page.path)) arguments.push_back(word);
            arguments.push_back("--help");
            const auto help = run(arguments).out;
            const std::vector<std::string> headings = language == "en"
                                                          ? std::vector<std::string>{"Options:", "Commands:"}
                                                          : std::vector<std::string>{"选项:", "命令:"};
            INFO(help);
            CHECK(right_columns(help, headings[0]).size() == 1);
            CHECK(right_columns(help, headings[1]).size() <= 1);
        }
}

TEST_CASE("wrong usage is told in the language asked for") {
    struct Row {
        std::vector<std::string> arguments;
        std::string zh;
        std::string en;
    };
    const std::vector<Row> rows = {
        {{}, "缺少命令", "A subcommand is required"},
        {{"balance"}, "缺少 LEDGER", "LEDGER is required"},
        {{"balance", "book", "--colour"}, "多余或不认识的参数：--colour", "not expected: --colour"},
        {{"explain", "book", "seven"},
         "seven 不是十进制数：只写数字",
         "seven is no decimal number: digits alone"},
        {{"completion", "csh"}, "csh 不在可选的 {bash,zsh,fish} 之中", "csh not in {bash,zsh,fish}"},
    };
    for (auto row : rows) {
        const auto english = run(row.arguments);
        row.arguments.insert(row.arguments.begin(), {"--lang", "zh"});
        const auto chinese = run(row.arguments);
        INFO(english.err << chinese.err);
        CHECK(english.exit_code == 2);
        CHECK(chinese.exit_code == 2);
        CHECK(english.err.find(row.en) != std::string::npos);
        CHECK(english.err.find("--help") != std::string::npos);
        CHECK(chinese.err.find(row.zh) != std::string::npos);
        CHECK(chinese.err.find("--help") != std::string::npos);
        CHECK(chinese.err.find("required") == std::string::npos);
    }
}
