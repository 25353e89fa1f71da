#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "audit/replay.hpp"
#include "core/file.hpp"
#include "core/try.hpp"
#include "store/environment.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/limits.hpp"
#include "timebank/receipt.hpp"

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
        case FindingKind::person_text:
            return "person_text";
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

/// An anchor that cannot be read is not a finding about the ledger. A pipe is never waited for.
Result<std::optional<std::string>> read_anchor(const AuditOptions& options) {
    // A receipt holds an entry in base64 in front of its checkpoint.
    constexpr std::size_t bytes_max = limits::anchor_bytes + 2 * limits::entry_bytes;
    std::string note;
    if (options.anchor.empty()) return std::optional<std::string>();
    const auto anchor = options.anchor.string();
    const auto file = open_descriptor(options.anchor, O_RDONLY | O_NONBLOCK);
    if (!file.is_open()) return system_failure(errno, anchor, "open");
    struct stat found {};
    if (::fstat(file.number(), &found) != 0) return system_failure(errno, anchor, "fstat");
    if (!S_ISREG(found.st_mode)) return system_failure(S_ISDIR(found.st_mode) ? EISDIR : ENXIO, anchor);
    std::array<char, 4096> buffer{};
    while (note.size() <= bytes_max) {
        const auto count = ::read(file.number(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_failure(errno, anchor, "read");
        if (count == 0) break;
        note.append(buffer.data(), static_cast<std::size_t>(count));
    }
    // Whoever has a receipt has a head that the log key signed.
    if (auto receipt = parse_tlog_proof(note)) note = std::move(receipt->signed_checkpoint);
    return std::optional(std::move(note));
}

/// Damage is what an audit is there to find; any other failure is its own.
Result<void> note_damage(const Result<void>& done, std::optional<std::uint64_t> entry, Findings& findings) {
    if (done) return {};
    if (done.error().code != Code::data_damaged) return done.error();
    findings.add(FindingKind::data_file, entry, done.error().text);
    return {};
}

/// The faults of the pages; when there are none, `environment` is open. Others may write meanwhile: the
/// snapshot is held. What does not even open is walked as it lies.
Result<std::vector<Text>> walk_pages(const std::filesystem::path& book,
                                     std::shared_ptr<store::Environment>& environment) {
    auto opened = store::Environment::open(book, store::Access::read_only);
    if (opened) {
        environment = std::move(*opened);
        return environment->check_pages();
    }
    if (opened.error().code != Code::data_damaged) return opened.error();
    TIMEBANK_TRY(faults, store::check_pages(book));
    if (faults.empty()) faults.push_back(opened.error().text);
    return faults;
}

/// What the tables, the checkpoints and the texts say, once the log is worked through.
Result<void> compare_with_log(const Reader& stored, const std::filesystem::path& folder,
                              const AuditOptions& options, const std::optional<std::string>& anchor,
                              const Replay& replay, Findings& findings) {
    const auto tables_at = replay.stored_head_size();
    const auto entries = replay.frontier().size();
    if (tables_at && *tables_at < entries)
        findings.add(FindingKind::table, std::nullopt,
                     "各表落后于日志（{0} / {1} 条）：重建中断了，请运行 rebuild。日志本身已核对",
                     "the tables are behind the log ({0} of {1} entries), as a rebuild that was cut short "
                     "leaves them: run rebuild. The log itself was checked",
                     {std::to_string(*tables_at), std::to_string(entries)});
    else
        TIMEBANK_CHECK(note_damage(compare_tables(stored, replay, findings), std::nullopt, findings));
    TIMEBANK_CHECK(note_damage(check_checkpoints(stored, replay, anchor, findings), std::nullopt, findings));
    if (options.texts) TIMEBANK_CHECK(check_texts(folder, replay, findings));
    return {};
}

}  // namespace
}  // namespace audit

Result<AuditReport> audit_ledger(const std::filesystem::path& folder, const AuditOptions& options) {
    using namespace audit;
    const auto book = folder / "book";
    TIMEBANK_TRY(anchor, read_anchor(options));
    Findings findings;
    AuditReport report;
    report.root = merkle::empty_root();
    std::shared_ptr<store::Environment> environment;
    TIMEBANK_TRY(faults, walk_pages(book, environment));
    for (auto& fault : faults)
        findings.add(FindingKind::data_file, std::nullopt,
                     say_with("数据文件损坏：{}", "data file damaged: {}", {fault}));
    if (!faults.empty()) {
        report.findings = findings.take();
        return report;
    }
    TIMEBANK_TRY(stored, environment->read());
    Replay replay(stored, findings);
    remember_sizes(stored, anchor, replay);
    TIMEBANK_CHECK(note_damage(replay.run(), replay.frontier().size(), findings));
    if (replay.frontier().size() == 0)
        findings.add(FindingKind::log_gap, 0, "日志是空的：没有创世条目",
                     "the log is empty: there is no genesis entry");
    if (replay.complete())
        TIMEBANK_CHECK(compare_with_log(stored, folder, options, anchor, replay, findings));
    report.origin = replay.origin();
    report.entries = replay.frontier().size();
    report.root = replay.frontier().root();
    replay.compare_clock(options.now_unix_s ? *options.now_unix_s : SystemClock().now_unix_s());
    report.findings = findings.take();
    report.remarks = replay.remarks();
    return report;
}

}  // namespace timebank
