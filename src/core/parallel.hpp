#pragma once

#include <cstddef>
#include <functional>

namespace timebank {

/// Calls work(i) for every i in [0, count), on as many threads as the machine has cores when that pays
/// (`count` at least `worth_it`), and returns when all are done. `work` must not throw and must be safe to
/// call in parallel for different i.
void for_each_in_parallel(std::size_t count, std::size_t worth_it,
                          const std::function<void(std::size_t)>& work);

}  // namespace timebank
