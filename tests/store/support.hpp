#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "store/environment.hpp"

namespace timebank::store::test {

/// An empty folder, in memory where there is such a place, removed with everything in it.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path data() const { return path_ / "data.mdb"; }

  private:
    std::filesystem::path path_;
};

/// Runs `work` in a forked child: its return value, or 128 + the signal that killed it.
int in_child(const std::function<int()>& work);

/// A child with file systems of its own, which may mount. Skipped with a warning where that is not permitted:
/// `work` is then not run and the answer is 0.
int in_child_that_mounts(const std::filesystem::path& folder, const char* options,
                         const std::function<int()>& work);

/// Eight bytes, big-endian.
Bytes key_of(std::uint64_t number);
std::uint64_t number_of(ByteView key);
/// `size` bytes that depend on `seed` alone.
Bytes value_of(std::uint64_t seed, std::size_t size);

using Records = std::map<Table, std::vector<Record>>;
/// Every record of every table.
Result<Records> dump(const Reader& reader);
Result<Records> dump(const std::filesystem::path& folder, Access access = Access::read_only);

/// Commits what `change` puts; the outcome must be `committed`.
Result<void> commit(Environment& environment, const std::function<Result<void>(WriteTransaction&)>& change);

Bytes read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, ByteView bytes);

/// The code of a Result's error, or "" when it has none.
template <class T>
std::string code_of(const Result<T>& result) {
    return result ? std::string() : std::string(to_text(result.error().code));
}

}  // namespace timebank::store::test
