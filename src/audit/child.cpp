#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>

#include "audit/replay.hpp"
#include "core/codec.hpp"
#include "core/try.hpp"

// The audit runs in a forked child and sends its report through a pipe. A child that dies has said something
// too.

namespace timebank {
namespace {

void put_text(Encoder& out, const std::string& text) {
    out.block32(bytes_of(text));
}
std::string take_text(Decoder& in) {
    return std::string(text_of(in.block32()));
}

Bytes encode(const Result<AuditReport>& result) {
    Encoder out;
    out.u8(result ? 1 : 0);
    if (!result) {
        out.u16(static_cast<std::uint16_t>(result.error().code));
        put_text(out, result.error().text.zh);
        put_text(out, result.error().text.en);
        return out.take();
    }
    put_text(out, result->origin);
    out.u64(result->entries);
    out.raw(result->root);
    out.u32(static_cast<std::uint32_t>(result->findings.size()));
    for (const auto& finding : result->findings) {
        out.u8(static_cast<std::uint8_t>(finding.kind));
        out.u8(finding.entry ? 1 : 0);
        out.u64(finding.entry.value_or(0));
        put_text(out, finding.text.zh);
        put_text(out, finding.text.en);
    }
    out.u32(static_cast<std::uint32_t>(result->remarks.size()));
    for (const auto& remark : result->remarks) {
        out.u64(remark.entry);
        put_text(out, remark.text.zh);
        put_text(out, remark.text.en);
    }
    return out.take();
}

/// The report, or nothing when the child did not get to the end of it.
std::optional<Result<AuditReport>> decode(ByteView bytes) {
    Decoder in(bytes);
    if (in.u8() == 0) {
        Error error{static_cast<Code>(in.u16()), {}};
        error.text.zh = take_text(in);
        error.text.en = take_text(in);
        if (!in.done()) return std::nullopt;
        return Result<AuditReport>(std::move(error));
    }
    AuditReport report;
    report.origin = take_text(in);
    report.entries = in.u64();
    report.root = in.array<32>();
    for (auto count = in.u32(); count > 0 && in.ok(); --count) {
        Finding finding;
        finding.kind = static_cast<FindingKind>(in.u8());
        const bool named = in.u8() != 0;
        const auto entry = in.u64();
        if (named) finding.entry = entry;
        finding.text.zh = take_text(in);
        finding.text.en = take_text(in);
        report.findings.push_back(std::move(finding));
    }
    for (auto count = in.u32(); count > 0 && in.ok(); --count) {
        Remark remark;
        remark.entry = in.u64();
        remark.text.zh = take_text(in);
        remark.text.en = take_text(in);
        report.remarks.push_back(std::move(remark));
    }
    if (!in.done()) return std::nullopt;
    return Result<AuditReport>(std::move(report));
}

[[noreturn]] void run_child(int to_parent, const std::filesystem::path& folder, const AuditOptions& options) {
    Bytes bytes;
    try {
        bytes = encode(audit::audit_here(folder, options));
    } catch (const std::exception& failure) {
        bytes = encode(Result<AuditReport>(fail(Code::io_failed, "核对未能完成：{}",
                                                "the audit could not be finished: {}", {failure.what()})));
    }
    for (std::size_t sent = 0; sent < bytes.size();) {
        auto count = ::write(to_parent, bytes.data() + sent, bytes.size() - sent);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) ::_exit(1);
        sent += static_cast<std::size_t>(count);
    }
    ::_exit(0);
}

Bytes read_all(int from_child) {
    Bytes bytes;
    std::uint8_t buffer[4096];
    for (;;) {
        auto count = ::read(from_child, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return bytes;
        bytes.insert(bytes.end(), buffer, buffer + count);
    }
}

AuditReport killed_by(int status) {
    const std::string how = WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "exit";
    AuditReport report;
    report.findings.push_back({FindingKind::data_file, std::nullopt,
                               say("数据文件损坏：读取它的进程中止（{}）。请从备份恢复",
                                   "data file damaged: the process that read it died ({}). "
                                   "Restore a backup",
                                   {how})});
    return report;
}

}  // namespace

Result<AuditReport> audit_ledger(const std::filesystem::path& folder, const AuditOptions& options) {
    int ends[2];
    if (::pipe(ends) != 0)
        return fail(Code::io_failed, "无法启动核对进程：{}", "cannot start the auditing process: {}",
                    {std::strerror(errno)});
    const auto child = ::fork();
    if (child < 0) {
        const auto number = errno;
        ::close(ends[0]);
        ::close(ends[1]);
        return fail(Code::io_failed, "无法启动核对进程：{}", "cannot start the auditing process: {}",
                    {std::strerror(number)});
    }
    if (child == 0) {
        ::close(ends[0]);
        run_child(ends[1], folder, options);
    }
    ::close(ends[1]);
    const auto bytes = read_all(ends[0]);
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (auto report = decode(bytes)) return *report;
    return killed_by(status);
}

}  // namespace timebank
