#include <algorithm>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "house/help.hpp"
#include "house/style.hpp"
#include "house/tree.hpp"

using namespace timebank::house;

// The shared library exports what the public headers declare, and nothing else: not the rooms, not the
// templates of other libraries. How: src/cmake/Library.cmake.

namespace {

#ifdef TIMEBANK_SHARED
const char* const library = TIMEBANK_SHARED;
#else
const char* const library = "";
#endif

using Names = std::set<std::string>;

/// "timebank::Result<long>::value() const &" without what stands in brackets.
std::string without_brackets(const std::string& symbol) {
    std::string name;
    int depth = 0;
    for (const char character : symbol) {
        if (character == '<' || character == '(') ++depth;
        if (depth == 0) name += character;
        if (character == '>' || character == ')') --depth;
    }
    return name;
}

/// The parts of "vtable for timebank::Signer" are timebank and Signer; an operator, a destructor and a
/// conversion have no name of their own.
std::vector<std::string> parts_of(std::string symbol) {
    for (const std::string before : {"vtable for ", "typeinfo for ", "typeinfo name for "})
        if (symbol.rfind(before, 0) == 0) symbol = symbol.substr(before.size());
    symbol = without_brackets(symbol.substr(0, symbol.find("::operator")));
    symbol = symbol.substr(0, symbol.find(' '));
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= symbol.size();) {
        const auto end = std::min(symbol.find("::", begin), symbol.size());
        auto part = symbol.substr(begin, end - begin);
        if (!part.empty() && part.front() == '~') part.erase(0, 1);
        parts.push_back(part.substr(0, part.find('[')));  // [abi:cxx11]
        begin = end + 2;
    }
    return parts;
}

/// Every word in the code of the public headers.
Names words_in(const std::vector<Source>& headers) {
    Names words;
    for (const auto& header : headers)
        for (const auto& line : header.lines) {
            std::string word;
            for (const char character : code_of(line) + " ") {
                if (std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_') {
                    word += character;
                    continue;
                }
                words.insert(word);
                word.clear();
            }
        }
    return words;
}

/// The demangled names behind the addresses that `nm -D -C --defined-only` prints.
std::vector<std::string> symbols_in(const std::vector<std::string>& lines) {
    std::vector<std::string> symbols;
    for (const auto& line : lines) {
        std::istringstream in(line);
        std::string address, kind, symbol;
        in >> address >> kind;
        std::getline(in >> std::ws, symbol);
        if (!symbol.empty()) symbols.push_back(symbol);
    }
    return symbols;
}

/// Symbols that no public header declares.
std::vector<std::string> undeclared(const std::vector<std::string>& symbols, const Names& words) {
    std::vector<std::string> faults;
    for (const auto& symbol : symbols) {
        const auto parts = parts_of(symbol);
        const bool ours = parts.front() == "timebank";
        if (!ours || !std::all_of(parts.begin(), parts.end(),
                                  [&](const std::string& part) { return words.count(part) == 1; }))
            faults.push_back(symbol + " is exported, and no public header declares it");
    }
    return faults;
}

/// A function that a header declares.
struct Declaration {
    std::string name;  ///< such as "timebank::Ledger::found"
    std::string text;  ///< up to its semicolon
};

/// Those of one header: `ctags -x --kinds-c++=p --_xformat="%{scope}::%N %n"` knows where they are.
std::vector<Declaration> declarations_in(const Source& header) {
    const auto file = (source_dir() / header.path).string();
    std::vector<Declaration> declarations;
    for (const auto& tag :
         output_of("ctags -x --kinds-c++=p --_xformat='%{scope}::%N %n' --language-force=C++ '" + file +
                   "' 2>/dev/null")) {
        const auto end = tag.find_last_of(' ');
        Declaration one{tag.substr(0, end), ""};
        for (auto i = std::stoul(tag.substr(end + 1)) - 1; i < header.lines.size(); ++i) {
            one.text += code_of(header.lines[i]);
            if (one.text.find(';') != std::string::npos) break;
        }
        declarations.push_back(one);
    }
    return declarations;
}

/// Whether the library holds its body: pure, defaulted and deleted ones have none there. Operators are not
/// looked for: their names are written in too many ways.
bool has_body_elsewhere(const Declaration& declaration) {
    for (const char* end : {"= 0;", "= default;", "= delete;"})
        if (declaration.text.find(end) != std::string::npos) return false;
    return declaration.name.find("::operator") == std::string::npos;
}

std::vector<std::string> not_exported(const std::vector<Declaration>& declarations,
                                      const std::vector<std::string>& symbols) {
    Names exported;
    for (const auto& symbol : symbols) {
        auto name = without_brackets(symbol);
        exported.insert(name.substr(0, name.find('[')));
    }
    std::vector<std::string> faults;
    for (const auto& [name, text] : declarations)
        if (has_body_elsewhere({name, text}) && exported.count(name) + exported.count(name + " const") == 0)
            faults.push_back(name +
                             " is declared in a public header and not exported: it has no body, or the "
                             "header lacks #pragma GCC visibility push(default)");
    return faults;
}

}  // namespace

TEST_CASE("the shared library exports what the public headers declare, and nothing else") {
    const auto headers = read_sources(source_dir(), {"include"});
    const auto symbols = symbols_in(
        output_of(std::string(TIMEBANK_NM) + " -D -C --defined-only '" + library + "' 2>/dev/null"));
    if (symbols.empty()) {
        WARN("no nm here, or no shared library: what is exported was not looked at");
        return;
    }
    CHECK(symbols.size() > 100);
    CHECK(report(undeclared(symbols, words_in(headers))) == "");

    std::vector<Declaration> declarations;
    for (const auto& header : headers)
        for (const auto& one : declarations_in(header)) declarations.push_back(one);
    if (declarations.empty()) {
        WARN("no universal-ctags here: whether all declared functions are exported was not looked at");
        return;
    }
    CHECK(declarations.size() > 100);
    CHECK(report(not_exported(declarations, symbols)) == "");
}

TEST_CASE("the check of exported symbols finds what it is for") {
    const Names words = {"timebank", "Ledger", "found", "Result", "value", "Signer", "to_text"};
    const std::vector<std::string> sound = {
        "timebank::Ledger::found(std::filesystem::__cxx11::path const&, int)",
        "timebank::Result<std::unique_ptr<timebank::Ledger>>::value() const &",
        "timebank::Ledger::~Ledger()",
        "timebank::to_text[abi:cxx11](timebank::Amount)",
        "vtable for timebank::Signer",
        "timebank::Ledger::operator=(timebank::Ledger const&)",
    };
    CHECK(report(undeclared(sound, words)) == "");
    CHECK(undeclared({"timebank::store::Transaction::commit()", "mdb_env_open", "timebank::decide(int)",
                      "std::vector<timebank::Ledger>::push_back(timebank::Ledger const&)",
                      "typeinfo for timebank::store::State", "nlohmann::detail::parser()"},
                     words)
              .size() == 6);

    const std::vector<Declaration> declarations = {
        {"timebank::Ledger::found", "static Result<int> found(int);"},
        {"timebank::Ledger::head", "virtual int head() const = 0;"},
        {"timebank::to_text", "std::string to_text(Amount amount);"},
        {"timebank::operator ==", "bool operator==(A, B);"}};
    CHECK(not_exported(declarations, sound).empty());
    CHECK(not_exported(declarations, {sound[0]}).size() == 1);
}
