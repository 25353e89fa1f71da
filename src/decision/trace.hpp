#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/exact_text.hpp"
#include "timebank/amount.hpp"
#include "timebank/text.hpp"

namespace timebank {

/// The steps of a decision in words, for people. Kept only when somebody asks: decide() takes a null pointer
/// otherwise.
struct Step {
    std::optional<std::uint16_t> participant;  ///< whom it is about: index in the service's list
    std::string rule;                          ///< which rule, item or transfer; empty: none
    Text text;
};
using Trace = std::vector<Step>;

/// The words alone.
std::vector<Text> texts_of(const Trace& trace);

}  // namespace timebank
