#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/csv.hpp"
#include "timebank/error.hpp"
#include "timebank/sheet.hpp"

/// The first row of a sheet: which of its columns are which of ours.
namespace timebank::intake {

/// What is wrong with a row, and in which column.
struct RowFault {
    std::string column;  ///< its heading as the sheet has it; empty: the row as a whole
    Text text;
};

class SheetHeader {
  public:
    /// `columns` are those that the sheet may have, by position; they must outlive the header. bad_document
    /// for unknown, repeated or missing headings and for another separator than the comma; invalid_argument
    /// when an own heading names no column of ours or none of the sheet.
    static Result<SheetHeader> read(const CsvRow& row, const std::vector<SheetColumn>& columns,
                                    const std::vector<OwnHeading>& own_headings);

    bool has(std::size_t column) const { return places_[column].has_value(); }
    /// The row's cell in that column, trimmed; empty when the sheet has no such column. Requires a row in
    /// which check() finds no fault.
    std::string_view cell(const CsvRow& row, std::size_t column) const;
    /// As the sheet has it; as the template does when the sheet has no such column.
    std::string heading(std::size_t column) const;

    /// Whether the row has the header's shape.
    std::optional<RowFault> check(const CsvRow& row) const;

  private:
    const std::vector<SheetColumn>* columns_ = nullptr;
    std::vector<std::string> headings_;               ///< as they stand in the sheet, trimmed
    std::vector<std::optional<std::size_t>> places_;  ///< column -> position in the row
};

/// "日期, 开始 (start), …": the headings that `columns` have in the template, in that language.
std::string headings_of(const std::vector<SheetColumn>& columns, Language language);

}  // namespace timebank::intake
