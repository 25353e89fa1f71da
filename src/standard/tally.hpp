#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "standard/steps.hpp"
#include "standard/window.hpp"
#include "timebank/error.hpp"

namespace timebank::standard {

/// What a tally adds up.
enum class Measure : std::uint8_t {
    awarded = 1,        ///< Award::amount of services, in minor units
    running_total = 2,  ///< of services: what there is to round, an exact fraction of minor units; and what
                        ///< rounding gave of it, before caps
    items = 3,          ///< quantity of redemptions
    given = 4,          ///< by transfers, of the giver; in minor units
    received = 5,       ///< by transfers, of the receiver; in minor units
    services = 6,       ///< how many services somebody gave (not: received)
    minutes = 7,        ///< how long those were: own_minutes, else the actual times
    redemptions = 8,    ///< how often something was redeemed
    spent = 9,          ///< by redemptions, of who paid; in minor units
};

/// How finely the sums are kept.
enum class Bucket : std::uint8_t { life = 1, day = 2, session = 3 };

/// A sum per owner and bucket. Named by the digest of its definition, so that editions whose definition is
/// the same share it. Reversals take away what the reversed entry added, where it was added.
struct TallyDefinition {
    Measure measure = Measure::awarded;
    Key key = Key::member;
    Bucket bucket = Bucket::life;
    Window window = Window::life;         ///< of running totals: each window has left-overs of its own
    bool per_category = false;            ///< a sum for each category
    std::string standard;                 ///< a standard's id, or empty: any
    std::vector<std::string> rules;       ///< rules or items of it, sorted; empty: all
    std::vector<std::string> categories;  ///< of services and minutes, sorted; empty: all
    std::string unit;                     ///< empty for items, services and minutes
    friend bool operator==(const TallyDefinition&, const TallyDefinition&) = default;
};

/// One line of text that says it all, such as "awarded|member|life||||hour|": what is hashed and stored.
std::string to_text(const TallyDefinition& definition);
/// The inverse; bad_encoding unless `text` is exactly what to_text() writes.
Result<TallyDefinition> parse_tally_definition(std::string_view text);
/// The first eight bytes of SHA-256(to_text()).
using TallyName = std::array<std::uint8_t, 8>;
TallyName name_of(const TallyDefinition& definition);

/// A definition with its name, which is worked out once.
struct Tally : TallyDefinition {
    TallyName name{};
    friend bool operator==(const Tally&, const Tally&) = default;
};
Tally named(TallyDefinition definition);

/// A sum that rules look at: a tally over a window.
struct Reading {
    std::size_t tally = 0;  ///< index in Plan::tallies
    Period period;
    std::string fact_name;  ///< by which a decision asks for it: the tally's name and the window, as
                            ///< "242d3c8ab03867b3.month"; no window where that is life or a day
    friend bool operator==(const Reading&, const Reading&) = default;
};

}  // namespace timebank::standard
