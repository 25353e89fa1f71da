#include "entry/bounds.hpp"

#include "timebank/id.hpp"
#include "timebank/limits.hpp"

namespace timebank::entry {

Error bad_field(std::string_view field, std::string_view zh, std::string_view en) {
    return {Code::invalid_argument,
            {"字段 " + std::string(field) + "：" + std::string(zh),
             "field " + std::string(field) + ": " + std::string(en)}};
}

Result<void> check_code(std::string_view field, std::string_view code) {
    if (is_code(code)) return {};
    const auto [zh, en] =
        say("必须是 1 至 {} 个字符的代码（字母、数字、. _ -，以字母或数字开头）",
            "must be a code of 1 to {} characters (letters, digits, . _ -, a letter or digit first)",
            {std::to_string(limits::code_characters)});
    return bad_field(field, zh, en);
}

Result<void> check_optional_code(std::string_view field, std::string_view code) {
    if (code.empty()) return {};
    return check_code(field, code);
}

Result<void> check_count(std::string_view field, std::size_t count, std::size_t most) {
    if (count <= most) return {};
    return bad_field(
        field, "有 " + std::to_string(count) + " 项，最多 " + std::to_string(most) + " 项",
        "has " + std::to_string(count) + " items, at most " + std::to_string(most) + " are allowed");
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
