#pragma once

#include <string>

#include "report/book.hpp"
#include "timebank/explanation.hpp"

/// Explanations as text, for the tests that read them.
namespace report_tests {

/// Entries of the book's log, as explain_entry() asks for them.
timebank::EntryLookup entries_of(const Book& book);
/// A log that lacks every entry.
timebank::Result<std::optional<timebank::Entry>> no_entry(std::uint64_t index);

/// Explained from the ledger as its users would: with the document that decided, and with its log.
timebank::Explanation explain(const Book& book, std::uint64_t index);

/// The heading, the steps behind "-" and the outcome behind "=", a line each. What differs from build to
/// build is named: KEY is the operator's, OFFICER the second officer's, CREDIT, REDEMPTION and GIFTS the
/// digests of the standards.
std::string zh(const Book& book, std::uint64_t index);
std::string en(const Book& book, std::uint64_t index);

void replace_all(std::string& text, const std::string& old_part, const std::string& new_part);

}  // namespace report_tests
