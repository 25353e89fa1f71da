#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decision/context.hpp"
#include "standard/plan.hpp"

/// What the conditions and numbers of a standard come to, for one owner and one claim.
namespace timebank {

/// Whom and what they are asked about.
struct Asked {
    const standard::Plan& plan;
    Context& context;
    const std::string& owner;
    const std::vector<AttestedFact>& attested;  ///< of the claim; a participant's own stand with them
    CivilDate day;                              ///< of the service, redemption or transfer
    const ServiceContent* service = nullptr;    ///< null: not a service
    std::uint16_t participant = 0;              ///< index in the service's list
    std::int64_t minutes = 0;                   ///< of the participant, as counted so far
    const Decision* given = nullptr;  ///< null: the book before the claim; else together with what it gives
    std::int64_t items = 0;           ///< of a redemption
    const std::string* receiver = nullptr;  ///< of what is redeemed or given; null: whoever `owner` is
};

/// Whose account is looked at.
const std::string& owner_of(standard::Whose whose, const Asked& asked);

/// "household: tag trained"; of the member, the text alone.
Text in_words(standard::Whose whose, Text of);

/// Unknown: an attested fact that nobody attests. Somebody who keeps a fact back must gain nothing from it.
enum class Truth { unmet, met, unknown };

/// What was asked for and what was found, in words for refusals and explanations; of unknown, the fact's
/// code.
struct Found {
    Text required;
    Text found;
};

/// `words`, when not null, gets them: they cost more than the answer.
Truth evaluate(const standard::Condition& condition, const Asked& asked, Found* words = nullptr);

/// Whether a step with this `when` works; one without always does. Unknown as such.
Truth applies(const std::optional<standard::Condition>& when, const Asked& asked);

/// Nothing when an attested fact is missing.
std::optional<std::int64_t> value_of(const standard::Quantity& quantity, const Asked& asked);
/// How it is called in words: "earned hour", "participants receiver".
Text name_of(const standard::Quantity& quantity, const standard::Plan& plan);
/// The same with its bounds, as far as there are any: "earned hour >= 2, <= 5".
Text bounded_name_of(const standard::Quantity& quantity, const standard::Plan& plan,
                     std::optional<std::int64_t> at_least, std::optional<std::int64_t> at_most);

/// The level that was booked of a kept ladder, 0 = none: what it ever gave, whatever became of it since, so
/// that nobody is given a level twice.
std::int64_t kept_level(const standard::Ladder& ladder, const Asked& asked);

/// The level as it stands, 0 = none; of a kept ladder not below what was booked.
std::int64_t level_of(const standard::Ladder& ladder, const Asked& asked);

/// A number looked up, or fact_missing or number_out_of_range by the rule.
Answer<Fraction> look_up(const standard::Number& number, const Asked& asked, const std::string& rule);

/// fact_missing by a rule, of a condition that is unknown.
Refusal missing_fact(const standard::Condition& condition, const Asked& asked, const std::string& rule);

}  // namespace timebank
