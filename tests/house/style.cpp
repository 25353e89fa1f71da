#include "house/style.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace timebank::house {
namespace {

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

template <class HasFault>
std::vector<std::string> faulty_lines(const Source& source, HasFault has_fault) {
    std::vector<std::string> faults;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
        if (has_fault(source.lines[i])) faults.push_back(place(source, i + 1) + ": " + source.lines[i]);
    return faults;
}

}  // namespace

std::size_t columns_of(std::string_view line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;  // not a continuation byte
    }));
}

std::string code_of(std::string_view line) {
    std::string code;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '/' && line.substr(i, 2) == "//") break;
        const bool digit_separator = c == '\'' && i > 0 && is_word_character(line[i - 1]);
        if (c != '"' && (c != '\'' || digit_separator)) {
            code += c;
            continue;
        }
        for (++i; i < line.size() && line[i] != c; ++i)
            if (line[i] == '\\') ++i;
        code += "\"\"";
    }
    return code;
}

bool has_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool begins = at == 0 || !is_word_character(text[at - 1]);
        if (begins && (end == text.size() || !is_word_character(text[end]))) return true;
    }
    return false;
}

std::vector<std::string> wide_lines(const Source& source) {
    std::string closing;  // of the raw string literal that the line begins in, such as )"
    return faulty_lines(source, [&](const std::string& line) {
        bool has_literal = !closing.empty() || line.find('"') != std::string::npos;
        for (std::size_t at = 0; at < line.size();) {
            if (!closing.empty()) {
                at = line.find(closing, at);
                if (at == std::string::npos) break;
                at += closing.size();
                closing.clear();
            }
            at = line.find("R\"", at);
            if (at == std::string::npos) break;
            const auto open = line.find('(', at);
            if (open == std::string::npos) break;
            closing = ")" + line.substr(at + 2, open - at - 2) + "\"";
            at = open + 1;
        }
        return columns_of(line) > columns_max && !has_literal;
    });
}

std::vector<std::string> long_file(const Source& source) {
    if (source.lines.size() <= file_lines_max) return {};
    return {source.path + ": " + std::to_string(source.lines.size()) + " lines"};
}

std::vector<std::string> lines_with_words(const Source& source, const std::vector<std::string>& words) {
    return faulty_lines(source, [&](const std::string& line) {
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& word) { return has_word(line, word); });
    });
}

std::vector<std::string> code_with_words(const Source& source, const std::vector<std::string>& words) {
    return faulty_lines(source, [&](const std::string& line) {
        const auto code = code_of(line);
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& word) { return has_word(code, word); });
    });
}

std::vector<std::string> long_functions(const Lines& tags) {
    std::vector<std::string> faults;
    for (const auto& tag : tags) {
        std::istringstream in(tag);
        std::size_t first = 0, last = 0;
        std::string file, name;
        if (!(in >> first >> last >> file >> name) || last < first) continue;
        if (last - first + 1 > function_lines_max)
            faults.push_back(file + ":" + std::to_string(first) + ": " + name + " has " +
                             std::to_string(last - first + 1) + " lines");
    }
    return faults;
}

}  // namespace timebank::house
