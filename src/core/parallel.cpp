#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace timebank {

void for_each_in_parallel(std::size_t count, std::size_t worth_it,
                          const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) work(i);
    };
    std::vector<std::thread> helpers;
    if (count >= worth_it) {
        const auto cores = std::max(1u, std::thread::hardware_concurrency());
        try {
            for (unsigned i = 1; i < cores && i < count; ++i) helpers.emplace_back(run);
        } catch (const std::system_error&) {
            // No thread to be had: this one does the work alone.
        }
    }
    run();
    for (auto& helper : helpers) helper.join();
}

}  // namespace timebank
