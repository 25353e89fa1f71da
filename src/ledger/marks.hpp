#pragma once

#include <filesystem>
#include <string_view>

#include "timebank/error.hpp"

/// Files beside the book which say that a folder is not simply a ledger; the room `backup` writes them. A
/// ledger has neither.
namespace timebank::ledger {

/// A finished backup, and what is in it. It may be read like a ledger and is never written: two books that
/// both go on would give two answers about the same entries.
inline constexpr std::string_view backup_mark = "backup.json";
/// A backup or a restore is being made here, or was cut short.
inline constexpr std::string_view unfinished_mark = "unfinished";

/// not_found for a copy that was never finished; invalid_argument for writing to a backup.
Result<void> check_marks(const std::filesystem::path& folder, bool read_only);

}  // namespace timebank::ledger
