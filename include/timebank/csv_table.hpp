#pragma once

#include <string>
#include <vector>

/// Tables for spreadsheets, as CSV that they open by a double click without harm: to the reader, who must not
/// be given formulas, and to what stands in it, which spreadsheets like to turn into numbers and dates.
#pragma GCC visibility push(default)
namespace timebank {

/// Numbers and dates are what a spreadsheet should calculate with; everything else is text.
enum class CsvKind { text, number, date };

struct CsvCell {
    std::string text;
    CsvKind kind = CsvKind::text;
};

/// RFC 4180: fields between commas, lines ended by CR LF, fields in double quotes where they need them; UTF-8
/// behind a byte order mark, without which spreadsheets misread Chinese.
///
/// A text gets an apostrophe in front when a spreadsheet would not keep it as it is: when it begins, spaces
/// aside, like a formula (= + - @, their fullwidth forms, tabs and line ends), when it would be read as a
/// number, date, time or truth value ("0071", "1E5", "3-5", "420106195501010011"; but not "71", which stays
/// what it is), and when it begins with an apostrophe. Taking one apostrophe from the front of every text
/// that begins with one gives the text back. The apostrophe was chosen because it is seen: tabs and
/// zero-width characters are not, and then "420106..." cannot be found any more.
///
/// A number is an optional minus, digits, and perhaps a point and digits; a date is "2018-06-04" or a time of
/// day, "08:30:00". A cell that is not what its kind says is a text; an empty one is empty in every kind.
/// Bytes that are not UTF-8 and zero bytes become '?'. Rows are as long as the headings: what they lack is
/// empty, what they have too much is left out. Any thread.
std::string write_csv(const std::vector<std::string>& headings,
                      const std::vector<std::vector<CsvCell>>& rows);

/// One line of such a table, for tables that are too long to be held whole: they begin with write_csv() of no
/// rows.
std::string write_csv_line(const std::vector<CsvCell>& row);

}  // namespace timebank
#pragma GCC visibility pop
