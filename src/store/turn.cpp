#include "store/turn.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

#include "core/try.hpp"
#include "timebank/time.hpp"

namespace timebank::store {

namespace {

constexpr std::size_t who_bytes = 160;  // one line, filled with spaces

std::string host_name() {
    std::array<char, 65> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "?";
}

}  // namespace

bool WriterTurn::take_within(std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    if (!given_back_.wait_for(lock, pause, [this] { return !is_taken_; })) return false;
    is_taken_ = true;
    return true;
}

void WriterTurn::give_back_within() {
    {
        const std::lock_guard lock(mutex_);
        is_taken_ = false;
    }
    given_back_.notify_one();
}

Result<void> WriterTurn::open() {
    if (opened_.is_open()) return {};
    opened_ = open_descriptor(file_, O_RDWR | O_CREAT);
    if (!opened_.is_open()) return system_error(errno, "open", file_);
    return {};
}

Result<bool> WriterTurn::try_lock() {
    if (::flock(opened_.number(), LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK || errno == EINTR) return false;
    return system_error(errno, "flock", file_);
}

/// For whoever has to wait for us. That it cannot be written stops nobody.
void WriterTurn::write_who() const {
    const SizeSignalHeld held;
    auto line = "pid " + std::to_string(::getpid()) + " (" + host_name() + "), " +
                unix_seconds_to_text(SystemClock().now_unix_s());
    line.resize(who_bytes - 1, ' ');
    line += '\n';
    static_cast<void>(!::pwrite(opened_.number(), line.data(), line.size(), 0));
}

Text WriterTurn::who() const {
    std::array<char, who_bytes> line{};
    const auto count = ::pread(opened_.number(), line.data(), line.size(), 0);
    std::string text(line.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    text.erase(std::min(text.find_last_not_of(" \n") + 1, text.size()));
    if (text.empty()) text = "?";
    return say(
        "另一个程序正在写入 "
        "{0}，轮到它的进程与起始时间：{1}。若它被暂停（Ctrl-Z、容器冻结），请让它继续或结束它",
        "another program is writing to {0}; whose turn it is, and since when: {1}. If it was stopped "
        "(Ctrl-Z, a frozen container), let it go on or end it",
        {file_.parent_path().string(), text});
}

Result<void> WriterTurn::take(const Patience& patience) {
    using std::chrono::milliseconds;
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    const auto end = begun + std::chrono::seconds(patience.wait_s);
    const auto notice_at = begun + std::chrono::seconds(patience.notice_after_s);
    bool noticed = !patience.notice;
    bool is_ours = false;  // within this process
    for (milliseconds pause{1};; pause = std::min(pause * 2, milliseconds{25})) {
        is_ours = is_ours || take_within(pause);
        if (is_ours) {
            const auto ready = open();
            auto locked = ready ? try_lock() : Result<bool>(ready.error());
            if (locked && *locked) {
                write_who();
                return {};
            }
            if (!locked) {
                give_back_within();
                return locked.error();
            }
        }
        const auto now = Clock::now();
        if (now >= end) break;
        if (!noticed && now >= notice_at) {
            noticed = true;
            patience.notice(who());
        }
        if (is_ours) std::this_thread::sleep_for(std::min<Clock::duration>(pause, end - now));
    }
    const Text holder = who();
    if (is_ours) give_back_within();
    return fail(Code::busy, "等了 {0} 秒仍未轮到：{1}。什么也没有写入",
                "waited {0} s for a turn to write: {2}. Nothing was written",
                {std::to_string(patience.wait_s), holder.zh, holder.en});
}

void WriterTurn::give_back() {
    ::flock(opened_.number(), LOCK_UN);
    give_back_within();
}

}  // namespace timebank::store
