#include "decision/facts.hpp"

#include <algorithm>
#include <string_view>

namespace timebank {

void Facts::add(std::string_view subject, std::string code, std::int64_t value) {
    values.push_back({std::string(subject), std::move(code), value});
}

void Facts::sort() {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

namespace {

using Name = std::pair<std::string_view, std::string_view>;

std::size_t first_not_before(const std::vector<Fact>& sorted, const Name& name) {
    const auto found = std::lower_bound(
        sorted.begin(), sorted.end(), name,
        [](const Fact& fact, const Name& wanted) { return Name(fact.subject, fact.code) < wanted; });
    return static_cast<std::size_t>(found - sorted.begin());
}

}  // namespace

std::optional<std::size_t> Facts::find(std::string_view subject, std::string_view code) const {
    const auto place = first_not_before(values, {subject, code});
    if (place == values.size() || values[place].subject != subject || values[place].code != code)
        return std::nullopt;
    return place;
}

std::pair<std::size_t, std::size_t> Facts::find_all(std::string_view subject, std::string_view prefix) const {
    const auto begin = first_not_before(values, {subject, prefix});
    auto end = begin;
    while (end < values.size() && values[end].subject == subject && values[end].code.starts_with(prefix))
        ++end;
    return {begin, end};
}

namespace fact_code {

std::string reversed_by(std::string_view unit) {
    return unit.empty() ? "reversed-by" : "reversed-by." + std::string(unit);
}
std::string merged_into(std::string_view survivor) {
    return "merged-into." + std::string(survivor);
}
std::string member_of(std::string_view owner) {
    return "member-of." + std::string(owner);
}
std::string minor_units(std::string_view unit) {
    return "minor-units." + std::string(unit);
}
std::string signed_by(std::string_view role) {
    return "signed-by." + std::string(role);
}
std::string cosigned(std::string_view capacity) {
    return "cosigned." + std::string(capacity);
}
std::string in_household(std::string_view household) {
    return "household." + std::string(household);
}
std::string in_team(std::string_view team) {
    return "team." + std::string(team);
}

}  // namespace fact_code

}  // namespace timebank
