#include "standard/json.hpp"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/id.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

using nlohmann::json;

/// "line 3, column 14" of the byte text[index], both from 1; columns count characters, as editors do.
Text place_of(std::string_view text, std::size_t index) {
    const std::string_view before = text.substr(0, index);
    const std::size_t line_break = before.rfind('\n');
    const std::string_view on_line = line_break == before.npos ? before : before.substr(line_break + 1);
    const auto begins_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = 1 + std::count_if(on_line.begin(), on_line.end(), begins_character);
    return say("第 {} 行第 {} 列", "line {}, column {}", {std::to_string(line), std::to_string(column)});
}

Error fault_at(const Text& place, const Text& fault) {
    return Error{Code::bad_json, Text{place.zh + "：" + fault.zh, place.en + ": " + fault.en}};
}

Error fault_at_path(const std::string& path, const Text& fault) {
    return fault_at(Text{path, path}, fault);
}

Result<void> check_bytes(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return fail(Code::bad_json, "文本有 {} 字节，上限是 {} 字节：请删减说明，或拆成几份",
                    "the text has {} bytes and at most {} are allowed: shorten the notes, or split it",
                    {std::to_string(text.size()), std::to_string(bytes_max)});
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        return fault_at(place_of(text, 0),
                        say("文本以字节顺序标记（BOM）开头：请另存为“UTF-8 无 BOM”",
                            "begins with a byte order mark: save it as UTF-8 without BOM"));
    }
    for (std::size_t index = 0; index < text.size();) {
        const std::size_t length = utf8_character_bytes(text.substr(index));
        if (length == 0) {
            return fault_at(place_of(text, index), say("这里不是 UTF-8：请把文件另存为 UTF-8",
                                                       "is not UTF-8 here: save the file as UTF-8"));
        }
        index += length;
    }
    return {};
}

/// What nlohmann/json found wrong: where it stopped, the token it had read until then, and its own words.
struct SyntaxFault {
    std::size_t index = 0;
    std::string_view token;
    std::string_view reported;
};

/// A whole string in a wrong place is pointed at by its first quote, not by its last.
bool is_misplaced_string(const SyntaxFault& fault) {
    return fault.reported.find("unexpected string literal") != fault.reported.npos &&
           fault.token.size() <= fault.index + 1;
}

Text not_json_at(std::string_view found) {
    return say(
        "不是 JSON，读到“{}”为止：常见原因是多或少一个逗号、名称未加双引号、写了注释、结尾之后还有内容",
        "is not JSON, at {}: look for a comma too many or too few, a name without double quotes, a comment, "
        "or something behind the end",
        {excerpt(found)});
}

/// The fault in both languages, for the character at its place.
Text explain(std::string_view text, const SyntaxFault& fault) {
    const auto reports = [&](std::string_view words) {
        return fault.reported.find(words) != std::string_view::npos;
    };
    if (reports("surrogate")) {
        return say("\\u 转义只有半个字符（代理码不成对）：请直接写出这个字",
                   "a \\u escape is half a character (a lone surrogate): write the character itself");
    }
    if (reports("control character")) {
        return say("引号内有换行或控制字符：请写成 \\n，或检查是否漏了右引号",
                   "a line break or control character inside quotes: write \\n, or add the missing quote");
    }
    if (fault.index >= text.size()) {
        return say("文本到此中断：缺少右引号、“}”或“]”",
                   "the text ends here: a closing quote, } or ] is missing");
    }
    const std::string_view rest = text.substr(fault.index);
    const std::string_view character = rest.substr(0, utf8_character_bytes(rest));
    if (character.size() > 1) {
        return say("这里有“{}”，JSON 的标点只用英文半角：\" : , { } [ ]",
                   "found {}, which is no part of JSON: its punctuation is ASCII, \" : , { } [ ]",
                   {character});
    }
    return not_json_at(character);
}

Error syntax_error(std::string_view text, const SyntaxFault& fault) {
    if (is_misplaced_string(fault))
        return fault_at(place_of(text, fault.index + 1 - fault.token.size()), not_json_at(fault.token));
    return fault_at(place_of(text, fault.index), explain(text, fault));
}

/// Builds the tree and stops at the first thing that nlohmann/json would let pass.
class Builder final : public nlohmann::json_sax<json> {
  public:
    explicit Builder(std::string_view text) : text_(text) {}

    json take() { return std::move(root_); }
    const std::optional<Error>& fault() const { return fault_; }

    bool null() override { return place(nullptr); }
    bool boolean(bool value) override { return place(value); }
    bool number_integer(number_integer_t value) override { return place(value); }
    bool string(string_t& value) override { return place(std::move(value)); }
    bool binary(binary_t&) override { return false; }

    bool number_unsigned(number_unsigned_t value) override {
        const auto integer = static_cast<number_integer_t>(value);
        return integer >= 0 ? place(integer) : number_too_large(std::to_string(value));
    }

    bool number_float(number_float_t, const string_t& spelling) override {
        const bool is_whole = spelling.find_first_of(".eE") == spelling.npos;
        if (is_whole) return number_too_large(spelling);
        return refuse(
            say("{} 带小数点或指数，不同程序会读成不同的数：请写整数，金额写成带引号的文字，如 \"1.5\"",
                "{} has a point or an exponent, which programs read differently: write an integer, or an "
                "amount as quoted text such as \"1.5\"",
                {excerpt(spelling)}));
    }

    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (!open_.back()->contains(name)) {
            name_ = std::move(name);
            return true;
        }
        const std::string path = member_path(path_of(root_, *open_.back()), name);
        fault_ = fault_at_path(
            path, say("同一对象里写了两次：请只留一个", "stands twice in one object: keep one of the two"));
        return false;
    }

    bool parse_error(std::size_t position, const std::string& token,
                     const json::exception& reported) override {
        constexpr int number_out_of_range = 406;
        const std::size_t index = position == 0 ? 0 : position - 1;
        if (reported.id == number_out_of_range) {
            fault_ = fault_at(place_of(text_, index), say("数太大：请写 64 位以内的整数",
                                                          "the number is too large: integers have 64 bits"));
        } else {
            fault_ = syntax_error(text_, {index, token, reported.what()});
        }
        return false;
    }

  private:
    /// Puts the value where the text has it.
    json* put(json value) {
        if (open_.empty()) return &(root_ = std::move(value));
        if (open_.back()->is_object()) return &((*open_.back())[name_] = std::move(value));
        open_.back()->push_back(std::move(value));
        return &open_.back()->back();
    }

    bool place(json value) {
        put(std::move(value));
        return true;
    }

    bool open(json container) {
        if (open_.size() == limits::json_depth) {
            return refuse(say("嵌套超过 {} 层：请改用较平的写法",
                              "is nested deeper than {} levels: write it flatter",
                              {std::to_string(limits::json_depth)}));
        }
        // The pointers stay good: a container grows only while nothing inside it is open.
        open_.push_back(put(std::move(container)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    bool number_too_large(const std::string& spelling) {
        return refuse(say("{} 太大：整数应在 64 位以内", "{} is too large: integers have 64 bits",
                          {excerpt(spelling)}));
    }

    /// A fault in the value that was about to be placed.
    bool refuse(const Text& fault) {
        const json* here = put(nullptr);
        fault_ = fault_at_path(path_of(root_, *here), fault);
        return false;
    }

    std::string_view text_;
    json root_;
    std::vector<json*> open_;
    std::string name_;
    std::optional<Error> fault_;
};

bool append_path(const json& here, const json& node, std::string& path) {
    if (&here == &node) return true;
    if (!here.is_structured()) return false;
    std::size_t position = 0;
    for (auto child = here.begin(); child != here.end(); ++child, ++position) {
        std::string deeper =
            here.is_object() ? member_path(path, child.key()) : path + "[" + std::to_string(position) + "]";
        if (append_path(*child, node, deeper)) {
            path = std::move(deeper);
            return true;
        }
    }
    return false;
}

}  // namespace

std::string member_path(const std::string& path, const std::string& name) {
    const bool plain = is_code(name) && name.find_first_of(".-") == name.npos;
    return plain ? path + "." + name : path + "[\"" + excerpt(name) + "\"]";
}

std::string path_of(const json& root, const json& node) {
    std::string path = "$";
    append_path(root, node, path);
    return path;
}

Result<JsonTree> parse_json(ByteView text, std::size_t bytes_max) {
    const std::string_view characters = text_of(text);
    TIMEBANK_CHECK(check_bytes(characters, bytes_max));
    try {
        Builder builder(characters);
        if (!json::sax_parse(characters.begin(), characters.end(), &builder)) {
            return builder.fault().value_or(fault_at_path("$", say("读不懂", "cannot be read")));
        }
        return JsonTree(std::make_shared<const json>(builder.take()));
    } catch (const std::exception& thrown) {
        return fail(Code::broken_invariant, "JSON 读取器内部错误（{}）：请附上文件报告给开发者",
                    "the JSON reader failed inside ({}): please report it with the file",
                    {excerpt(thrown.what())});
    }
}

}  // namespace timebank::standard
