#include "decision/counting.hpp"

#include <algorithm>

namespace timebank {
namespace {

using standard::Band;
using standard::Grid;

constexpr std::int64_t minutes_in_day = 24 * 60;

/// Rounded down, also before 1970.
std::int64_t day_of(std::int64_t local_minutes) {
    const auto day = local_minutes / minutes_in_day;
    return local_minutes % minutes_in_day < 0 ? day - 1 : day;
}

std::int64_t rounded_length(const Grid& grid, std::int64_t minutes) {
    if (grid.minutes == 0) return minutes;
    return *Fraction(minutes).steps(Fraction(grid.minutes), grid.direction, grid.ties) * grid.minutes;
}

/// Counted from the day's midnight; the grid divides the day.
std::int64_t rounded_time(const Grid& grid, std::int64_t local_minutes) {
    const auto midnight = day_of(local_minutes) * minutes_in_day;
    return midnight + rounded_length(grid, local_minutes - midnight);
}

CivilTime chosen(standard::Clock::Time which, const CivilTime& actual,
                 const std::optional<CivilTime>& agreed) {
    if (which == standard::Clock::Time::actual || !agreed) return actual;
    if (which == standard::Clock::Time::agreed) return *agreed;
    const bool agreed_is_earlier = utc_minutes(*agreed) < utc_minutes(actual);
    return agreed_is_earlier == (which == standard::Clock::Time::earlier) ? *agreed : actual;
}

bool holds(const Band& band, const standard::Calendar& calendar, std::int64_t day, std::int64_t minute) {
    return minute >= band.from_minute && minute < band.until_minute &&
           matches(band.days, calendar, CivilDate{static_cast<std::int32_t>(day)});
}

/// By its own day first, then as a late hour of the day before: the list's order decides, not this.
const Band* band_at(const std::vector<Band>& list, const standard::Calendar& calendar,
                    std::int64_t local_minutes) {
    const auto day = day_of(local_minutes);
    const auto minute = local_minutes - day * minutes_in_day;
    for (const auto& band : list)
        if (holds(band, calendar, day, minute) || holds(band, calendar, day - 1, minute + minutes_in_day))
            return &band;
    return nullptr;
}

}  // namespace

void Counted::skip(std::int64_t minutes) {
    const auto of_length = std::min(minutes, length_minutes);
    start_minutes += of_length;
    length_minutes -= of_length;
    travel_minutes -= std::min(minutes - of_length, travel_minutes);
}

std::int64_t served_minutes(const ServiceContent& service, const Participant& participant) {
    return participant.own_minutes ? std::int64_t{*participant.own_minutes}
                                   : duration_minutes(service.actual);
}

std::int64_t occupied_minutes(const ServiceContent& service, std::string_view owner) {
    std::int64_t minutes = 0;
    for (const auto& participant : service.participants)
        if (participant.owner == owner && !is_served_role(participant.role))
            minutes = std::max(minutes, served_minutes(service, participant));
    return minutes;
}

bool serves(const ServiceContent& service, std::string_view owner) {
    return std::any_of(service.participants.begin(), service.participants.end(),
                       [&](const auto& one) { return one.owner == owner && !is_served_role(one.role); });
}

Counted count_actual(const ServiceContent& service, const Participant& participant) {
    return {service.actual.start.local_minutes, served_minutes(service, participant), 0};
}

std::optional<Counted> count_by(const standard::Clock& clock, const ServiceContent& service,
                                const Participant& participant) {
    const bool asks_agreed =
        clock.start != standard::Clock::Time::actual || clock.end != standard::Clock::Time::actual;
    if (asks_agreed && !service.agreed) return std::nullopt;
    const auto agreed = [&](CivilTime Interval::*time) {
        return service.agreed ? std::optional((*service.agreed).*time) : std::nullopt;
    };
    auto start = chosen(clock.start, service.actual.start, agreed(&Interval::start));
    auto end = chosen(clock.end, service.actual.end, agreed(&Interval::end));
    start.local_minutes = rounded_time(clock.start_grid, start.local_minutes);
    end.local_minutes = rounded_time(clock.end_grid, end.local_minutes);
    const auto length = participant.own_minutes
                            ? std::int64_t{*participant.own_minutes}
                            : std::max<std::int64_t>(0, utc_minutes(end) - utc_minutes(start));
    const auto travel = std::min(service.travel_minutes, clock.travel_minutes_max);
    return Counted{start.local_minutes, rounded_length(clock.length_grid, length), travel};
}

std::int64_t agreed_apart_minutes(const standard::Clock& clock, const ServiceContent& service) {
    if (!service.agreed) return 0;
    std::int64_t apart = 0;
    const auto measure = [&](standard::Clock::Time which, CivilTime agreed, CivilTime actual) {
        if (which == standard::Clock::Time::actual) return;
        const auto minutes = utc_minutes(agreed) - utc_minutes(actual);
        apart = std::max(apart, minutes < 0 ? -minutes : minutes);
    };
    measure(clock.start, service.agreed->start, service.actual.start);
    measure(clock.end, service.agreed->end, service.actual.end);
    return apart;
}

Stretch next_stretch(const standard::Bands& bands, const standard::Calendar& calendar,
                     std::int64_t start_minutes, std::int64_t until_minutes) {
    const auto day = day_of(start_minutes);
    auto border = std::min(until_minutes, (day + 1) * minutes_in_day);
    for (const auto& band : bands.list)
        for (const auto base : {(day - 1) * minutes_in_day, day * minutes_in_day})
            for (const auto minute : {base + band.from_minute, base + band.until_minute})
                if (minute > start_minutes) border = std::min(border, minute);
    return {start_minutes, border - start_minutes, band_at(bands.list, calendar, start_minutes)};
}

}  // namespace timebank
