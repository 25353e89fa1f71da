#pragma once

#include <functional>

#include "decision/ruling.hpp"
#include "standard/plan.hpp"

/// Tallies: what an entry adds to them, what they come to over a window, and which rules and items a claim
/// meets. Pure, but for the book that a window is read from.
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

/// The accounts that rules move credits to or from: those that caps pass on to, and those that stand in the
/// issuer's place. Sorted, no two the same.
std::vector<std::string> accounts_besides_issuer(const standard::Plan& plan);

/// The day of a service, redemption or transfer: it picks the edition and the day's tallies.
std::optional<CivilDate> day_of(const Claim& claim);

/// Where in a tally a claim counts.
struct TallyPlace {
    std::string category;  ///< of a service
    CivilDate day;
    std::array<std::uint8_t, 16> session{};  ///< of a service; all zero = one of its own
};
TallyPlace place_of(const Claim& claim);

/// Where the value for this owner stands in Table::tallies; nothing for a session of its own in a tally by
/// session, which nothing else can add to.
std::optional<Bytes> tally_key(const standard::TallyDefinition& definition, std::string_view owner,
                               const TallyPlace& place);

/// a + b in lowest terms; nothing when it does not fit 64 bits.
std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b);

/// What the tally comes to for this owner over the window, as the book has it. `opened_on` is the account's.
Result<TallyValue> read_sum(const Reader& reader, const standard::Plan& plan,
                            const standard::Reading& reading, std::string_view owner, const TallyPlace& place,
                            CivilDate opened_on);

/// What an entry adds: one step per award, participant or movement that the definition counts. Nothing when a
/// value does not fit 64 bits.
struct TallyStep {
    std::string owner;
    TallyPlace place;
    std::string
        unit;  ///< of the award, which a reversal may undo apart from others; empty: the whole service
    TallyValue value;
};
std::optional<std::vector<TallyStep>> tally_steps(const standard::TallyDefinition& definition,
                                                  const Entry& entry);

/// Who stands for whom at some entry of the log.
using SurvivorOf = std::function<Result<std::string>(const std::string& owner)>;

/// Adds what `entry` brings to the values in `book`: its own steps, or of a reversal or ruling, those that
/// awards_counted() says, for whoever stands for their owners now; or of a merge, moves all values to the
/// account that stays. False when a sum does not fit.
Result<bool> update_tally(const standard::TallyDefinition& definition, const Entry& entry, const Named& named,
                          const SurvivorOf& survivor_of, Overlay& book);

}  // namespace timebank
