#include "standard/fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/excerpt.hpp"
#include "standard/json.hpp"
#include "timebank/id.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

using nlohmann::json;

std::string listed(const std::vector<std::string_view>& words) {
    std::string list;
    for (std::string_view word : words) {
        if (!list.empty()) list += ", ";
        list += word;
    }
    return list;
}

/// " (did you mean …?)", or nothing.
Text suggestion(std::string_view word, const std::vector<std::string_view>& allowed) {
    const auto nearest = nearest_word(word, allowed);
    if (!nearest) return {};
    return say("（是否想写 {}？）", " (did you mean {}?)", {*nearest});
}

}  // namespace

// JsonReading

Value JsonReading::root() {
    return Value(*this, &root_);
}

Result<void> JsonReading::outcome() const {
    if (fault_) return *fault_;
    return {};
}

void JsonReading::refuse_at(const std::string& path, const Text& fault) {
    if (!ok()) return;
    fault_ = Error{Code::bad_document, Text{path + "：" + fault.zh, path + ": " + fault.en}};
}

void JsonReading::refuse(const json& node, const Text& fault) {
    if (ok()) refuse_at(path_of(root_, node), fault);
}

void JsonReading::refuse_member(const json& object, std::string_view name, const Text& fault) {
    if (ok()) refuse_at(member_path(path_of(root_, object), std::string(name)), fault);
}

// Value

void Value::refuse(const Text& fault) const {
    if (readable()) reading_->refuse(*node_, fault);
}

void Value::refuse(std::string_view zh, std::string_view en,
                   std::initializer_list<std::string_view> arguments) const {
    refuse(say(zh, en, arguments));
}

void Value::refuse_kind(std::string_view zh, std::string_view en) const {
    const std::string found = shown();
    refuse(Text{"这里是 " + found + "，应为" + std::string(zh),
                "found " + found + ", must be " + std::string(en)});
}

std::string Value::shown() const {
    if (!node_) return "";
    return excerpt(node_->dump(-1, ' ', false, json::error_handler_t::replace));
}

bool Value::is_string() const {
    return readable() && node_->is_string();
}

bool Value::is_object() const {
    return readable() && node_->is_object();
}

bool Value::is(std::string_view word) const {
    return is_string() && node_->get_ref<const std::string&>() == word;
}

std::optional<std::string> Value::string() const {
    if (!readable()) return std::nullopt;
    if (node_->is_string()) return node_->get<std::string>();
    refuse_kind("带双引号的文字", "text in double quotes");
    return std::nullopt;
}

void Value::check_note() const {
    const auto found = string();
    if (!found || is_printable_text(*found)) return;
    refuse_kind("文字，不含控制字符和改变书写方向的字符",
                "text without control characters or those that turn its direction");
}

std::string Value::text(std::size_t bytes_max) const {
    const auto found = string();
    if (!found) return {};
    if (!found->empty() && found->size() <= bytes_max && is_printable_line(*found)) return *found;
    const Text kind =
        say(" 1 至 {} 字节的文字，不含换行、控制字符和改变书写方向的字符",
            "text of 1 to {} bytes without line breaks, control characters or those that turn its direction",
            {std::to_string(bytes_max)});
    refuse_kind(kind.zh, kind.en);
    return {};
}

std::string Value::code() const {
    const auto found = string();
    if (!found) return {};
    if (is_code(*found)) return *found;
    const Text kind = say("代码：1 至 {} 个 A-Z a-z 0-9 . _ -，以字母或数字开头",
                          "a code: 1 to {} of A-Z a-z 0-9 . _ -, the first a letter or digit",
                          {std::to_string(limits::code_characters)});
    refuse_kind(kind.zh, kind.en);
    return {};
}

Text Value::bilingual(std::size_t bytes_max) const {
    const Object both = object({"zh", "en"});
    return {both["zh"].text(bytes_max), both["en"].text(bytes_max)};
}

std::size_t Value::choice(const std::vector<std::string_view>& allowed) const {
    const auto found = string();
    if (!found) return 0;
    const auto match = std::find(allowed.begin(), allowed.end(), *found);
    if (match != allowed.end()) return static_cast<std::size_t>(match - allowed.begin());
    const std::string list = listed(allowed);
    const Text meant = suggestion(*found, allowed);
    refuse_kind("以下之一：" + list + meant.zh, (allowed.size() > 1 ? "one of " : "") + list + meant.en);
    return 0;
}

std::int64_t Value::integer(std::int64_t least, std::int64_t most) const {
    if (!readable()) return least;
    if (node_->is_number_integer()) {
        const auto found = node_->get<std::int64_t>();
        if (least <= found && found <= most) return found;
    }
    const Text kind = say(" {} 至 {} 的整数，不加引号", "an integer from {} to {}, without quotes",
                          {std::to_string(least), std::to_string(most)});
    refuse_kind(kind.zh, kind.en);
    return least;
}

bool Value::boolean() const {
    if (!readable()) return false;
    if (node_->is_boolean()) return node_->get<bool>();
    refuse_kind(" true 或 false，不加引号", "true or false, without quotes");
    return false;
}

Amount Value::signed_amount(std::int64_t minor_units_in_one) const {
    const auto spelling = string();
    if (!spelling) return {};
    const Result<Amount> read = parse_amount(*spelling, minor_units_in_one);
    if (!read) return refuse(read.error().text), Amount{};
    return *read;
}

Amount Value::amount(std::int64_t minor_units_in_one) const {
    const Amount read = signed_amount(minor_units_in_one);
    if (read.minor_units >= 0) return read;
    refuse_kind("不小于零的数", "zero or more");
    return {};
}

Fraction Value::fraction() const {
    const auto spelling = string();
    if (!spelling) return {};
    const Result<Fraction> read = parse_fraction(*spelling);
    if (!read) return refuse(read.error().text), Fraction{};
    if (!(*read < Fraction(0))) return *read;
    refuse_kind("不小于零的数", "zero or more");
    return {};
}

std::vector<Value> Value::array(std::size_t least, std::size_t most) const {
    if (!readable()) return {};
    if (!node_->is_array() || node_->size() < least || node_->size() > most) {
        const Text kind = say("有 {} 至 {} 项的数组 [ ]", "an array [ ] of {} to {} elements",
                              {std::to_string(least), std::to_string(most)});
        refuse_kind(kind.zh, kind.en);
        return {};
    }
    std::vector<Value> elements;
    for (const json& element : *node_) elements.push_back(Value(*reading_, &element));
    return elements;
}

std::vector<std::pair<std::string, Value>> Value::map(std::size_t most) const {
    object();
    if (!readable()) return {};
    std::vector<std::pair<std::string, Value>> members;
    for (const auto& [name, value] : node_->items()) {
        if (reading_->is_note(name)) continue;
        if (!is_code(name)) {
            refuse("名称 {} 不是代码：应为 1 至 {} 个 A-Z a-z 0-9 . _ -，以字母或数字开头",
                   "the name {} is not a code: 1 to {} of A-Z a-z 0-9 . _ -, the first a letter or digit",
                   {excerpt(name), std::to_string(limits::code_characters)});
            return {};
        }
        members.emplace_back(name, Value(*reading_, &value));
    }
    if (members.empty() || members.size() > most) {
        const Text kind =
            say("有 1 至 {} 个成员的对象", "an object of 1 to {} members", {std::to_string(most)});
        refuse_kind(kind.zh, kind.en);
        return {};
    }
    return members;
}

Object Value::object() const {
    if (readable() && !node_->is_object()) refuse_kind("对象 { }", "an object { }");
    const Object whole(*this);
    if (reading_->is_note("note") && whole.has("note")) whole["note"].check_note();
    return whole;
}

Object Value::object(std::initializer_list<std::string_view> members) const {
    const Object whole = object();
    whole.allow_only(members);
    return whole;
}

// Object

std::size_t Object::which(const std::vector<std::string_view>& names) const {
    if (!value_.readable()) return 0;
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < names.size(); ++index)
        if (has(names[index])) found.push_back(index);
    if (found.size() == 1) return found.front();
    std::vector<std::string_view> there;
    for (std::size_t index : found) there.push_back(names[index]);
    Text meant;
    if (found.empty()) {
        for (const auto& [name, member] : value_.node_->items()) {
            if (name == "note") continue;
            there.push_back(name);
            if (meant.en.empty()) meant = suggestion(name, names);
        }
    }
    const std::string list = listed(names);
    const std::string shown = excerpt(listed(there));
    const Text begins = there.empty() ? say("是空的", "is empty") : say("有 {}", "has {}", {shown});
    value_.refuse(Text{begins.zh + "，应有且只有以下之一：" + list + meant.zh,
                       begins.en + " and must have exactly one of " + list + meant.en});
    return 0;
}

bool Object::has(std::string_view name) const {
    return value_.readable() && value_.node_->contains(name);
}

Value Object::operator[](std::string_view name) const {
    if (!value_.readable()) return Value(*value_.reading_, nullptr);
    const auto member = value_.node_->find(name);
    if (member != value_.node_->end()) return Value(*value_.reading_, &*member);
    value_.reading_->refuse_member(*value_.node_, name,
                                   say("缺少这一项：请补上", "is missing and must be there: add it"));
    return Value(*value_.reading_, nullptr);
}

void Object::allow_only(const std::vector<std::string_view>& members) const {
    if (!value_.readable()) return;
    for (const auto& [name, member] : value_.node_->items()) {
        if (value_.reading_->is_note(name) ||
            std::find(members.begin(), members.end(), name) != members.end())
            continue;
        const Text meant = suggestion(name, members);
        const std::string list = listed(members) + (value_.reading_->is_note("note") ? ", note" : "");
        const Text fault = {"这里没有这个成员" + meant.zh + "：可用 " + list,
                            "is no member here" + meant.en + ": allowed are " + list};
        value_.reading_->refuse_member(*value_.node_, name, fault);
        return;
    }
}

}  // namespace timebank::standard
