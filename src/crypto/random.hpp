#pragma once

#include <cstdint>
#include <span>

#include "timebank/error.hpp"

namespace timebank {

/// Fills at most 256 bytes from the operating system's generator; io_failed when it has none to give.
Result<void> fill_random(std::span<std::uint8_t> bytes);

}  // namespace timebank
