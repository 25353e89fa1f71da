#include <functional>

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "ledger/book.hpp"
#include "ledger/marks.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

/// Applies the entries [head.size, until) in one commit. What is recorded is applied; nothing is decided
/// again.
Result<LedgerHead> apply_step(store::Environment& environment, LedgerHead head, std::uint64_t until,
                              const Patience& patience) {
    TIMEBANK_TRY(transaction, environment.write(patience));
    TIMEBANK_TRY(frontier, ledger::read_frontier(transaction, head.size));
    TIMEBANK_TRY(records, transaction.scan(Table::log, key_of::entry(head.size), key_of::entry(until),
                                           limits::entries_per_commit));
    Workbook book(transaction);
    Plans plans;
    for (const auto& record : records) {
        TIMEBANK_TRY(entry, decode_entry(record.value));
        if (entry.index != head.size)
            return fail(Code::data_damaged, "日志缺少条目 {}：请从备份恢复",
                        "the log lacks entry {}: restore a backup", {std::to_string(head.size)});
        TIMEBANK_TRY(refusal, apply(entry, book, plans));
        if (refusal) return Error{Code::data_damaged, explain_refusal(*refusal)};
        ledger::append_leaf(book, frontier, merkle::leaf_hash(record.value));
        ledger::go_on_to(head, entry.recorded_at_unix_s);
    }
    head.root = frontier.root();
    ledger::put_head(book, head);
    TIMEBANK_CHECK(transaction.put_all(book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return head;
}

Error unreadable(std::uint64_t index, const Text& why) {
    return fail(Code::data_damaged, "条目 {0}：{1}。什么也没有改动；请从备份恢复",
                "entry {0}: {2}. Nothing was changed; restore a backup",
                {std::to_string(index), why.zh, why.en});
}

/// Walks the log and gives its leaves in order. Every entry must be there and follow the format.
Result<void> walk_log(const Reader& reader, std::uint64_t size,
                      const std::function<Result<void>(const Digest& leaf)>& use) {
    constexpr std::size_t step = 1'024;
    for (std::uint64_t index = 0; index < size;) {
        auto records = reader.scan(Table::log, key_of::entry(index), {}, step);
        if (!records) return unreadable(index, records.error().text);
        for (const auto& record : *records) {
            auto entry = decode_entry(record.value);
            if (!entry) return unreadable(index, entry.error().text);
            if (record.key != key_of::entry(index) || entry->index != index)
                return fail(Code::data_damaged, "日志缺少条目 {}：什么也没有改动；请从备份恢复",
                            "the log lacks entry {}: nothing was changed; restore a backup",
                            {std::to_string(index)});
            TIMEBANK_CHECK(use(merkle::leaf_hash(record.value)));
            ++index;
        }
    }
    return {};
}

/// The newest checkpoint that the log is long enough to be compared with.
Result<std::optional<Checkpoint>> newest_checkpoint(const Reader& reader, std::uint64_t log_size) {
    auto read = read_entry(reader, 0);
    if (!read) return unreadable(0, read.error().text);
    const auto& first = *read;
    const auto* genesis = first ? founding_in(first->signed_claim.claim) : nullptr;
    if (!genesis)
        return fail(Code::data_damaged, "日志没有创世条目：不是账本，或已损坏。什么也没有改动；请从备份恢复",
                    "the log has no genesis entry: it is no ledger, or damaged. Nothing was changed; restore "
                    "a backup");
    TIMEBANK_TRY(record, reader.last(Table::checkpoints, {}, key_of::entry(log_size + 1)));
    if (!record) return std::optional<Checkpoint>();
    auto checkpoint =
        open_checkpoint(text_of(record->value), {first->signed_claim.claim.origin, genesis->log_key});
    if (checkpoint) return std::optional(std::move(*checkpoint));
    return fail(Code::data_damaged, "已存的最新检查点不是这本账的（{0}）。什么也没有改动；请从备份恢复",
                "the newest stored checkpoint is not this log's ({1}). Nothing was changed; restore a backup",
                {checkpoint.error().text.zh, checkpoint.error().text.en});
}

/// The size of a log that can be read from end to end and is the one last signed for. The tables may be all
/// that is left of an entry, so nothing is cleared before this is known.
Result<std::uint64_t> checked_log_size(const Reader& reader) {
    TIMEBANK_TRY(size, ledger::log_size(reader));
    TIMEBANK_TRY(checkpoint, newest_checkpoint(reader, size));
    merkle::Frontier frontier;
    auto add = [&](const Digest& leaf) -> Result<void> {
        frontier.append(leaf, [](merkle::NodeId, const Digest&) {});
        if (!checkpoint || frontier.size() != checkpoint->size || frontier.root() == checkpoint->root)
            return {};
        return fail(
            Code::data_damaged,
            "日志的前 {} 条与为其签署的检查点不符：有条目被改动。什么也没有改动；请从备份恢复",
            "the first {} entries of the log are not those that its checkpoint was signed for: one was "
            "altered. Nothing was changed; restore a backup",
            {std::to_string(checkpoint->size)});
    };
    TIMEBANK_CHECK(walk_log(reader, size, add));
    return size;
}

}  // namespace

Result<std::uint64_t> rebuild_ledger(const std::filesystem::path& folder, const Patience& patience) {
    TIMEBANK_CHECK(ledger::check_marks(folder, false));
    TIMEBANK_TRY(environment,
                 store::Environment::open(ledger::book_folder(folder), store::Access::read_write));
    std::uint64_t size = 0;
    {
        // An empty head beside a log says "unfinished" to whoever opens it, should this be cut short.
        TIMEBANK_TRY(transaction, environment->write(patience));
        TIMEBANK_TRY(logged, checked_log_size(transaction));
        size = logged;
        for (auto table : derived_tables) TIMEBANK_CHECK(transaction.clear(table));
        auto result = transaction.commit();
        if (result.error) return *result.error;
    }
    LedgerHead head;
    head.root = merkle::empty_root();
    while (head.size < size) {
        TIMEBANK_TRY(next, apply_step(*environment, head, size, patience));
        if (next.size == head.size)
            return fail(Code::data_damaged, "日志缺少条目 {}：请从备份恢复",
                        "the log lacks entry {}: restore a backup", {std::to_string(head.size)});
        head = next;
    }
    return head.size;
}

}  // namespace timebank
