#include <algorithm>

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "ledger/book.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

/// Applies the entries [head.size, until) in one commit. What is recorded is applied; nothing is decided
/// again.
Result<LedgerHead> apply_step(store::Environment& environment, LedgerHead head, std::uint64_t until) {
    TIMEBANK_TRY(transaction, environment.write());
    TIMEBANK_TRY(frontier, ledger::read_frontier(transaction, head.size));
    TIMEBANK_TRY(records, transaction.scan(Table::log, key_of::entry(head.size), key_of::entry(until),
                                           limits::entries_per_commit));
    Overlay book(transaction);
    for (const auto& record : records) {
        TIMEBANK_TRY(entry, decode_entry(record.value));
        if (entry.index != head.size)
            return fail(Code::data_damaged, "日志缺少条目 {}：请从备份恢复",
                        "the log lacks entry {}: restore a backup", {std::to_string(head.size)});
        TIMEBANK_TRY(refusal, apply(entry, book));
        if (refusal) return Error{Code::data_damaged, explain_refusal(*refusal)};
        ledger::append_leaf(book, frontier, merkle::leaf_hash(record.value));
        ++head.size;
        head.recorded_at_unix_s = entry.recorded_at_unix_s;
    }
    head.root = frontier.root();
    ledger::put_head(book, head);
    TIMEBANK_CHECK(transaction.put_all(book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return head;
}

}  // namespace

Result<std::uint64_t> rebuild_ledger(const std::filesystem::path& folder) {
    TIMEBANK_TRY(environment,
                 store::Environment::open(ledger::book_folder(folder), store::Access::read_write));
    std::uint64_t size = 0;
    {
        // An empty head beside a log says "unfinished" to whoever opens it, should this be cut short.
        TIMEBANK_TRY(transaction, environment->write());
        TIMEBANK_TRY(logged, ledger::log_size(transaction));
        size = logged;
        for (auto table : derived_tables) TIMEBANK_CHECK(transaction.clear(table));
        auto result = transaction.commit();
        if (result.error) return *result.error;
    }
    LedgerHead head;
    head.root = merkle::empty_root();
    while (head.size < size) {
        TIMEBANK_TRY(next, apply_step(*environment, head, size));
        if (next.size == head.size)
            return fail(Code::data_damaged, "日志缺少条目 {}：请从备份恢复",
                        "the log lacks entry {}: restore a backup", {std::to_string(head.size)});
        head = next;
    }
    return head.size;
}

}  // namespace timebank
