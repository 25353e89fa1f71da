#pragma once

#include <string>
#include <string_view>

#include "core/try.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// Bounds that claims and decisions share, and the words for them; each fault is invalid_argument and names
/// the field.
namespace timebank::entry {

Error bad_field(std::string_view field, std::string_view zh, std::string_view en);
Error bad_field(std::string_view field, const Text& fault);

Result<void> check_code(std::string_view field, std::string_view code);
Result<void> check_optional_code(std::string_view field, std::string_view code);
Result<void> check_count(std::string_view field, std::size_t count, std::size_t most);

/// Whether the calendar of the log has that day, counted from 1970-01-01.
bool is_civil_day(std::int64_t days);

/// What the two below find.
Error out_of_order(std::string_view field);
Error unknown_number(std::string_view field);

/// Strictly increasing, by whatever `key` takes from an item: sorted and no two the same.
template <class Items, class Key>
Result<void> check_sorted(std::string_view field, const Items& items, Key key) {
    for (std::size_t i = 1; i < items.size(); ++i)
        if (!(key(items[i - 1]) < key(items[i]))) return out_of_order(field);
    return {};
}

/// Whether an enumeration's number is one that has a name.
template <class Enumeration>
Result<void> check_known(std::string_view field, Enumeration value) {
    if (to_text(value).empty()) return unknown_number(field);
    return {};
}

}  // namespace timebank::entry
