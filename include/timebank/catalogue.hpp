#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "timebank/amount.hpp"
#include "timebank/claim.hpp"
#include "timebank/decision.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"
#include "timebank/refusal.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// What the redemption standard in force offers to somebody today.
#pragma GCC visibility push(default)
namespace timebank {

/// One item of the catalogue, for one account.
struct Offer {
    std::string item;  ///< its code
    Text name;
    std::string unit;                ///< what it is paid in
    std::uint32_t quantity = 1;      ///< the fewest that can be had at once; what follows is about so many
    std::optional<Amount> cost;      ///< in minor units of `unit`; nothing when it cannot be had
    std::optional<Notice> worth;     ///< what it is worth outside the book, where the standard says it
    std::optional<Refusal> refusal;  ///< why it cannot be had
};

/// Signs a claim as the host would sign one that is posted.
using SignContent = std::function<Result<SignedClaim>(ClaimContent content)>;

/// Each item of the edition in force at `at`, in the order of their codes: whether `owner` may have it and
/// what it costs, or why not, as a redemption at that time with these attested facts (sorted by code) would
/// be answered. `clock` says today, for a standard whose edition goes by the day of recording, and is to be
/// that of the ledger. Nothing is written; each item is asked for by itself. not_found when no redemption
/// standard is in force; the errors of `sign` and of Ledger::quote().
Result<std::vector<Offer>> offers_to(const Ledger& ledger, const Clock& clock, const std::string& owner,
                                     CivilTime at, const std::vector<AttestedFact>& facts,
                                     const SignContent& sign);

}  // namespace timebank
#pragma GCC visibility pop
