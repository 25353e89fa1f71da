#include "entry/bounds.hpp"

#include "timebank/id.hpp"
#include "timebank/limits.hpp"

namespace timebank::entry {

Error bad_field(std::string_view field, std::string_view zh, std::string_view en) {
    return bad_field(field, Text{std::string(zh), std::string(en)});
}

Error bad_field(std::string_view field, const Text& fault) {
    return {
        Code::invalid_argument,
        {"字段 " + std::string(field) + "：" + fault.zh, "field " + std::string(field) + ": " + fault.en}};
}

Result<void> check_code(std::string_view field, std::string_view code) {
    if (is_code(code)) return {};
    return bad_field(
        field, say("必须是 1 至 {} 个字符的代码（字母、数字、. _ -，以字母或数字开头）",
                   "must be a code of 1 to {} characters (letters, digits, . _ -, a letter or digit first)",
                   {std::to_string(limits::code_characters)}));
}

Result<void> check_optional_code(std::string_view field, std::string_view code) {
    if (code.empty()) return {};
    return check_code(field, code);
}

Result<void> check_count(std::string_view field, std::size_t count, std::size_t most) {
    if (count <= most) return {};
    return bad_field(field, say("有 {0} 项，最多 {1} 项", "has {0} items, at most {1} are allowed",
                                {std::to_string(count), std::to_string(most)}));
}

bool is_civil_day(std::int64_t days) {
    constexpr std::int64_t a_day_minutes = 24 * 60, beyond_every_day = 1'000'000;
    return days > -beyond_every_day && days < beyond_every_day && is_civil_time({days * a_day_minutes, 0});
}

Error out_of_order(std::string_view field) {
    return bad_field(field, "必须按顺序排列且不得重复", "must be sorted, with no two the same");
}

Error unknown_number(std::string_view field) {
    return bad_field(field, "编号未定义", "has a number that is not defined");
}

}  // namespace timebank::entry
