#include "decision/standards.hpp"

#include <nlohmann/json.hpp>

namespace timebank::decision_test {
namespace {

using nlohmann::json;

json name_of(const std::string& code) {
    return {{"zh", code}, {"en", code}};
}

void fill_in(json& object, const json& defaults) {
    for (const auto& [member, value] : defaults.items())
        if (!object.contains(member)) object[member] = value;
}

json credit_head() {
    json categories = json::array();
    for (const char* code : {"canteen", "visit", "choir"})
        categories.push_back({{"code", code}, {"name", name_of(code)}});
    return {{"id", "credit"}, {"issuer", "issuer"}, {"categories", categories}};
}

void fill_in_rule(json& rule) {
    fill_in(rule, {{"name", name_of(rule.at("id"))},
                   {"categories", "all"},
                   {"roles", {"volunteer"}},
                   {"unit", "point"}});
}

void fill_in_item(json& item) {
    fill_in(item, {{"name", name_of(item.at("item"))},
                   {"unit", "point"},
                   {"paid_to", "canteen-1"},
                   {"unlock", "none"},
                   {"limits", "none"}});
}

void fill_in_transfer(json& rule) {
    fill_in(rule, {{"name", name_of(rule.at("id"))},
                   {"purpose", rule.at("id")},
                   {"unit", "point"},
                   {"from", {"member"}},
                   {"to", {"member"}},
                   {"between", "anyone"},
                   {"multiple_of", "1"},
                   {"condition", "none"},
                   {"limits", "none"}});
}

}  // namespace

std::string standard_document(StandardKind kind, std::string_view from, std::string_view part) {
    json document = json::parse(part);
    fill_in(document, {{"language", 1},
                       {"kind", to_text(kind)},
                       {"edition", "e" + std::string(from)},
                       {"effective_from", from},
                       {"edition_date", "occurrence"},
                       {"title", name_of("a standard of the tests")},
                       {"units", {{"point", 1}, {"hour", 60}, {"coin", 100}}},
                       {"examples", json::array()}});
    fill_in(document, kind == StandardKind::credit
                          ? credit_head()
                          : json{{"id", "redemption"}, {"catalogue", json::array()}});
    if (document.contains("rules"))
        for (json& rule : document["rules"]) fill_in_rule(rule);
    if (document.contains("catalogue"))
        for (json& item : document["catalogue"]) fill_in_item(item);
    if (document.contains("transfers") && document["transfers"].is_array())
        for (json& rule : document["transfers"]) fill_in_transfer(rule);
    return document.dump();
}

}  // namespace timebank::decision_test
