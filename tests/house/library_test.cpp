#include <algorithm>

#include "catch.hpp"
#include "house/help.hpp"

using namespace timebank::house;

// An embedded library neither prints nor ends its host: what it imports proves it.

namespace {

bool prints_or_ends(const std::string& symbol) {
    const std::string forbidden[] = {
        "abort",        "exit",          "_Exit",         "quick_exit",    "printf",     "fprintf",
        "vprintf",      "vfprintf",      "puts",          "fputs",         "putchar",    "fputc",
        "fwrite",       "perror",        "stdout",        "stderr",        "syslog",     "raise",
        "kill",         "_ZSt4cout",     "_ZSt4cerr",     "_ZSt4clog",     "_ZSt5wcout", "_ZSt5wcerr",
        "__printf_chk", "__fprintf_chk", "__vprintf_chk", "__vfprintf_chk"};
    return std::find(std::begin(forbidden), std::end(forbidden), symbol) != std::end(forbidden);
}

/// The child of an audit ends itself, and only it does; assertions are there in a debug build alone.
bool is_allowed(const std::string& object, const std::string& symbol) {
    if (symbol == "_exit") return object.find("child.cpp.o:") != std::string::npos;
#ifdef TIMEBANK_ASSERTIONS_ARE_ON
    if (symbol == "__assert_fail") return true;
#endif
    return symbol != "__assert_fail" && !prints_or_ends(symbol);
}

/// Faults in the output of `nm -u -A`: "file: symbol" pairs that are not allowed.
std::vector<std::string> faults_in(const std::vector<std::string>& symbols) {
    std::vector<std::string> faults;
    for (const auto& line : symbols) {
        const auto begin = line.find_last_of(' ') + 1;
        const auto symbol = line.substr(begin, line.find('@', begin) - begin);
        if (!is_allowed(line.substr(0, begin), symbol)) faults.push_back(line);
    }
    return faults;
}

}  // namespace

TEST_CASE("the library does not print, and does not end the program it is part of") {
    const auto symbols =
        output_of(std::string(TIMEBANK_NM) + " -u -A '" + TIMEBANK_LIBRARY_FILE + "' 2>/dev/null");
    if (symbols.empty()) {
        WARN("no nm here, or no static library: what the library imports was not looked at");
        return;
    }
    CHECK(symbols.size() > 1000);
    CHECK(report(faults_in(symbols)) == "");
}

TEST_CASE("the check of imports finds what it is for") {
    const std::vector<std::string> symbols = {
        "libtimebank.a:id.cpp.o:                 U abort",
        "libtimebank.a:id.cpp.o:                 U snprintf",
        "libtimebank.a:child.cpp.o:                 U _exit",
        "libtimebank.a:transaction.cpp.o:                 U _ZSt4cerr@GLIBCXX_3.4",
        "libtimebank.a:writer.cpp.o:                 U mdb_txn_abort",
    };
    CHECK(report(faults_in(symbols)) == symbols[0] + "\n" + symbols[3]);
    CHECK(faults_in({"libtimebank.a:id.cpp.o:                 U _exit"}).size() == 1);
}
