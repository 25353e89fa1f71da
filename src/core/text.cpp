#include "timebank/text.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace timebank {
namespace {

using Arguments = std::span<const std::string_view>;

/// The argument that the characters between two braces name; nothing when they name none.
std::optional<std::size_t> argument_index(std::string_view name, std::size_t next_unnamed) {
    if (name.empty()) return next_unnamed;
    if (name.size() > 2) return std::nullopt;
    std::size_t index = 0;
    for (char digit : name) {
        if (digit < '0' || digit > '9') return std::nullopt;
        index = index * 10 + static_cast<std::size_t>(digit - '0');
    }
    return index;
}

std::string fill(std::string_view pattern, Arguments arguments) {
    std::string filled;
    std::size_t next_unnamed = 0;
    std::size_t position = 0;
    while (position < pattern.size()) {
        const std::size_t open = pattern.find('{', position);
        const std::size_t close = open == pattern.npos ? pattern.npos : pattern.find('}', open);
        if (close == pattern.npos) break;
        filled += pattern.substr(position, open - position);

        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        const auto index = argument_index(name, next_unnamed);
        if (index && *index < arguments.size()) {
            filled += arguments[*index];
            if (name.empty()) ++next_unnamed;
            position = close + 1;
        } else {
            // Only the brace is copied: what follows it may hold a place of its own, as in "{ {}".
            filled += '{';
            position = open + 1;
        }
    }
    filled += pattern.substr(position);
    return filled;
}

}  // namespace

Text say(std::string_view zh, std::string_view en, std::initializer_list<std::string_view> arguments) {
    return Text{fill(zh, {arguments.begin(), arguments.size()}),
                fill(en, {arguments.begin(), arguments.size()})};
}

Text say_with(std::string_view zh, std::string_view en, std::initializer_list<Text> arguments) {
    std::vector<std::string_view> in_zh, in_en;
    for (const auto& argument : arguments) {
        in_zh.emplace_back(argument.zh);
        in_en.emplace_back(argument.en);
    }
    return Text{fill(zh, in_zh), fill(en, in_en)};
}

Text same_in_both(std::string value) {
    return Text{value, std::move(value)};
}

Text listed(const std::vector<Text>& parts) {
    Text list;
    for (const auto& part : parts) {
        list.zh += (list.zh.empty() ? "" : "、") + part.zh;
        list.en += (list.en.empty() ? "" : ", ") + part.en;
    }
    return list;
}

Text listed_codes(const std::vector<std::string>& codes) {
    std::vector<Text> parts;
    for (const auto& code : codes) parts.push_back(same_in_both(code));
    return listed(parts);
}

}  // namespace timebank
