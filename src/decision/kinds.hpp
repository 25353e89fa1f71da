#pragma once

#include "decision/authority.hpp"
#include "decision/kinds/kind.hpp"

/// What the kind of a claim says, asked of any claim: the one place that knows all kinds. What each function
/// means stands at the member of the same name in kinds/kind.hpp.
namespace timebank {

Authors authors_of(ClaimKind kind);
std::optional<Refusal> check_acting(const Acting& acting);
Result<bool> takes_two_officers(const Reader& reader, const Claim& claim);
const PublicKey* key_to_enrol(const Claim& claim);

/// Nothing where no standard decides.
std::optional<StandardKind> deciding_standard(const Claim& claim);
std::optional<CivilTime> time_of(const Claim& claim);
std::optional<CivilDate> day_of(const Claim& claim);

/// The claim whose rules are asked, where it is not the claim itself: of a ruling, that of the service that
/// is ruled on, with the names of those who stand for its people now. Nothing when there is none in the log.
Result<std::optional<Claim>> claim_decided(const Reader& reader, const Claim& claim);
Result<Signers> signers_of(const Reader& reader, const SignedClaim& claim);

Verdict decide_by_kind(const Deciding& deciding);
Applied apply_by_kind(const Applying& applying);
std::optional<Refusal> check_reversible(const Entry& entry);

/// The entry that it says something of: that a reversal or ruling names.
std::optional<std::uint64_t> subject_of(const Claim& claim);

TallyPlace place_of(const Claim& claim);
/// Null when this measure does not count such awards.
const std::string* counted_owner(const Claim& claim, const Award& award, standard::Measure measure,
                                 standard::Key key);
std::int64_t counted_items(const Claim& claim);

/// The kinds of which a reversal may undo an entry.
Text reversible_kinds_in_words();

/// Every kind, in the order of ClaimKind.
std::vector<ClaimKind> all_claim_kinds();

/// The authority table as src/README.md shows it: a row for each kind, a column for each role.
std::string authority_table();

}  // namespace timebank
