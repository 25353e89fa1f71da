#pragma once

#include "timebank/claim.hpp"
#include "timebank/decision.hpp"
#include "timebank/error.hpp"

namespace timebank::entry {

/// Done when the value keeps every limit that its header states; else invalid_argument naming the field as
/// the JSON form does. Encoding and decoding both ask, so bytes that decode always encode again.
Result<void> check_claim(const Claim& claim);
Result<void> check_decision(const Decision& decision);
Result<void> check_cosignatures(const std::vector<Cosignature>& cosignatures);

}  // namespace timebank::entry
