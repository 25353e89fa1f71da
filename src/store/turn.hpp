#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <utility>

#include "store/place.hpp"
#include "timebank/patience.hpp"

namespace timebank::store {

/// Writers take turns: within this process by a flag, between processes by a lock on the file `writer.lock`,
/// which the system takes back from a process that dies. LMDB has a lock of its own, but nobody can wait for
/// that with a limit, or learn who has it.
class WriterTurn {
  public:
    explicit WriterTurn(std::filesystem::path folder) : file_(std::move(folder) / "writer.lock") {}

    /// busy when the patience is over. From then on this thread has the turn.
    Result<void> take(const Patience& patience);
    void give_back();

  private:
    /// Within this process.
    bool take_within(std::chrono::milliseconds pause);
    void give_back_within();
    Result<void> open();
    /// Whether it is ours now.
    Result<bool> try_lock();
    void write_who() const;
    Text who() const;

    std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    bool is_taken_ = false;
    Descriptor opened_;
};

/// Gives the turn back, unless told to keep it.
class TurnHeld {
  public:
    explicit TurnHeld(WriterTurn* turn = nullptr) : turn_(turn) {}
    TurnHeld(TurnHeld&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}
    TurnHeld& operator=(TurnHeld&&) = delete;
    ~TurnHeld() { give_back(); }
    void give_back() {
        if (auto* const turn = std::exchange(turn_, nullptr)) turn->give_back();
    }
    /// What it guards cannot be let go of either.
    void keep() { turn_ = nullptr; }

  private:
    WriterTurn* turn_;
};

}  // namespace timebank::store
