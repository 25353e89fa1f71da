#pragma once

#include <string>
#include <string_view>

#include "timebank/standard.hpp"

namespace timebank::decision_test {

/// A whole standard from the part of it that a test is about: {"rules": [...]}, or {"catalogue": [...]} and
/// {"transfers": [...]}, and whatever head members the test cares for. What is left out is filled in:
///
/// - the head: id "credit" or "redemption", edition "e<from>", effective from `from`, by occurrence, the
/// units
///   point (1), hour (60) and coin (100), issuer "issuer", categories canteen, visit, choir, no examples;
/// - a rule: all categories, the role volunteer, the unit point, a name;
/// - an item: the unit point, paid to canteen-1, no unlock condition, no limits, a name;
/// - a transfer: its id as the purpose, the unit point, between any two members, in whole units, no
/// condition,
///   no limits, a name.
std::string standard_document(StandardKind kind, std::string_view from, std::string_view part);

}  // namespace timebank::decision_test
