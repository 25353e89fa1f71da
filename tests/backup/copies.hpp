#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "ledger/desk.hpp"
#include "store/texts.hpp"
#include "timebank/backup.hpp"

namespace timebank::backup_test {

namespace fs = std::filesystem;
using namespace ledger_test;

/// A ledger with `services` services behind its setup, a checkpoint of them, and a text about v-1.
void keep_book(const Desk& desk, int services);

Result<BackupSummary> back_up(const Desk& desk, const fs::path& folder);
Result<RestoreSummary> restore(const fs::path& backup, const fs::path& folder, const fs::path& anchor = {});

/// The names of everything in the folder, sorted; "" when it is not there.
std::string names_in(const fs::path& folder);

/// What a killed run may leave: nothing; something that says it is unfinished and that nothing takes for a
/// ledger or a backup; or everything. True when it is everything.
bool is_whole_or_says_so(const fs::path& folder, std::string_view whole_when_there);

/// Runs the work in a child and kills it, a part of the time that it takes after its beginning.
void run_and_kill(const std::function<int()>& work, long after_us);
/// How long it takes when nobody kills it, in microseconds; its exit code must be 0.
long duration_us(const std::function<int()>& work);

}  // namespace timebank::backup_test
