#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/patience.hpp"
#include "timebank/refusal.hpp"
#include "timebank/signer.hpp"
#include "timebank/standard.hpp"

/// A ledger: one organisation's book in a folder, and the only way to write to it.
///
/// A post goes verify -> decide -> encode -> append -> commit -> answer. An answer is given only
/// after the commit is durable. Safe for several threads, whose posts share commits; several processes may
/// post to one ledger in turn. Readers see every acknowledged entry and never wait for a writer.
#pragma GCC visibility push(default)
namespace timebank {

struct LedgerOptions {
    // Behaviour.
    bool read_only = false;
    /// The operator's own copy of the last signed head: a file outside the ledger's folder. Written before a
    /// checkpoint is given out; compared on open. Empty: no comparison, and checkpoint() fails.
    std::filesystem::path anchor{};
    /// Signs checkpoints: the log key of the genesis entry. None: checkpoint() fails.
    std::shared_ptr<const Signer> log_signer{};
    /// None: SystemClock. It dates what is recorded, and recording times do not go back when it does; a clock
    /// behind them can only refuse. One that has jumped is not believed: see check_clock().
    std::shared_ptr<const Clock> clock{};
    /// Says that a missing anchor is to be made anew from the head, whatever it said before.
    bool anchor_renewed = false;
    /// How long a call that writes waits while another program, or another thread, writes.
    Patience patience{};

    // Performance.
    /// A batch is cut into commits of at most this many entries (a group is never cut): more is faster, and
    /// makes more wait for one sync. [1, limits::entries_per_commit].
    std::size_t entries_per_commit = 4096;
};

/// What founds a ledger.
struct Founding {
    std::string origin;                             ///< see is_origin(); for ever
    std::shared_ptr<const Signer> operator_signer;  ///< signs the genesis entry
    std::vector<PublicKey> recovery_keys{};
    std::uint8_t recovery_threshold = 0;
};

struct LedgerHead {
    std::uint64_t size = 0;  ///< entries
    Digest root{};
    std::int64_t recorded_at_unix_s = 0;  ///< of the last entry
    std::int64_t longest_pause_s = 0;     ///< between two entries, since the clock was last turned back
};

enum class PostOutcome : std::uint8_t {
    accepted = 1,  ///< it is entry `index`
    exists = 2,    ///< the same body is entry `index` already: the first answer again
    refused = 3,   ///< nothing of it remains
};

std::string_view to_text(PostOutcome outcome);

struct PostResult {
    ClaimId id;
    PostOutcome outcome = PostOutcome::refused;
    std::uint64_t index = 0;  ///< unless refused
    Refusal refusal;          ///< when refused
};

/// What post() would answer now, with the decision it would record.
struct Quote {
    PostResult result;
    Decision decision;  ///< unless refused
};

struct Balance {
    std::string owner;
    std::string unit;
    Amount amount;
};

struct Account {
    AccountContent content;       ///< as last stated; the commitments of all fields ever stated
    std::uint64_t opened_at = 0;  ///< index of the entry that opened it
    std::string merged_into;      ///< the owner who took over, or empty
};

/// A part of an entry that a reversal has undone.
struct ReversedPart {
    std::string unit;      ///< empty: all that was left of the entry, which counts in nothing any more
    std::uint64_t by = 0;  ///< index of the reversal
};

/// Credits that are set aside for a redemption until it is delivered.
struct Hold {
    std::uint64_t index = 0;       ///< of the redemption's entry
    std::uint32_t items_left = 0;  ///< to be delivered yet; 0 = settled
    Amount amount_left;            ///< for these, in the unit of the entry's award
};

struct EnrolledKey {
    PublicKey key;
    Role role = Role::member;
    std::string owner;              ///< empty: the office
    std::uint64_t enrolled_at = 0;  ///< index of the entry
};

struct AdoptedEdition {
    StandardSummary summary;
    std::uint64_t adopted_at = 0;  ///< index of the entry
};

/// Decides claims as if they were posted one batch after the other, and writes nothing: how a long file is
/// tried before its first entry. It sees the ledger as it was when the trial began. Its memory grows with the
/// accounts and days that the claims touch, not with their number; so it knows no claim of earlier batches by
/// id, and a claim that reverses one of them is refused. One thread at a time; must not outlive its Ledger,
/// and is best let go of before the posting, because the data file grows while an old state of it is held.
class Trial {
  public:
    virtual ~Trial() = default;
    /// As Ledger::quote(), behind the batches before. invalid_argument for a batch that adopts a standard.
    /// After an Error the batch has left nothing behind.
    virtual Result<std::vector<Quote>> decide(const std::vector<SignedClaim>& batch) = 0;
};

class Ledger {
  public:
    /// Makes the folder and its genesis entry, and signs the first checkpoint. `options.log_signer` and
    /// `.anchor` are required. already_there when the folder holds a ledger; nothing is left behind on
    /// failure. What a founding left that was cut short, its anchor too, is taken away by the next one with
    /// the same folder and log key.
    static Result<std::unique_ptr<Ledger>> found(const std::filesystem::path& folder,
                                                 const Founding& founding, LedgerOptions options);

    /// not_found when there is no ledger, or only a copy of one that was never finished; invalid_argument for
    /// writing to a backup; data_damaged when its file is empty, cut short or foreign, or when the tables are
    /// behind the log (a rebuild that was cut short: run it again); older_format. When the ledger is older
    /// than its anchor or another than it, or the anchor is missing, opening for writing fails with
    /// anchor_mismatch; read-only works, and anchor_fault() says so.
    static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& folder, LedgerOptions options);

    virtual ~Ledger() = default;

    virtual const std::string& origin() const = 0;
    /// RFC 6962 leaf hash of entry 0: what a claim names its ledger by (Claim::ledger).
    virtual const Digest& genesis_hash() const = 0;
    virtual const PublicKey& log_key() const = 0;
    virtual Result<LedgerHead> head() const = 0;
    /// clock_jumped when the clock is over a day behind the last entry, or ahead of it by more than 92 days
    /// and more than twice the longest time that the book ever rested: post() then takes nothing but the
    /// operator's claim that the clock is right (ClockContent), after which all goes on.
    virtual Result<void> check_clock() const = 0;
    /// Of a ledger that was opened read-only although it is older than its anchor, or another: what is wrong.
    virtual const std::optional<Error>& anchor_fault() const = 0;

    /// Posts claims in their order; one answer each, in that order. A claim that is refused does not stop
    /// those behind it. Neighbours that carry the same group digest are an atomic group of at most
    /// limits::entries_per_commit: all or none. The first refusal is that group's; the others then say
    /// group_incomplete, unless they are entries already. An Error means that the answers are not known: what
    /// was committed before it stays, and posting the same claims again is safe.
    ///
    /// With `onto_size` only while the head has that size, which the caller looked at before it made up its
    /// mind; else head_moved, when somebody else has written since. What it posts itself counts as its own.
    virtual Result<std::vector<PostResult>> post(const std::vector<SignedClaim>& batch,
                                                 std::optional<std::uint64_t> onto_size) = 0;
    Result<std::vector<PostResult>> post(const std::vector<SignedClaim>& batch) {
        return post(batch, std::nullopt);
    }

    /// post() of one.
    Result<PostResult> post(const SignedClaim& claim);

    /// Decides the batch as post() would and writes nothing.
    virtual Result<std::vector<Quote>> quote(const std::vector<SignedClaim>& batch) const = 0;
    virtual Result<std::unique_ptr<Trial>> begin_trial() const = 0;

    /// Nothing when index >= head().size; data_damaged when the stored bytes are not what the log's leaf
    /// says.
    virtual Result<std::optional<Entry>> entry(std::uint64_t index) const = 0;
    /// Every entry with this id, in no particular order: an id counts among the claims of the office, of one
    /// owner, or of one app, so others may have used it too.
    virtual Result<std::vector<std::uint64_t>> find(const ClaimId& id) const = 0;
    /// The one among the claims of whoever holds this key: what post() would call "exists". Nothing also when
    /// the key is not enrolled.
    virtual Result<std::optional<std::uint64_t>> find(const ClaimId& id, const PublicKey& author) const = 0;
    /// The entries [since, since + limit), as far as there are any.
    virtual Result<std::vector<Entry>> entries(std::uint64_t since, std::size_t limit) const = 0;

    /// What was undone of an entry: nothing, or some units, or "all" as the last one.
    virtual Result<std::vector<ReversedPart>> reversed_parts(std::uint64_t index) const = 0;
    /// Nothing when credits were never set aside for this entry.
    virtual Result<std::optional<Hold>> hold(std::uint64_t index) const = 0;
    /// Those that wait, of entries from `since` on, in order. It reads settled ones on its way.
    virtual Result<std::vector<Hold>> open_holds(std::uint64_t since, std::size_t limit) const = 0;
    /// The entries that name this owner or move its credits, from `since` on, in order.
    virtual Result<std::vector<std::uint64_t>> entries_of_owner(const std::string& owner, std::uint64_t since,
                                                                std::size_t limit) const = 0;
    /// The entries that came with this import, from `since` on, in order.
    virtual Result<std::vector<std::uint64_t>> entries_of_batch(const BatchId& batch, std::uint64_t since,
                                                                std::size_t limit) const = 0;

    virtual Result<std::optional<Account>> account(const std::string& owner) const = 0;
    /// Sorted by owner. `after` is exclusive; empty begins at the first.
    virtual Result<std::vector<Account>> accounts(const std::string& after, std::size_t limit) const = 0;
    /// Of one owner, or of all when `owner` is empty; sorted by owner and unit.
    virtual Result<std::vector<Balance>> balances(const std::string& owner) const = 0;
    virtual Result<std::optional<UnitContent>> unit(const std::string& code) const = 0;
    virtual Result<std::optional<EnrolledKey>> key(const PublicKey& key) const = 0;
    /// In the order of adoption.
    virtual Result<std::vector<AdoptedEdition>> editions() const = 0;
    /// The document with this digest, as adopted; not_found otherwise.
    virtual Result<Bytes> edition_document(const Digest& digest) const = 0;

    /// Signs the head: reads the entries since the last checkpoint back from storage, recomputes the root by
    /// a second routine, writes the anchor, stores the checkpoint, and returns the signed note. The note of
    /// the head when it is signed already.
    virtual Result<std::string> checkpoint() = 0;
    /// The newest stored checkpoint.
    virtual Result<std::string> last_checkpoint() const = 0;
};

/// Drops every derived table and makes it again from the log. Decides nothing: what is recorded is applied.
/// Nobody else may have the ledger open for writing. The number of entries applied.
Result<std::uint64_t> rebuild_ledger(const std::filesystem::path& folder, const Patience& patience = {});

}  // namespace timebank
#pragma GCC visibility pop
