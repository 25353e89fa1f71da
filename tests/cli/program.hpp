#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace timebank::cli_test {

/// A folder that goes away with it.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

struct Outcome {
    int exit_code = -1;  ///< 128 + the signal when one killed it
    std::string out;
    std::string err;
};

/// Runs the program with these arguments and waits for it.
Outcome run(const std::vector<std::string>& arguments, const std::string& input = "");

/// The program running, its standard output in a pipe; or its standard error, when `stream` says so.
class Running {
  public:
    explicit Running(const std::vector<std::string>& arguments, int stream = 1);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    void kill_it();
    /// Reads what it writes until that text is there; false when it ended before.
    bool wait_for(const std::string& text);
    /// Everything it has written, once it is over.
    std::string rest();

  private:
    pid_t child_ = -1;
    int from_child_ = -1;
};

std::vector<std::string> lines_of(const std::string& text);
void write_file(const std::string& file, const std::string& text);
std::string read_file(const std::string& file);
/// A file of tests/data/fuyuan-2018.
std::string fuyuan(const std::string& name);

/// A founded ledger in `folder`/ledger with keys in `folder`/keys.
void found(const TempFolder& folder);
/// The same with the Fuyuan units, accounts and standards.
void found_fuyuan(const TempFolder& folder);
/// "size root" of the ledger's head, from a checkpoint that was signed for the purpose.
std::string head(const TempFolder& folder);

}  // namespace timebank::cli_test
