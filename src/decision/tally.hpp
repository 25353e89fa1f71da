#pragma once

#include "decision/named.hpp"
#include "decision/workbook.hpp"
#include "standard/plan.hpp"
#include "timebank/entry.hpp"

/// Tallies: what an entry adds to them, and what they come to over a window.
namespace timebank {

/// Whether the rule looks at participants in this role of services in this category.
bool rule_applies(const standard::Rule& rule, std::string_view category, std::string_view role);

/// The item of the catalogue, or null.
const standard::Item* find_item(const standard::Plan& plan, std::string_view code);

/// Those from whom credits of a credit standard come: the issuer, and those that stand in its place. Sorted,
/// no two the same, as below.
std::vector<std::string> accounts_paying(const standard::Plan& plan);
/// Those that get what people pay, where that is not the issuer, and what caps pass on.
std::vector<std::string> accounts_paid(const standard::Plan& plan);
/// Both, without the issuer.
std::vector<std::string> accounts_besides_issuer(const standard::Plan& plan);

/// Where in a tally a claim counts.
struct TallyPlace {
    std::string category;  ///< of a service
    CivilDate day;
    std::array<std::uint8_t, 16> session{};  ///< of a service; all zero = one of its own
};

/// Where the value for this owner stands in Table::tallies; nothing for a session of its own in a tally by
/// session, which nothing else can add to.
std::optional<Bytes> tally_key(const standard::Tally& tally, std::string_view owner, const TallyPlace& place);

/// a + b in lowest terms; nothing when it does not fit 64 bits.
std::optional<TallyValue> add(const TallyValue& a, const TallyValue& b);

/// What the tally comes to for this owner over the window, as the book has it. `opened_on` is the account's.
Result<TallyValue> read_sum(const Reader& reader, const standard::Plan& plan,
                            const standard::Reading& reading, std::string_view owner, const TallyPlace& place,
                            CivilDate opened_on);

/// Adds what `entry` brings to the values in `book`, as its decision says: its awards and, where the service
/// counts from here on or no more, that; or of a merge, moves all values to the account that stays. What
/// counts is the claim of its root, which is root_of()'s, or the entry's own; how, is the entry's own
/// decision. Requires participants_fit(). False when a sum does not fit.
Result<bool> update_tally(const standard::Tally& tally, const Entry& entry,
                          const std::optional<RootEntry>& root, Workbook& book);

}  // namespace timebank
