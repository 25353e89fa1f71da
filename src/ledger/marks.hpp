#pragma once

#include <filesystem>
#include <string_view>

#include "core/file.hpp"
#include "timebank/error.hpp"

/// Files beside the book which say that a folder is not simply a ledger; the room `backup` writes them. A
/// ledger has neither.
namespace timebank::ledger {

/// A finished backup, and what is in it. It may be read like a ledger and is never written: two books that
/// both go on would give two answers about the same entries.
inline constexpr std::string_view backup_mark = "backup.json";
/// A ledger is being founded here, or a backup or a restore made, or that was cut short.
inline constexpr std::string_view unfinished_mark = "unfinished";

/// not_found for a copy that was never finished; invalid_argument for writing to a backup.
Result<void> check_marks(const std::filesystem::path& folder, bool read_only);

/// The mark `unfinished`, held: as long as somebody is at work it is locked, and the system lets go of the
/// lock when a program dies. So what was cut short is known from what is under way, and nobody has to remove
/// it by hand.
class UnfinishedMark {
  public:
    /// Makes the mark in `folder`, which is there. busy when somebody else is at work in it. What was cut
    /// short is removed, everything that founding, backup and restore may have left; already_there when
    /// something else is in the folder.
    static Result<UnfinishedMark> begin(const std::filesystem::path& folder);

    /// Whether somebody before us was cut short here.
    bool found_one() const { return found_one_; }
    /// Takes the mark away: from now on what is in the folder counts.
    Result<void> finish();
    /// Removes what was made, and the mark last: should this be cut short, it still says so.
    void undo();

  private:
    UnfinishedMark(std::filesystem::path folder, Descriptor opened, bool found_one)
        : folder_(std::move(folder)), opened_(std::move(opened)), found_one_(found_one) {}

    std::filesystem::path folder_;
    Descriptor opened_;
    bool found_one_;
};

}  // namespace timebank::ledger
