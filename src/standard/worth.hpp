#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/fraction.hpp"
#include "standard/necessary.hpp"
#include "standard/plan.hpp"

namespace timebank::standard {

/// What a rule can give (or take) for one service, whatever is looked up: upper bounds, for remarks. Follows
/// the steps that decide() takes; where several things may be, the one that gives most is taken.
class Worth {
  public:
    /// Both must outlive it.
    Worth(const Plan& plan, const Rule& rule);

    struct Given {
        Fraction exact;            ///< as it comes to the last rounding, in minor units
        std::int64_t rounded = 0;  ///< behind it
    };
    /// For so many minutes as counted. Nothing where something that is counted has no bound, where other
    /// services have a part in the rounding, or where it does not fit.
    std::optional<Given> most(std::int64_t counted_minutes) const;
    /// The same of the longest service that the gates let pass…
    std::optional<std::int64_t> most_before_caps() const;
    /// …and not more than firm caps leave.
    std::optional<std::int64_t> most_of_one_service() const;
    /// Whether most() is what everybody gets: nothing is looked up, and no step waits for a condition.
    bool is_certain() const { return certain_; }
    /// The shortest service that gives something, in minutes as counted; nothing where none does, or where
    /// that is not known.
    std::optional<std::int64_t> shortest() const;

    /// What the gates that do not wait for a ruling ask, and the bounds of the numbers before the last
    /// rounding.
    const Necessary& asked() const { return asked_; }
    /// Whether minutes count as they were: no clock changes them.
    bool counts_actual_minutes() const { return actual_minutes_; }
    /// By minutes or hours.
    bool is_timed() const;
    /// Every minute counts in multiples of this: of a clock that rounds the length. Else 1.
    std::int64_t grid_minutes() const { return grid_minutes_; }

  private:
    void look_at(const Step& step);
    std::optional<Fraction> greatest(const Quantity& quantity, std::int64_t minutes) const;
    std::optional<Fraction> greatest(const Number& number, std::int64_t minutes) const;
    static std::optional<Fraction> least_divisor(const Number& number);
    std::optional<Fraction> count_of(std::int64_t minutes) const;
    std::optional<Fraction> behind(const Step& step, const Fraction& value, std::int64_t minutes) const;
    std::vector<std::int64_t> stretches() const;

    const Plan& plan_;
    const Rule& rule_;
    const Tariff* tariff_ = nullptr;
    const Rounding* rounding_ = nullptr;  // the last
    Necessary asked_;
    Fraction band_factor_ = 1;
    std::int64_t longest_minutes_ = 0;
    std::int64_t added_minutes_ = 0;  // by clocks
    std::int64_t grid_minutes_ = 1;
    bool actual_minutes_ = true;
    bool banded_ = false;
    bool certain_ = true;
};

/// Whether what is given under the cap never passes its limit, whatever happens.
bool is_firm(const Cap& cap);

/// The quantity `this` minutes.
Quantity minutes_quantity();

}  // namespace timebank::standard
