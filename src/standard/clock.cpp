#include <limits>

#include "standard/parts.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

using Time = Clock::Time;

Time read_time(const Value& value) {
    return value.choice<Time>({{"actual", Time::actual},
                               {"agreed", Time::agreed},
                               {"earlier", Time::earlier},
                               {"later", Time::later}});
}

Grid read_grid(const Value& value) {
    const Object object = value.object({"minutes", "direction", "ties"});
    Grid grid;
    grid.minutes = static_cast<std::uint16_t>(object["minutes"].integer(1, minutes_in_day));
    grid.direction = read_direction(object["direction"]);
    grid.ties = read_ties(object, grid.direction);
    return grid;
}

/// A grid of times begins at midnight, every day anew.
Grid read_grid_of_day(const Value& value) {
    const Grid grid = read_grid(value);
    if (grid.minutes != 0 && minutes_in_day % grid.minutes != 0) {
        value.object()["minutes"].refuse(
            "一天不能等分成 {} 分钟的格：请用 {} 的约数，如 15、30",
            "does not divide a day into steps of {} minutes: use one that divides {}, such as 15 or 30",
            {std::to_string(grid.minutes), std::to_string(minutes_in_day)});
    }
    return grid;
}

std::uint32_t read_travel(const Value& value) {
    constexpr std::uint32_t all_of_it = std::numeric_limits<std::uint32_t>::max();
    if (value.is_object())
        return static_cast<std::uint32_t>(
            value.object({"at_most"})["at_most"].integer(1, limits::service_minutes));
    return value.choice({"excluded", "included"}) == 1 ? all_of_it : 0;
}

}  // namespace

Direction read_direction(const Value& value) {
    return value.choice<Direction>(
        {{"down", Direction::down}, {"up", Direction::up}, {"nearest", Direction::nearest}});
}

Ties read_ties(const Object& object, Direction direction) {
    if (direction == Direction::nearest)
        return object["ties"].choice<Ties>({{"up", Ties::up}, {"down", Ties::down}, {"even", Ties::even}});
    if (object.has("ties")) {
        object["ties"].refuse("只有 direction 为 nearest 时才有 ties：请删去",
                              "belongs to the direction nearest alone: remove it");
    }
    return Ties::up;
}

Clock read_clock(const Value& value, const RuleSetting& setting) {
    const Object object =
        value.object({"when", "start", "end", "round_start", "round_end", "round_length", "travel"});
    Clock clock;
    clock.when = read_when(object, setting);
    clock.start = read_time(object["start"]);
    clock.end = read_time(object["end"]);
    if (object.has("round_start")) clock.start_grid = read_grid_of_day(object["round_start"]);
    if (object.has("round_end")) clock.end_grid = read_grid_of_day(object["round_end"]);
    if (object.has("round_length")) clock.length_grid = read_grid(object["round_length"]);
    clock.travel_minutes_max = read_travel(object["travel"]);
    return clock;
}

}  // namespace timebank::standard
