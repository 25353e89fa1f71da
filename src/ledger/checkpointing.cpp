#include "core/try.hpp"
#include "decision/records.hpp"
#include "ledger/anchor.hpp"
#include "ledger/book.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank::ledger {
namespace {

Error refuse_to_sign(const std::string& zh, const std::string& en) {
    return {Code::data_damaged,
            {"拒绝签署检查点：" + zh + "。请停止写入并运行 audit",
             "refused to sign a checkpoint: " + en + ". Stop writing and run audit"}};
}

Result<std::optional<std::string>> newest_note(const Reader& reader) {
    TIMEBANK_TRY(record, reader.last(Table::checkpoints, {}, {}));
    if (!record) return std::optional<std::string>();
    return std::optional(std::string(text_of(record->value)));
}

}  // namespace

/// Works the root out again from the bytes that storage gives back, by the definition, and compares. One
/// flipped bit signed over can never be mended: a real log was lost to that (Yeti 2022).
Result<void> Book::check_before_signing(const Reader& reader, const LedgerHead& head) const {
    TIMEBANK_TRY(note, newest_note(reader));
    Checkpoint signed_before;
    if (note) {
        TIMEBANK_TRY(opened, open_checkpoint(*note, {identity_.origin, log_key_}));
        signed_before = opened;
        TIMEBANK_TRY(frontier, read_frontier(reader, signed_before.size));
        if (signed_before.size > head.size || frontier.root() != signed_before.root)
            return refuse_to_sign("日志与上次签署的检查点不一致",
                                  "the log does not agree with the last one signed");
    }
    auto fetch = [&](merkle::NodeId node) { return read_node(reader, node); };
    auto leaf = [&](std::uint64_t index) -> Result<Digest> {
        TIMEBANK_TRY(bytes, reader.get(Table::log, key_of::entry(index)));
        if (!bytes)
            return refuse_to_sign("缺少条目 " + std::to_string(index),
                                  "entry " + std::to_string(index) + " is missing");
        return merkle::leaf_hash(*bytes);
    };
    TIMEBANK_TRY(root, merkle::root_by_definition(head.size, signed_before.size, fetch, leaf));
    if (root != head.root)
        return refuse_to_sign("由存储的条目重算的树根与记录不符",
                              "the root of the stored entries is not the one recorded");
    return {};
}

Result<std::string> Book::checkpoint() {
    TIMEBANK_CHECK(require_writable());
    if (!options_.log_signer || options_.anchor.empty())
        return fail(Code::invalid_argument, "签署检查点需要日志密钥和锚点文件的位置",
                    "signing a checkpoint takes the log key and a place for the anchor");
    // Under the write lock, so that two processes cannot sign in the wrong order.
    TIMEBANK_TRY(transaction, environment_->write(options_.patience));
    TIMEBANK_TRY(head, read_complete_head(transaction));
    // Again, as on opening: a copy of this ledger may have gone on and moved the anchor since.
    TIMEBANK_TRY(fault, compare_anchor(transaction, head));
    if (fault) return *fault;
    TIMEBANK_CHECK(check_before_signing(transaction, head));
    TIMEBANK_TRY(before, newest_note(transaction));
    std::string note;
    if (before) {
        TIMEBANK_TRY(newest, open_checkpoint(*before, {identity_.origin, log_key_}));
        if (newest.size == head.size) note = *before;
    }
    const bool is_new = note.empty();
    if (is_new) {
        TIMEBANK_TRY(signed_note,
                     sign_checkpoint({identity_.origin, head.size, head.root}, *options_.log_signer));
        note = std::move(signed_note);
    }
    // The anchor first: it must never be behind a checkpoint that somebody holds.
    has_written_anchor_ = true;
    TIMEBANK_CHECK(write_anchor(options_.anchor, note));
    options_.anchor_renewed = false;  // it was made anew once; if it is lost again, that is said again
    if (!is_new) return note;
    TIMEBANK_CHECK(transaction.put(Table::checkpoints, key_of::entry(head.size), bytes_of(note)));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return note;
}

Result<std::string> Book::last_checkpoint() const {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_TRY(note, newest_note(transaction));
    if (!note) return fail(Code::not_found, "还没有检查点", "there is no checkpoint yet");
    return *note;
}

}  // namespace timebank::ledger
