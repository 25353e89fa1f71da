#pragma once

#include <string_view>
#include <vector>

#include "backup/files.hpp"
#include "timebank/backup.hpp"

namespace timebank::backup {

/// The files that a backup may have, in the order in which they are copied: texts are written before the
/// entries that commit to them, so a copy of the book made first never lacks one.
inline constexpr std::string_view book_file = "book/data.mdb";
inline constexpr std::string_view texts_file = "people/data.mdb";

/// What backup.json says.
struct Manifest {
    BackupSummary summary;
    std::vector<FileSummary> files;  ///< the book's, then the texts' if there are any
};

/// JSON, ending in a check over the rest.
std::string write_manifest(const Manifest& manifest);

/// The inverse. data_damaged unless `text` is exactly what write_manifest() writes; bad_document for the
/// manifest of a later version.
Result<Manifest> read_manifest(std::string_view text);

}  // namespace timebank::backup
