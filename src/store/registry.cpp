#include "store/registry.hpp"

#include <unistd.h>

#include <atomic>

namespace timebank::store {

Registry& Registry::of_this_process() {
    static std::atomic<Registry*> current{nullptr};
    Registry* seen = current.load();
    const pid_t self = ::getpid();
    while (seen == nullptr || seen->owner_ != self) {
        auto fresh = std::unique_ptr<Registry>(new Registry(self, seen));
        if (current.compare_exchange_strong(seen, fresh.get())) return *fresh.release();
    }
    return *seen;
}

std::shared_ptr<Environment> Registry::find(const FileId& file, Lock& lock) {
    for (;;) {
        const auto entry = environments_.find(file);
        if (entry == environments_.end()) return nullptr;
        if (auto environment = entry->second.lock()) return environment;
        closed_.wait(lock);
    }
}

void Registry::add(const FileId& file, const std::shared_ptr<Environment>& environment, const Lock&) {
    environments_[file] = environment;
}

void Registry::remove(const FileId& file, const Lock&) {
    environments_.erase(file);
    closed_.notify_all();
}

}  // namespace timebank::store
