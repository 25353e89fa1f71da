#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/fraction.hpp"
#include "standard/condition.hpp"
#include "standard/window.hpp"

/// The steps of a credit rule, in the order in which a value walks through them. Amounts are in minor units
/// of the rule's unit. Where a step has `when`, it works only if that holds.
namespace timebank::standard {

struct Gate {
    enum class Otherwise {
        refuse,
        nothing,  ///< the rule gives nothing and the service stands
        pending,  ///< nobody is awarded anything until a ruling confirms the service
    };
    Condition condition;
    Otherwise otherwise = Otherwise::refuse;
    std::uint16_t lapses_after_days = 0;  ///< of pending: behind the day of recording; 0 = never
};

/// Rounding of a time of day, or of a length, to a grid of minutes.
struct Grid {
    std::uint16_t minutes = 0;  ///< 0: none
    Direction direction = Direction::nearest;
    Ties ties = Ties::up;
};

/// From when to when minutes count. Without one, or where none applies: the actual times, no travel. Of
/// several, the first that applies.
struct Clock {
    enum class Time { actual, agreed, earlier, later };  ///< of the two, for the last two
    std::optional<Condition> when;
    Time start = Time::actual;
    Time end = Time::actual;
    Grid start_grid;
    Grid end_grid;
    Grid length_grid;                      ///< of start to end, travel not included
    std::uint32_t travel_minutes_max = 0;  ///< how much of the travel counts; all of it: the greatest value
};

/// The first minutes of a window earn nothing: they are owed.
struct Obligation {
    std::optional<Condition> when;
    std::string id;
    std::int64_t minutes = 0;
    std::size_t reading = 0;  ///< minutes_served in the rule's categories, index in Plan::readings
};

/// Part of a day. Hours above 24 are those of the next day that belong to this one's evening.
struct Band {
    std::string id;
    std::int32_t from_minute = 0;   ///< behind midnight of the day it belongs to
    std::int32_t until_minute = 0;  ///< not included; at most 48 hours
    DayKinds days;                  ///< of the day it belongs to
    Fraction factor;
};

/// Splits the minutes by the clock: each counts as much as the first band that holds it says. Of several
/// steps, the first that applies.
struct Bands {
    std::optional<Condition> when;
    std::vector<Band> list;
    Fraction otherwise;
};

struct Tariff {
    enum class Per { minute, hour, visit, item, quantity };
    Per per = Per::hour;
    Quantity of;    ///< of Per::quantity
    Number amount;  ///< for one, in minor units
};

struct Factor {
    std::optional<Condition> when;
    Number by;
    bool divides = false;
};

struct Minimum {
    std::optional<Condition> when;
    std::int64_t minor_units = 0;  ///< a lower value, zero included, is raised to it
};

struct Rounding {
    enum class Scope {
        service,        ///< each service and participant for itself
        claim,          ///< the sum over the claim's participants: their parts add up to it
        running_total,  ///< the sum over a window
    };
    bool exact = false;  ///< the value is a whole number of minor units: nothing to round
    std::int64_t step = 1;
    Direction direction = Direction::down;
    Ties ties = Ties::up;  ///< of nearest
    Scope scope = Scope::service;
    std::size_t reading = 0;  ///< of a running total, index in Plan::readings
};

/// Whose sum a cap or limit looks at. Stored.
enum class Key : std::uint8_t {
    member = 1,  ///< of redemptions: who pays
    household = 2,
    team = 3,
    everyone = 4,
    receiver = 5,  ///< of redemptions: who receives
};

struct Cap {
    enum class AtCap { refuse, clip, overflow, warn, needs_approval };
    std::optional<Condition> when;
    std::string id;
    Key key = Key::member;  ///< household and team: every one that the member belongs to, else the member
    Period period;
    bool per_category = false;  ///< each category of the rule has a sum of its own
    Number limit;               ///< minor units; what is no whole number is rounded down
    AtCap at_cap = AtCap::clip;
    std::string overflow_to;               ///< an owner who gets what is clipped; of overflow
    std::optional<Condition> waived_when;  ///< then it is passed; of needs_approval: the approval
    std::size_t reading = 0;  ///< index in Plan::readings; unused for Window::service and balance
    friend bool operator==(const Cap&, const Cap&) = default;
};

using Step = std::variant<Gate, Clock, Obligation, Bands, Tariff, Factor, Minimum, Rounding, Cap>;

}  // namespace timebank::standard
