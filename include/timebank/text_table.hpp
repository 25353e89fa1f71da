#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Tables as plain text for terminals, whose columns stay in line when a cell is Chinese.
#pragma GCC visibility push(default)
namespace timebank {

enum class Alignment { left, right };

struct TableColumn {
    std::string heading;
    Alignment alignment = Alignment::left;  ///< right for numbers
};

/// Headings, a rule of dashes and the rows, a line each; columns are two spaces apart, lines end without
/// spaces. UTF-8; an East Asian wide character counts as two columns. Cells that a row lacks are empty, those
/// it has too many are left out; control characters become '?', so that no cell can break the table or steer
/// the terminal. Any thread.
std::string write_table(const std::vector<TableColumn>& columns,
                        const std::vector<std::vector<std::string>>& rows);

/// How many columns of a terminal the text takes. Two for characters that Unicode's EastAsianWidth.txt (UAX
/// #11) calls wide or fullwidth, by whole blocks; none for combining marks and zero-width characters; one for
/// everything else, "ambiguous" ones such as ·, … and “ ” included, as terminals do outside legacy East Asian
/// encodings; one for each byte that is not UTF-8. Any thread.
std::size_t display_width(std::string_view text);

}  // namespace timebank
#pragma GCC visibility pop
