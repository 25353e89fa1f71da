#include "cli/field_path.hpp"

#include <algorithm>
#include <optional>

namespace timebank::cli {
namespace {

using Json = nlohmann::ordered_json;

bool is_number(const std::string& text) {
    return !text.empty() && text.size() <= 9 &&
           std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

/// The names and positions on the way; nothing when the text is no field.
std::optional<std::vector<std::string>> parts_of(const std::string& field) {
    std::vector<std::string> parts;
    std::string part;
    for (std::size_t i = 0; i <= field.size(); ++i) {
        const char one = i < field.size() ? field[i] : '.';
        if (one == ']') continue;
        if (one != '.' && one != '[') {
            part += one;
            continue;
        }
        const bool behind_bracket = i > 0 && field[i - 1] == ']';
        if (part.empty() && !behind_bracket) return std::nullopt;
        if (!part.empty()) parts.push_back(std::move(part));
        part.clear();
    }
    return parts;
}

Error no_such_field(const std::string& field) {
    return fail(Code::not_found, "声明里没有字段 {}：用 timebank entries --json 查看有哪些",
                "the claim has no field {}: timebank entries --json shows what it has", {field});
}

/// Where the parts but the last lead to, or null.
Json* parent_of(Json& line, const std::vector<std::string>& parts) {
    auto* place = &line;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const auto& part = parts[i];
        if (place->is_array() && is_number(part) && std::stoul(part) < place->size())
            place = &(*place)[std::stoul(part)];
        else if (place->is_object() && place->contains(part))
            place = &(*place)[part];
        else
            return nullptr;
    }
    return place;
}

Json value_of(const std::string& text, const Json* before) {
    const bool was_text = before && before->is_string();
    const bool quoted = text.size() >= 2 && text.front() == '"';
    if (was_text && !quoted) return text;
    auto value = Json::parse(text, nullptr, false);
    return value.is_discarded() || value.is_boolean() || value.is_null() ? Json(text) : value;
}

}  // namespace

Result<void> set_field(Json& line, const std::string& assignment) {
    const auto equals = assignment.find('=');
    const auto field = assignment.substr(0, equals);
    const auto parts = parts_of(field);
    if (equals == assignment.npos || !parts || parts->empty())
        return fail(Code::invalid_argument, "“{}”不是“字段=值”：应如 actual.end=2025-01-04T08:20+08:00",
                    "\"{}\" is not FIELD=VALUE: write it as actual.end=2025-01-04T08:20+08:00", {assignment});
    auto* parent = parent_of(line, *parts);
    const auto& last = parts->back();
    const auto text = assignment.substr(equals + 1);
    if (parent && parent->is_array() && is_number(last) && std::stoul(last) <= parent->size()) {
        const auto position = std::stoul(last);
        if (position == parent->size())
            parent->push_back(value_of(text, nullptr));
        else
            (*parent)[position] = value_of(text, &(*parent)[position]);
        return {};
    }
    if (!parent || !parent->is_object()) return no_such_field(field);
    const auto before = parent->find(last);
    (*parent)[last] = value_of(text, before == parent->end() ? nullptr : &*before);
    return {};
}

Result<void> remove_field(Json& line, const std::string& field) {
    const auto parts = parts_of(field);
    if (!parts || parts->empty()) return no_such_field(field);
    auto* parent = parent_of(line, *parts);
    const auto& last = parts->back();
    if (parent && parent->is_array() && is_number(last) && std::stoul(last) < parent->size()) {
        parent->erase(std::stoul(last));
        return {};
    }
    if (!parent || !parent->is_object() || parent->erase(last) == 0) return no_such_field(field);
    return {};
}

std::string field_of_pointer(const std::string& pointer) {
    std::string field;
    for (std::size_t begin = 1; begin <= pointer.size();) {
        const auto end = std::min(pointer.find('/', begin), pointer.size());
        const auto part = pointer.substr(begin, end - begin);
        if (is_number(part))
            field += "[" + part + "]";
        else
            field += (field.empty() ? "" : ".") + part;
        begin = end + 1;
    }
    return field;
}

}  // namespace timebank::cli
