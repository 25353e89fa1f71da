#pragma once

#include <map>
#include <string>

#include "report/book.hpp"

namespace report_tests {

/// A village in which everything happened that moves credits: services (some for teams, some by helpers who
/// earn nothing), redemptions, gifts, opening balances, merges, and reversals of all these, whole and in
/// part. The same seed makes the same book.
struct RandomBook {
    Book book;
    std::vector<timebank::Entry> entries;  ///< all of them, in order

    explicit RandomBook(std::uint32_t seed, int claims);

    /// Entry -> the units undone; an empty unit is "all of it". Read off the log alone.
    std::map<std::uint64_t, std::vector<std::string>> undone() const;
    /// How many claims of the kind were accepted.
    std::size_t count(timebank::ClaimKind kind) const;
};

}  // namespace report_tests
