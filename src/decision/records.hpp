#pragma once

#include <string_view>

#include "decision/reader.hpp"
#include "standard/plan.hpp"
#include "timebank/amount.hpp"
#include "timebank/claim.hpp"
#include "timebank/entry.hpp"
#include "timebank/time.hpp"

/// What stands in the derived tables, typed. src/store/FORMAT.md lists the same layouts; numbers are
/// big-endian, so that records lie in the order in which they are read.
namespace timebank {

struct KeyRecord {
    Role role = Role::member;
    std::string owner;
    std::uint64_t enrolled_at = 0;
};
struct UnitRecord {
    UnitContent content;
    std::uint64_t defined_at = 0;
};
struct AccountRecord {
    AccountContent content;  ///< as last stated; the commitments of all fields ever stated, sorted by field
    std::uint64_t opened_at = 0;
    CivilDate opened_on{};      ///< the day, in UTC, on which that entry was recorded; not after a clock that
                                ///< was turned back since
    std::string merged_into{};  ///< the owner who took over, or empty; that one may have been merged later
};
/// Among whose claims an id is used once, so that nobody can take another's: the office's together, because
/// two desks may import one sheet; those of one owner's keys; of an app or partner without an account, its
/// key's.
std::string id_space(const KeyRecord& author, const PublicKey& key);

/// A reversal of a part of an entry.
struct ReversalRecord {
    std::string unit;      ///< empty: of all that was left of it
    std::uint64_t by = 0;  ///< index of the reversal
    friend bool operator==(const ReversalRecord&, const ReversalRecord&) = default;
};
/// What became of a service. The numbers are stored: never changed.
enum class RulingState : std::uint8_t {
    awarded = 0,  ///< when it was posted, and no ruling since; it has no record
    pending = 1,
    confirmed = 2,
    refused = 3,
    withdrawn = 4,
    zeroed = 5,
    restored = 6,
};
struct RulingRecord {
    RulingState state = RulingState::pending;
    std::uint64_t by = 0;          ///< index of the ruling that made it so; of a pending service, its own
    std::uint64_t awarded_at = 0;  ///< index of the ruling that confirmed it, else the service's own
    friend bool operator==(const RulingRecord&, const RulingRecord&) = default;
};
/// What is set aside for a redemption that is delivered later.
struct HoldRecord {
    std::uint32_t items = 0;  ///< to be delivered yet; 0 = settled
    Amount amount;            ///< for these
    friend bool operator==(const HoldRecord&, const HoldRecord&) = default;
};
/// As in messages and facts: "pending", "zeroed"; empty for a number without a name.
std::string_view to_text(RulingState state);
/// For people: in English the word above.
Text in_words(RulingState state);
RulingState state_after(RulingOutcome outcome);

struct EditionRecord {
    StandardKind kind = StandardKind::credit;
    CivilDate effective_from;
    std::uint64_t adopted_at = 0;
    std::string id;
    EditionDate edition_date = EditionDate::occurrence;
    Digest digest{};
};
/// A tally's value. Of a running total it is a fraction, in lowest terms, and what rounding gave of it; of
/// all others the denominator is 1 and nothing is given.
struct TallyValue {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    std::int64_t given = 0;
    friend bool operator==(const TallyValue&, const TallyValue&) = default;
};

namespace key_of {
Bytes entry(std::uint64_t index);
Bytes id(const ClaimId& id, std::string_view space);  ///< see id_space()
Bytes entries_of_id(const ClaimId& id);               ///< what the records of all who used the id begin with
Bytes key(const PublicKey& key);
Bytes code(std::string_view code);  ///< of a unit, or an owner's account
Bytes balance(std::string_view owner, std::string_view unit);
Bytes balances_of(std::string_view owner);  ///< what all of the owner's balances begin with
Bytes edition(StandardKind kind, CivilDate effective_from, std::uint64_t adopted_at);
Bytes tally_definition(const standard::TallyName& name);
/// `category` is empty for a tally that does not tell them apart, `day` is nothing for one that never ends.
Bytes tally(const standard::TallyName& name, std::string_view owner, std::string_view category,
            std::optional<CivilDate> day);
Bytes tally_of_session(const standard::TallyName& name, std::string_view owner, std::string_view category,
                       const std::array<std::uint8_t, 16>& session);
/// What all values of one tally for one owner begin with.
Bytes tallies_of(const standard::TallyName& name, std::string_view owner);
/// `unit` is empty for a reversal of all that was left. All those of one entry begin with entry(index).
Bytes reversal(std::uint64_t index, std::string_view unit);
Bytes batch(const BatchId& batch, std::uint64_t index);
Bytes entries_of_batch(const BatchId& batch);  ///< what all records of the import begin with
Bytes owner_entry(std::string_view owner, std::uint64_t index);
Bytes entries_of_owner(std::string_view owner);  ///< what all records of the owner's entries begin with
Bytes service_time(std::string_view owner, std::int64_t start_utc_minutes, std::uint64_t index);
Bytes service_times_of(std::string_view owner);  ///< what all records of the owner's services begin with
/// The least key that is greater than every key beginning with `prefix`.
Bytes behind(Bytes prefix);
}  // namespace key_of

Bytes encode_number(std::uint64_t value);        ///< ids, reversals, batches, owner_entries
Bytes encode_minutes(std::int64_t utc_minutes);  ///< service_times
/// A number whose top bit was turned over, so that records lie in its order.
std::int64_t from_ordered(std::uint64_t value);
Bytes encode(const KeyRecord& record);
Bytes encode(const UnitRecord& record);
Bytes encode(const AccountRecord& record);
Bytes encode(Amount balance);
Bytes encode(const RulingRecord& record);   ///< the service's index is the key
Bytes encode(const HoldRecord& record);     ///< the redemption's index is the key
Bytes encode(const EditionRecord& record);  ///< kind, date and index are in the key
Bytes encode(const TallyValue& value);

// Each reads one record: nothing when it is absent, data_damaged when its bytes are not of the layout.
Result<std::optional<std::uint64_t>> read_number(const Reader& reader, Table table, ByteView key);
Result<std::optional<KeyRecord>> read_key(const Reader& reader, const PublicKey& key);
Result<std::optional<UnitRecord>> read_unit(const Reader& reader, std::string_view code);
Result<std::optional<AccountRecord>> read_account(const Reader& reader, std::string_view owner);
Result<Amount> read_balance(const Reader& reader, std::string_view owner,
                            std::string_view unit);                 ///< absent = 0
Result<TallyValue> read_tally(const Reader& reader, ByteView key);  ///< absent = 0

/// Whose account stands for this owner's now: the last one who took over, or the owner, who may be unknown.
Result<std::string> read_survivor(const Reader& reader, std::string_view owner);
/// What was undone of an entry: units in order, then "all that was left" (an empty unit).
Result<std::vector<ReversalRecord>> read_reversed_parts(const Reader& reader, std::uint64_t index);

/// Nothing when the entry is no redemption for which credits were set aside.
Result<std::optional<HoldRecord>> read_hold(const Reader& reader, std::uint64_t redemption_index);
Result<HoldRecord> decode_hold(const Record& record);
/// What is set aside in the account for all that waits to be delivered; absent = 0.
Result<Amount> read_set_aside(const Reader& reader, std::string_view keeper, std::string_view unit);

/// Nothing when no ruling was made on the service and it is not pending.
Result<std::optional<RulingRecord>> read_ruling(const Reader& reader, std::uint64_t service_index);

/// The edition in force on a day, or nothing: the latest `effective_from` that is not after it; of several
/// with that date, the one adopted last.
Result<std::optional<EditionRecord>> read_edition(const Reader& reader, StandardKind kind, CivilDate day);
/// Any edition of the kind: it tells the id and the date that all of them share.
Result<std::optional<EditionRecord>> read_any_edition(const Reader& reader, StandardKind kind);
/// The edition of these bytes, or nothing when it was never adopted.
Result<std::optional<EditionRecord>> read_edition_of(const Reader& reader, StandardKind kind,
                                                     const Digest& digest);

// Of scans.
/// Of a table whose values are indexes: ids, reversals, batches, owner_entries.
Result<std::uint64_t> decode_number(Table table, const Record& record);
Result<AccountRecord> decode_account(const Record& record);
Result<UnitRecord> decode_unit(const Record& record);
Result<EditionRecord> decode_edition(const Record& record);
Result<TallyValue> decode_tally(const Record& record);
struct BalanceRecord {
    std::string owner;
    std::string unit;
    Amount amount;
};
Result<BalanceRecord> decode_balance(const Record& record);
Result<std::vector<BalanceRecord>> read_balances(const Reader& reader, std::string_view owner);
Result<std::vector<standard::Tally>> read_tallies(const Reader& reader);

/// The log key that the first entry names; nothing in an empty book, data_damaged when that entry founds no
/// ledger.
Result<std::optional<PublicKey>> read_log_key(const Reader& reader);

/// The entry as logged; nothing when there is none.
Result<std::optional<Entry>> read_entry(const Reader& reader, std::uint64_t index);
/// The claim in that entry, when it is the one with this id: what names both means no other.
Result<std::optional<Claim>> read_claim_named(const Reader& reader, std::uint64_t index, const ClaimId& id);

}  // namespace timebank
