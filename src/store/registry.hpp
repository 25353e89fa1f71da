#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "store/environment.hpp"
#include "store/place.hpp"

/// Closing one of two environments of the same file drops the file locks of both, because fcntl locks belong
/// to the process. So a process has one, and this is where it is found.
namespace timebank::store {

class Registry {
  public:
    using Lock = std::unique_lock<std::mutex>;

    /// A forked child gets an empty registry of its own; what it inherited stays untouched, for it is the
    /// parent's, and another thread may have held its mutex at the moment of the fork.
    static Registry& of_this_process();

    Lock lock() { return Lock(mutex_); }
    /// The environment of `file`, or nothing. Waits for one that is just being closed.
    std::shared_ptr<Environment> find(const FileId& file, Lock& lock);
    void add(const FileId& file, const std::shared_ptr<Environment>& environment, const Lock& lock);
    /// Called when the environment has been closed.
    void remove(const FileId& file, const Lock& lock);

  private:
    Registry(pid_t owner, Registry* inherited) : owner_(owner), inherited_(inherited) {}

    pid_t owner_;
    [[maybe_unused]] Registry* inherited_;  // kept reachable, never used
    std::mutex mutex_;
    std::condition_variable closed_;
    std::map<FileId, std::weak_ptr<Environment>> environments_;
};

}  // namespace timebank::store
