#include "program.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "catch.hpp"

namespace timebank::cli_test {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void become_program(const std::vector<std::string>& arguments) {
    std::vector<char*> words = {const_cast<char*>(TIMEBANK_PROGRAM)};
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::setenv("LC_ALL", "C", 1);
    ::execv(TIMEBANK_PROGRAM, words.data());
    ::_exit(127);
}

int exit_code_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TempFolder::TempFolder() {
    auto pattern = (fs::temp_directory_path() / "timebank-test-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Outcome run(const std::vector<std::string>& arguments, const std::string& input) {
    TempFolder folder;
    write_file(folder / "in", input);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(::open((folder / "in").c_str(), O_RDONLY), STDIN_FILENO);
        ::dup2(::open((folder / "out").c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        ::dup2(::open((folder / "err").c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        become_program(arguments);
    }
    Outcome outcome;
    outcome.exit_code = exit_code_of(child);
    outcome.out = read_file(folder / "out");
    outcome.err = read_file(folder / "err");
    return outcome;
}

Running::Running(const std::vector<std::string>& arguments, int stream) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
        const int other = stream == STDOUT_FILENO ? STDERR_FILENO : STDOUT_FILENO;
        ::dup2(ends[1], stream);
        ::dup2(::open("/dev/null", O_WRONLY), other);
        ::close(ends[0]);
        ::close(ends[1]);
        become_program(arguments);
    }
    ::close(ends[1]);
    from_child_ = ends[0];
}

Running::~Running() {
    ::close(from_child_);
    if (child_ > 0) {
        ::kill(child_, SIGKILL);
        exit_code_of(child_);
    }
}

void Running::kill_it() {
    ::kill(child_, SIGKILL);
}

bool Running::wait_for(const std::string& text) {
    std::string read;
    char buffer[4096];
    while (read.find(text) == std::string::npos) {
        const auto count = ::read(from_child_, buffer, sizeof buffer);
        if (count <= 0) return false;
        read.append(buffer, static_cast<std::size_t>(count));
    }
    return true;
}

std::string Running::rest() {
    std::string all;
    char buffer[4096];
    for (ssize_t count; (count = ::read(from_child_, buffer, sizeof buffer)) > 0;)
        all.append(buffer, static_cast<std::size_t>(count));
    exit_code_of(child_);
    child_ = -1;
    return all;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

void write_file(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    REQUIRE(out.good());
}

std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string fuyuan(const std::string& name) {
    return std::string(TIMEBANK_SOURCE_DIR) + "/tests/data/fuyuan-2018/" + name;
}

void found(const TempFolder& folder) {
    const auto outcome =
        run({"init", folder / "ledger", "--origin", "test.example/timebank", "--keys", folder / "keys"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
}

void found_fuyuan(const TempFolder& folder) {
    found(folder);
    const std::vector<std::vector<std::string>> commands = {
        {"post", folder / "ledger", fuyuan("setup.jsonl")},
        {"adopt", folder / "ledger", fuyuan("credit-standard.json")},
        {"adopt", folder / "ledger", fuyuan("redemption-standard.json")}};
    for (auto command : commands) {
        command.insert(command.end(), {"--keys", folder / "keys"});
        const auto outcome = run(command);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
    }
}

std::string head(const TempFolder& folder) {
    const auto lines = lines_of(run({"checkpoint", folder / "ledger", "--keys", folder / "keys"}).out);
    REQUIRE(lines.size() > 3);
    return lines[1] + " " + lines[2];
}

}  // namespace timebank::cli_test
