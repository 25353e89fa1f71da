#include "decision/random_services.hpp"

#include <algorithm>

#include "decision/random_conditions.hpp"
#include "decision/slow/calendar.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;
using slow::Day;

constexpr std::int64_t minutes_in_day = 24 * 60;
constexpr std::int64_t seconds_in_day = minutes_in_day * 60;

const std::vector<std::string> people = {"m-1", "m-2", "m-3", "m-4", "m-5"};

/// Days near which windows begin and end, holidays among them: few for each scenario, so that much happens
/// on each.
class Days {
  public:
    explicit Days(Dice& dice) {
        for (int i = 0; i < 3; ++i)
            near_.push_back(
                slow::read_day(dice.word({"2018-03-31", "2018-06-18", "2018-09-30", "2018-12-31",
                                          "2019-02-28", "2019-03-31", "2019-06-30", "2020-02-29"})));
    }

    Day one(Dice& dice) const {
        if (dice.chance(1)) return slow::read_day("2017-12-31");  // before there are rules
        if (dice.chance(75)) return dice.one_of(near_) + dice.between(-2, 2);
        return slow::read_day("2018-01-01") + dice.between(0, 2 * 366);
    }

  private:
    std::vector<Day> near_;
};

std::int64_t random_minute(Dice& dice) {
    if (dice.chance(50)) return dice.between(0, minutes_in_day - 1);
    const auto border = dice.one_of<std::int64_t>({0, 6, 7, 8, 17, 19, 22, 23}) * 60;
    return std::clamp<std::int64_t>(border + dice.between(-2, 2), 0, minutes_in_day - 1);
}

std::int64_t random_length(Dice& dice) {
    if (dice.chance(60)) return dice.one_of<std::int64_t>({0, 1, 15, 29, 30, 45, 59, 60, 61, 90, 120, 150});
    if (dice.chance(3)) return 1'500 + dice.between(0, 100);
    return dice.between(0, 400);
}

struct Times {
    slow::Time start;
    slow::Time end;
};

/// The clocks may change while somebody serves.
Times random_times(Dice& dice, const Days& days) {
    const auto offset = dice.one_of<std::int64_t>({480, 480, 480, 480, 60, -300, 345});
    const slow::Time start{days.one(dice) * minutes_in_day + random_minute(dice), offset};
    const auto end_offset = dice.chance(5) ? offset + dice.one_of<std::int64_t>({-60, 60}) : offset;
    return {start, {start.local + random_length(dice) + end_offset - offset, end_offset}};
}

/// Agreed beforehand: some minutes earlier or later.
json random_agreement(Dice& dice, const Times& actual) {
    auto start = actual.start;
    auto end = actual.end;
    start.local += dice.one_of<std::int64_t>({-30, -7, 0, 0, 12, 30});
    end.local += dice.one_of<std::int64_t>({-20, -5, 0, 0, 8, 45});
    if (slow::utc(end) < slow::utc(start)) end.local += slow::utc(start) - slow::utc(end);
    return {{"start", to_text(start)}, {"end", to_text(end)}};
}

/// When it is recorded: soon, or about the midnight that ends a day.
std::int64_t random_recording(Dice& dice, slow::Time end) {
    if (dice.chance(30)) {
        const auto midnight = (slow::day_of(end) + dice.between(1, 3)) * minutes_in_day - end.offset;
        return midnight * 60 + dice.one_of<std::int64_t>({-1, 0, 1});
    }
    return slow::utc(end) * 60 + dice.between(0, 4 * seconds_in_day);
}

json random_participant(Dice& dice, std::int64_t minutes) {
    json one = {{"owner", dice.one_of(people)}, {"role", dice.one_of(all_roles)}};
    if (dice.chance(60)) one["role"] = dice.word({"helper", "volunteer"});
    if (dice.chance(15)) one["own_minutes"] = dice.between(0, minutes);
    if (dice.chance(15)) one["own_minutes"] = minutes / 2;
    if (dice.chance(1)) one["own_minutes"] = minutes + 1;
    if (dice.chance(50)) {
        one["evidence"] = dice.word({"self_report", "sign_in_out", "receiver_confirmation",
                                     "coordinator_approval", "photo", "paper_confirmation"});
        one["grade"] = dice.between(0, 4);
        if (one["evidence"] == "paper_confirmation" || dice.chance(70)) one["digest"] = true;
    }
    return one;
}

json random_participants(Dice& dice, std::int64_t minutes) {
    json participants = json::array();
    for (auto count = dice.one_of<std::int64_t>({1, 1, 1, 2, 2, 3, 4}); count > 0; --count) {
        const auto one = random_participant(dice, minutes);
        const bool is_there = std::any_of(participants.begin(), participants.end(), [&](const json& other) {
            return other["owner"] == one["owner"] && other["role"] == one["role"];
        });
        if (!is_there || dice.chance(3)) participants.push_back(one);
    }
    return participants;
}

/// A member states what they did themselves, and who received it.
void state_by_member(Dice& dice, json& service) {
    service["author"] = service["participants"][0]["owner"];
    for (auto& one : service["participants"])
        if (one["owner"] != service["author"] && !dice.chance(2)) one["role"] = "receiver";
    auto& participants = service["participants"];
    for (std::size_t i = participants.size(); i-- > 1;)
        for (std::size_t j = 0; j < i; ++j)
            if (participants[i]["owner"] == participants[j]["owner"]) {
                participants.erase(i);
                break;
            }
}

void cosign(Dice& dice, json& service) {
    std::vector<std::string> capacities;
    const bool served =
        std::any_of(service["participants"].begin(), service["participants"].end(), [&](const json& one) {
            return (one["role"] == "receiver" || one["role"] == "attendee") &&
                   one["owner"] != service["author"];
        });
    if (served && dice.chance(40)) capacities.push_back("receiver");
    if (dice.chance(20)) capacities.push_back("coordinator");
    if (dice.chance(10)) capacities.push_back("officer");
    if (!capacities.empty()) service["cosigned"] = capacities;
}

json random_service(Dice& dice, const Days& days) {
    const auto times = random_times(dice, days);
    json service = {{"category", dice.one_of(all_categories)},
                    {"start", to_text(times.start)},
                    {"end", to_text(times.end)},
                    {"recorded_at_unix_s", random_recording(dice, times.end)},
                    {"author", dice.word({"operator", "officer", "coordinator", "coordinator", "app"})}};
    if (dice.chance(1)) service["category"] = "unheard-of";
    if (dice.chance(80)) service["agreed"] = random_agreement(dice, times);
    if (dice.chance(50)) service["travel_minutes"] = dice.one_of<std::int64_t>({1, 20, 30, 75});
    if (dice.chance(70)) service["quantity"] = dice.between(0, 4);
    if (dice.chance(70)) service["place"] = dice.word({"hall", "park", "home", "elsewhere"});
    if (dice.chance(40)) service["session"] = dice.between(1, 6);
    if (dice.chance(35)) service["facts"]["arrears"] = dice.between(0, 4);
    if (dice.chance(1)) service["facts"]["unheard-of"] = 1;
    service["participants"] = random_participants(dice, slow::utc(times.end) - slow::utc(times.start));
    const bool alone = service["participants"].size() == 1;
    for (const char* code : {"age", "score"}) {
        if (dice.chance(alone ? 30 : 1)) service["facts"][code] = dice.between(0, 4);
        for (auto& participant : service["participants"])
            if (dice.chance(alone ? 20 : 30)) participant["facts"][code] = dice.between(0, 4);
    }
    if (dice.chance(20)) state_by_member(dice, service);
    cosign(dice, service);
    return service;
}

}  // namespace

json random_people(Dice& dice) {
    json scenario = {{"members", json::object()}, {"openings", json::array()}};
    for (const auto& owner : people) {
        const auto opened_on =
            dice.word({"2016-02-29", "2017-03-31", "2017-06-18", "2017-11-01", "2017-12-31"});
        json member = {{"opened_at_unix_s", slow::read_day(opened_on) * seconds_in_day +
                                                dice.one_of<std::int64_t>({0, 43'200, seconds_in_day - 1})},
                       {"tags", json::array()},
                       {"households", json::array()},
                       {"teams", json::array()}};
        for (const char* tag : {"leader", "trained"})
            if (dice.chance(50)) member["tags"].push_back(tag);
        for (const char* household : {"h-1", "h-2"})
            if (dice.chance(40)) member["households"].push_back(household);
        for (const char* team : {"t-1", "t-2"})
            if (dice.chance(40)) member["teams"].push_back(team);
        scenario["members"][owner] = member;
        for (const char* unit : {"point", "hour", "coin"})
            if (dice.chance(40))
                scenario["openings"].push_back(
                    {{"owner", owner}, {"unit", unit}, {"minor_units", dice.between(1, 1'500)}});
    }
    return scenario;
}

json random_services(Dice& dice, int count) {
    json services = json::array();
    const Days days(dice);
    for (; count > 0; --count) services.push_back(random_service(dice, days));
    return services;
}

}  // namespace timebank::decision_test
