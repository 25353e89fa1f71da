#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/marks.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// Files and folders as backups need them: nothing counts before it is synced, and what fails leaves nothing.
namespace timebank::backup {

/// What tells one file from another.
struct FileSummary {
    std::string name;  ///< below the backup's folder, such as "book/data.mdb"
    std::uint64_t bytes = 0;
    Digest digest{};
    friend bool operator==(const FileSummary&, const FileSummary&) = default;
};

/// A folder in which a copy is being made. A file in it says so until finish(); when it is destroyed before
/// that, the folder is again as it was before begin().
class UnfinishedFolder {
  public:
    /// `folder` must be empty, or missing beside its parent, and not lie inside `source`. What an earlier
    /// copy left that was cut short is removed.
    static Result<UnfinishedFolder> begin(const std::filesystem::path& folder,
                                          const std::filesystem::path& source);
    UnfinishedFolder(UnfinishedFolder&& other) noexcept;
    UnfinishedFolder& operator=(UnfinishedFolder&&) = delete;
    ~UnfinishedFolder();

    const std::filesystem::path& path() const { return path_; }
    /// Makes the folder that the file `name` lies in.
    Result<void> make_folder_of(const std::string& name) const;
    /// Takes the mark away: from now on the folder counts.
    Result<void> finish();

  private:
    UnfinishedFolder(std::filesystem::path path, bool made, ledger::UnfinishedMark mark)
        : path_(std::move(path)), made_(made), mark_(std::move(mark)) {}

    std::filesystem::path path_;
    bool made_ = false;
    std::optional<ledger::UnfinishedMark> mark_;  // until finish()
};

/// Length and digest of `folder`/`name`.
Result<FileSummary> summarise(const std::filesystem::path& folder, const std::string& name);

/// Copies `from`/`name` to `to`/`name`, which must not be there, and syncs it; what was read is summarised.
Result<FileSummary> copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
                              const std::string& name);

/// Replaces the file: written beside it, synced, renamed, and the folder synced.
Result<void> write_whole(const std::filesystem::path& file, const std::string& text);

/// A file of at most `bytes_max` bytes; io_failed when it is longer.
Result<std::string> read_whole(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace timebank::backup
