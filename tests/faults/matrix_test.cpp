#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include "catch.hpp"
#include "cli/program.hpp"

// Every call of the system that a command makes is let fail, in every way that it can, once and from then on.
// After each: what was answered is there, every message is one of ours, the same command then succeeds, and
// the audit has no findings. All of them with TIMEBANK_LONG_TESTS; else a sample, another one for each
// command.

namespace timebank::cli_test {
namespace {

namespace fs = std::filesystem;

/// A scratch folder, in memory where there is such a place: thousands of syncs are waited for otherwise.
class Place {
  public:
    Place() {
        const fs::path memory = "/dev/shm";
        std::error_code failed;
        const auto base = fs::is_directory(memory, failed) ? memory : fs::temp_directory_path();
        auto pattern = (base / "timebank-faults-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Place() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  private:
    fs::path path_;
};

struct Fault {
    std::string call;
    int number = 1;
    std::string what;
    bool goes_on = false;
    std::string text() const {
        return call + ":" + std::to_string(number) + ":" + what + ":" + (goes_on ? "on" : "once");
    }
};

struct Command {
    std::string name;
    /// What it is called with; all paths below `place`.
    std::function<std::vector<std::string>(const Place& place)> arguments;
    /// Whether it is right that the second run finds everything done: what the first has answered.
    bool may_be_there_already = false;
    bool begins_without_ledger = false;
};

std::vector<std::string> writing(const Place& place, std::vector<std::string> words) {
    words.insert(words.end(), {"--keys", place / "keys"});
    return words;
}

std::vector<Command> commands() {
    return {
        {"post",
         [](auto& p) {
             return writing(p, {"post", p / "book", p / "claims.jsonl", "--commit", "2"});
         }},
        {"import",
         [](auto& p) {
             return writing(p, {"import", p / "book", p / "sheet.csv", "--offset", "+08:00"});
         }},
        {"member add",
         [](auto& p) {
             return writing(p, {"member", "add", p / "book", "x-001", "--name", "Zhao"});
         },
         true},
        {"checkpoint",
         [](auto& p) {
             return writing(p, {"checkpoint", p / "book"});
         }},
        {"rebuild",
         [](auto& p) {
             return std::vector<std::string>{"rebuild", p / "book"};
         }},
        {"backup",
         [](auto& p) {
             return std::vector<std::string>{"backup", p / "book", p / "new-copy"};
         },
         true},
        {"restore",
         [](auto& p) {
             return std::vector<std::string>{"restore", p / "copy", p / "again"};
         },
         true},
        {"receipt",
         [](auto& p) {
             return std::vector<std::string>{"receipt", p / "book", "3", "-o", p / "receipt"};
         }},
        {"key new",
         [](auto& p) {
             return std::vector<std::string>{"key", "new", p / "new.pem"};
         },
         true},
        {"init",
         [](auto& p) {
             return std::vector<std::string>{"init",   p / "other",     "--origin", "a.example/other",
                                             "--keys", p / "other-keys"};
         },
         true},
    };
}

std::string first_lines(const std::string& file, std::size_t count) {
    std::string text;
    for (const auto& line : lines_of(read_file(file))) {
        if (count-- == 0) break;
        text += line + "\n";
    }
    return text;
}

/// A small ledger with unsigned entries at its end, a backup of it, and what the commands are given.
void prepare(const Place& place) {
    const auto must = [&](std::vector<std::string> words) {
        const auto outcome = run(words);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
    };
    must({"init", place / "book", "--origin", "a.example/b", "--keys", place / "keys"});
    write_file(place / "setup.jsonl", first_lines(fuyuan("setup.jsonl"), 40));
    must(writing(place, {"post", place / "book", place / "setup.jsonl"}));
    must(writing(place, {"adopt", place / "book", fuyuan("credit-standard.json")}));
    must(writing(place, {"member", "add", place / "book", "y-001", "--name", "Qian"}));
    must({"backup", place / "book", place / "copy"});
    const auto lines = lines_of(read_file(fuyuan("setup.jsonl")));
    std::string claims;
    for (std::size_t i = 40; i < 46; ++i) claims += lines[i] + "\n";
    write_file(place / "claims.jsonl", claims);
    write_file(place / "sheet.csv", first_lines(fuyuan("sign-in.csv"), 2));
    write_file(place / "unsigned.jsonl", lines[50] + "\n");
    must({"post", place / "book", place / "unsigned.jsonl", "--key", place / "keys/operator.pem", "--anchor",
          place / "keys/anchor"});
}

class Matrix {
  public:
    Matrix() {
        prepare(template_);
        ::setenv("LD_PRELOAD", TIMEBANK_FAULTS_LIBRARY, 1);
    }
    ~Matrix() { ::unsetenv("LD_PRELOAD"); }
    Matrix(const Matrix&) = delete;
    Matrix& operator=(const Matrix&) = delete;

    void try_command(const Command& command, std::size_t runs_most, std::mt19937_64& random) {
        auto faults = faults_of(command);
        std::shuffle(faults.begin(), faults.end(), random);
        if (faults.size() > runs_most) faults.resize(runs_most);
        for (const auto& fault : faults) try_fault(command, fault);
    }
    std::size_t runs() const { return runs_; }
    std::size_t failed() const { return failed_; }
    std::size_t killed() const { return killed_; }
    const std::vector<std::string>& wrong() const { return wrong_; }

  private:
    static void copy(const Place& from, const Place& to) {
        fs::copy(from / "", to / "", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }

    /// All there are: each call that the command makes, and each way in which it can fail.
    std::vector<Fault> faults_of(const Command& command) {
        const Place place;
        copy(template_, place);
        ::setenv("TIMEBANK_FAULT_COUNTS", (place / "counts").c_str(), 1);
        const auto outcome = run(command.arguments(place));
        ::unsetenv("TIMEBANK_FAULT_COUNTS");
        INFO(command.name << ": " << outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
        const std::map<std::string, std::vector<std::string>> ways = {
            {"write", {"EIO", "ENOSPC", "EINTR", "SHORT"}},
            {"pwrite", {"EIO", "ENOSPC", "EINTR", "SHORT"}},
            {"read", {"EIO", "EINTR", "SHORT"}},
            {"pread", {"EIO", "EINTR", "SHORT"}},
            {"fsync", {"EIO", "ENOSPC", "EINTR"}},
            {"open", {"EIO", "EMFILE", "EINTR", "ENOSPC", "EACCES"}},
            {"mmap", {"ENOMEM"}},
            {"flock", {"EINTR", "EIO"}}};
        std::vector<Fault> faults;
        std::istringstream counts(read_file(place / "counts"));
        std::string call;
        for (int count = 0; counts >> call >> count;) {
            const auto known = ways.find(call);
            auto all = known == ways.end() ? std::vector<std::string>{"EIO", "ENOSPC"} : known->second;
            all.push_back("KILL");
            for (int number = 1; number <= count; ++number)
                for (const auto& what : all)
                    for (const bool goes_on : {false, true}) {
                        const bool for_ever = what == "EINTR" || what == "KILL";  // not to be outlasted
                        if (!(for_ever && goes_on)) faults.push_back({call, number, what, goes_on});
                    }
        }
        return faults;
    }

    void try_fault(const Command& command, const Fault& fault) {
        ++runs_;
        const Place place;
        copy(template_, place);
        const auto arguments = command.arguments(place);
        auto chinese = arguments;
        chinese.insert(chinese.begin(), {"--lang", "zh"});
        ::setenv("TIMEBANK_FAULT", fault.text().c_str(), 1);
        const auto first = run(runs_ % 2 == 0 ? arguments : chinese);
        ::unsetenv("TIMEBANK_FAULT");
        const auto fault_in = [&](const std::string& what, const Outcome& outcome) {
            wrong_.push_back(command.name + ", " + fault.text() + ": " + what + " (exit " +
                             std::to_string(outcome.exit_code) + ") " + outcome.out + outcome.err);
        };
        const bool killed = fault.what == "KILL" && first.exit_code == 128 + SIGKILL;
        ++(killed ? killed_ : first.exit_code != 0 ? failed_ : succeeded_);
        if (first.exit_code > 3 && !killed) return fault_in("died", first);
        if (first.exit_code != 0 && !killed && !says_a_code(first.err)) return fault_in("has no code", first);
        if (speaks_foreign(first.err)) return fault_in("is not in our words", first);
        const auto second = run(arguments);
        const bool there =
            command.may_be_there_already && second.err.find("[already_there]") != std::string::npos;
        if (second.exit_code != 0 && !there)
            return fault_in("does not succeed afterwards: " + first.err, second);
        check_ledger(place / "book", place / "keys/anchor", fault_in);
        if (command.name == "restore") check_ledger(place / "again", "", fault_in);
        if (command.name == "backup") check_ledger(place / "new-copy", "", fault_in);
        if (command.name == "init") check_ledger(place / "other", place / "other-keys/anchor", fault_in);
        if (command.name == "post") check_posted(place, fault_in);
        if (command.name == "receipt" && !verifies(place)) fault_in("the receipt does not verify", second);
    }

    static bool says_a_code(const std::string& text) {
        const auto lines = lines_of(text);
        return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
            return line.rfind("timebank: ", 0) == 0 && line.size() > 2 && line.back() == ']';
        });
    }
    static bool speaks_foreign(const std::string& text) {
        for (const char* word : {"filesystem error", "terminate called", "what():", "std::", "Assertion",
                                 "Input/output error", "No space left", "No such file", "Cannot allocate",
                                 "Too many open", "Interrupted system call", "Permission denied"})
            if (text.find(word) != std::string::npos) return true;
        return false;
    }
    template <class Report>
    static void check_ledger(const std::string& ledger, const std::string& anchor, const Report& fault_in) {
        auto words = std::vector<std::string>{"audit", ledger};
        if (!anchor.empty()) words.insert(words.end(), {"--anchor", anchor});
        const auto audit = run(words);
        if (audit.exit_code != 0) fault_in("the audit of " + ledger, audit);
    }
    /// All six claims are entries, each once.
    template <class Report>
    static void check_posted(const Place& place, const Report& fault_in) {
        const auto again = run({"post", place / "book", place / "claims.jsonl", "--keys", place / "keys"});
        if (again.out.find("0 accepted, 6 already there, 0 refused") == std::string::npos)
            fault_in("an entry is missing", again);
    }
    static bool verifies(const Place& place) {
        auto key = run({"key", "log", place / "book"}).out;
        key.erase(key.find_last_not_of('\n') + 1);
        return run({"verify", place / "receipt", "--key", key}).exit_code == 0;
    }

    Place template_;
    std::size_t runs_ = 0;
    std::size_t failed_ = 0;
    std::size_t killed_ = 0;
    std::size_t succeeded_ = 0;
    std::vector<std::string> wrong_;
};

}  // namespace

TEST_CASE("faults of the system in every command, killed or not, lose nothing and are said in our words") {
    const char* const sample = std::getenv("TIMEBANK_FAULT_RUNS");  // for each command
    const auto runs_most = std::getenv("TIMEBANK_LONG_TESTS") ? std::size_t{1'000'000}
                           : sample                           ? std::strtoull(sample, nullptr, 10)
                                                              : 25;
    const char* const only = std::getenv("TIMEBANK_FAULT_COMMAND");
    const char* const seed = std::getenv("TIMEBANK_FAULT_SEED");
    std::mt19937_64 random(seed ? std::strtoull(seed, nullptr, 10) : 2026);
    Matrix matrix;
    for (const auto& command : commands())
        if (only == nullptr || command.name == only) matrix.try_command(command, runs_most, random);
    WARN(matrix.runs() << " faults were injected: " << matrix.failed() << " commands failed, "
                       << matrix.killed() << " were killed, the others did without");
    CHECK(matrix.failed() + matrix.killed() > matrix.runs() / 3);
    std::string wrong;
    for (const auto& one : matrix.wrong()) wrong += one + "\n";
    CHECK(wrong == "");
}

}  // namespace timebank::cli_test
