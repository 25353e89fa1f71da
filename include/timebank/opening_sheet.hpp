#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/correction.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"
#include "timebank/sheet.hpp"

/// Opening balances: what an old spreadsheet says that people own, brought into a ledger by two officers. One
/// row is one balance and becomes one opening claim; all of a sheet is one atomic group. The sheet must add
/// up to what the community says it has issued, and it is that sum, not single rows, that somebody can check.
#pragma GCC visibility push(default)
namespace timebank {

/// The columns of a sheet of opening balances, in the order of the template; see sign_in_columns().
const std::vector<SheetColumn>& opening_columns();

/// A sheet to begin with: byte order mark, headings, two rows as an example, lines ending in CRLF.
std::string opening_template(Language language);

/// What all balances of a unit must add up to, as text in units: "2000", "58.5".
struct StatedIssue {
    std::string unit;
    std::string amount;
};

struct OpeningOptions {
    CorrectionSigning signing;          ///< author and second officer; try_openings() takes them too
    std::string issuer;                 ///< an account of the class issuer: the other leg
    std::string unit;                   ///< of rows that name none; empty: each must
    std::optional<CivilDate> lot_date;  ///< of rows that carry none; nothing: each must
    std::vector<StatedIssue> issues;    ///< one for each unit of the sheet
    std::vector<OwnHeading> own_headings;
};

/// What the rows of one unit add up to.
struct OpeningSum {
    std::string unit;
    std::string amount;        ///< of all rows, as text in units
    std::size_t accounts = 0;  ///< rows that are not zero
};

struct OpeningReport {
    BatchId batch{};            ///< the import's name: every claim carries it
    std::size_t rows = 0;       ///< without the headings and blank lines
    std::size_t zero_rows = 0;  ///< nothing to open
    std::size_t new_rows = 0;
    std::size_t recorded_rows = 0;  ///< in the ledger already, and the same
    std::size_t broken_rows = 0;
    std::size_t refused_rows = 0;    ///< refused, or recorded differently
    std::vector<OpeningSum> sums;    ///< sorted by unit; of the rows that are not broken
    bool posts = false;              ///< whether the new rows go into the ledger: all of them or none
    std::vector<RowReport> reports;  ///< in order of their lines; of recorded rows only those that differ
};

/// What import_openings() would do, without doing it.
///
/// bad_document when the sheet as a whole cannot be read (see try_import()), has more than
/// limits::entries_per_commit balances, or does not add up to a stated issue (the message says by how much);
/// also when a unit of it has no stated issue. not_found when a stated unit is not in the ledger. Faults of
/// single rows are in the report; with one, sums are not compared.
Result<OpeningReport> try_openings(const Ledger& ledger, std::string_view sheet,
                                   const OpeningOptions& options);

/// Posts the new rows as one group when no row is broken or refused and the sums are as stated. Errors as
/// try_openings(), and those of Ledger::post().
Result<OpeningReport> import_openings(Ledger& ledger, std::string_view sheet, const OpeningOptions& options);

}  // namespace timebank
#pragma GCC visibility pop
