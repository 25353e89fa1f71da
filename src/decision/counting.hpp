#pragma once

#include <optional>

#include "decision/asked.hpp"
#include "standard/steps.hpp"

/// Which minutes of a service count for a participant: the clock, what is owed first, and the bands of the
/// day.
namespace timebank {

/// Minutes on the local clock from `start_minutes` on, and travel behind them.
struct Counted {
    std::int64_t start_minutes = 0;  ///< local, as CivilTime::local_minutes
    std::int64_t length_minutes = 0;
    std::int64_t travel_minutes = 0;

    std::int64_t minutes() const { return length_minutes + travel_minutes; }
    /// Takes minutes off the beginning.
    void skip(std::int64_t minutes);
};

/// How long a participant served: their own minutes, else the actual times.
std::int64_t served_minutes(const ServiceContent& service, const Participant& participant);

/// From the start of a service to when its longest part of this owner ends, in the roles that give; 0 when
/// there is none. It is the time in which they can serve nowhere else.
std::int64_t occupied_minutes(const ServiceContent& service, std::string_view owner);

/// Whether the owner takes part in a role that gives.
bool serves(const ServiceContent& service, std::string_view owner);

/// Where no clock says otherwise.
Counted count_actual(const ServiceContent& service, const Participant& participant);

/// By this clock; nothing when it asks for agreed times and the claim has none.
std::optional<Counted> count_by(const standard::Clock& clock, const ServiceContent& service,
                                const Participant& participant);

/// How far the agreed times that this clock looks at are from the actual ones; 0 where it looks at none. A
/// mistyped year must not become a year of credits: see limits::agreed_apart_minutes.
std::int64_t agreed_apart_minutes(const standard::Clock& clock, const ServiceContent& service);

/// One stretch of a service that lies in one band, or in none.
struct Stretch {
    std::int64_t start_minutes = 0;  ///< local
    std::int64_t minutes = 0;
    const standard::Band* band = nullptr;
};

/// The stretch that begins at `start_minutes` and ends before `until_minutes`, where the band changes or at
/// midnight.
Stretch next_stretch(const standard::Bands& bands, const standard::Calendar& calendar,
                     std::int64_t start_minutes, std::int64_t until_minutes);

}  // namespace timebank
