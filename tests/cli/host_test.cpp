#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <sstream>

#include "catch.hpp"
#include "program.hpp"

// What stands of the host around the program: descriptors, limits, owners, other writers, signals. Each test
// is named after the report or the attack that it was.

namespace timebank::cli_test {
namespace {

namespace fs = std::filesystem;

constexpr uid_t somebody = 65'534;

/// Runs the program in a child that `prepare` has changed first.
Outcome run_after(const std::function<void()>& prepare, const std::vector<std::string>& arguments) {
    const TempFolder folder;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(::open((folder / "out").c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        ::dup2(::open((folder / "err").c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        prepare();
        std::vector<char*> words = {const_cast<char*>(TIMEBANK_PROGRAM)};
        for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
        words.push_back(nullptr);
        ::execv(TIMEBANK_PROGRAM, words.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), read_file(folder / "out"),
            read_file(folder / "err")};
}

void limit(decltype(RLIMIT_AS) what, rlim_t most) {
    const struct rlimit both { most, most };
    ::setrlimit(what, &both);
}

std::vector<std::string> on(const TempFolder& folder, std::vector<std::string> words) {
    words.insert(words.begin() + 1, folder / "ledger");
    words.insert(words.end(), {"--keys", folder / "keys"});
    return words;
}

std::string an_account(const TempFolder& folder, const std::string& owner) {
    write_file(folder / (owner + ".jsonl"), R"({"kind": "account", "owner": ")" + owner +
                                                R"(", "class": "member"})"
                                                "\n");
    return folder / (owner + ".jsonl");
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

/// Audited, without findings.
void check_sound(const TempFolder& folder) {
    const auto audit = run(on(folder, {"audit"}));
    INFO(audit.out << audit.err);
    CHECK(audit.exit_code == 0);
}

}  // namespace

TEST_CASE("report 01: closed descriptors never become the book") {
    const TempFolder folder;
    found(folder);
    const auto claim = an_account(folder, "a-1");
    for (const int closed : {1, 2, 3, 4, 5, 6, 7}) {  // any of the three
        const auto close_some = [closed] {
            for (int number = 0; number < 3; ++number)
                if ((closed & 1 << number) != 0) ::close(number);
        };
        const auto posted =
            run_after(close_some, {"post", folder / "ledger", claim, "--key", folder / "keys/operator.pem",
                                   "--anchor", folder / "keys/anchor"});
        CHECK(posted.exit_code == 0);
        CHECK(run_after(close_some, on(folder, {"audit"})).exit_code == 0);
    }
    check_sound(folder);
    CHECK(read_file(folder / "ledger/book/data.mdb").find("no log key") == std::string::npos);
}

TEST_CASE(
    "report 05: a small address space gets a smaller map, a limit on file sizes an error with its name") {
    const TempFolder folder;
    found_fuyuan(folder);
    const auto small = run_after([] { limit(RLIMIT_AS, 1'000'000 * 1024UL); }, on(folder, {"balance"}));
    INFO(small.err);
    CHECK(small.exit_code == 0);
    for (const rlim_t kilobytes : {100, 300, 500, 600, 700}) {
        const auto outcome =
            run_after([&] { limit(RLIMIT_FSIZE, kilobytes * 1024); },
                      on(folder, {"import", fuyuan("sign-in.csv"), "--offset", "+08:00", "--commit", "300"}));
        INFO(kilobytes << " KB: " << outcome.out << outcome.err);
        CHECK(outcome.exit_code == 3);
        CHECK(outcome.err.find("ulimit -f") != std::string::npos);
        CHECK(outcome.err.find("[disk_full]") != std::string::npos);
        check_sound(folder);
    }
    const auto whole = run(on(folder, {"import", fuyuan("sign-in.csv"), "--offset", "+08:00"}));
    CHECK(whole.exit_code == 0);
    check_sound(folder);
}

TEST_CASE("report 06: what root makes belongs to whom its folder belongs to, and messages are ours") {
    if (::geteuid() != 0) {
        WARN("skipped: only root can run as another user");
        return;
    }
    const TempFolder folder;
    found(folder);
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
        REQUIRE(::chown(entry.path().c_str(), somebody, somebody) == 0);
    REQUIRE(::chown(folder.path().c_str(), somebody, somebody) == 0);
    fs::remove(folder / "ledger/book/lock.mdb");
    CHECK(run({"member", "add", folder / "ledger", "x-001", "--name", "Zhao", "--keys", folder / "keys"})
              .exit_code == 0);
    CHECK(run({"receipt", folder / "ledger", "1", "-o", folder / "receipt"}).exit_code == 0);
    CHECK(run({"key", "new", folder / "second.pem"}).exit_code == 0);
    CHECK(run({"backup", folder / "ledger", folder / "copy"}).exit_code == 0);
    CHECK(run({"restore", folder / "copy", folder / "again"}).exit_code == 0);
    CHECK(run({"init", folder / "new/ledger", "--origin", "a.example/b", "--keys", folder / "new/keys"})
              .exit_code == 0);
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
        struct stat found {};
        REQUIRE(::lstat(entry.path().c_str(), &found) == 0);
        INFO(entry.path());
        CHECK(found.st_uid == somebody);
        CHECK(found.st_gid == somebody);
    }
    const auto as_user = [] { static_cast<void>(!(::setgid(somebody) == 0 && ::setuid(somebody) == 0)); };
    CHECK(run_after(as_user, on(folder, {"post", an_account(folder, "a-1")})).exit_code == 0);
    REQUIRE(::chown((folder / "keys").c_str(), 0, 0) == 0);
    REQUIRE(::chmod((folder / "keys").c_str(), 0700) == 0);
    auto words = on(folder, {"post", an_account(folder, "a-2")});
    words.insert(words.begin(), {"--lang", "zh"});
    const auto refused = run_after(as_user, words);
    CHECK(refused.exit_code == 3);
    CHECK(refused.err.find("没有权限") != std::string::npos);
    CHECK(refused.err.find("[permission_denied]") != std::string::npos);
}

TEST_CASE("A20: names too long, rings of links and closed folders are said in our words") {
    const TempFolder folder;
    found(folder);
    fs::create_symlink(folder / "ring", folder / "ring");
    const std::string long_name(300, 'x');
    struct Row {
        std::vector<std::string> words;
        std::string code;
    };
    const Row rows[] = {
        {{"post", folder / "ledger", folder / long_name, "--keys", folder / "keys"}, "invalid_argument"},
        {{"post", folder / "ledger", folder / "ring", "--keys", folder / "keys"}, "invalid_argument"},
        {{"balance", folder / "ring"}, "invalid_argument"},
        {{"balance", folder / long_name}, "invalid_argument"},
        {{"post", folder / "ledger", folder / "x", "--keys", folder / "ring"}, "bad_key"},
        {{"post", folder / "ledger", folder / "x", "--keys", folder / long_name}, "invalid_argument"},
        {{"init", folder / "n", "--origin", "a.example/b", "--keys", folder / "ring"}, "invalid_argument"},
        {{"init", folder / long_name, "--origin", "a.example/b", "--keys", folder / "k"}, "invalid_argument"},
        {{"init", folder / "ring", "--origin", "a.example/c", "--keys", folder / "k2"}, "invalid_argument"},
        {{"backup", folder / "ledger", folder / "ring"}, "invalid_argument"},
        {{"backup", folder / "ledger", folder / long_name}, "invalid_argument"},
        {{"restore", folder / "ring", folder / "n"}, "invalid_argument"},
        {{"audit", folder / "ledger", "--anchor", folder / "ring"}, "invalid_argument"},
        {{"receipt", folder / "ledger", "0", "-o", folder / long_name}, "invalid_argument"},
        {{"receipt", folder / "ledger", "0", "-o", folder / "ledger"}, "invalid_argument"},
        {{"receipt", folder / "ledger", "0", "-o", "/dev/full"}, "disk_full"},
        {{"demo", folder / "ring"}, "already_there"},
    };
    for (const auto& row : rows) {
        auto words = row.words;
        words.insert(words.begin(), {"--lang", "zh"});
        const auto outcome = run(words);
        INFO(words[2] << " " << words.back().substr(0, 60) << ": " << outcome.err);
        CHECK(outcome.exit_code >= 2);
        CHECK(outcome.exit_code <= 3);
        CHECK(outcome.err.find("[" + row.code + "]") != std::string::npos);
        CHECK(outcome.err.find("filesystem") == std::string::npos);
    }
}

TEST_CASE("Part C: a pipe for an anchor is refused at once, and what cannot be read is no finding") {
    const TempFolder folder;
    found(folder);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    for (const std::string& anchor :
         {folder / "pipe", folder / "keys", folder / "none", std::string("/dev/full")}) {
        INFO(anchor);
        const auto audit = run({"audit", folder / "ledger", "--anchor", anchor});
        CHECK(audit.exit_code >= 2);
        CHECK(audit.err.find("permission_denied") == std::string::npos);
        CHECK(run({"post", folder / "ledger", an_account(folder, "a-1"), "--key",
                   folder / "keys/operator.pem", "--anchor", anchor})
                  .exit_code >= 2);
    }
}

TEST_CASE("A19: where the anchor is a link, the file that it leads to is written") {
    const TempFolder folder;
    found(folder);
    fs::create_directory(folder / "storage");
    fs::rename(folder / "keys/anchor", folder / "storage/anchor");
    fs::create_symlink("../storage/anchor", folder / "keys/anchor");
    const auto before = read_file(folder / "storage/anchor");
    REQUIRE(::chmod((folder / "storage/anchor").c_str(), 0640) == 0);
    CHECK(run(on(folder, {"post", an_account(folder, "a-1")})).exit_code == 0);
    CHECK(fs::is_symlink(folder / "keys/anchor"));
    CHECK(read_file(folder / "storage/anchor") != before);
    CHECK((fs::status(folder / "storage/anchor").permissions() & fs::perms::mask) == fs::perms(0640));
    check_sound(folder);
}

TEST_CASE("report 03, A22: whoever waits for a stopped writer says for whom, and ends with busy") {
    const TempFolder folder;
    found(folder);
    CHECK(run(on(folder, {"post", an_account(folder, "a-1")})).exit_code == 0);
    // As a program has it that was stopped in the middle of its write.
    const int turn = ::open((folder / "ledger/book/writer.lock").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(turn >= 0);
    REQUIRE(::flock(turn, LOCK_EX | LOCK_NB) == 0);
    const auto waited = run(on(folder, {"post", an_account(folder, "a-2"), "--wait", "4"}));
    CHECK(waited.exit_code == 3);
    CHECK(waited.err.find("timebank: waiting: ") != std::string::npos);
    CHECK(waited.err.find("pid ") != std::string::npos);
    CHECK(waited.err.find("[busy]") != std::string::npos);
    for (const auto& command : {std::vector<std::string>{"checkpoint"}, {"rebuild"}}) {
        auto words = command[0] == "rebuild" ? std::vector<std::string>{"rebuild", folder / "ledger"}
                                             : on(folder, command);
        words.insert(words.end(), {"--wait", "0"});
        const auto outcome = run(words);
        INFO(command[0] << outcome.err);
        CHECK(outcome.exit_code == 3);
        CHECK(outcome.err.find("[busy]") != std::string::npos);
    }
    CHECK(run({"backup", folder / "ledger", folder / "copy"}).exit_code == 0);
    CHECK(run(on(folder, {"audit"})).exit_code == 0);
    ::close(turn);
    CHECK(run(on(folder, {"post", an_account(folder, "a-2"), "--wait", "0"})).exit_code == 0);
    check_sound(folder);
}

TEST_CASE("Part C: an init that was killed is done again, with nothing to delete by hand") {
    const TempFolder folder;
    const std::vector<std::string> init = {"init",        folder / "ledger", "--origin",
                                           "a.example/b", "--keys",          folder / "keys"};
    CHECK(run(init).exit_code == 0);
    // As it is when the founding is cut short at its very end: everything is there, and the mark too.
    write_file(folder / "ledger/unfinished", "");
    CHECK(run({"balance", folder / "ledger"}).exit_code == 2);
    CHECK(run(init).exit_code == 0);
    check_sound(folder);
    // Without the mark it is a ledger, and stays.
    CHECK(run(init).exit_code == 2);
    check_sound(folder);
}

TEST_CASE("A18: the audit finds that a text about a person is gone, and is told when they are elsewhere") {
    const TempFolder folder;
    found(folder);
    CHECK(run({"member", "add", folder / "ledger", "x-001", "--name", "Zhao", "--keys", folder / "keys"})
              .exit_code == 0);
    check_sound(folder);
    fs::rename(folder / "ledger/people", folder / "elsewhere");
    const auto audit = run(on(folder, {"audit"}));
    CHECK(audit.exit_code == 1);
    CHECK(audit.out.find("1 accounts commit to texts, the first is x-001") != std::string::npos);
    CHECK(run(on(folder, {"audit", "--no-texts"})).exit_code == 0);
    fs::rename(folder / "elsewhere", folder / "ledger/people");
    auto bytes = read_file(folder / "ledger/people/data.mdb");
    for (auto at = bytes.find("Zhao"); at != std::string::npos; at = bytes.find("Zhao", at + 1))
        bytes[at] = 'X';
    write_file(folder / "ledger/people/data.mdb", bytes);
    const auto damaged = run(on(folder, {"audit"}));
    CHECK(damaged.exit_code == 1);
    CHECK(run({"backup", folder / "ledger", folder / "copy"}).exit_code == 3);
}

TEST_CASE("A4: an audit whose child is killed says that nothing is known, not that the file is damaged") {
    const TempFolder folder;
    found_fuyuan(folder);
    CHECK(run(on(folder, {"import", fuyuan("sign-in.csv"), "--offset", "+08:00"})).exit_code == 0);
    int hit = 0;
    for (int attempt = 0; attempt < 40 && hit == 0; ++attempt) {
        const pid_t parent = ::getpid();
        const pid_t hunter = ::fork();
        if (hunter == 0) {  // kills the grandchild as soon as it is there
            for (int look = 0; look < 200'000; ++look) {
                const auto program = read_file("/proc/" + std::to_string(parent) + "/task/" +
                                               std::to_string(parent) + "/children");
                for (const auto& one : words_of(program)) {
                    if (one == std::to_string(::getpid())) continue;
                    for (const auto& child :
                         words_of(read_file("/proc/" + one + "/task/" + one + "/children"))) {
                        ::kill(std::stoi(child), SIGKILL);
                        ::_exit(0);
                    }
                }
            }
            ::_exit(1);
        }
        auto words = on(folder, {"audit"});
        const auto audit = run(words);
        int status = 0;
        ::waitpid(hunter, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || audit.exit_code == 0) continue;
        ++hit;
        INFO(audit.out << audit.err);
        CHECK(audit.exit_code == 3);
        CHECK(audit.err.find("the audit was stopped (signal 9); nothing is known") != std::string::npos);
        CHECK(audit.out.find("damaged") == std::string::npos);
    }
    CHECK(hit == 1);
}

TEST_CASE("A17: after a rebuild that was killed the audit says to run it, and checks the log") {
    const TempFolder folder;
    found_fuyuan(folder);
    CHECK(run(on(folder, {"import", fuyuan("sign-in.csv"), "--offset", "+08:00"})).exit_code == 0);
    bool behind = false;
    for (int us = 10'000; us < 2'000'000 && !behind; us += us / 8) {
        Running rebuild({"rebuild", folder / "ledger"});
        ::usleep(static_cast<useconds_t>(us));
        rebuild.kill_it();
        rebuild.rest();
        const auto audit = run(on(folder, {"audit"}));
        INFO(audit.out << audit.err);
        if (audit.exit_code == 0) continue;
        behind = true;
        CHECK(audit.exit_code == 1);
        CHECK(audit.out.find("run rebuild") != std::string::npos);
        CHECK(audit.out.find("audit: 1 findings") != std::string::npos);
    }
    CHECK(behind);
    CHECK(run({"rebuild", folder / "ledger"}).exit_code == 0);
    check_sound(folder);
}

}  // namespace timebank::cli_test
