#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "timebank/sheet.hpp"

/// What is said about the rows of an import, bounded however long the sheet is.
namespace timebank::intake {

class ImportReports {
  public:
    /// A row that is broken, refused or recorded differently. The first reported_max by line are kept.
    void add(RowReport report);
    /// Row number `row` (from 0, in the sheet's order) is entry `entry` already. To be called in order.
    void add_recorded(std::size_t row, std::size_t line, std::uint64_t entry);

    /// The recorded rows are looked at anew.
    void forget_recorded() { recorded_.clear(); }

    /// All kept, by line.
    std::vector<RowReport> all() const;
    /// How many of add() were not kept.
    std::size_t dropped() const { return dropped_; }

  private:
    struct Run {
        std::size_t line = 0;
        std::size_t last_line = 0;
        std::uint64_t entry = 0;
        std::size_t next_row = 0;
        std::uint64_t next_entry = 0;
    };
    std::multimap<std::size_t, RowReport> faults_;
    std::size_t dropped_ = 0;
    std::vector<Run> recorded_;
};

}  // namespace timebank::intake
