#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "decision/book.hpp"

/// Books that fill by themselves: services, redemptions, transfers, openings, reversals of all or of some
/// units, and merges, in an order that the seed alone decides.
namespace timebank::decision_test {

void adopt(Book& book, StandardKind kind, std::string_view from, std::string_view part);

/// Units point, hour and coin; accounts issuer, canteen-1, pool-1 and v-1 to v-6; the officer's key of-2.
void open_accounts(Book& book);

/// Standards from 2018 on that need no tallies.
void adopt_plain_editions(Book& book);
/// Standards from 2018 on with a running total, caps (one overflows to pool-1) and limits.
void adopt_strict_editions(Book& book);
/// Editions of another age, which decide nothing here but need tallies of every kind.
void adopt_curious_editions(Book& book);

/// The entries that were accepted.
std::vector<Entry> post_at_random(Book& book, unsigned seed, int claims);

}  // namespace timebank::decision_test
