#pragma once

#include <map>

#include "decision/decide.hpp"
#include "decision/facts.hpp"
#include "decision/precedence.hpp"

namespace timebank {

/// One decision being made: it hands out facts and remembers which, so that the entry records exactly what
/// was looked at. A fact that was not collected reads as 0; the recorded facts then differ from the collected
/// ones, which audit reports.
class Context {
  public:
    Context(const Facts& facts, Trace* trace) : facts_(facts), trace_(trace) {}

    std::int64_t fact(std::string_view subject, std::string_view code);
    /// All facts of the subject whose codes begin with the prefix. That none was kept back is the caller's to
    /// see, from a count that is a fact of its own.
    std::vector<Fact> facts(std::string_view subject, std::string_view prefix);
    /// Who stands for this owner now. Empty, which no leg can carry, when the facts do not say.
    std::string survivor(const std::string& owner);
    /// A tally as it stands for this decision: the book's value and what this claim has added so far.
    Rational tally(const standard::TallyDefinition& definition, const std::string& owner);
    void add_to_tally(const standard::TallyDefinition& definition, const std::string& owner,
                      const Rational& value);

    bool traced() const { return trace_ != nullptr; }
    void say_step(std::string_view zh, std::string_view en,
                  std::initializer_list<std::string_view> arguments);

    const std::optional<Entry>& reversed() const { return facts_.reversed; }
    std::vector<Fact> take_facts_read();

  private:
    const Facts& facts_;
    Trace* trace_;
    std::vector<Fact> read_;
    std::map<std::pair<standard::TallyName, std::string>, Rational> added_;
};

/// Adds to what an account gains in a unit; the legs stay sorted, merged and free of zeros. False when a sum
/// does not fit.
bool add_leg(std::vector<Leg>& legs, const std::string& owner, const std::string& unit, Amount amount);
/// The same for both sides of a movement.
bool add_movement(std::vector<Leg>& legs, const std::string& from, const std::string& to,
                  const std::string& unit, Amount amount);

/// account_merged when the claim acts for an account that was merged.
std::optional<Refusal> check_acting_for(Context& context, const Claim& claim);
/// account_merged when this owner's account was.
std::optional<Refusal> check_not_merged(Context& context, const std::string& owner);

/// Whether somebody of the office is among those who signed, and the roles of all of them, for messages.
bool signed_by_office(Context& context);
std::string roles_that_signed(Context& context);

// The claims that a standard decides; they are called with a plan of the right kind and open accounts.
Verdict decide_service(const standard::Plan& plan, Context& context, const Claim& claim,
                       const ServiceContent& service);
Verdict decide_redemption(const standard::Plan& plan, Context& context, const Claim& claim,
                          const RedemptionContent& redemption);
Verdict decide_transfer(const standard::Plan& plan, Context& context, const TransferContent& transfer);

// The claims that correct the book; they look at what they name by themselves.
Verdict decide_reversal(Context& context, const Claim& claim, const ReversalContent& reversal);
Verdict decide_merge(Context& context, const MergeContent& merge);

/// Whether the attested facts of a claim are declared and vouched for by somebody who may.
std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested);

/// What a condition found: met, or which part was not and what it saw.
struct Found {
    bool met = true;
    std::string required;
    std::string found;
    bool fact_missing = false;  ///< neither met nor unmet; `required` is then the fact's code
};
Found evaluate(const standard::Condition& condition, const standard::Plan& plan, Context& context,
               const std::string& owner, const std::vector<AttestedFact>& attested);

}  // namespace timebank
