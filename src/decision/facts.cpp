#include "decision/facts.hpp"

#include <algorithm>
#include <tuple>

namespace timebank {

void Facts::add(std::string_view subject, std::string code, std::int64_t value) {
    values.push_back({std::string(subject), std::move(code), value});
}

void Facts::sort() {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::optional<std::int64_t> Facts::find(std::string_view subject, std::string_view code) const {
    auto wanted = std::tie(subject, code);
    auto found =
        std::lower_bound(values.begin(), values.end(), wanted, [](const Fact& fact, const auto& key) {
            return std::tuple<std::string_view, std::string_view>(fact.subject, fact.code) < key;
        });
    if (found == values.end() || found->subject != subject || found->code != code) return std::nullopt;
    return found->value;
}

std::vector<Fact> Facts::find_all(std::string_view subject, std::string_view prefix) const {
    std::vector<Fact> found;
    for (const auto& fact : values)
        if (fact.subject == subject && fact.code.starts_with(prefix)) found.push_back(fact);
    return found;
}

namespace fact_code {

std::string reversed_by(std::string_view unit) {
    return unit.empty() ? "reversed-by" : "reversed-by." + std::string(unit);
}
std::string merged_into(std::string_view survivor) {
    return "merged-into." + std::string(survivor);
}
std::string balance(std::string_view unit) {
    return "balance." + std::string(unit);
}
std::string tag(std::string_view tag) {
    return "tag." + std::string(tag);
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
std::string tally(const standard::TallyName& name) {
    return "tally." + to_hex(name);
}
std::string tally_denominator(const standard::TallyName& name) {
    return tally(name) + ".denominator";
}

}  // namespace fact_code

}  // namespace timebank
