#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "timebank/audit.hpp"
#include "timebank/ledger.hpp"
#include "timebank/report.hpp"
#include "timebank/text.hpp"

/// What the program prints: facts as JSON lines or as text in one of the two languages, on standard output;
/// errors on standard error.
namespace timebank::cli {

/// One JSON object on a line of its own.
void print_json(const nlohmann::ordered_json& object);
void print_line(const std::string& line);

nlohmann::ordered_json to_json(const Text& text);
nlohmann::ordered_json to_json(const Finding& finding);

/// An amount of the unit for people: hours as "58 h 40 min", others as a number and the unit's name.
std::string amount_text(Amount amount, const UnitContent& unit, Language language);

/// Rows under headings, columns aligned; those named in `right` (by position) to the right.
void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right);

/// Totals by category as the demo and `totals` print them; the units are the ledger's.
void print_totals(const ServiceTotals& totals, const Ledger& ledger, Language language);

/// Heading, steps and outcome of an explanation.
void print_explanation(const Explanation& explanation, Language language);

/// A whole file, or standard input for "-". not_found and io_failed as the words say.
Result<std::string> read_input(const std::string& file);
/// Replaces the file.
Result<void> write_output(const std::string& file, const std::string& text);

}  // namespace timebank::cli
