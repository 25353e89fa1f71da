#pragma once

#include <string>
#include <string_view>

/// When two texts about people count as the same: what a person at a desk types is seldom spelled as what
/// another person wrote down years ago.
namespace timebank::people {

/// A name without its accidents: full-width forms as ASCII, small letters for ASCII capitals, no spaces, no
/// dots between the parts of a name (阿依古丽·买买提 is written with at least four different ones).
std::string folded(std::string_view text);

/// The digits of `text`, full-width ones included.
std::string digits_in(std::string_view text);

/// The digits of a phone number, without the country code of mainland China.
std::string phone_digits(std::string_view text);

/// What somebody looks for, as far as it can be one of an owner's code, a name, a phone number.
struct Query {
    std::string owner_prefix;  ///< as typed, in ASCII
    std::string name_part;     ///< folded
    std::string phone_part;    ///< digits; empty unless the query is three or more of them and nothing else

    explicit Query(std::string_view typed);
    bool empty() const { return name_part.empty(); }
    bool matches_name(std::string_view name) const;
    bool matches_phone(std::string_view phone) const;
    /// Whether a text in this field, "name" or "phone", is one that is looked for.
    bool matches(std::string_view field, std::string_view text) const;
};

}  // namespace timebank::people
