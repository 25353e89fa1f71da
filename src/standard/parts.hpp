#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "standard/fields.hpp"
#include "standard/plan.hpp"

/// The parts of compile(): each reads its piece of the tree, which the head (units, facts) precedes. After a
/// fault they return something empty; compile() looks at the Reading once, at the end.
namespace timebank::standard {

inline constexpr std::size_t name_bytes_max = 200;
inline constexpr std::size_t units_max = 16;
inline constexpr std::size_t list_elements_max = 200;
inline constexpr std::size_t condition_levels_max = 8;
/// So that exact values, and their sums over a life, stay well inside 64 bits.
inline constexpr std::int64_t exact_denominator_max = 1'000'000;

// document.cpp
/// A code that stands in "units".
std::string read_unit(const Value& value, const Plan& plan);
/// How many minor units are in one, as the document says.
std::int64_t scale_of(const Plan& plan, const std::string& unit);
/// An amount that may not be zero, in minor units.
std::int64_t read_above_zero(const Value& value, std::int64_t scale);
/// One or more codes, no two the same; sorted.
std::vector<std::string> read_codes(const Value& value);

/// A class of accounts, as in to_text(AccountClass).
std::string read_class(const Value& value);

void read_credit(const Object& document, Plan& plan);
void read_redemption(const Object& document, Plan& plan);
/// `plan` has its catalogue.
std::vector<TransferRule> read_transfers(const Value& value, const Plan& plan);
Condition read_condition(const Value& value, const Plan& plan);
/// The same, or "none".
std::optional<Condition> read_condition_or_none(const Value& value, const Plan& plan);
std::vector<Step> read_steps(const Value& value, const Plan& plan, const std::string& unit);
std::vector<Example> read_examples(const Value& value, const Plan& plan);

/// Fills Plan::tallies and every index into it.
void link_tallies(Plan& plan);

/// What one whole minute, visit or item is worth by this tariff, in minor units; an hour counts as 60
/// minutes.
Rational worth_of_one(const Tariff& tariff);

}  // namespace timebank::standard
