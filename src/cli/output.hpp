#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "timebank/audit.hpp"
#include "timebank/csv_table.hpp"
#include "timebank/explanation.hpp"
#include "timebank/ledger.hpp"
#include "timebank/text.hpp"
#include "timebank/totals.hpp"

/// What the program prints: facts as JSON lines, as CSV or as text in one of the two languages, on standard
/// output; errors on standard error.
namespace timebank::cli {

/// One JSON object on a line of its own.
void print_json(const nlohmann::ordered_json& object);
void print_line(const std::string& line);

nlohmann::ordered_json to_json(const Text& text);
nlohmann::ordered_json to_json(const Finding& finding);

/// "58 h 40 min", with a minus where it is negative.
std::string hours_text(std::int64_t minutes, Language language);
/// An amount of the unit for people: hours as "58 h 40 min", others as a number and the unit's name.
std::string amount_text(Amount amount, const UnitContent& unit, Language language);
/// The same, of the ledger's unit with this code.
Result<std::string> amount_in(const Ledger& ledger, const std::string& unit, Amount amount,
                              Language language);
/// The same under a heading that names the unit: without its name.
std::string bare_amount_text(Amount amount, const UnitContent& unit, Language language);

/// Rows under headings, columns aligned; those named in `right` (by position) to the right.
void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right);

/// The --csv of commands that print tables.
void add_csv_flag(CommandSyntax command, bool& csv, const Shell& shell);
/// invalid_argument when both --csv and --json were asked for.
Result<void> require_one_form(bool csv, const Shell& shell);
void print_csv(const std::vector<std::string>& headings, const std::vector<std::vector<CsvCell>>& rows);
CsvCell number_cell(std::uint64_t number);
/// The amount as a number that a spreadsheet can add up. Hours count in minutes, units whose parts are no
/// decimals in those parts; counted_in() says so beside it: "point", "hour (in minutes)", "third (in 1/3)".
CsvCell amount_cell(Amount amount, const UnitContent& unit);
std::string counted_in(const UnitContent& unit, Language language);

/// Rows of totals as the demo and `totals` print them; the units are the ledger's. The last row is `sum`
/// unless it is null.
Result<void> print_totals(TotalsBy by, const std::vector<TotalsRow>& rows, const ServiceTotal* sum,
                          const Ledger& ledger, Language language);

/// Heading, steps and outcome of an explanation.
void print_explanation(const Explanation& explanation, Language language);

/// A whole file, or standard input for "-". not_found and io_failed as the words say.
Result<std::string> read_input(const std::string& file);
/// Replaces the file.
Result<void> write_output(const std::string& file, const std::string& text);

}  // namespace timebank::cli
