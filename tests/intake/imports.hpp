#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/desk.hpp"
#include "timebank/sheet.hpp"

/// Sheets imported into the ledger of a ledger_test::Desk.
namespace timebank::intake_test {

inline const std::string headings = "date,start,end,volunteer,category,session,place\n";

/// Signed by the operator for the office; times are eight hours ahead of UTC.
ImportOptions by_office();

/// "new 2, recorded 0, broken 0, refused 0; line 2: …"
std::string said(const Result<ImportReport>& report);

std::uint64_t size_of(const Ledger& ledger);

/// The service that the entry records.
ServiceContent service_at(const Ledger& ledger, std::uint64_t index);

SignedClaim reversal_of(const std::string& word, const Ledger& ledger, std::uint64_t index);

/// Posts them; each must be accepted.
void post_all(Ledger& ledger, const std::vector<SignedClaim>& claims);

/// Corrects the entry as the office does: undone, and stated anew right behind.
void correct(Ledger& ledger, std::uint64_t index, const ServiceContent& right);

}  // namespace timebank::intake_test
