#pragma once

#include <memory>

#include "decision/records.hpp"

namespace timebank {

/// A book that entries are applied to: an overlay, and the tallies that its editions keep, which every entry
/// needs and which are read from the tables once.
class Workbook final : public Overlay {
  public:
    using Tallies = std::shared_ptr<const std::vector<standard::Tally>>;

    Workbook() = default;
    explicit Workbook(const Reader& below) : Overlay(below) {}

    /// A workbook to lie on top of this one, which must outlive it. What is put there becomes part of this
    /// one by merge(), or never.
    Workbook above() const;
    void merge(Workbook&& above);

    Result<Tallies> tallies() const;
    /// To be called when a definition was put into the table.
    void forget_tallies() { tallies_ = nullptr; }

  private:
    mutable Tallies tallies_;
};

}  // namespace timebank
