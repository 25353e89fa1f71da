#include "standard/necessary.hpp"

#include <algorithm>
#include <limits>

namespace timebank::standard {

using Kind = Condition::Kind;

Necessary::Bounded Necessary::bounds_of(const Condition& condition) {
    const Subject subject{condition.kind, condition.code, condition.quantity};
    if (condition.kind == Kind::tag) return {subject, 1, 1};
    return {subject, condition.at_least.value_or(std::numeric_limits<std::int64_t>::min()),
            condition.at_most.value_or(std::numeric_limits<std::int64_t>::max())};
}

void Necessary::add(const Condition& condition) {
    if (condition.kind == Kind::all) {
        for (const Condition& child : condition.children) add(child);
    }
    if (condition.kind == Kind::tag || condition.kind == Kind::quantity) narrow(bounds_of(condition));
    if (condition.kind == Kind::negation && condition.children.front().kind == Kind::tag) {
        Bounded without = bounds_of(condition.children.front());
        without.least = 0;
        without.most = 0;
        narrow(without);
    }
    if (condition.kind == Kind::place) intersect(condition.places, places_, places_seen_);
    if (condition.kind == Kind::evidence) intersect(condition.evidence, evidence_, evidence_seen_);
}

void Necessary::narrow(const Bounded& bounds) {
    auto known = std::find_if(bounds_.begin(), bounds_.end(),
                              [&](const Bounded& other) { return other.subject == bounds.subject; });
    if (known == bounds_.end()) known = bounds_.insert(known, bounds);
    known->least = std::max(known->least, bounds.least);
    known->most = std::min(known->most, bounds.most);
    if (known->least > known->most) possible_ = false;
}

/// A claim has one place, and a participant one kind of evidence: it must be in every list.
template <class T>
void Necessary::intersect(const std::vector<T>& allowed, std::vector<T>& kept, bool& seen) {
    if (!seen) kept = allowed;
    seen = true;
    std::erase_if(
        kept, [&](const T& one) { return std::find(allowed.begin(), allowed.end(), one) == allowed.end(); });
    if (kept.empty()) possible_ = false;
}

bool Necessary::implies(const Bounded& bounds) const {
    return std::any_of(bounds_.begin(), bounds_.end(), [&](const Bounded& known) {
        return known.subject == bounds.subject && known.least >= bounds.least && known.most <= bounds.most;
    });
}

bool Necessary::implies(const Condition& condition) const {
    const auto holds = [&](const Condition& child) { return implies(child); };
    switch (condition.kind) {
        case Kind::all:
            return std::all_of(condition.children.begin(), condition.children.end(), holds);
        case Kind::any:
            return std::any_of(condition.children.begin(), condition.children.end(), holds);
        case Kind::tag:
        case Kind::quantity:
            return implies(bounds_of(condition));
        default:
            return false;
    }
}

}  // namespace timebank::standard
