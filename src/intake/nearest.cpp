#include "intake/nearest.hpp"

#include <algorithm>

namespace timebank::intake {
namespace {

constexpr std::size_t edits_max = 2;

/// How many letters must be added, dropped or changed to make one word of the other.
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& words) {
    std::optional<std::string> best;
    auto best_edits = edits_max + 1;
    for (const auto& other : words) {
        const auto longer = std::max(word.size(), other.size());
        if (longer - std::min(word.size(), other.size()) >= best_edits) continue;
        if (const auto edits = edits_between(word, other); edits < best_edits) {
            best_edits = edits;
            best = other;
        }
    }
    return best;
}

}  // namespace timebank::intake
