#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "decision/admit.hpp"
#include "decision/decide.hpp"
#include "decision/recording_time.hpp"
#include "decision/workbook.hpp"
#include "ledger/head.hpp"
#include "store/environment.hpp"
#include "timebank/ledger.hpp"

namespace timebank::ledger {

/// Claims that are accepted or refused together: one alone, or a group.
struct Parcel {
    const SignedClaim* claims = nullptr;
    std::size_t count = 0;
    const std::optional<Refusal>* in_itself = nullptr;  ///< one per claim
    PostResult* results = nullptr;                      ///< one per claim
};

/// What a batch becomes while it is decided, in post() as in quote() and a trial: an overlay with everything
/// accepted so far.
class LedgerDraft {
  public:
    LedgerDraft(Workbook onto, LedgerHead head_before, merkle::Frontier tree)
        : book(std::move(onto)), head(head_before), frontier(std::move(tree)) {}
    LedgerDraft(const Reader& below, LedgerHead head_before, merkle::Frontier tree)
        : LedgerDraft(Workbook(below), head_before, std::move(tree)) {}
    Workbook book;
    LedgerHead head;
    merkle::Frontier frontier;
    std::int64_t clock_unix_s = 0;
    ClockJump jump = ClockJump::none;  ///< until the operator has vouched for the clock

    /// A draft to lie on top of this one. What it accepts becomes part of this one by merge(), or never.
    LedgerDraft above() const;
    void merge(LedgerDraft&& above);
};

/// The ledger over a store. Its parts: open.cpp (founding, opening, the anchor), writer.cpp (the write path),
/// trial.cpp, checkpointing.cpp, ledger.cpp (reading).
class Book final : public Ledger {
  public:
    Book(std::shared_ptr<store::Environment> environment, std::filesystem::path folder,
         LedgerOptions options);

    /// Reads the genesis entry and compares the anchor. To be called once, before anything else.
    Result<void> load();
    /// Whether a checkpoint of this book may have become the anchor.
    bool has_written_anchor() const { return has_written_anchor_; }
    /// Appends the genesis entry to an empty book.
    Result<void> append_genesis(const SignedClaim& genesis);

    const std::string& origin() const override { return identity_.origin; }
    const Digest& genesis_hash() const override { return identity_.genesis; }
    const PublicKey& log_key() const override { return log_key_; }
    Result<LedgerHead> head() const override;
    Result<void> check_clock() const override;
    const std::optional<Error>& anchor_fault() const override { return anchor_fault_; }
    Result<std::vector<PostResult>> post(const std::vector<SignedClaim>& batch,
                                         std::optional<std::uint64_t> onto_size) override;
    Result<std::vector<Quote>> quote(const std::vector<SignedClaim>& batch) const override;
    Result<std::unique_ptr<Trial>> begin_trial() const override;
    /// Decides the batch on top of the draft, as post() would, and leaves there what it accepted.
    Result<std::vector<Quote>> quote_onto(LedgerDraft& draft, const std::vector<SignedClaim>& batch) const;
    Result<std::optional<Entry>> entry(std::uint64_t index) const override;
    Result<std::vector<std::uint64_t>> find(const ClaimId& id) const override;
    Result<std::optional<std::uint64_t>> find(const ClaimId& id, const PublicKey& author) const override;
    Result<std::vector<Entry>> entries(std::uint64_t since, std::size_t limit) const override;
    Result<std::vector<ReversedPart>> reversed_parts(std::uint64_t index) const override;
    Result<std::optional<Hold>> hold(std::uint64_t index) const override;
    Result<std::vector<Hold>> open_holds(std::uint64_t since, std::size_t limit) const override;
    Result<std::vector<std::uint64_t>> entries_of_owner(const std::string& owner, std::uint64_t since,
                                                        std::size_t limit) const override;
    Result<std::vector<std::uint64_t>> entries_of_batch(const BatchId& batch, std::uint64_t since,
                                                        std::size_t limit) const override;
    Result<std::optional<Account>> account(const std::string& owner) const override;
    Result<std::vector<Account>> accounts(const std::string& after, std::size_t limit) const override;
    Result<std::vector<Balance>> balances(const std::string& owner) const override;
    Result<std::optional<UnitContent>> unit(const std::string& code) const override;
    Result<std::optional<EnrolledKey>> key(const PublicKey& key) const override;
    Result<std::vector<AdoptedEdition>> editions() const override;
    Result<Bytes> edition_document(const Digest& digest) const override;
    Result<std::string> checkpoint() override;
    Result<std::string> last_checkpoint() const override;

  private:
    struct Call;
    struct Queued {
        Parcel parcel;
        Call* call = nullptr;
    };

    // writer.cpp
    Result<void> require_writable() const;
    void set_clock(LedgerDraft& draft) const;
    Result<std::int64_t> recording_time(const LedgerDraft& draft, const Claim& claim) const;
    void commit_next(std::unique_lock<std::mutex>& lock);
    Result<void> commit_or_error(const std::vector<Queued>& taken);
    Result<void> commit(const std::vector<Queued>& taken);
    Result<void> post_queued(const Queued& next, LedgerDraft& draft) const;
    Result<void> post_parcel(const Parcel& parcel, LedgerDraft& draft,
                             std::vector<Decision>* decisions) const;
    Result<PostResult> post_one(const SignedClaim& claim, const std::optional<Refusal>& in_itself,
                                LedgerDraft& draft, std::vector<Decision>* decisions) const;
    Result<void> refuse_parcel(const Parcel& parcel, std::size_t stopped_by, const LedgerDraft& draft,
                               std::vector<Decision>* decisions) const;

    // checkpointing.cpp
    Result<void> check_before_signing(const Reader& reader, const LedgerHead& head) const;

    // ledger.cpp
    Result<store::ReadTransaction> read() const;
    Result<std::vector<std::uint64_t>> listed_entries(Table table, const Bytes& prefix, const Bytes& first,
                                                      std::size_t limit) const;

    // open.cpp
    Result<std::optional<Error>> compare_anchor(const Reader& reader, const LedgerHead& head) const;

    std::shared_ptr<store::Environment> environment_;
    std::filesystem::path folder_;
    LedgerOptions options_;
    LedgerIdentity identity_;
    PublicKey log_key_;
    std::optional<Error> anchor_fault_;
    bool has_written_anchor_ = false;

    mutable Plans plans_;

    // Callers on many threads share commits: whoever finds no leader leads, for everyone in the queue.
    std::mutex queue_mutex_;
    std::condition_variable committed_;
    bool leading_ = false;
    std::deque<Queued> queue_;
};

/// The folder inside the ledger's that holds the log and its tables.
std::filesystem::path book_folder(const std::filesystem::path& folder);

}  // namespace timebank::ledger
