#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "timebank/error.hpp"

/// Making the proofs that people carry away; timebank/receipt.hpp verifies them without a database.
#pragma GCC visibility push(default)
namespace timebank {

/// The receipt of entry `index` under the newest stored checkpoint, which must cover it (not_found says to
/// sign one first; there is no such entry otherwise). It is verified before it is returned. Any thread.
Result<std::string> make_receipt(const std::filesystem::path& folder, std::uint64_t index);

}  // namespace timebank
#pragma GCC visibility pop
