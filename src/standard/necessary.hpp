#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "standard/condition.hpp"

namespace timebank::standard {

/// What must hold for conditions to hold together, as far as single bounds and lists say it.
class Necessary {
  public:
    /// The condition, or, where `negated`, that it does not hold.
    void add(const Condition& condition, bool negated = false);
    /// That the quantity lies between these.
    void add(const Quantity& quantity, std::optional<std::int64_t> at_least,
             std::optional<std::int64_t> at_most);
    /// Whether what was added leaves something.
    bool possible() const { return possible_; }
    /// Whether the condition surely holds where those added do.
    bool implies(const Condition& condition) const;
    /// Between which the quantity must lie; the least and greatest of 64 bits where nothing is said.
    struct Range {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    Range range_of(const Quantity& quantity) const;

  private:
    struct Subject {
        Condition::Kind kind = Condition::Kind::tag;
        std::string tag;
        Whose whose = Whose::member;  ///< of the tag
        Quantity quantity;
        friend bool operator==(const Subject&, const Subject&) = default;
    };
    struct Bounded {
        Subject subject;
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    /// Of something that has one value: it must be in every list, and in none of those that are ruled out.
    template <class T>
    struct Choice {
        std::optional<std::vector<T>> allowed;
        std::vector<T> ruled_out;
        bool add(const std::vector<T>& list, bool negated);
    };

    static constexpr std::uint16_t all_months = 0xfff;
    static constexpr std::uint32_t all_days_of_month = 0x7fff'ffff;
    static Bounded bounds_of(const Condition& condition);
    void add_bounds(const Condition& condition, bool negated);
    void add_cosigned(const Condition& condition, bool negated);
    void add_days(DayKinds days, bool negated);
    void add_dates(const Dates& dates, bool negated);
    void narrow(const Bounded& bounds);
    bool implies(const Bounded& bounds) const;

    std::vector<Bounded> bounds_;
    Choice<std::string> places_;
    Choice<EvidenceKind> evidence_;
    std::vector<std::vector<CosignerCapacity>> cosigned_;  ///< one of each list has signed…
    std::vector<CosignerCapacity> not_cosigned_;           ///< …and none of these
    std::uint16_t days_ = 0x3fff;                          ///< the seven weekdays, and as many on a holiday
    Dates dates_{all_months, all_days_of_month, {}, {}};
    bool possible_ = true;
};

/// Whether the conditions may hold at once, as far as Necessary sees it; every branch of an "any" is tried.
bool may_hold_together(const std::vector<const Condition*>& conditions);

}  // namespace timebank::standard
