#include "ledger/trial.hpp"

#include "core/try.hpp"

namespace timebank::ledger {
namespace {

/// What gets a record for each claim. Of the other tables only accounts, units, keys and days make more.
constexpr Table growing_tables[] = {Table::log, Table::nodes, Table::ids, Table::batches,
                                    Table::owner_entries};

/// A new edition reads its own document back from the log and fills its tallies from it, and the entries of a
/// trial are not kept.
Result<void> check_no_standard(const std::vector<SignedClaim>& batch) {
    for (const auto& claim : batch)
        if (document_in(claim.claim))
            return fail(Code::invalid_argument, "试算不能采用标准（声明 {}）：请先采用它，再试算其余",
                        "a trial cannot adopt a standard (claim {}): adopt it first, then try the rest",
                        {to_text(claim.claim.id)});
    return {};
}

}  // namespace

Result<std::vector<Quote>> BookTrial::decide(const std::vector<SignedClaim>& batch) {
    TIMEBANK_CHECK(check_no_standard(batch));
    auto next = draft_.above();
    TIMEBANK_TRY(quotes, book_.quote_onto(next, batch));
    for (auto table : growing_tables) next.book.drop(table);
    draft_.merge(std::move(next));
    return quotes;
}

std::size_t BookTrial::records_kept() const {
    std::size_t count = 0;
    for (const auto& [table, records] : draft_.book.changes()) count += records.size();
    return count;
}

Result<std::unique_ptr<Trial>> Book::begin_trial() const {
    TIMEBANK_TRY(snapshot, environment_->read());
    TIMEBANK_TRY(head, read_complete_head(snapshot));
    TIMEBANK_TRY(frontier, read_frontier(snapshot, head.size));
    return std::unique_ptr<Trial>(
        std::make_unique<BookTrial>(*this, std::move(snapshot), head, std::move(frontier)));
}

}  // namespace timebank::ledger
