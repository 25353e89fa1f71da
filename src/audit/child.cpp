#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <exception>
#include <new>

#include "audit/replay.hpp"
#include "core/codec.hpp"
#include "core/try.hpp"

// The audit in a forked child, which sends its report through a pipe. What a child dies of says something
// too, if it is asked carefully: only a fault inside the data file's map is about the file.

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

constexpr int died_in_map = 71;  // the child's exit code

/// Whether `address` lies in a map of a data file, as /proc/self/maps says: "7f00-7f10 r--s … /x/data.mdb".
/// Calls nothing that a signal's handler may not.
bool is_in_data_file(std::uintptr_t address) {
    const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0) return false;
    constexpr std::string_view name = "data.mdb";
    char buffer[4096];
    std::uintptr_t ends[2] = {0, 0};
    std::size_t end = 0;      // which of the two is read now
    std::size_t matched = 0;  // of the name, at the end of the line so far
    bool found = false;
    for (ssize_t count = 0; !found && (count = ::read(maps, buffer, sizeof buffer)) > 0;)
        for (ssize_t i = 0; i < count; ++i) {
            const char one = buffer[i];
            if (one == '\n') {
                found = found || (matched == name.size() && ends[0] <= address && address < ends[1]);
                ends[0] = ends[1] = end = matched = 0;
                continue;
            }
            matched = matched < name.size() && one == name[matched] ? matched + 1 : one == name[0] ? 1 : 0;
            if (end > 1) continue;
            const int digit = one >= '0' && one <= '9'   ? one - '0'
                              : one >= 'a' && one <= 'f' ? one - 'a' + 10
                                                         : -1;
            if (digit < 0)
                ++end;
            else
                ends[end] = ends[end] * 16 + static_cast<std::uintptr_t>(digit);
        }
    ::close(maps);
    return found;
}

void tell_where(int signal, siginfo_t* info, void*) {
    if (is_in_data_file(reinterpret_cast<std::uintptr_t>(info->si_addr))) ::_exit(died_in_map);
    ::signal(signal, SIG_DFL);  // and the same instruction faults again
}

[[noreturn]] void run_child(int to_parent, const std::filesystem::path& folder, const AuditOptions& options) {
    struct sigaction action {};
    action.sa_sigaction = tell_where;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, nullptr);
    ::sigaction(SIGSEGV, &action, nullptr);
    Bytes bytes;
    try {
        bytes = encode(audit_ledger(folder, options));
    } catch (const std::bad_alloc&) {
        bytes = encode(Result<AuditReport>(system_failure(ENOMEM, "audit")));
    } catch (const std::exception&) {
        bytes =
            encode(Result<AuditReport>(fail(Code::broken_invariant, "核对未能完成；这是程序的缺陷，请报告",
                                            "the audit could not be finished; this is a fault in the "
                                            "program, please report it")));
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

Result<AuditReport> died(int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == died_in_map) {
        AuditReport report;
        report.findings.push_back({FindingKind::data_file, std::nullopt,
                                   say("数据文件损坏或磁盘读不出：读取它时出错而中止。请从备份恢复",
                                       "the data file is damaged, or the disk does not give it: reading it "
                                       "broke off. Restore a backup")});
        return report;
    }
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGFPE || signal == SIGILL)
        return fail(Code::broken_invariant, "核对因程序的缺陷而中止（信号 {}）：对账本一无所知；请报告",
                    "the audit broke off by a fault in the program (signal {}): nothing is known about the "
                    "ledger; please report it",
                    {std::to_string(signal)});
    return fail(
        Code::io_failed, "核对被停止（信号 {}）：对账本一无所知。若内存不足，请关掉别的程序后再核对一次",
        "the audit was stopped (signal {}); nothing is known about the ledger. If memory ran out, end "
        "other programs and audit again",
        {std::to_string(signal)});
}

}  // namespace

Result<AuditReport> audit_ledger_in_child(const std::filesystem::path& folder, const AuditOptions& options) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure(errno, "audit", "pipe");
    const auto child = ::fork();
    if (child < 0) {
        const auto number = errno;
        ::close(ends[0]);
        ::close(ends[1]);
        return system_failure(number, "audit", "fork");
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
    return died(status);
}

}  // namespace timebank
