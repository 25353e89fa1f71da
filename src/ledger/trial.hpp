#pragma once

#include "ledger/book.hpp"

namespace timebank::ledger {

/// A draft over a snapshot that outlives its batches, without what gets a record for each claim.
class BookTrial final : public Trial {
  public:
    BookTrial(const Book& book, store::ReadTransaction snapshot, const LedgerHead& head,
              merkle::Frontier frontier)
        : book_(book), snapshot_(std::move(snapshot)), draft_(snapshot_, head, std::move(frontier)) {}

    Result<std::vector<Quote>> decide(const std::vector<SignedClaim>& batch) override;

    /// How many records it holds in memory.
    std::size_t records_kept() const;

  private:
    const Book& book_;
    store::ReadTransaction snapshot_;
    LedgerDraft draft_;
};

}  // namespace timebank::ledger
