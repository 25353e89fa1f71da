#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "catch.hpp"
#include "store/support.hpp"

// What a host may do around the library: close its descriptors, be limited, stop in the middle of a write.
// The program is tried in tests/cli/host_test.cpp.

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

/// Whether one of the numbers 0 to 2 is open.
bool has_low_number() {
    for (int number = 0; number < 3; ++number)
        if (::fcntl(number, F_GETFD) != -1) return true;
    return false;
}

Result<void> put_one(Environment& environment, std::size_t bytes) {
    return commit(environment, [&](auto& t) { return t.put(Table::units, key_of(1), value_of(1, bytes)); });
}

}  // namespace

TEST_CASE("report 01: a host that has closed 0, 1 and 2 gets none of them for a data file") {
    const TempFolder folder;
    const int failed_step = in_child([&]() -> int {
        for (int number = 0; number < 3; ++number) ::close(number);
        auto environment = Environment::open(folder.path() / "a", Access::create).value();
        if (has_low_number()) return 1;
        if (!put_one(*environment, 9)) return 2;
        const TempFolder to;
        if (!environment->copy_to(to.path()) || !environment->check_pages().value().empty()) return 3;
        if (has_low_number()) return 4;
        environment.reset();
        environment = Environment::open(folder.path() / "a", Access::read_write).value();
        // A host that logs to a closed standard error gets an error, and we no line in the book.
        if (::write(STDERR_FILENO, "log line\n", 9) != -1) return 5;
        return has_low_number() ? 6 : 0;
    });
    CHECK(failed_step == 0);
}

TEST_CASE("report 05: the limit on file sizes is an error in a host that has never heard of SIGXFSZ") {
    const TempFolder folder;
    const int failed_step = in_child([&]() -> int {
        auto environment = Environment::open(folder.path(), Access::create).value();
        if (!put_one(*environment, 9)) return 1;
        ::signal(SIGXFSZ, SIG_DFL);
        struct rlimit limit {};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        for (const rlim_t bytes : {fs::file_size(folder.data()) + 5'000, std::uintmax_t{4'096}}) {
            limit.rlim_cur = bytes;
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
            const auto put = put_one(*environment, 500'000);
            if (put || put.error().code != Code::disk_full) return 3;
            if (put.error().text.en.find("ulimit -f") == std::string::npos) return 4;
            const TempFolder to;
            limit.rlim_cur = 8'192;
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 5;
            environment.reset();
            environment = Environment::open(folder.path(), Access::read_write).value();
            if (code_of(environment->copy_to(to.path())) != "disk_full") return 6;
        }
        sigset_t pending;
        ::sigpending(&pending);
        if (sigismember(&pending, SIGXFSZ) != 0) return 7;
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (!put_one(*environment, 500'000)) return 8;
        return environment->check_pages().value().empty() ? 0 : 9;
    });
    CHECK(failed_step == 0);
}

TEST_CASE("report 03: a writer waits as long as it was told, says for whom, and ends with busy") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    auto held = std::make_optional(environment->write().value());
    std::string noticed;
    std::thread other([&] {
        Patience patience;
        patience.wait_s = 2;
        patience.notice_after_s = 1;
        patience.notice = [&](const Text& whose_turn) { noticed = whose_turn.en; };
        const auto begun = std::chrono::steady_clock::now();
        CHECK(code_of(environment->write(patience)) == "busy");
        CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::seconds(2));
        patience.wait_s = 0;
        CHECK(code_of(environment->write(patience)) == "busy");
    });
    other.join();
    CHECK(noticed.find("pid " + std::to_string(::getpid())) != std::string::npos);
    const int failed_step = in_child([&]() -> int {
        auto mine = Environment::open(folder.path(), Access::read_write);
        if (!mine) return 1;
        return code_of((*mine)->write({.wait_s = 1})) == "busy" ? 0 : 2;
    });
    CHECK(failed_step == 0);
    held.reset();
    CHECK(environment->write({.wait_s = 0}).has_value());
}

TEST_CASE("report 03: the turn of a writer that was killed is free at once") {
    const TempFolder folder;
    Environment::open(folder.path(), Access::create).value();
    const int status = in_child([&]() -> int {
        auto environment = Environment::open(folder.path(), Access::read_write).value();
        auto held = environment->write().value();
        held.put(Table::units, key_of(1), key_of(1)).value();
        ::kill(::getpid(), SIGKILL);
        return 0;
    });
    CHECK(status == 128 + SIGKILL);
    auto environment = Environment::open(folder.path(), Access::read_write).value();
    CHECK(environment->write({.wait_s = 0}).has_value());
    CHECK(put_one(*environment, 9).has_value());
}
