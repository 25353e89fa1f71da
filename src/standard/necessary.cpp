#include "standard/necessary.hpp"

#include <algorithm>
#include <limits>

namespace timebank::standard {

using Kind = Condition::Kind;
using Limits = std::numeric_limits<std::int64_t>;

Necessary::Bounded Necessary::bounds_of(const Condition& condition) {
    const Subject subject{condition.kind, condition.code, condition.whose, condition.quantity};
    if (condition.kind == Kind::tag) return {subject, 1, 1};
    return {subject, condition.at_least.value_or(Limits::min()), condition.at_most.value_or(Limits::max())};
}

void Necessary::add(const Condition& condition, bool negated) {
    switch (condition.kind) {
        case Kind::all:
        case Kind::any:
            // Of the others something holds, but not each: single bounds do not say which.
            if ((condition.kind == Kind::all) != negated || condition.children.size() == 1)
                for (const Condition& child : condition.children) add(child, negated);
            return;
        case Kind::negation:
            return add(condition.children.front(), !negated);
        case Kind::tag:
        case Kind::quantity:
            return add_bounds(condition, negated);
        case Kind::place:
            possible_ = places_.add(condition.places, negated) && possible_;
            return;
        case Kind::evidence:
            possible_ = evidence_.add(condition.evidence, negated) && possible_;
            return;
        case Kind::cosigned:
            return add_cosigned(condition, negated);
        case Kind::days:
            return add_days(condition.days, negated);
        case Kind::date:
            return add_dates(condition.dates, negated);
    }
}

void Necessary::add(const Quantity& quantity, std::optional<std::int64_t> at_least,
                    std::optional<std::int64_t> at_most) {
    narrow({{Kind::quantity, "", Whose::member, quantity},
            at_least.value_or(Limits::min()),
            at_most.value_or(Limits::max())});
}

void Necessary::add_bounds(const Condition& condition, bool negated) {
    Bounded bounds = bounds_of(condition);
    if (negated && condition.kind == Kind::tag) {
        bounds.least = 0;
        bounds.most = 0;
    } else if (negated) {
        const bool below = bounds.least != Limits::min();
        const bool above = bounds.most != Limits::max();
        if (below && above) return;  // outside of both bounds: no single range
        const auto least = above ? bounds.most + 1 : Limits::min();
        bounds.most = below ? bounds.least - 1 : Limits::max();
        bounds.least = least;
    }
    narrow(bounds);
}

void Necessary::narrow(const Bounded& bounds) {
    auto known = std::find_if(bounds_.begin(), bounds_.end(),
                              [&](const Bounded& other) { return other.subject == bounds.subject; });
    if (known == bounds_.end()) known = bounds_.insert(known, bounds);
    known->least = std::max(known->least, bounds.least);
    known->most = std::min(known->most, bounds.most);
    if (known->least > known->most) possible_ = false;
}

/// A claim has one place, and a participant one kind of evidence. False when nothing is left of the list.
template <class T>
bool Necessary::Choice<T>::add(const std::vector<T>& list, bool negated) {
    const auto holds = [](const std::vector<T>& values, const T& one) {
        return std::find(values.begin(), values.end(), one) != values.end();
    };
    if (negated) {
        ruled_out.insert(ruled_out.end(), list.begin(), list.end());
    } else if (!allowed) {
        allowed = list;
    } else {
        std::erase_if(*allowed, [&](const T& one) { return !holds(list, one); });
    }
    if (!allowed) return true;
    std::erase_if(*allowed, [&](const T& one) { return holds(ruled_out, one); });
    return !allowed->empty();
}

void Necessary::add_cosigned(const Condition& condition, bool negated) {
    const auto& list = condition.cosigned;
    if (negated)
        not_cosigned_.insert(not_cosigned_.end(), list.begin(), list.end());
    else
        cosigned_.push_back(list);
    const auto is_ruled_out = [&](CosignerCapacity one) {
        return std::find(not_cosigned_.begin(), not_cosigned_.end(), one) != not_cosigned_.end();
    };
    for (const auto& one_of : cosigned_)
        if (std::all_of(one_of.begin(), one_of.end(), is_ruled_out)) possible_ = false;
}

/// A holiday is also the weekday that it falls on.
void Necessary::add_days(DayKinds days, bool negated) {
    constexpr unsigned weekdays = 7;
    const auto on_weekdays = static_cast<std::uint16_t>(days.bits & 0x7fU);
    const unsigned on_holidays = (days.bits & DayKinds::holiday) != 0 ? 0x7fU : on_weekdays;
    auto held = static_cast<std::uint16_t>(on_weekdays | on_holidays << weekdays);
    if (negated) held = static_cast<std::uint16_t>(~held);
    days_ = static_cast<std::uint16_t>(days_ & held);
    if (days_ == 0) possible_ = false;
}

/// What several parts allow together, is not allowed when one of them fails: single lists do not say which.
void Necessary::add_dates(const Dates& dates, bool negated) {
    if (negated) return;
    if (dates.months != 0) dates_.months = static_cast<std::uint16_t>(dates_.months & dates.months);
    if (dates.days_of_month != 0) dates_.days_of_month &= dates.days_of_month;
    if (dates.from && (!dates_.from || *dates_.from < *dates.from)) dates_.from = dates.from;
    if (dates.until && (!dates_.until || *dates.until < *dates_.until)) dates_.until = dates.until;
    if (dates_.months == 0 || dates_.days_of_month == 0 ||
        (dates_.from && dates_.until && *dates_.until < *dates_.from))
        possible_ = false;
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

Necessary::Range Necessary::range_of(const Quantity& quantity) const {
    const Subject subject{Kind::quantity, "", Whose::member, quantity};
    for (const Bounded& known : bounds_)
        if (known.subject == subject) return {known.least, known.most};
    return {Limits::min(), Limits::max()};
}

namespace {

/// More branches than a person writes: then nothing is ruled out.
constexpr int branches_max = 200;

struct Wanted {
    const Condition* condition;
    bool negated;
};

/// Takes conditions apart until only alternatives are left, then tries those one by one.
class Search {
  public:
    bool finds(Necessary known, std::vector<Wanted> wanted) {
        if (++branches_ > branches_max) return true;
        std::vector<Wanted> alternatives;
        while (!wanted.empty()) {
            const Wanted next = wanted.back();
            wanted.pop_back();
            const Condition& condition = *next.condition;
            const bool together = (condition.kind == Kind::all) != next.negated;
            if (condition.kind == Kind::negation) {
                wanted.push_back({&condition.children.front(), !next.negated});
            } else if (is_outside_of_both(next)) {
                alternatives.push_back(next);
            } else if (condition.kind != Kind::all && condition.kind != Kind::any) {
                known.add(condition, next.negated);
            } else if (together) {
                for (const Condition& child : condition.children) wanted.push_back({&child, next.negated});
            } else {
                alternatives.push_back(next);
            }
        }
        if (!known.possible()) return false;
        return alternatives.empty() || finds_one_of(known, std::move(alternatives));
    }

  private:
    /// Not between two bounds: below the one or above the other.
    static bool is_outside_of_both(const Wanted& wanted) {
        const Condition& condition = *wanted.condition;
        return wanted.negated && condition.kind == Kind::quantity && condition.at_least && condition.at_most;
    }

    bool finds_one_of(const Necessary& known, std::vector<Wanted> alternatives) {
        const Wanted next = alternatives.back();
        alternatives.pop_back();
        const Condition& condition = *next.condition;
        if (is_outside_of_both(next)) {
            Condition below = condition;
            below.at_most.reset();
            Condition above = condition;
            above.at_least.reset();
            auto branch = alternatives;
            branch.push_back({&below, true});
            alternatives.push_back({&above, true});
            return finds(known, std::move(branch)) || finds(known, std::move(alternatives));
        }
        return std::any_of(condition.children.begin(), condition.children.end(), [&](const Condition& child) {
            auto branch = alternatives;
            branch.push_back({&child, next.negated});
            return finds(known, std::move(branch));
        });
    }

    int branches_ = 0;
};

}  // namespace

bool may_hold_together(const std::vector<const Condition*>& conditions) {
    std::vector<Wanted> wanted;
    for (const Condition* condition : conditions) wanted.push_back({condition, false});
    return Search().finds(Necessary(), std::move(wanted));
}

}  // namespace timebank::standard
