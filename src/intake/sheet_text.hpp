#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timebank/error.hpp"

/// The text of a sheet and of its cells, as spreadsheets write them.
namespace timebank::intake {

/// The text without its byte order mark, borrowed from `bytes`. bad_document, with what to do, for what is no
/// CSV in UTF-8: a workbook, UTF-16, GBK, nothing at all.
Result<std::string_view> sheet_text(std::string_view bytes);

/// Without the spaces around it (also the wide and the no-break one) and without the apostrophe in front by
/// which spreadsheets mark a cell as text.
std::string_view trimmed_cell(std::string_view cell);

/// With the full-width letters, digits and signs of Chinese keyboards as the plain ones.
std::string half_width(std::string_view text);

/// What a spreadsheet has certainly done to a cell that was to hold a number or a code: scientific notation,
/// "####", "#N/A". Says how to avoid it. Nothing when the cell shows no such damage.
std::optional<Text> damage_of(std::string_view cell);

/// The same of a number of more than 15 digits whose others are zeros: spreadsheets keep 15. Such a number
/// may be right; ask only about one that is not known.
std::optional<Text> lost_digits_of(std::string_view cell);

}  // namespace timebank::intake
