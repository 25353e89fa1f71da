#pragma once

#include "timebank/backup.hpp"
#include "timebank/signer.hpp"
#include "timebank/text.hpp"

namespace timebank::backup {

/// What a copy turned out to hold.
struct Inspected {
    BackupSummary summary;  ///< without made_at_unix_s and bytes
    PublicKey log_key;
};

/// Audits the copy in `folder` and walks its texts. data_damaged with the first finding, then `advice`.
Result<Inspected> inspect(const std::filesystem::path& folder, const Text& advice);

}  // namespace timebank::backup
