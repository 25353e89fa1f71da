#include <algorithm>
#include <cstddef>
#include <utility>

#include "timebank/text.hpp"

namespace timebank {
namespace {

constexpr std::size_t edits_max = 2;

/// How many letters must be changed, added, dropped or swapped with the next to come from `a` to `b`.
std::size_t edits_between(std::string_view a, std::string_view b) {
    // Three rows of the table whose row i, column j is the answer for the first i and j letters.
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest_word(std::string_view word,
                                             const std::vector<std::string_view>& words) {
    std::optional<std::string_view> nearest;
    auto least = edits_max + 1;
    for (const auto other : words) {
        // Cheap, and enough for most of them.
        const auto longer = std::max(word.size(), other.size());
        if (longer - std::min(word.size(), other.size()) >= least) continue;
        const auto edits = edits_between(word, other);
        // Changing every letter of a short word would make anything out of it.
        if (edits >= least || edits >= other.size()) continue;
        least = edits;
        nearest = other;
    }
    return nearest;
}

}  // namespace timebank
