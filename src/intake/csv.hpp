#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/error.hpp"

/// Comma-separated values as RFC 4180 has them, read row by row; the only file that knows libcsv.
namespace timebank::intake {

struct CsvRow {
    std::size_t line = 0;  ///< where it begins, from 1: a quoted cell may go on over several lines
    std::vector<std::string> cells;
};

/// Lines end in LF, CRLF or CR. A cell that holds a comma, a quotation mark or a line break stands in
/// quotation marks, which are doubled inside it; spaces around an unquoted cell do not belong to it.
class CsvReader {
  public:
    /// `text` is borrowed, and must be valid UTF-8 without a byte order mark: see sheet_text().
    explicit CsvReader(std::string_view text);
    ~CsvReader();
    CsvReader(CsvReader&&) noexcept;
    CsvReader& operator=(CsvReader&&) noexcept;

    /// The next row in which a cell is not empty; false at the end. bad_document, with the line, when
    /// quotation marks do not add up: nothing behind that place can be told apart any more.
    Result<bool> next(CsvRow& row);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A cell as it stands in a row: in quotation marks when it needs them.
std::string csv_cell(std::string_view text);

}  // namespace timebank::intake
