#include <fstream>
#include <iterator>

#include "audit/replay.hpp"
#include "core/try.hpp"
#include "store/environment.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank {

std::string_view to_text(FindingKind kind) {
    switch (kind) {
        case FindingKind::data_file:
            return "data_file";
        case FindingKind::log_gap:
            return "log_gap";
        case FindingKind::entry_bytes:
            return "entry_bytes";
        case FindingKind::leaf:
            return "leaf";
        case FindingKind::signature:
            return "signature";
        case FindingKind::authority:
            return "authority";
        case FindingKind::fact:
            return "fact";
        case FindingKind::decision:
            return "decision";
        case FindingKind::table:
            return "table";
        case FindingKind::checkpoint:
            return "checkpoint";
        case FindingKind::anchor:
            return "anchor";
        case FindingKind::recording_time:
            return "recording_time";
        case FindingKind::group:
            return "group";
    }
    return "";
}

namespace audit {
namespace {

/// The sizes whose roots the checkpoints will be compared with.
void remember_sizes(const Reader& stored, const std::optional<std::string>& anchor, Replay& replay) {
    auto remember = [&](std::string_view signed_note) {
        auto note = parse_note(signed_note);
        if (!note) return;
        if (auto checkpoint = parse_checkpoint(note->text)) replay.remember_root_at(checkpoint->size);
    };
    if (auto records = stored.scan(Table::checkpoints, {}, {}, static_cast<std::size_t>(-1)))
        for (const auto& record : *records) remember(text_of(record.value));
    if (anchor) remember(*anchor);
}

std::optional<std::string> read_anchor(const AuditOptions& options, Findings& findings) {
    if (options.anchor.empty()) return std::nullopt;
    std::ifstream in(options.anchor, std::ios::binary);
    if (!in) {
        findings.add(FindingKind::anchor, std::nullopt, "读不到锚点文件 {}", "the anchor {} cannot be read",
                     {options.anchor.string()});
        return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Damage is what an audit is there to find; any other failure is its own.
Result<void> note_damage(const Result<void>& done, std::optional<std::uint64_t> entry, Findings& findings) {
    if (done) return {};
    if (done.error().code != Code::data_damaged) return done.error();
    findings.add(FindingKind::data_file, entry, done.error().text);
    return {};
}

}  // namespace

Result<AuditReport> audit_here(const std::filesystem::path& folder, const AuditOptions& options) {
    const auto book = folder / "book";
    Findings findings;
    AuditReport report;
    report.root = merkle::empty_root();
    // Pages first, without LMDB: whoever maps a damaged file may be killed by it.
    TIMEBANK_TRY(faults, store::check_pages(book));
    for (auto& fault : faults)
        findings.add(FindingKind::data_file, std::nullopt, "数据文件损坏：{0}", "data file damaged: {1}",
                     {fault.zh, fault.en});
    if (!faults.empty()) {
        report.findings = findings.take();
        return report;
    }
    TIMEBANK_TRY(environment, store::Environment::open(book, store::Access::read_only));
    TIMEBANK_TRY(stored, environment->read());
    const auto anchor = read_anchor(options, findings);
    Replay replay(stored, findings);
    remember_sizes(stored, anchor, replay);
    TIMEBANK_CHECK(note_damage(replay.run(), replay.frontier().size(), findings));
    if (replay.frontier().size() == 0)
        findings.add(FindingKind::log_gap, 0, "日志是空的：没有创世条目",
                     "the log is empty: there is no genesis entry");
    if (replay.complete()) {
        TIMEBANK_CHECK(note_damage(compare_tables(stored, replay, findings), std::nullopt, findings));
        TIMEBANK_CHECK(
            note_damage(check_checkpoints(stored, replay, anchor, findings), std::nullopt, findings));
    }
    report.origin = replay.origin();
    report.entries = replay.frontier().size();
    report.root = replay.frontier().root();
    replay.compare_clock(options.now_unix_s ? *options.now_unix_s : SystemClock().now_unix_s());
    report.findings = findings.take();
    report.remarks = replay.remarks();
    return report;
}

}  // namespace audit
}  // namespace timebank
