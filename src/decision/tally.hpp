#pragma once

#include <functional>

#include "decision/records.hpp"
#include "standard/plan.hpp"

/// Tallies: what an entry adds to them, and which rules and items a claim meets. Pure, but for the log that a
/// back-fill reads.
namespace timebank {

/// Whether the rule looks at participants in this role of services in this category.
bool rule_applies(const standard::Rule& rule, std::string_view category, std::string_view role);

/// The item of the catalogue, or null.
const standard::Item* find_item(const standard::Plan& plan, std::string_view code);

/// The first rule of the plan that fits the transfer between accounts of these classes, or null.
const standard::TransferRule* find_transfer(const standard::Plan& plan, const TransferContent& transfer,
                                            AccountClass from, AccountClass to);

/// Whose transfers the limit counts.
const std::string& limited_owner(const standard::TransferLimit& limit, const TransferContent& transfer);

/// The accounts to which caps of the plan pass on what they clip.
std::vector<std::string> overflow_accounts(const standard::Plan& plan);

/// The day of a service, redemption or transfer: it picks the edition and the day's tallies.
std::optional<CivilDate> day_of(const Claim& claim);

/// Where the tally's value for this owner and day stands in Table::tallies.
Bytes tally_key(const standard::TallyDefinition& definition, std::string_view owner, CivilDate day);

/// a + b in lowest terms; nothing when it does not fit 64 bits.
std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b);

/// What a service, redemption or transfer adds: one step per award that the definition counts. Nothing when a
/// value does not fit 64 bits.
struct TallyStep {
    std::string owner;
    CivilDate day;
    std::string unit;  ///< of the award, which a reversal may undo apart from others
    TallyValue value;
};
std::optional<std::vector<TallyStep>> tally_steps(const standard::TallyDefinition& definition,
                                                  const Entry& entry);

/// Who stands for whom at some entry of the log.
using SurvivorOf = std::function<Result<std::string>(const std::string& owner)>;

/// Adds what `entry` brings to the values in `book`: its own steps, or of a reversal, takes away those of the
/// entry it names, in the units that it undoes, from whoever stands for their owners now; or of a merge,
/// moves all values to the account that stays. False when a sum does not fit.
Result<bool> update_tally(const standard::TallyDefinition& definition, const Entry& entry,
                          const std::optional<Entry>& reversed, const SurvivorOf& survivor_of, Overlay& book);

}  // namespace timebank
