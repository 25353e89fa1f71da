#include "backup/copies.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "catch.hpp"
#include "timebank/digest.hpp"

namespace timebank::backup_test {

void keep_book(const Desk& desk, int services) {
    const auto ledger = desk.found();
    std::vector<SignedClaim> batch;
    for (int i = 0; i < services; ++i) batch.push_back(service("service " + std::to_string(i), "v-1", 30));
    for (const auto& result : ledger->post(batch).value()) REQUIRE(result.outcome == PostOutcome::accepted);
    REQUIRE(ledger->checkpoint());
    const Digest salt = sha256(bytes_of("salt"));
    store::Texts::create(desk.folder())
        .value()
        .add({{"v-1", "name", commit("name", salt, bytes_of("张三")), salt, "张三"}})
        .value();
}

Result<BackupSummary> back_up(const Desk& desk, const fs::path& folder) {
    return backup_ledger(desk.folder(), folder, *desk.clock);
}

Result<RestoreSummary> restore(const fs::path& backup, const fs::path& folder, const fs::path& anchor) {
    return restore_ledger(backup, folder, {anchor});
}

std::string names_in(const fs::path& folder) {
    std::vector<std::string> names;
    if (fs::exists(folder))
        for (const auto& item : fs::recursive_directory_iterator(folder))
            names.push_back(item.path().lexically_relative(folder).string());
    std::sort(names.begin(), names.end());
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : " ") + name;
    return all;
}

bool is_whole_or_says_so(const fs::path& folder, std::string_view whole_when_there) {
    if (!fs::exists(folder) || fs::is_empty(folder)) return false;
    INFO(names_in(folder));
    if (fs::exists(folder / "unfinished")) {
        LedgerOptions reading;
        reading.read_only = true;
        REQUIRE(code_of(Ledger::open(folder, reading)) == "not_found");
        const TempFolder elsewhere;
        REQUIRE_FALSE(restore(folder, elsewhere.path()).has_value());
        REQUIRE(names_in(elsewhere.path()) == "");
        return false;
    }
    REQUIRE(fs::exists(folder / whole_when_there));
    return true;
}

void run_and_kill(const std::function<int()>& work, long after_us) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setpgid(0, 0);
        ::_exit(work());
    }
    ::setpgid(child, child);
    ::usleep(static_cast<useconds_t>(after_us));
    ::kill(-child, SIGKILL);  // and the audit that it may have begun
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
}

long duration_us(const std::function<int()>& work) {
    using Microseconds = std::chrono::duration<long, std::micro>;
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(store::test::in_child(work) == 0);
    return std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace timebank::backup_test
