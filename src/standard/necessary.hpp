#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "standard/condition.hpp"

namespace timebank::standard {

/// What must hold for conditions to hold together, as far as single bounds and lists say it.
class Necessary {
  public:
    void add(const Condition& condition);
    /// Whether what was added leaves something.
    bool possible() const { return possible_; }
    /// Whether the condition surely holds where those added do.
    bool implies(const Condition& condition) const;

  private:
    struct Subject {
        Condition::Kind kind = Condition::Kind::tag;
        std::string tag;
        Quantity quantity;
        friend bool operator==(const Subject&, const Subject&) = default;
    };
    struct Bounded {
        Subject subject;
        std::int64_t least = 0;
        std::int64_t most = 0;
    };

    static Bounded bounds_of(const Condition& condition);
    void narrow(const Bounded& bounds);
    bool implies(const Bounded& bounds) const;
    template <class T>
    void intersect(const std::vector<T>& allowed, std::vector<T>& kept, bool& seen);

    std::vector<Bounded> bounds_;
    std::vector<std::string> places_;
    std::vector<EvidenceKind> evidence_;
    bool places_seen_ = false;
    bool evidence_seen_ = false;
    bool possible_ = true;
};

}  // namespace timebank::standard
