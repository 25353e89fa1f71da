#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "timebank/amount.hpp"
#include "timebank/bytes.hpp"
#include "timebank/id.hpp"
#include "timebank/public_key.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// Claims: what people sign. A claim is a fact ("90 minutes at the canteen") or a wish ("a breakfast for 2
/// points"); what it is worth is not in it. The bytes that are signed are described in src/entry/FORMAT.md.
/// Everything here is a plain value.
#pragma GCC visibility push(default)
namespace timebank {

class Signer;

// The numbers of the enumerations below are stored: they never change and are never reused.

enum class ClaimKind : std::uint8_t {
    genesis = 1,      ///< founds a ledger; entry 0 and no other
    key = 2,          ///< enrols a key, which proves that it is held
    unit = 3,         ///< what is counted
    standard = 4,     ///< adopts an edition of the credit or the redemption standard
    account = 5,      ///< opens an owner's account, or restates its tags
    service = 6,      ///< somebody served
    redemption = 7,   ///< credits are spent
    reversal = 8,     ///< undoes one service, redemption, opening or transfer by the opposite movement
    opening = 9,      ///< a balance brought over from a spreadsheet or another system
    transfer = 10,    ///< credits given to another account: a gift, a donation to a pool
    merge = 11,       ///< a person was registered twice: one account takes over the other's credits
    ruling = 12,      ///< somebody entitled says what becomes of a service: whether it counts
    clock = 13,       ///< the operator says that the clock is right, although the log says otherwise
    settlement = 14,  ///< what became of credits that were set aside for a redemption
};

/// What a key may do; src/decision/authority.cpp holds the table.
enum class Role : std::uint8_t {
    operator_ = 1,    ///< founded the ledger: keys, units, standards
    officer = 2,      ///< the office: units, standards, accounts, reversals
    coordinator = 3,  ///< records services and redemptions for others, opens accounts
    app = 4,          ///< a host program that acts for the people who use it
    member = 5,       ///< one person, for their own account
};

enum class AccountClass : std::uint8_t {
    member = 1,
    household = 2,
    team = 3,
    pool = 4,
    fund = 5,
    issuer = 6,
    provider = 7,
    partner_ledger = 8,
};

/// In whose name the author signs: their own account, or another's.
enum class Capacity : std::uint8_t { self = 1, agent = 2 };

/// As what somebody else signs the same claim.
enum class CosignerCapacity : std::uint8_t {
    receiver = 1,     ///< was served, and confirms it
    coordinator = 2,  ///< approves it
    key_holder = 3,   ///< holds the key that the claim enrols
    officer = 4,      ///< a second officer, where one alone must not decide
};

/// How a participant's part is evidenced, and how strong the evidence is.
enum class EvidenceKind : std::uint8_t {
    none = 0,
    self_report = 1,
    sign_in_out = 2,
    receiver_confirmation = 3,
    coordinator_approval = 4,
    photo = 5,
    paper_confirmation = 6,  ///< signed on paper by somebody without a phone; `digest` is the photo's, and
                             ///< the office vouches for it with a signature
};

struct GenesisContent {
    PublicKey log_key;                     ///< signs checkpoints and nothing else
    PublicKey operator_key;                ///< the author of this claim
    std::vector<PublicKey> recovery_keys;  ///< at most 16, no two the same
    std::uint8_t recovery_threshold = 0;   ///< k of those; 0 when there are none
    friend bool operator==(const GenesisContent&, const GenesisContent&) = default;
};

struct KeyContent {
    PublicKey key;
    Role role = Role::member;
    std::string owner;  ///< whose key: an owner with an account, or empty for the ledger's own office
    friend bool operator==(const KeyContent&, const KeyContent&) = default;
};

struct UnitContent {
    std::string code;
    std::int64_t minor_units_in_one = 1;  ///< [1, 1 000 000]; 60 for hours kept to the minute
    std::uint32_t minutes_in_one = 0;     ///< 0 when the unit has no duration
    Text name;                            ///< 1 to 64 bytes in each language
    friend bool operator==(const UnitContent&, const UnitContent&) = default;
};

struct StandardContent {
    Bytes document;  ///< the JSON document, byte for byte; at most limits::standard_bytes
    friend bool operator==(const StandardContent&, const StandardContent&) = default;
};

/// What stands in the log in place of a text about a person; see commit().
struct Commitment {
    std::string field;
    Digest digest{};
    friend bool operator==(const Commitment&, const Commitment&) = default;
};

struct AccountContent {
    std::string owner;
    AccountClass account_class = AccountClass::member;  ///< the same in every later claim for this owner
    std::vector<std::string> tags;                      ///< codes, sorted, no two the same, at most 32
    std::vector<std::string> member_of{};   ///< other owners, households and teams; sorted, no two the same,
                                            ///< at most 16
    std::vector<Commitment> commitments{};  ///< sorted by field, at most 32; they replace those of the same
                                            ///< fields, others stay
    friend bool operator==(const AccountContent&, const AccountContent&) = default;
};

/// [start, end): the end is not included.
struct Interval {
    CivilTime start;
    CivilTime end;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Minutes from start to end in UTC, so that a change of offset in between is counted right; negative when
/// the end lies before the start.
std::int64_t duration_minutes(const Interval& interval);

struct Evidence {
    EvidenceKind kind = EvidenceKind::none;
    std::uint8_t grade = 0;  ///< the community's own scale, 0 = not graded
    Digest digest{};         ///< of the sheet, photo or form; all zero = none
    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// Something from outside the book that a rule needs: age in whole years, training done (1), arrears (0).
struct AttestedFact {
    std::string code;
    std::int64_t value = 0;
    friend bool operator==(const AttestedFact&, const AttestedFact&) = default;
};

struct Participant {
    std::string owner;
    std::string role;  ///< a code that the standard's rules name, such as "volunteer"; see served_roles
    std::optional<std::uint32_t> own_minutes;  ///< where this person's part differs from the whole service
    Evidence evidence;
    std::vector<AttestedFact> facts{};  ///< of this person: sorted by code, no two the same
    friend bool operator==(const Participant&, const Participant&) = default;
};

/// Participants in these roles were served: each is one person-time (人次) of the session.
inline constexpr std::string_view served_roles[] = {"receiver", "attendee"};
bool is_served_role(std::string_view role);

struct ServiceContent {
    std::array<std::uint8_t, 16>
        session{};  ///< claims of one happening share it; all zero = a session of its own
    std::string category;
    std::optional<Interval> agreed;
    Interval actual;
    std::uint32_t travel_minutes = 0;
    std::uint32_t quantity = 0;             ///< items, where a tariff counts items
    std::string place;                      ///< a code, or empty
    std::string on_behalf_of;               ///< an owner for whom the service was done, or empty
    std::vector<Participant> participants;  ///< 1 to limits::participants
    std::vector<AttestedFact> facts;      ///< of the service as a whole, or of the one person in it; as there
    std::vector<Commitment> commitments;  ///< sorted by field, no two the same
    friend bool operator==(const ServiceContent&, const ServiceContent&) = default;
};

struct RedemptionContent {
    std::string owner;  ///< who pays
    std::string item;   ///< a code of the redemption standard's catalogue
    std::uint32_t quantity = 1;
    CivilTime at;
    std::string receiver;                 ///< another owner who receives it, or empty
    std::vector<AttestedFact> facts;      ///< of who pays; sorted by code, no two the same
    std::vector<Commitment> commitments;  ///< as in ServiceContent
    friend bool operator==(const RedemptionContent&, const RedemptionContent&) = default;
};

struct ReversalContent {
    std::uint64_t entry_index = 0;     ///< the entry that is undone
    ClaimId claim_id;                  ///< that entry's claim, so that a slip in the index is caught
    std::string reason;                ///< a code, such as "wrong-person"
    std::vector<std::string> units{};  ///< only what moved in these: sorted, no two the same, at most 16;
                                       ///< empty: all that is not undone yet
    friend bool operator==(const ReversalContent&, const ReversalContent&) = default;
};

struct OpeningContent {
    std::string owner;
    std::string issuer;  ///< an account of the class issuer: the other leg
    std::string unit;
    Amount amount;       ///< not zero; negative where the old books say that the owner owes
    CivilDate lot_date;  ///< when these credits were earned, as far as the old books say
    Digest source{};     ///< SHA-256 of the sheet they come from; not all zero
    friend bool operator==(const OpeningContent&, const OpeningContent&) = default;
};

struct TransferContent {
    std::string from;  ///< who gives
    std::string to;    ///< who gets; another owner
    std::string unit;
    Amount amount;  ///< above zero
    CivilTime at;
    std::string purpose;  ///< a code that the redemption standard's transfers name, such as "gift"
    std::vector<AttestedFact> facts;      ///< of who gives; sorted by code, no two the same
    std::vector<Commitment> commitments;  ///< as in ServiceContent
    friend bool operator==(const TransferContent&, const TransferContent&) = default;
};

/// Both are of the class member. Afterwards no claim may name `owner` any more, its keys are those of `into`,
/// and what is reversed of its past moves at `into`.
struct MergeContent {
    std::string owner;   ///< the registration that ends
    std::string into;    ///< the one that stays; another owner
    std::string reason;  ///< a code, such as "registered-twice"
    friend bool operator==(const MergeContent&, const MergeContent&) = default;
};

/// What becomes of a service. The first three are said of a pending one.
enum class RulingOutcome : std::uint8_t {
    confirmed = 1,  ///< it counts, by the edition that decided it when it was posted
    refused = 2,    ///< it does not: what it claims is not so
    withdrawn = 3,  ///< it does not: those who claimed it take it back
    zeroed = 4,     ///< what it was awarded is taken back: it was evaluated badly
    restored = 5,   ///< and given again: an appeal was upheld
};

struct RulingContent {
    std::uint64_t entry_index = 0;  ///< the service
    ClaimId claim_id;               ///< that entry's claim, so that a slip in the index is caught
    RulingOutcome outcome = RulingOutcome::confirmed;
    std::string reason;  ///< a code, such as "confirmed-by-receiver"
    friend bool operator==(const RulingContent&, const RulingContent&) = default;
};

/// Recording times go on from here, wherever they stood before. Going back takes a second officer.
struct ClockContent {
    CivilTime at;        ///< the true time; the entry is recorded within limits::clock_claim_slack_s of it
    std::string reason;  ///< a code, such as "clock-was-ahead" or "closed-for-a-year"
    friend bool operator==(const ClockContent&, const ClockContent&) = default;
};

/// What becomes of a redemption whose item the standard sets credits aside for.
enum class SettlementOutcome : std::uint8_t {
    fulfilled = 1,  ///< as many were delivered: their credits are paid
    cancelled = 2,  ///< the rest will not be: its credits go back to who set them aside
    missed = 3,     ///< nobody came, or said so too late: the rest goes back less what the standard charges
    expired = 4,    ///< its last day has passed: the rest goes back
};

struct SettlementContent {
    std::uint64_t entry_index = 0;  ///< the redemption
    ClaimId claim_id;               ///< that entry's claim, so that a slip in the index is caught
    SettlementOutcome outcome = SettlementOutcome::fulfilled;
    std::uint32_t quantity = 1;  ///< how many; unless fulfilled, all that are left
    CivilTime at;                ///< when it happened
    std::string reason;          ///< a code, such as "served" or "illness"
    friend bool operator==(const SettlementContent&, const SettlementContent&) = default;
};

/// In the order of ClaimKind.
using ClaimContent =
    std::variant<GenesisContent, KeyContent, UnitContent, StandardContent, AccountContent, ServiceContent,
                 RedemptionContent, ReversalContent, OpeningContent, TransferContent, MergeContent,
                 RulingContent, ClockContent, SettlementContent>;

/// Names one import, so that all of it can be found and undone: a UUID derived from the imported text.
using BatchId = std::array<std::uint8_t, 16>;

struct Claim {
    std::string origin;  ///< the ledger it is meant for, for people: two may bear one name
    Digest ledger{};     ///< and no other: the RFC 6962 leaf hash of its genesis entry; all zero in that one
    ClaimId id;
    std::string acting_for{};  ///< an owner, or empty: the ledger's office
    PublicKey author{};
    Capacity capacity = Capacity::self;  ///< self exactly when the author's key belongs to acting_for
    Digest group{};   ///< all zero alone; else group_digest() of the author and the group's ids
    BatchId batch{};  ///< the import it came with; all zero = none
    std::int64_t valid_until_unix_s = 0;  ///< not accepted after this; 0 = always
    /// As what others are to sign it, one each: sorted, at most limits::cosignatures. With fewer or others it
    /// is not accepted, so that nobody can take a confirmation off a claim and post the rest.
    std::vector<CosignerCapacity> cosigners{};
    ClaimContent content{};
    friend bool operator==(const Claim&, const Claim&) = default;

    ClaimKind kind() const { return static_cast<ClaimKind>(content.index() + 1); }
};

struct Cosignature {
    CosignerCapacity capacity = CosignerCapacity::receiver;
    PublicKey key;
    Signature signature{};
    friend bool operator==(const Cosignature&, const Cosignature&) = default;
};

struct SignedClaim {
    Claim claim;
    Signature signature{};
    std::vector<Cosignature> cosignatures;  ///< sorted by (capacity, key), no two the same, at most 16
    friend bool operator==(const SignedClaim&, const SignedClaim&) = default;
};

/// What a grouped claim carries, so that it cannot be posted without the others or in another order. A group
/// is one author's: an id counts for its author, and anybody may use the same.
Digest group_digest(const PublicKey& author, const std::vector<ClaimId>& ids_in_order);

/// Signs `claim` with `author` and returns it with that key set as its author. invalid_argument when the
/// claim breaks a limit stated above (the message names the field), else the signer's error.
Result<SignedClaim> sign_claim(Claim claim, const Signer& author);

/// Adds a cosignature in its place. already_there when this key has signed in this capacity; invalid_argument
/// when the claim breaks a limit, or asks for no (further) cosignature in this capacity; else the signer's
/// error.
Result<void> cosign_claim(SignedClaim& claim, CosignerCapacity capacity, const Signer& cosigner);

/// The name of the first field in which the bodies differ, as in the JSON form ("actual.start"), or nothing.
/// Signatures are not compared: the same body may be signed twice.
std::optional<std::string> first_difference(const Claim& a, const Claim& b);

// What a claim says, where that is asked of any claim; null for claims that say something else.
inline const GenesisContent* founding_in(const Claim& claim) {
    return std::get_if<GenesisContent>(&claim.content);
}
inline const KeyContent* enrolment_in(const Claim& claim) {
    return std::get_if<KeyContent>(&claim.content);
}
inline const ServiceContent* service_in(const Claim& claim) {
    return std::get_if<ServiceContent>(&claim.content);
}
inline const ReversalContent* reversal_in(const Claim& claim) {
    return std::get_if<ReversalContent>(&claim.content);
}
inline const OpeningContent* opening_in(const Claim& claim) {
    return std::get_if<OpeningContent>(&claim.content);
}
inline const RedemptionContent* redemption_in(const Claim& claim) {
    return std::get_if<RedemptionContent>(&claim.content);
}
inline const TransferContent* transfer_in(const Claim& claim) {
    return std::get_if<TransferContent>(&claim.content);
}
inline const SettlementContent* settlement_in(const Claim& claim) {
    return std::get_if<SettlementContent>(&claim.content);
}
inline const ClockContent* clock_in(const Claim& claim) {
    return std::get_if<ClockContent>(&claim.content);
}
inline const MergeContent* merge_in(const Claim& claim) {
    return std::get_if<MergeContent>(&claim.content);
}
inline const Bytes* document_in(const Claim& claim) {  ///< of the standard that it adopts
    const auto* standard = std::get_if<StandardContent>(&claim.content);
    return standard ? &standard->document : nullptr;
}
/// The facts attested in it, but those of a service's participants.
const std::vector<AttestedFact>* attested_in(const Claim& claim);

/// Which accounts a claim is about: participants, payers, receivers, givers, accounts opened, merged or
/// enrolled for; sorted, no two the same. Not whom it acts for, nor who stands behind an office's legs, nor
/// those of another entry that it names.
std::vector<std::string> owners_named(const Claim& claim);

/// Whether the claim is about this owner: somebody who served or was served, who pays, gives or receives,
/// whose account or key it is. Nobody is concerned under the empty name.
bool is_concerned(const Claim& claim, std::string_view owner);

/// Whether this owner is on the receiving side of the claim: what a receiver's cosignature confirms.
bool is_receiving(const Claim& claim, std::string_view owner);

/// As it is written in JSON and on the command line; empty for a number that has no name.
std::string_view to_text(ClaimKind kind);
std::string_view to_text(Role role);
std::string_view to_text(AccountClass account_class);
std::string_view to_text(Capacity capacity);
std::string_view to_text(CosignerCapacity capacity);
std::string_view to_text(EvidenceKind kind);
std::string_view to_text(RulingOutcome outcome);
std::string_view to_text(SettlementOutcome outcome);

/// For people: in English the word above, in Chinese what it is called.
Text in_words(ClaimKind kind);
Text in_words(Role role);
Text in_words(AccountClass account_class);
Text in_words(Capacity capacity);
Text in_words(CosignerCapacity capacity);
Text in_words(EvidenceKind kind);
Text in_words(RulingOutcome outcome);
Text in_words(SettlementOutcome outcome);

std::optional<ClaimKind> parse_claim_kind(std::string_view text);
std::optional<Role> parse_role(std::string_view text);
std::optional<AccountClass> parse_account_class(std::string_view text);
std::optional<Capacity> parse_capacity(std::string_view text);
std::optional<CosignerCapacity> parse_cosigner_capacity(std::string_view text);
std::optional<EvidenceKind> parse_evidence_kind(std::string_view text);
std::optional<RulingOutcome> parse_ruling_outcome(std::string_view text);
std::optional<SettlementOutcome> parse_settlement_outcome(std::string_view text);

}  // namespace timebank
#pragma GCC visibility pop
