#include "entry/field_check.hpp"

#include <set>

#include "core/excerpt.hpp"
#include "entry/bounds.hpp"

namespace timebank::entry {
namespace {

/// A name that people read.
bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= limits::unit_name_bytes && is_printable_line(text);
}

bool is_sorted(const std::vector<std::string>& codes) {
    return check_sorted(
               "", codes, [](const auto& code) -> const auto& { return code; })
        .has_value();
}

}  // namespace

void FieldCheck::operator()(std::string_view name, const std::string& code, OneCode) {
    if (!fault_ && !is_code(code)) fault_ = check_code(path_of(name), code).error();
}

void FieldCheck::operator()(std::string_view name, const std::string& code, OneCodeOrNone) {
    if (!code.empty()) (*this)(name, code, OneCode{});
}

void FieldCheck::operator()(std::string_view name, const std::vector<std::string>& codes,
                            const Codes& bounds) {
    check_size(name, codes.size(), bounds.most);
    for (const auto& code : codes) (*this)(name, code, OneCode{});
    if (!is_sorted(codes)) refuse_order(name);
}

void FieldCheck::operator()(std::string_view name, const std::vector<PublicKey>& keys, const Keys& bounds) {
    check_size(name, keys.size(), bounds.most);
    if (std::set<PublicKey>(keys.begin(), keys.end()).size() != keys.size())
        refuse(name, {"恢复密钥不得重复", "names a key twice"});
}

void FieldCheck::operator()(std::string_view name, std::int64_t number, Number bounds) {
    if (number < bounds.least || number > bounds.most)
        refuse(name, {"须在 {0} 至 {1} 之间", "must lie between {0} and {1}"},
               {std::to_string(bounds.least), std::to_string(bounds.most)});
}

void FieldCheck::operator()(std::string_view name, std::uint32_t count, Count bounds) {
    if (count < bounds.least)
        refuse(name, {"至少为 {}", "must be at least {}"}, {std::to_string(bounds.least)});
    if (count > bounds.most) refuse_above(name, count, bounds.most);
}

void FieldCheck::operator()(std::string_view name, const std::optional<std::uint32_t>& count, Count bounds) {
    if (count) (*this)(name, *count, bounds);
}

void FieldCheck::operator()(std::string_view name, std::uint8_t count, const SmallCount& bounds) {
    if (count > bounds.most) refuse_above(name, count, bounds.most);
}

void FieldCheck::operator()(std::string_view name, const ClaimId& id, NamedClaim) {
    if (!is_claim_id(id)) refuse(name, {"须为版本 7 或 8 的 UUID", "must be a UUID of version 7 or 8"});
}

void FieldCheck::operator()(std::string_view name, const Text& text, UnitName) {
    if (is_name(text.zh) && is_name(text.en)) return;
    refuse(name,
           {"中英文名称各须 1 至 {} 字节的 UTF-8，不含控制字符和改变书写方向的字符",
            "needs 1 to {} bytes of UTF-8 in zh and in en, no control characters, nor those that turn the "
            "direction of text"},
           {std::to_string(limits::unit_name_bytes)});
}

void FieldCheck::operator()(std::string_view name, const Bytes& document, const Document&) {
    if (document.empty() || document.size() > limits::standard_bytes)
        refuse(name, {"须为 1 至 {} 字节", "must have 1 to {} bytes"},
               {std::to_string(limits::standard_bytes)});
}

void FieldCheck::operator()(std::string_view name, CivilTime time, LocalTime) {
    if (!is_civil_time(time))
        refuse(name,
               {"时间须在 {0} 至 {1} 年之间，时差在 ±{2} 小时之内",
                "a time must lie in the years {0} to {1}, its offset within {2} hours of UTC"},
               {std::to_string(limits::first_year), std::to_string(limits::last_year),
                std::to_string(limits::offset_hours)});
}

void FieldCheck::operator()(std::string_view name, CivilDate date, Day) {
    if (!is_civil_day(date.days))
        refuse(name, {"日期须在 {0} 至 {1} 年之间", "must be a day of the years {0} to {1}"},
               {std::to_string(limits::first_year), std::to_string(limits::last_year)});
}

void FieldCheck::operator()(std::string_view name, Amount amount, const AmountNotZero& bounds) {
    if (amount.minor_units == 0) refuse(name, bounds.why);
}

void FieldCheck::operator()(std::string_view name, Amount amount, const AmountAboveZero&) {
    if (amount.minor_units < 1)
        refuse(name, {"是 {}，须大于零", "is {}, must be above zero"}, {std::to_string(amount.minor_units)});
}

void FieldCheck::operator()(std::string_view name, const Digest& digest, const DigestNotZero& bounds) {
    if (digest == Digest{}) refuse(name, bounds.why);
}

void FieldCheck::check_size(std::string_view name, std::size_t size, std::size_t most) {
    if (!fault_ && size > most) fault_ = check_count(path_of(name), size, most).error();
}

void FieldCheck::refuse(std::string_view name, Words words,
                        std::initializer_list<std::string_view> arguments) {
    if (fault_) return;
    fault_ = bad_field(path_of(name), say(words.zh, words.en, arguments));
}

void FieldCheck::refuse_above(std::string_view name, std::size_t count, std::size_t most) {
    refuse(name, {"是 {0}，最多 {1}", "is {0}, at most {1} is allowed"},
           {std::to_string(count), std::to_string(most)});
}

void FieldCheck::refuse_number(std::string_view name) {
    if (!fault_) fault_ = unknown_number(path_of(name));
}

void FieldCheck::refuse_order(std::string_view name) {
    if (!fault_) fault_ = out_of_order(path_of(name));
}

std::string FieldCheck::path_of(std::string_view name) const {
    std::string path(is_by_code_ ? std::string_view() : name);
    for (const auto* place = place_; place; place = place->outer)
        path = std::string(place->name) + (path.empty() ? "" : ".") + path;
    return path;
}

}  // namespace timebank::entry
