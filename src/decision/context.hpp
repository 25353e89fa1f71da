#pragma once

#include <map>

#include "decision/decide.hpp"
#include "decision/facts.hpp"

namespace timebank {

/// One decision being made: it hands out facts and remembers which, so that the entry records exactly what
/// was looked at. A fact that was not collected reads as 0; the recorded facts then differ from the collected
/// ones, which audit reports.
class Context {
  public:
    Context(const Facts& facts, Trace* trace) : facts_(facts), trace_(trace) {}

    std::int64_t fact(std::string_view subject, std::string_view code);
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

/// Moves `amount` from one account to the other, in legs that stay sorted, merged and free of zeros. False
/// when a sum does not fit.
bool add_movement(std::vector<Leg>& legs, const std::string& from, const std::string& to,
                  const std::string& unit, Amount amount);

// The two claims that a standard decides; both are called with a plan of the right kind and open accounts.
Verdict decide_service(const standard::Plan& plan, Context& context, const Claim& claim,
                       const ServiceContent& service);
Verdict decide_redemption(const standard::Plan& plan, Context& context, const Claim& claim,
                          const RedemptionContent& redemption);

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
