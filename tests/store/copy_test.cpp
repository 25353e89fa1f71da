#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "catch.hpp"
#include "store/pages.hpp"
#include "store/support.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

/// Entry `index` and what it changes: a balance that counts the entries, and a record that comes and goes in
/// size, so that pages are freed and used again.
Result<void> put_entry(WriteTransaction& transaction, std::uint64_t index) {
    if (auto put = transaction.put(Table::log, key_of(index), value_of(index, 200)); !put) return put;
    if (auto put = transaction.put(Table::balances, key_of(0), key_of(index + 1)); !put) return put;
    return transaction.put(Table::accounts, key_of(index % 50), value_of(index, index * 37 % 9'000));
}

void create_with(const fs::path& folder, std::uint64_t entries) {
    auto environment = Environment::open(folder, Access::create).value();
    for (std::uint64_t index = 0; index < entries; ++index)
        commit(*environment, [&](auto& t) { return put_entry(t, index); }).value();
}

/// Whether the copy is sound and of one moment: as many entries as its balance counts.
std::uint64_t entries_of_sound_copy(const fs::path& folder) {
    const auto faults = check_pages(folder).value();
    INFO((faults.empty() ? std::string() : faults.front().en));
    REQUIRE(faults.empty());
    auto contents = dump(folder).value();
    const auto& log = contents[Table::log];
    REQUIRE(contents[Table::balances].front().value == key_of(log.size()));
    for (std::size_t i = 0; i < log.size(); ++i) REQUIRE(log[i] == Record{key_of(i), value_of(i, 200)});
    return log.size();
}

}  // namespace

TEST_CASE("a copy holds every record, may be read by its group alone, and can be written on") {
    const TempFolder from;
    const TempFolder to;
    create_with(from.path(), 60);
    const mode_t before = ::umask(0);
    Environment::open(from.path(), Access::read_only).value()->copy_to(to.path()).value();
    ::umask(before);
    CHECK(dump(to.path()).value() == dump(from.path()).value());
    CHECK(entries_of_sound_copy(to.path()) == 60);
    struct stat found {};
    REQUIRE(::stat(to.data().c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0640);
    auto environment = Environment::open(to.path(), Access::read_write).value();
    commit(*environment, [](auto& t) { return put_entry(t, 60); }).value();
    CHECK(entries_of_sound_copy(to.path()) == 61);
}

TEST_CASE("copies made while another process writes are sound, each of one moment") {
    const TempFolder from;
    create_with(from.path(), 1);
    const pid_t writer = ::fork();
    if (writer == 0) {
        auto environment = Environment::open(from.path(), Access::read_write).value();
        for (std::uint64_t index = 1;; ++index)
            if (!commit(*environment, [&](auto& t) { return put_entry(t, index); })) ::_exit(1);
    }
    std::uint64_t last = 0;
    {
        const auto environment = Environment::open(from.path(), Access::read_only).value();
        for (int round = 0; round < 25; ++round) {
            ::usleep(3'000);
            const TempFolder to;
            environment->copy_to(to.path()).value();
            const auto entries = entries_of_sound_copy(to.path());
            CHECK(entries >= last);
            last = entries;
        }
    }
    ::kill(writer, SIGKILL);
    int status = 0;
    ::waitpid(writer, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(last > 25);  // the writer was at work meanwhile
}

TEST_CASE("a copy waits for no writer, not even for one of its own thread (A22)") {
    const TempFolder from;
    create_with(from.path(), 40);
    const TempFolder to;
    auto environment = Environment::open(from.path(), Access::read_write).value();
    auto transaction = environment->write().value();
    put_entry(transaction, 40).value();
    environment->copy_to(to.path()).value();
    CHECK(entries_of_sound_copy(to.path()) == 40);
    CHECK(transaction.commit().outcome == Outcome::committed);
}

TEST_CASE("pages walked while another process writes have no fault that is not there (A14)") {
    const std::size_t checks = std::getenv("TIMEBANK_LONG_TESTS") ? 10'000 : 2'000;
    const TempFolder from;
    create_with(from.path(), 100);
    const pid_t writer = ::fork();
    if (writer == 0) {
        auto environment = Environment::open(from.path(), Access::read_write).value();
        for (std::uint64_t round = 0;; ++round)
            if (!commit(*environment, [&](auto& t) {
                    return t.put(Table::balances, key_of(round % 300), value_of(round, round % 5'000));
                }))
                ::_exit(1);
    }
    std::size_t false_findings = 0;
    std::uint64_t commits = 0;
    {
        const auto environment = Environment::open(from.path(), Access::read_only).value();
        for (std::size_t check = 0; check < checks; ++check)
            if (!environment->check_pages().value().empty()) ++false_findings;
        commits = read_headers(DataFile::open(from.data()).value()).value().newest().transaction;
    }
    ::kill(writer, SIGKILL);
    int status = 0;
    ::waitpid(writer, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(false_findings == 0);
    CHECK(commits > checks / 10);  // the writer was at work meanwhile
}

TEST_CASE("a copy that cannot be made leaves no file behind") {
    const TempFolder from;
    create_with(from.path(), 40);
    SECTION("something is there already") {
        const TempFolder to;
        write_file(to.data(), bytes_of("mine"));
        auto environment = Environment::open(from.path(), Access::read_only).value();
        CHECK(code_of(environment->copy_to(to.path())) == "already_there");
        CHECK(read_file(to.data()) == Bytes{'m', 'i', 'n', 'e'});
        CHECK(code_of(environment->copy_to(to.path() / "none")) == "not_found");
    }
    SECTION("the disk is full, or read-only") {
        const TempFolder small;
        const int failed_step = in_child_that_mounts(small.path(), "size=64k", [&]() -> int {
            auto environment = Environment::open(from.path(), Access::read_only).value();
            if (code_of(environment->copy_to(small.path())) != "disk_full") return 1;
            if (!fs::is_empty(small.path())) return 2;
            if (!environment->read()) return 3;  // it is not the copied file that failed
            return 0;
        });
        CHECK(failed_step == 0);
        const TempFolder sealed;
        const int wrong_step = in_child_that_mounts(sealed.path(), "ro,size=1m", [&]() -> int {
            auto environment = Environment::open(from.path(), Access::read_only).value();
            return code_of(environment->copy_to(sealed.path())) == "permission_denied" ? 0 : 1;
        });
        CHECK(wrong_step == 0);
    }
}
