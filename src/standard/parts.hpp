#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "standard/fields.hpp"
#include "standard/plan.hpp"
#include "timebank/limits.hpp"

/// The parts of compile(): each reads its piece of the tree, which the head (units, facts, calendar)
/// precedes. After a fault they return something empty; compile() looks at the JsonReading once, at the end.
namespace timebank::standard {

inline constexpr std::int64_t minutes_in_hour = 60;
inline constexpr std::int64_t minutes_in_day = 24 * 60;

/// Where something is asked, and so what may be asked there.
enum class Asking {
    service,   ///< by a rule of a credit standard: everything
    spending,  ///< by an item: what the book says, attested facts, how many items
    moving,    ///< by a transfer: the same without items
    account,   ///< of an account that is not always who signs: the same without a receiver, facts by default
    level,     ///< by a level of a ladder: what the book says
};

/// The rule whose steps are read; what comes before "steps" in it is known.
struct RuleSetting {
    Plan& plan;
    const Rule& rule;
    std::int64_t scale;  ///< of the rule's unit
};

/// Where a number stands, and so by what it may be looked up.
struct NumberSetting {
    Plan& plan;
    Asking asking;
    const Rule* rule;  ///< of Asking::service; null elsewhere
    NumberSetting(const RuleSetting& setting)
        : plan(setting.plan), asking(Asking::service), rule(&setting.rule) {}
    NumberSetting(Plan& of, Asking by) : plan(of), asking(by), rule(nullptr) {}
};

// document.cpp
/// A code that stands in "units".
std::string read_unit(const Value& value, const Plan& plan);
/// How many minor units are in one, as the document says.
std::int64_t scale_of(const Plan& plan, const std::string& unit);
/// An amount that may not be zero, in minor units.
std::int64_t read_above_zero(const Value& value, std::int64_t scale);
/// One or more codes, no two the same; sorted.
std::vector<std::string> read_codes(const Value& value);

/// Adds what `value` says to a list in which nothing stands twice.
template <class T>
void add_once(const Value& value, T element, std::vector<T>& list) {
    for (const T& earlier : list)
        if (earlier == element) value.refuse("写了两次：请只留一个", "is there twice: keep one");
    list.push_back(std::move(element));
}

// calendar.cpp
Calendar read_calendar(const Value& value);
/// One or more of "+08:00", no two the same; in minutes, sorted.
std::vector<std::int16_t> read_offsets(const Value& value);
/// "all", or weekdays and "holiday".
DayKinds read_days(const Value& value, const Plan& plan);
/// An object with one or more of "months", "days_of_month", "from", "until".
Dates read_dates(const Value& value);
/// One of these words; of those with days of their own also {"trailing_days": n} where `trailing` says so.
Period read_period(const Value& value, const Plan& plan, const std::vector<Window>& allowed, bool trailing);
/// The windows of running totals, of quantities (these and trailing days), and of the limits of items and
/// transfers (the same and the claim alone).
const std::vector<Window>& total_windows();
Period read_limit_window(const Value& value, const Plan& plan);

// quantities.cpp
/// The members of which a quantity has exactly one.
std::vector<std::string_view> quantity_words(Asking asking, const Plan& plan);
/// Quantity and other members, which `others` names, may stand in one object.
Quantity read_quantity(const Object& object, Plan& plan, Asking asking,
                       const std::vector<std::string_view>& others = {});
/// A value of the quantity: text in its unit, or a whole number.
std::int64_t read_quantity_value(const Value& value, const Quantity& quantity, const Plan& plan);
struct Bounds {
    std::optional<std::int64_t> at_least;
    std::optional<std::int64_t> at_most;
};
/// "at_least" and "at_most", as far as they are there; a fault where nothing lies between them.
Bounds read_bounds(const Object& object, const Quantity& quantity, const Plan& plan);
/// "whose", where it is there.
Whose read_whose(const Object& object, Asking asking);
/// "all" (empty) or categories, sorted.
std::vector<std::string> read_category_codes(const Value& value, const Plan& plan);

// numbers.cpp
/// The text of a number, times `scale`; small enough to be carried exactly.
Fraction read_fraction(const Value& value, std::int64_t scale);
Number read_number(const Value& value, const NumberSetting& setting, std::int64_t scale);
/// Every number that it may give, or that those are made of.
std::vector<Fraction> values_of(const Number& number);

// conditions.cpp
Condition read_condition(const Value& value, Plan& plan, Asking asking);
/// The same, or "none".
std::optional<Condition> read_condition_or_none(const Value& value, Plan& plan, Asking asking);
/// The member "when" of a step, where it has one.
std::optional<Condition> read_when(const Object& step, const RuleSetting& setting);
EvidenceKind read_evidence_kind(const Value& value);
CosignerCapacity read_cosigner_capacity(const Value& value);

// The steps: clock.cpp, bands.cpp, steps.cpp, caps.cpp
Clock read_clock(const Value& value, const RuleSetting& setting);
Bands read_bands(const Value& value, const RuleSetting& setting);
std::vector<Step> read_steps(const Value& value, const RuleSetting& setting);
Cap read_cap(const Value& value, const RuleSetting& setting);
/// Where nearest goes from halfway: a member "ties" for it and for no other direction.
Ties read_ties(const Object& object, Direction direction);
Direction read_direction(const Value& value);

// credit.cpp, ladders.cpp, redemption.cpp, transfers.cpp, balances.cpp, examples.cpp
void read_credit(const Object& document, Plan& plan);
/// `plan` has its categories.
std::vector<Ladder> read_ladders(const Value& value, Plan& plan);
void read_redemption(const Object& document, Plan& plan);
/// A class of accounts, as in to_text(AccountClass); one or more, sorted.
std::string read_class(const Value& value);
std::vector<std::string> read_classes(const Value& value);
std::vector<BalanceRule> read_balances(const Value& value, Plan& plan);
/// `plan` has its catalogue.
std::vector<TransferRule> read_transfers(const Value& value, Plan& plan);
std::vector<Example> read_examples(const Value& value, const Plan& plan);

// tallies.cpp
/// The place in Plan::readings of a sum over this window, which is added where it is not there yet; the
/// bucket of the definition is the window's.
std::size_t reading_of(Plan& plan, TallyDefinition definition, const Period& period);
/// The readings of caps and limits: those of caps are known when all rules are.
void link_tallies(Plan& plan);

}  // namespace timebank::standard
