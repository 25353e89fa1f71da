#include "backup/inspect.hpp"

#include "core/try.hpp"
#include "decision/records.hpp"
#include "ledger/book.hpp"
#include "store/texts.hpp"
#include "timebank/audit.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank::backup {
namespace {

namespace fs = std::filesystem;

Error unsound(std::size_t findings, const Text& first, const Text& advice) {
    return fail(Code::data_damaged, "核对副本发现 {0} 个问题，第一个：{1}。{3}",
                "the audit of the copy has {0} findings, the first: {2}. {4}",
                {std::to_string(findings), first.zh, first.en, advice.zh, advice.en});
}

/// Every page and every record: what a text says is known only to whoever wrote it.
Result<void> walk_texts(const fs::path& folder, const Text& advice) {
    constexpr std::size_t step = 4'096;
    TIMEBANK_TRY(faults, store::check_pages(store::texts_folder(folder), store::Contents::texts));
    if (!faults.empty()) return unsound(faults.size(), faults.front(), advice);
    TIMEBANK_TRY(texts, store::Texts::open(folder, store::Access::read_only));
    TIMEBANK_TRY(snapshot, texts.read());
    std::optional<store::TextRecord> last;
    for (;;) {
        auto records = snapshot.scan(last ? &*last : nullptr, step);
        if (!records) return unsound(1, records.error().text, advice);
        if (records->size() < step) return {};
        last = std::move(records->back());
    }
}

}  // namespace

Result<Inspected> inspect(const fs::path& folder, const Text& advice) {
    TIMEBANK_TRY(report, audit_ledger(folder, {.anchor = {}, .texts = false}));
    if (!report.findings.empty())
        return unsound(report.findings.size(), report.findings.front().text, advice);
    Inspected found;
    auto& summary = found.summary;
    summary.origin = report.origin;
    summary.entries = report.entries;
    summary.root = report.root;

    std::error_code ignored;
    summary.has_texts = fs::exists(store::texts_folder(folder), ignored);
    if (summary.has_texts) TIMEBANK_CHECK(walk_texts(folder, advice));

    TIMEBANK_TRY(environment,
                 store::Environment::open(ledger::book_folder(folder), store::Access::read_only));
    TIMEBANK_TRY(reader, environment->read());
    TIMEBANK_TRY(head, ledger::read_complete_head(reader));
    summary.last_recorded_at_unix_s = head.recorded_at_unix_s;
    TIMEBANK_TRY(first, read_entry(reader, 0));
    TIMEBANK_TRY(note, reader.last(Table::checkpoints, {}, {}));
    const auto* genesis = first ? founding_in(first->signed_claim.claim) : nullptr;
    if (!genesis || !note)
        return fail(Code::broken_invariant, "核对遗漏了创世条目或检查点；这是程序库的缺陷，请报告",
                    "the audit missed the genesis entry or the checkpoint; this is a fault "
                    "in the library, please report it");
    found.log_key = genesis->log_key;
    summary.checkpoint = text_of(note->value);
    TIMEBANK_TRY(checkpoint, open_checkpoint(summary.checkpoint, {summary.origin, found.log_key}));
    summary.signed_entries = checkpoint.size;
    return found;
}

}  // namespace timebank::backup
