#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "timebank/sheet.hpp"

/// `import --opening`: balances from an old spreadsheet.
namespace timebank::cli {

struct OpeningAsked {
    bool asked = false;
    std::string issuer;
    std::string unit;
    std::string date;
    std::vector<std::string> totals;  ///< UNIT=AMOUNT, or AMOUNT of `unit`
};

void add_opening_options(CommandSyntax command, OpeningAsked& asked, const Shell& shell);

/// Tries or posts the sheet and prints what became of it.
Result<void> import_opening_sheet(const OpeningAsked& asked, const LedgerPlace& place,
                                  const std::string& file, std::vector<OwnHeading> own_headings, bool dry_run,
                                  Shell& shell);

/// One row's report, as every import prints it.
void print_row_report(const RowReport& report, Shell& shell);

}  // namespace timebank::cli
