#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"
#include "timebank/refusal.hpp"
#include "timebank/signer.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// Sign-in sheets: what a community's office keeps of who came when, in a spreadsheet, saved as CSV in UTF-8.
/// One row is one person's part in one service, and becomes one claim. A row's id is derived from what it
/// says, so a sheet may be imported again, whole or grown: what is recorded already is told apart from what
/// is new.
#pragma GCC visibility push(default)
namespace timebank {

/// A column that a sheet may have.
struct SheetColumn {
    enum class Use : std::uint8_t {
        required,
        optional,
        ignored,  ///< known, and left out of the ledger on purpose
    };
    std::string_view code;  ///< understood as a heading too
    Use use = Use::optional;
    Text heading;                             ///< in the template
    std::vector<std::string_view> spellings;  ///< further headings that are understood
    Text meaning;                             ///< what its cells may hold
};

/// The columns of a sign-in sheet, in the order of the template. Case, spaces, '_', '-' and '*' do not count
/// in a heading.
const std::vector<SheetColumn>& sign_in_columns();

/// A sign-in sheet to begin with: byte order mark, headings, two rows as an example, lines ending in CRLF.
std::string sign_in_template(Language language);

/// A heading of the sheet's own: its cells are those of the column `code`.
struct OwnHeading {
    std::string code;
    std::string heading;
};

enum class ImportPhase : std::uint8_t { trial, posting };

struct ImportOptions {
    // Behaviour.
    /// Signs the claims: for the office when it is the office's key, else in the name of each row's person.
    const Signer* signer = nullptr;
    std::string signer_owner;  ///< whose key it is, as enrolled; empty: the office's
    std::vector<OwnHeading> own_headings;
    /// Of times that carry no offset themselves, in minutes ahead of UTC. None: each must carry its own.
    std::optional<std::int16_t> offset_minutes;
    bool overnight = false;  ///< an end before the start is the next day's
    /// Posts what is good even when other rows are broken or refused.
    bool keep_good = false;
    std::shared_ptr<const Clock> clock;  ///< none: SystemClock
    /// Told after each step how many of how many rows are done.
    std::function<void(ImportPhase phase, std::size_t done, std::size_t of)> progress;

    // Performance.
    std::size_t rows_per_step = 4096;  ///< tried, or posted, together; [1, limits::entries_per_commit]
};

/// What became of a row, unless it is new and good.
enum class RowOutcome : std::uint8_t {
    recorded = 1,  ///< the ledger has it already
    broken = 2,    ///< not to be understood
    differs = 3,   ///< the ledger has it already, and it says something else
    refused = 4,   ///< the rules say no
};

std::string_view to_text(RowOutcome outcome);

struct RowReport {
    RowOutcome outcome = RowOutcome::broken;
    std::size_t line = 0;                ///< in the sheet, from 1
    std::size_t last_line = 0;           ///< neighbours recorded in neighbouring entries are one report
    std::string column;                  ///< its heading as the sheet has it; empty: the row as a whole
    std::uint64_t entry = 0;             ///< of recorded and differs: the entry of `line`
    std::optional<RefusalCode> refusal;  ///< of refused
    Text text;                           ///< what was found, what is allowed, what to do
};

/// What is hardly so, and is said though it may be.
struct ImportWarning {
    std::size_t line = 0;  ///< in the sheet, from 1; of a day, the last of its rows
    Text text;
};

struct ImportReport {
    BatchId batch{};                ///< the import's name: every claim carries it
    std::size_t rows = 0;           ///< without the headings and blank lines
    std::size_t new_rows = 0;       ///< good, and not in the ledger yet
    std::size_t recorded_rows = 0;  ///< in the ledger already, and the same
    std::size_t broken_rows = 0;
    std::size_t refused_rows = 0;  ///< refused, or recorded differently
    std::size_t sessions = 0;      ///< of the good rows, as total_services() counts them
    std::size_t person_times = 0;  ///< the same
    bool posts = false;            ///< whether the new rows go into the ledger; false: nothing does
    /// In order of their lines; at most reported_max about recorded rows and as many about others.
    std::vector<RowReport> reports;
    std::size_t unreported_rows = 0;  ///< broken and refused rows beyond those
    /// Good rows of more than limits::long_row_minutes, and people with more than 24 hours on one day of the
    /// sheet; in order, the first reported_max.
    std::vector<ImportWarning> warnings;
    std::size_t served_minutes = 0;  ///< of all who serve in the good rows

    static constexpr std::size_t reported_max = 100;
};

/// What import_sheet() would do, without doing it.
///
/// bad_document when the sheet as a whole cannot be read: not CSV in UTF-8, quotation marks that do not add
/// up, headings that are unknown, missing or there twice, no rows. invalid_argument for options that do not
/// fit it. Faults of single rows are in the report.
Result<ImportReport> try_import(const Ledger& ledger, std::string_view sheet, const ImportOptions& options);

/// Decides the whole sheet first; then, when no row is broken or refused, or `keep_good` says so, posts the
/// new rows in order, step by step. Errors as try_import(), and those of Ledger::post(): what was posted
/// before one stays, and the same import again completes it, under the same name.
Result<ImportReport> import_sheet(Ledger& ledger, std::string_view sheet, const ImportOptions& options);

}  // namespace timebank
#pragma GCC visibility pop
