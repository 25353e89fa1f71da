#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "intake/recorded_services.hpp"
#include "intake/sign_in_row.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"

/// What the ledger holds of a row already.
namespace timebank::intake {

struct Recorded {
    std::uint64_t index = 0;
    ServiceContent service;
};

struct RowStanding {
    ClaimId id;                        ///< for the row's claim, when nothing is recorded
    std::optional<Recorded> recorded;  ///< what now counts: the row's entry, or the one that corrected it
};

/// Follows the row's entry through its corrections: a reversal with a new service right behind it, in one
/// group. An entry that was taken back for good leaves the row free, under its next id. When no entry has an
/// id of the row, a correction may say what the row says: then the row was mended like it, which gave it
/// another id, and is recorded all the same. A row with a number of its own keeps its id.
Result<RowStanding> standing_of_row(const Ledger& ledger, RecordedServices& services, const SignInRow& row,
                                    const PublicKey& importer);

}  // namespace timebank::intake
