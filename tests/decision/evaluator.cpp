#include "decision/evaluator.hpp"

namespace timebank::decision_test::slow {
namespace {

/// How many steps are in above/below, found by counting up.
std::int64_t whole_steps(std::int64_t above, std::int64_t below, std::int64_t step) {
    std::int64_t steps = 0;
    while ((steps + 1) * step * below <= above) ++steps;
    return steps;
}

std::int64_t round(const RuleSpec& rule, std::int64_t above, std::int64_t below) {
    const std::int64_t lower = whole_steps(above, below, rule.step);
    const std::int64_t rest = above - lower * rule.step * below;  // in 1/below
    if (rest == 0 || rule.direction == "down") return lower * rule.step;
    if (rule.direction == "up") return (lower + 1) * rule.step;
    const std::int64_t to_upper = rule.step * below - rest;
    bool up = rest > to_upper;
    if (rest == to_upper) up = rule.ties == "up" || (rule.ties == "even" && lower % 2 == 1);
    return (up ? lower + 1 : lower) * rule.step;
}

/// The exact value of one visit in 1/(60 * below) of a minor unit.
std::int64_t exact(const RuleSpec& rule, const Visit& visit) {
    std::int64_t value = 0;
    if (rule.per == "minute") value = rule.above * visit.minutes * 60;
    if (rule.per == "hour") value = rule.above * visit.minutes;
    if (rule.per == "visit") value = rule.above * 60;
    if (rule.per == "item") value = rule.above * visit.items * 60;
    if (rule.minimum && value < *rule.minimum * 60 * rule.below) value = *rule.minimum * 60 * rule.below;
    return value;
}

}  // namespace

std::vector<std::optional<std::int64_t>> evaluate(const RuleSpec& rule, const std::vector<Visit>& visits) {
    std::vector<std::optional<std::int64_t>> given;
    for (std::size_t now = 0; now < visits.size(); ++now) {
        auto together = [&](const std::string& window, std::size_t earlier) {
            return window == "life" || (window == "day" && visits[earlier].day == visits[now].day);
        };
        std::int64_t before = 0;
        for (std::size_t earlier = 0; earlier < now; ++earlier)
            if (given[earlier] && together(rule.scope, earlier)) before += exact(rule, visits[earlier]);
        const std::int64_t below = 60 * rule.below;
        std::int64_t amount =
            round(rule, before + exact(rule, visits[now]), below) - round(rule, before, below);

        bool refused = false;
        for (const auto& cap : rule.caps) {
            std::int64_t used = 0;
            for (std::size_t earlier = 0; earlier < now; ++earlier)
                if (given[earlier] && together(cap.window, earlier)) used += *given[earlier];
            if (used + amount <= cap.limit) continue;
            refused = refused || !cap.clips;
            amount = used < cap.limit ? cap.limit - used : 0;
        }
        given.push_back(refused ? std::nullopt : std::optional(amount));
    }
    return given;
}

}  // namespace timebank::decision_test::slow
