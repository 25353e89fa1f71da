#pragma once

#include "decision/records.hpp"
#include "standard/plan.hpp"

/// Tallies: what an entry adds to them, and which rules and items a claim meets. Pure, but for the log that a
/// back-fill reads.
namespace timebank {

/// Whether the rule looks at participants in this role of services in this category.
bool rule_applies(const standard::Rule& rule, std::string_view category, std::string_view role);

/// The item of the catalogue, or null.
const standard::Item* find_item(const standard::Plan& plan, std::string_view code);

/// Where the tally's value for this owner and day stands in Table::tallies.
Bytes tally_key(const standard::TallyDefinition& definition, std::string_view owner, CivilDate day);

/// a + b in lowest terms; nothing when it does not fit 64 bits.
std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b);

/// What a service or redemption adds: one step per award that the definition counts. Nothing when a value
/// does not fit 64 bits.
struct TallyStep {
    Bytes key;
    TallyValue value;
};
std::optional<std::vector<TallyStep>> tally_steps(const standard::TallyDefinition& definition,
                                                  const Entry& entry);

/// Adds the steps of `entry` (or, of a reversal, takes away those of the entry it names) to the values in
/// `book`. False when a sum does not fit.
Result<bool> update_tally(const standard::TallyDefinition& definition, const Entry& entry,
                          const std::optional<Entry>& reversed, Overlay& book);

}  // namespace timebank
