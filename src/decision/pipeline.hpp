#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decision/asked.hpp"
#include "decision/counting.hpp"
#include "standard/plan.hpp"
#include "timebank/decision.hpp"

namespace timebank {

/// What a rule with the rounding scope "claim" has worked out for the participants before.
struct ClaimSum {
    Fraction exact;
    std::int64_t rounded = 0;
};

/// One rule at work on one participant: a value goes in at the tariff and comes out behind the caps. In two
/// halves, because between them the rules of a "highest of" group are compared.
class Pipeline {
  public:
    enum class State {
        open,     ///< it gives `amount()`
        closed,   ///< a gate gives nothing, or another rule of its group gives more
        pending,  ///< a gate waits for a ruling
    };

    /// The references must outlive it. `confirmed`: gates that would wait let pass.
    Pipeline(const standard::Plan& plan, const standard::Rule& rule, Context& context,
             const ServiceContent& service, std::uint16_t participant, bool confirmed);

    /// The steps up to the last rounding. `claim_sum` is the rule's, of this claim.
    std::optional<Refusal> run_to_rounding(ClaimSum& claim_sum);
    /// The caps; adds to `decision` the award, the legs and the notices.
    std::optional<Refusal> run_caps(Decision& decision);

    const standard::Rule& rule() const { return rule_; }
    State state() const { return state_; }
    std::int64_t amount() const { return amount_; }
    /// Gives way to another rule of its group.
    void yield_to(const standard::Rule& other);
    /// Of a pending one: the notice that says so.
    Notice pending_notice() const;

  private:
    std::string units(const Fraction& minor) const;
    std::string units(std::int64_t minor) const { return units(Fraction(minor)); }
    Refusal out_of_range() const;
    /// Sets `works`, or refuses because a fact is missing.
    std::optional<Refusal> ask(const std::optional<standard::Condition>& when, bool& works);

    std::optional<Refusal> apply(const standard::Gate& gate);
    std::optional<Refusal> apply(const standard::Clock& clock);
    std::optional<Refusal> apply(const standard::Obligation& obligation);
    std::optional<Refusal> apply(const standard::Bands& bands);
    std::optional<Refusal> apply(const standard::Tariff& tariff);
    std::optional<Refusal> apply(const standard::Factor& factor);
    std::optional<Refusal> apply(const standard::Minimum& minimum);
    std::optional<Refusal> apply(const standard::Rounding& rounding);
    std::optional<Refusal> apply(const standard::Cap& cap);

    void say_band(const Stretch& stretch, const Fraction& factor, std::int64_t minutes);
    Fraction units_of(const standard::Tariff& tariff);
    void say_tariff(const standard::Tariff& tariff, const Fraction& count, const Fraction& each);
    void say_rounded(const standard::Rounding& rounding, const Fraction& before);
    std::optional<Refusal> round_service(const standard::Rounding& rounding);
    std::optional<Refusal> round_claim(const standard::Rounding& rounding);
    std::optional<Refusal> round_running_total(const standard::Rounding& rounding);

    struct Room {
        Fraction before;
        Fraction left;
        std::string_view subject;  ///< whose sum leaves it
    };
    Room room_under(const standard::Cap& cap, std::int64_t limit);
    std::vector<std::string_view> subjects_of(const standard::Cap& cap);
    std::int64_t credited_balance();
    std::optional<Refusal> pass_limit(const standard::Cap& cap, std::int64_t limit, const Room& room);
    void clip(const standard::Cap& cap, std::int64_t limit, const Room& room, std::int64_t kept);
    void notice(NoticeKind kind, const standard::Cap& cap, std::int64_t value);
    void pass_on(const standard::Cap& cap, std::int64_t rest);
    std::optional<Refusal> finish();
    void add_to_caps();
    const std::string& credited_owner();
    std::string account();

    const standard::Plan& plan_;
    const standard::Rule& rule_;
    const ServiceContent& service_;
    const Participant& who_;
    const std::uint16_t participant_;
    const bool confirmed_;
    const std::int64_t scale_;
    Asked asked_;

    State state_ = State::open;
    const standard::Gate* waiting_ = nullptr;  // of pending
    Counted counted_;
    bool clock_chosen_ = false;
    bool bands_chosen_ = false;
    std::optional<Fraction> weighted_minutes_;
    Fraction value_;  // exact, in minor units
    Fraction exact_;  // as it came to the last rounding
    std::int64_t amount_ = 0;
    std::int64_t cut_ = 0;
    std::string running_total_;  // the tally that carries what rounding leaves over
    ClaimSum* claim_sum_ = nullptr;
    Decision* decision_ = nullptr;
    std::string credited_owner_;
    bool overflowed_ = false;  // a leg did not fit
};

}  // namespace timebank
