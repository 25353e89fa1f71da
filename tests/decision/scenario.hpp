#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

/// A credit standard, the people it is for, and their services, as one JSON value:
///
///     {"document": {…},
///      "members": {"m-1": {"opened_at_unix_s": 1451606400, "tags": ["trained"], "households": ["h-1"],
///                          "teams": []}},
///      "openings": [{"owner": "m-1", "unit": "point", "minor_units": 12}],
///      "services": [{"category": "canteen", "start": "2018-06-04T08:00+08:00", "end": …, "author":
///      "officer",
///                    "recorded_at_unix_s": …, "participants": [{"owner": "m-1", "role": "volunteer"}]}]}
///
/// slow/service.hpp reads services and members. There may be "redemption", a redemption standard that is
/// adopted behind the services, and "redemptions", which slow/till.hpp reads.
namespace timebank::decision_test {

/// The scenario cannot be founded: its document is not sound, or it names what is not there.
struct Unsound : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Comparison {
    std::string difference;    ///< what both say of the first service on which they disagree; or empty
    std::string kind;          ///< how they disagree: the first words of each
    std::size_t services = 0;  ///< how many were tried, redemptions too, that one among them
    std::size_t accepted = 0;
    std::map<std::string, std::size_t> seen;  ///< how often each part of the language had an effect
};

/// Posts the services, one after the other, to a book in memory and to the second evaluator. Throws Unsound.
Comparison compare(const nlohmann::json& scenario);

/// Leaves out of the scenario whatever can be left out while what compare() says of it is still wanted.
nlohmann::json shrink(nlohmann::json scenario, const std::function<bool(const Comparison&)>& is_wanted);

}  // namespace timebank::decision_test
