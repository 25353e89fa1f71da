#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// A second evaluator for one-rule credit standards, as slow and obvious as possible: plain integers, loops
/// over everything that happened before, no tallies, no code shared with the one that is tested.
namespace timebank::decision_test::slow {

struct CapRule {
    std::string window;  ///< service, day or life
    std::int64_t limit = 0;
    bool clips = false;
};

/// Amounts are in minor units; the tariff is a fraction of them.
struct RuleSpec {
    std::string per;  ///< minute, hour, visit or item
    std::int64_t above = 1;
    std::int64_t below = 1;
    std::optional<std::int64_t> minimum;
    std::int64_t step = 1;
    std::string direction;  ///< down, up or nearest
    std::string ties;       ///< up, down or even, of nearest
    std::string scope;      ///< service, day or life
    std::vector<CapRule> caps;
};

struct Visit {
    std::int64_t day = 0;
    std::int64_t minutes = 0;
    std::int64_t items = 0;
};

/// What each visit gives; nothing for one that a cap refuses.
std::vector<std::optional<std::int64_t>> evaluate(const RuleSpec& rule, const std::vector<Visit>& visits);

}  // namespace timebank::decision_test::slow
