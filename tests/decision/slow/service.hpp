#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "decision/slow/arithmetic.hpp"
#include "decision/slow/calendar.hpp"

/// What the second evaluator reads and says, as plain values.
namespace timebank::decision_test::slow {

struct Participation {
    std::string owner;
    std::string role;
    std::optional<std::int64_t> own_minutes;
    std::string evidence;  ///< its kind
    std::int64_t grade = 0;
    bool has_digest = false;
    std::map<std::string, std::int64_t> facts;  ///< their own
};

struct Service {
    std::string category;
    Time start;
    Time end;
    std::optional<std::pair<Time, Time>> agreed;
    std::int64_t travel_minutes = 0;
    std::int64_t quantity = 0;
    std::string place;
    std::int64_t session = 0;                   ///< 0 = one of its own
    std::map<std::string, std::int64_t> facts;  ///< of the service, or of the one person in it
    std::string author;  ///< operator, officer, coordinator, app, or an owner who states it themselves
    std::set<std::string> cosigned;  ///< receiver, coordinator, officer
    std::int64_t recorded_at_unix_s = 0;
    std::vector<Participation> participants;
};

/// One of a scenario's "services".
Service read_service(const nlohmann::json& value);

struct Member {
    Day opened_on = 0;
    std::set<std::string> tags;
    std::set<std::string> households;
    std::set<std::string> teams;
};
/// A scenario's "members".
std::map<std::string, Member> read_members(const nlohmann::json& value);

/// Amounts are in minor units throughout.
struct Award {
    std::size_t participant = 0;
    std::string rule;
    std::string unit;
    Exact exact;
    Exact amount;
    Exact cut;
};
struct Notice {
    std::size_t participant = 0;
    std::string kind;
    std::string by;
    std::string unit;
    Exact value;
};
struct Refused {
    std::string code;
    std::string rule;
};
struct Outcome {
    std::optional<Refused> refused;
    std::vector<Award> awards;
    std::map<std::pair<std::string, std::string>, Exact> legs;  ///< by owner and unit
    std::vector<Notice> notices;
};

/// One fact a line, for comparing and for people.
std::string to_text(const Outcome& outcome);

}  // namespace timebank::decision_test::slow
