#pragma once

#include <filesystem>
#include <string>

#include "timebank/checkpoint.hpp"
#include "timebank/error.hpp"

/// The operator's own copy of the last signed head. It is what tells a ledger from yesterday's copy of it, so
/// it is never kept where the ledger is.
namespace timebank::ledger {

/// invalid_argument when the anchor would lie inside the ledger's folder.
Result<void> check_anchor_place(const std::filesystem::path& folder, const std::filesystem::path& anchor);

/// The note in the file; nothing when there is no file. Never waits: a pipe is an Error.
Result<std::optional<std::string>> read_anchor(const std::filesystem::path& anchor);

/// Replaces the file: written beside it, synced, renamed, and the folder synced. A crash leaves the old or
/// the new one. Mode and owner stay; where `anchor` is a link, the link stays and what it leads to is
/// written.
Result<void> write_anchor(const std::filesystem::path& anchor, const std::string& signed_note);

/// Takes the file away, where `anchor` is a link what it leads to; that there is none is fine.
Result<void> remove_anchor(const std::filesystem::path& anchor);

}  // namespace timebank::ledger
