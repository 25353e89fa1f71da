#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "intake/csv.hpp"
#include "intake/sheet_header.hpp"
#include "timebank/claim.hpp"
#include "timebank/ledger.hpp"
#include "timebank/opening_sheet.hpp"

/// One row of a sheet of opening balances.
namespace timebank::intake {

struct OpeningRow {
    OpeningContent opening;  ///< its amount may be zero: then there is nothing to open
    std::string amount_heading;
};

/// What the rows of one sheet have in common.
struct OpeningSheet {
    const Ledger& ledger;
    SheetHeader header;
    const OpeningOptions& options;
    Digest source{};
    std::map<std::string, UnitContent> units;  ///< asked of the ledger so far
};

/// The row, or the first thing that is wrong with it; the ledger's error when it cannot be asked for a unit.
Result<std::variant<OpeningRow, RowFault>> read_opening_row(OpeningSheet& sheet, const CsvRow& row);

/// The id of the row's claim: of one owner, unit and date there is one balance, whatever the amount. Each
/// attempt has another: the next is needed when the balance was recorded, and taken back.
/// src/intake/SHEETS.md has the bytes.
ClaimId opening_id(std::string_view origin, const OpeningRow& row, std::uint32_t attempt);

/// An amount as spreadsheets write it: "12", "1,234.5", "-3", "(3)", also in full-width digits.
Result<Amount> read_sheet_amount(std::string_view cell, std::int64_t minor_units_in_one);

}  // namespace timebank::intake
