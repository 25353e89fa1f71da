#pragma once

#include <memory>
#include <string>
#include <vector>

#include "timebank/entry.hpp"
#include "timebank/signer.hpp"

/// Fixed entries: keys of the RFC 8032 test seeds, ids and times written down. Their bytes are golden.
namespace entry_tests {

/// The keys of RFC 8032 section 7.1, tests 1 to 3.
const timebank::Signer& first_key();
const timebank::Signer& second_key();
const timebank::Signer& third_key();

/// A version 7 id whose last byte is `number`.
timebank::ClaimId id_number(std::uint8_t number);

/// FORMAT.md's worked example: 150 minutes at the canteen that earn 15 points.
timebank::Entry canteen_entry();

/// A ruling that takes back what another ruling awarded: it shows every list of a decision but notices.
timebank::Entry zeroing_entry();

/// A reversal of the worked example, all of it: the service counts no more.
timebank::Entry service_reversal_entry();

/// Has the first key sign the claim again, asking for these cosignatures, and gets them.
struct AskedCosigner {
    timebank::CosignerCapacity capacity;
    const timebank::Signer& key;
};
void cosign_by(timebank::SignedClaim& claim, const std::vector<AskedCosigner>& cosigners);

struct Sample {
    std::string name;
    timebank::Entry entry;
};

/// One signed entry of each kind, every optional part of it there.
std::vector<Sample> one_of_each_kind();

/// As many participants, facts, commitments and cosignatures as the limits allow, each name as long as it may
/// be, with three facts, an award and a notice for each participant and a household for every two.
timebank::Entry widest_service();

}  // namespace entry_tests
