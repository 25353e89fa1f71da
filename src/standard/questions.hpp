#pragma once

#include <set>
#include <string>

#include "standard/plan.hpp"

namespace timebank::standard {

/// What is asked, wherever in the steps, conditions and numbers that were added.
class Questions {
  public:
    void add(const Plan& plan);
    void add(const Step& step);
    void add(const Condition& condition);

    const std::set<std::string>& facts() const { return facts_; }
    /// Units of which balances are asked…
    const std::set<std::string>& balances() const { return balances_; }
    /// …and what was earned.
    const std::set<std::string>& earned() const { return earned_; }

  private:
    void add(const std::optional<Condition>& condition);
    void add(const Number& number);
    void add(const Quantity& quantity);
    void add_parts(const Gate& gate) { add(gate.condition); }
    void add_parts(const Clock& clock) { add(clock.when); }
    void add_parts(const Obligation& obligation) { add(obligation.when); }
    void add_parts(const Bands& bands) { add(bands.when); }
    void add_parts(const Tariff& tariff);
    void add_parts(const Factor& factor) { add(factor.when), add(factor.by); }
    void add_parts(const Minimum& minimum) { add(minimum.when); }
    void add_parts(const Rounding&) {}
    void add_parts(const Cap& cap) { add(cap.when), add(cap.limit), add(cap.waived_when); }

    std::set<std::string> facts_;
    std::set<std::string> balances_;
    std::set<std::string> earned_;
};

}  // namespace timebank::standard
