#pragma once

#include <vector>

#include "core/rational.hpp"
#include "standard/steps.hpp"

namespace timebank::standard {

/// How fine a rule's value can be, whatever is looked up: follows the steps from the tariff on. Every value
/// is a whole multiple of grain().
class Fineness {
  public:
    /// `bands` are those of the rule: each factor weighs minutes.
    void add(const Tariff& tariff, const std::vector<Bands>& bands);
    void add(const Factor& factor);
    void add(const Minimum& minimum);
    void add(const Rounding& rounding);

    /// In minor units; zero where only zero comes out.
    const Rational& grain() const { return grain_; }
    /// Whether there was a division since the last rounding…
    bool divided() const { return divided_; }
    /// …by something that is looked up, so that grain() says nothing.
    bool unbounded() const { return unbounded_; }

  private:
    Rational grain_;
    bool divided_ = false;
    bool unbounded_ = false;
};

}  // namespace timebank::standard
