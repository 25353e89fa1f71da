#pragma once

#include <initializer_list>

#include "decision/kinds/kind.hpp"

namespace timebank {

/// The accounts that a claim names: they must be there, must not have been merged, and must be of a class
/// that can stand in their place. Of several faults the first in RefusalCode is kept.
class Names {
  public:
    /// Whoever is acted for must not have been merged.
    explicit Names(const Deciding& deciding);

    void not_merged(const std::string& owner);
    void open(const std::string& owner);
    /// Open, and of one of these classes.
    void open(const std::string& owner, std::initializer_list<AccountClass> allowed);
    void consider(std::optional<Refusal> refused) { first_.consider(std::move(refused)); }
    const std::optional<Refusal>& refused() const { return first_.get(); }

  private:
    Context& context_;
    FirstRefusal first_;
};

/// An empty decision, unless something stands against it.
Verdict accepted_unless(const std::optional<Refusal>& refused);

/// Nothing is recorded before it happened; a phone's clock may be a little ahead.
std::optional<Refusal> require_past(CivilTime time, std::int64_t recorded_at_unix_s);

/// offset_unknown at the first of these times with an offset that the standard does not list; one that lists
/// none knows them all. Without a plan nothing is said.
std::optional<Refusal> check_offsets(const standard::Plan* plan, std::initializer_list<CivilTime> times);

/// standard_missing.
Refusal no_edition(StandardKind kind, CivilTime time);

}  // namespace timebank
