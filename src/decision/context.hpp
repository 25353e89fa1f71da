#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/fraction.hpp"
#include "decision/decide.hpp"
#include "decision/facts.hpp"
#include "decision/precedence.hpp"

namespace timebank {

/// One decision being made: it hands out facts and remembers which, so that the entry records exactly what
/// was looked at. A fact that was not collected reads as 0; the recorded facts then differ from the collected
/// ones, which audit reports.
class Context {
  public:
    Context(const Facts& facts, std::int64_t recorded_at_unix_s, Trace* trace)
        : facts_(facts),
          looked_at_(facts.values.size()),
          recorded_at_unix_s_(recorded_at_unix_s),
          trace_(trace) {}

    std::int64_t fact(std::string_view subject, std::string_view code);
    /// What follows the prefix in all facts of the subject that begin with it, in order; views into the
    /// facts. That none was kept back is the caller's to see, from a count that is a fact of its own.
    std::vector<std::string_view> names(std::string_view subject, std::string_view prefix);
    /// Who stands for this owner now. Empty, which no leg can carry, when the facts do not say.
    std::string survivor(const std::string& owner);

    /// A sum as it stands for this decision: the book's value and what this claim has added so far. Of whole
    /// windows before the one that holds the day, the book's value alone.
    Fraction sum(const standard::Plan& plan, std::size_t reading, std::string_view subject);
    /// `subject` must outlive the context.
    void add_to_tally(std::size_t tally, std::string_view subject, const Fraction& value);

    /// What this claim alone has given under a cap so far.
    Fraction given_under(std::string_view cap, std::string_view subject) const;
    /// The views must outlive the context.
    void add_given(std::string_view cap, std::string_view subject, const Fraction& value);

    std::int64_t recorded_at_unix_s() const { return recorded_at_unix_s_; }
    /// When the service was filed: of one that a ruling confirms, when it was posted.
    std::int64_t filed_at_unix_s() const {
        return facts_.named_entry ? facts_.named_entry->recorded_at_unix_s : recorded_at_unix_s_;
    }
    bool traced() const { return trace_ != nullptr; }
    /// Whom the steps that follow are about.
    void speak_about(std::optional<std::uint16_t> participant) { about_ = participant; }
    void say_step(std::string_view zh, std::string_view en,
                  std::initializer_list<std::string_view> arguments);
    void say_step(const Text& pattern, std::initializer_list<std::string_view> arguments) {
        say_step(pattern.zh, pattern.en, arguments);
    }

    const std::optional<Entry>& named_entry() const { return facts_.named_entry; }
    const std::optional<Entry>& related_entry() const { return facts_.related_entry; }
    std::vector<Fact> take_facts_read();

  private:
    struct Given {
        std::string_view cap;
        std::string_view subject;
        Fraction value;
    };
    struct Added {
        std::size_t tally = 0;
        std::string_view subject;
        Fraction value;
    };

    const Facts& facts_;
    std::vector<bool> looked_at_;  // by place in facts_.values
    std::vector<Fact> absent_;     // looked for, and not collected
    std::vector<Added> added_;
    std::vector<Given> given_;
    std::int64_t recorded_at_unix_s_;
    Trace* trace_;
    std::optional<std::uint16_t> about_;
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
/// `confirmed`: a ruling says that the service took place, so no gate leaves it pending.
Verdict decide_service(const standard::Plan& plan, Context& context, const Claim& claim,
                       const ServiceContent& service, bool confirmed);
Verdict decide_redemption(const standard::Plan& plan, Context& context, const RedemptionContent& redemption);
Verdict decide_transfer(const standard::Plan& plan, Context& context, const TransferContent& transfer);

// The claims that correct the book; they look at what they name by themselves.
Verdict decide_reversal(Context& context, const Claim& claim, const ReversalContent& reversal);
Verdict decide_ruling(const standard::Plan* plan, Context& context, const Claim& claim,
                      const RulingContent& ruling, std::int64_t recorded_at_unix_s);
Verdict decide_merge(Context& context, const MergeContent& merge);

/// Whether the attested facts of a claim are declared and vouched for by somebody who may.
std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested);

}  // namespace timebank
