#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace timebank::intake {

/// The first of the words that is nearest to `word`: at most two letters added, dropped or changed. Nothing
/// when none is that near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& words);

}  // namespace timebank::intake
