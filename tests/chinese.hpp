#pragma once

#include <regex>
#include <set>
#include <string>

/// The first English word in a Chinese sentence, empty when there is none. Latin letters may stand there
///   - between “ and ”: what is read, or typed, as it is, such as a field of a claim or a table's name;
///   - in one of `codes`: what somebody called something, such as v-1 or point;
///   - in a time, a key, a digest or a claim id;
///   - in the name of a command of the program, or of a format.
inline std::string english_in(const std::string& zh, const std::set<std::string>& codes) {
    static const std::set<std::string> names = {"audit", "rebuild", "find",    "init",
                                                "UTF-8", "JSON",    "SHA-256", "Ed25519"};
    static const std::regex to_be_read(
        "“[^”]*”|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+(Z|[+-][0-9]{2}:[0-9]{2})|[0-9a-f-]{16,}");
    static const std::regex word("[A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_.-]*");
    const auto text = std::regex_replace(zh, to_be_read, " ");
    for (std::sregex_iterator match(text.begin(), text.end(), word), end; match != end; ++match)
        if (codes.count(match->str()) == 0 && names.count(match->str()) == 0) return match->str();
    return {};
}
