#include "decision/slow/service.hpp"

#include <algorithm>

namespace timebank::decision_test::slow {
namespace {

using nlohmann::json;

std::set<std::string> words(const json& value, const std::string& member) {
    return value.contains(member) ? value.at(member).get<std::set<std::string>>() : std::set<std::string>();
}

Participation read_participant(const json& value) {
    Participation participant;
    participant.owner = value.at("owner");
    participant.role = value.at("role");
    if (value.contains("own_minutes")) participant.own_minutes = value.at("own_minutes").get<std::int64_t>();
    participant.evidence = value.value("evidence", "none");
    participant.grade = value.value("grade", 0);
    participant.has_digest = value.value("digest", false);
    if (value.contains("facts")) participant.facts = value.at("facts").get<decltype(participant.facts)>();
    return participant;
}

}  // namespace

Service read_service(const json& value) {
    Service service;
    service.category = value.at("category");
    service.start = read_time(value.at("start"));
    service.end = read_time(value.at("end"));
    if (value.contains("agreed"))
        service.agreed = {read_time(value.at("agreed").at("start")), read_time(value.at("agreed").at("end"))};
    service.travel_minutes = value.value("travel_minutes", 0);
    service.quantity = value.value("quantity", 0);
    service.place = value.value("place", "");
    service.session = value.value("session", 0);
    if (value.contains("facts")) service.facts = value.at("facts").get<decltype(service.facts)>();
    service.author = value.at("author");
    service.cosigned = words(value, "cosigned");
    service.recorded_at_unix_s = value.at("recorded_at_unix_s");
    for (const auto& one : value.at("participants")) service.participants.push_back(read_participant(one));
    return service;
}

std::map<std::string, Member> read_members(const json& value) {
    std::map<std::string, Member> members;
    for (const auto& [owner, one] : value.items())
        members[owner] = {one.at("opened_at_unix_s").get<std::int64_t>() / (24 * 60 * 60), words(one, "tags"),
                          words(one, "households"), words(one, "teams")};
    return members;
}

std::string to_text(const Outcome& outcome) {
    if (outcome.refused) return "refused: " + outcome.refused->code + " " + outcome.refused->rule + "\n";
    std::string text;
    for (const auto& award : outcome.awards)
        text += "award " + std::to_string(award.participant) + " " + award.rule + " " + award.unit +
                " exact " + award.exact.str() + " amount " + award.amount.str() + " cut " + award.cut.str() +
                "\n";
    std::vector<std::string> notices;
    for (const auto& notice : outcome.notices)
        notices.push_back("notice " + std::to_string(notice.participant) + " " + notice.kind + " " +
                          notice.by + " " + notice.unit + " " + notice.value.str() + "\n");
    std::sort(notices.begin(), notices.end());
    for (const auto& line : notices) text += line;
    for (const auto& [owner_and_unit, amount] : outcome.legs)
        text += "leg " + owner_and_unit.first + " " + owner_and_unit.second + " " + amount.str() + "\n";
    return text.empty() ? "accepted, nothing moves\n" : text;
}

}  // namespace timebank::decision_test::slow
