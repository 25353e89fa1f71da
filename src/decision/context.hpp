#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/fraction.hpp"
#include "decision/answer.hpp"
#include "decision/facts.hpp"
#include "decision/first_refusal.hpp"
#include "decision/trace.hpp"
#include "standard/plan.hpp"

namespace timebank {

/// One decision being made: it asks for facts, keeps what the claim itself has added so far, and says the
/// steps in words when somebody wants them.
class Context {
  public:
    Context(Facts& facts, std::int64_t recorded_at_unix_s, Trace* trace)
        : facts_(facts), recorded_at_unix_s_(recorded_at_unix_s), trace_(trace) {}

    std::int64_t fact(FactKind kind, std::string_view owner = {}, std::string_view name = {}) {
        return facts_.value({kind, owner, name});
    }
    bool holds(FactKind kind, std::string_view owner = {}, std::string_view name = {}) {
        return fact(kind, owner, name) != 0;
    }

    /// Who stands for this owner now. Who was merged is remembered for the decision; see Decision::stand_ins.
    std::string survivor(const std::string& owner);
    struct Groups {
        std::string owner;
        std::vector<std::string> households;
        std::vector<std::string> teams;
    };
    /// The households and teams of an account, in order. The reference is valid as long as this is.
    const Groups& groups(const std::string& owner);
    const std::vector<std::string>& households(const std::string& owner) { return groups(owner).households; }
    const std::vector<std::string>& teams(const std::string& owner) { return groups(owner).teams; }
    /// The units in which the owner has something, in order.
    std::vector<std::string> units_held(const std::string& owner);

    /// A sum as it stands for this decision: the book's value and what this claim has added so far. Of whole
    /// windows before the one that holds the day, the book's value alone.
    Fraction sum(const standard::Plan& plan, std::size_t reading, std::string_view subject);
    /// Of a running total: what rounding has given of it, this claim included.
    Fraction given(const standard::Plan& plan, std::size_t reading, std::string_view subject);
    /// `subject` must outlive the context. `given` is read of running totals alone.
    void add_to_tally(std::size_t tally, std::string_view subject, const Fraction& value,
                      std::int64_t given = 0);

    /// What this claim alone has given under a cap so far.
    Fraction given_under(std::string_view cap, std::string_view subject) const;
    /// The views must outlive the context.
    void add_given(std::string_view cap, std::string_view subject, const Fraction& value);

    std::int64_t recorded_at_unix_s() const { return recorded_at_unix_s_; }
    /// When the service was filed: of one that a ruling confirms, when it was posted.
    std::int64_t filed_at_unix_s() const { return filed_at_unix_s_.value_or(recorded_at_unix_s_); }
    void set_filed_at(std::int64_t unix_s) { filed_at_unix_s_ = unix_s; }

    bool traced() const { return trace_ != nullptr; }
    /// Whom and what the steps that follow are about.
    void speak_about(std::optional<std::uint16_t> participant) { about_ = participant; }
    void speak_of_rule(std::string_view rule) { rule_ = rule; }
    void say_step(std::string_view zh, std::string_view en,
                  std::initializer_list<std::string_view> arguments);
    void say_step(const Text& pattern, std::initializer_list<std::string_view> arguments) {
        say_step(pattern.zh, pattern.en, arguments);
    }
    /// With arguments that are words themselves.
    void say_step_with(std::string_view zh, std::string_view en, std::initializer_list<Text> arguments);

    const Entry* entry(std::uint64_t index) { return facts_.entry(index); }
    /// What was looked at, and who turned out to have been merged.
    void close(Decision& decision);

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
        std::int64_t given = 0;
    };
    Facts& facts_;
    std::vector<Added> added_;
    std::vector<Given> given_;
    std::vector<std::unique_ptr<Groups>> groups_;  // what groups() gave out stays where it is
    std::vector<StandIn> stand_ins_;
    std::int64_t recorded_at_unix_s_;
    std::optional<std::int64_t> filed_at_unix_s_;
    Trace* trace_;
    std::optional<std::uint16_t> about_;
    std::string_view rule_;
};

/// Adds the award, and what it moves to the legs. False when a sum does not fit.
bool add_award(Decision& decision, Award&& award);

/// Whether somebody of the office is among those who signed, and the roles of all of them, for messages.
bool signed_by_office(Context& context);
Text roles_that_signed(Context& context);

/// Whether attested facts are declared and vouched for by somebody who may. `owner` is whose they are: that
/// member vouches for them and no other; empty: the service's as a whole.
std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested,
                                            std::string_view owner);

}  // namespace timebank
