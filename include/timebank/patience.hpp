#pragma once

#include <cstdint>
#include <functional>

#include "timebank/text.hpp"

#pragma GCC visibility push(default)
namespace timebank {

/// How long a writer waits while another one writes. Writers take turns; one that was stopped in the middle
/// (Ctrl-Z, a frozen container) keeps its turn until it goes on or ends.
struct Patience {
    /// Seconds. When they are over the call fails with Code::busy, which names whose turn it is; nothing was
    /// written. 0: not at all.
    std::uint32_t wait_s = 60;
    /// Called once after notice_after_s seconds of waiting, by the thread that waits, with who writes and
    /// since when. Must not throw, nor call the ledger.
    std::function<void(const Text& whose_turn)> notice{};
    std::uint32_t notice_after_s = 3;
};

}  // namespace timebank
#pragma GCC visibility pop
