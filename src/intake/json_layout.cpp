#include "intake/json_layout.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace timebank::intake {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t columns_most = 110;

std::size_t columns_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char one) {
        return (static_cast<unsigned char>(one) & 0xC0u) != 0x80u;  // not inside a character
    }));
}

/// `before` columns of its first line are taken already.
std::string laid_out(const Json& value, std::size_t indent, std::size_t before) {
    if (!value.is_structured()) return value.dump();
    const bool is_object = value.is_object();
    const std::string open = is_object ? "{" : "[", close = is_object ? "}" : "]";
    const std::string margin(indent + 2, ' ');
    std::string line, lines;
    for (const auto& [name, part] : value.items()) {
        const auto key = is_object ? Json(name).dump() + ": " : "";
        const auto inner = laid_out(part, indent + 2, indent + 2 + key.size());
        line += (line.empty() ? "" : ", ") + key + inner;
        lines += (lines.empty() ? "\n" : ",\n") + margin + key + inner;
    }
    const bool fits = line.find('\n') == line.npos && before + columns_of(line) + 3 <= columns_most;
    return open + (fits ? line : lines + "\n" + std::string(indent, ' ')) + close;
}

}  // namespace

std::string laid_out(const Json& value) {
    return laid_out(value, 0, 0);
}

}  // namespace timebank::intake
