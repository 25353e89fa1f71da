#include "timebank/standard_difference.hpp"

#include <algorithm>

#include "catch.hpp"
#include "documents.hpp"

using namespace timebank;
using namespace timebank::standard::test;

namespace {

std::vector<StandardChange> changes_between(const nlohmann::json& older, const nlohmann::json& newer) {
    const auto changes = compare_standards(bytes_of(older.dump()), bytes_of(newer.dump()));
    INFO((changes ? "" : changes.error().text.en));
    REQUIRE(changes.has_value());
    return *changes;
}

std::string line_of(const StandardChange& change) {
    return std::string(to_text(change.kind)) + " " + change.path + " " + change.before + " -> " +
           change.after;
}

std::vector<std::string> lines_between(const nlohmann::json& older, const nlohmann::json& newer) {
    std::vector<std::string> lines;
    for (const auto& change : changes_between(older, newer)) {
        lines.push_back(line_of(change));
        CHECK_FALSE(change.text.zh.empty());
        CHECK(change.text.zh != change.text.en);
    }
    return lines;
}

using Lines = std::vector<std::string>;

/// Two rules whose steps say something of everything that is matched in its own way.
nlohmann::json sample() {
    return nlohmann::json::parse(R"({"language": 1, "kind": "credit", "id": "sample", "edition": "1",
      "effective_from": "2026-01-01", "edition_date": "occurrence", "title": {"zh": "样本", "en": "sample"},
      "units": {"point": 1}, "issuer": "issuer",
      "categories": [{"code": "visit", "name": {"zh": "探访", "en": "visit"}, "overlap": "allow"},
                     {"code": "choir", "name": {"zh": "合唱", "en": "choir"}, "overlap": "allow"}],
      "rules": [
        {"id": "a", "name": {"zh": "甲", "en": "a"}, "categories": ["visit"], "roles": ["volunteer"],
         "unit": "point", "steps": [
           {"gate": {"condition": {"tag": "trained"}, "otherwise": "nothing"}},
           {"gate": {"condition": {"tag": "insured"}, "otherwise": "refuse"}},
           {"tariff": {"per": "hour", "amount": "6"}},
           {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
           {"cap": {"id": "day", "key": "member", "window": "day", "limit": "20", "at_cap": "clip"}},
           {"cap": {"id": "week", "key": "member", "window": "week", "limit": "60", "at_cap": "clip"}}]},
        {"id": "b", "name": {"zh": "乙", "en": "b"}, "categories": ["choir"], "roles": ["volunteer"],
         "unit": "point", "steps": [{"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
           {"cap": "none"}]}],
      "examples": []})");
}

}  // namespace

TEST_CASE("one change is one line, with its path and both values") {
    struct Row {
        std::string pointer;
        std::string value;
        Lines expected;
    };
    const Row rows[] = {
        {"/rules/0/steps/2/tariff/amount",
         "\"7\"",
         {"changed $.rules[0].steps[2].tariff.amount \"6\" -> \"7\""}},
        {"/rules/0/steps/4/cap/limit", "\"30\"", {"changed $.rules[0].steps[4].cap.limit \"20\" -> \"30\""}},
        {"/edition", "\"2\"", {"changed $.edition \"1\" -> \"2\""}},
        {"/units/hour", "60", {"added $.units.hour  -> 60"}},
        {"/title/zh", "\"新样本\"", {"changed $.title.zh \"样本\" -> \"新样本\""}},
        {"/rules/1/roles/-", "\"leader\"", {"added $.rules[1].roles  -> [\"leader\"]"}},
        {"/rules/1/categories", "\"all\"", {"changed $.rules[1].categories [\"choir\"] -> \"all\""}},
        {"/rules/1", "remove", {"removed $.rules[1] " + sample()["rules"][1].dump() + " -> "}},
        {"/rules/0/steps/0",
         "remove",
         {"removed $.rules[0].steps[0] " + sample()["rules"][0]["steps"][0].dump() + " -> "}},
        {"/rules/0/steps/4",
         "remove",
         {"removed $.rules[0].steps[4] " + sample()["rules"][0]["steps"][4].dump() + " -> "}},
        {"/rules/1/note", "\"why\"", {"added $.rules[1].note  -> \"why\""}},
        {"/rules/0/steps/0/gate/otherwise",
         "\"refuse\"",
         {"changed $.rules[0].steps[0].gate.otherwise \"nothing\" -> \"refuse\""}},
    };
    for (const auto& row : rows) {
        INFO(row.pointer);
        CHECK(lines_between(sample(), patched(sample(), row.pointer, row.value)) == row.expected);
    }
}

TEST_CASE("what only moved, or is only written otherwise, is not taken for a change of its parts") {
    CHECK(lines_between(sample(), sample()).empty());
    auto turned = sample();
    std::swap(turned["rules"][0], turned["rules"][1]);
    CHECK(lines_between(sample(), turned) == Lines{R"(moved $.rules ["a","b"] -> ["b","a"])"});
    auto caps = sample();
    std::swap(caps["rules"][0]["steps"][4], caps["rules"][0]["steps"][5]);
    CHECK(lines_between(sample(), caps) ==
          Lines{R"(moved $.rules[0].steps ["gate","gate","tariff","rounding","cap day","cap week"] -> )"
                R"(["gate","gate","tariff","rounding","cap week","cap day"])"});
    auto renamed = sample();
    renamed["rules"][1]["id"] = "c";
    CHECK(lines_between(sample(), renamed).size() == 2);  // one rule gone, one new
    const auto text = sample().dump(7);
    CHECK(compare_standards(bytes_of(text), bytes_of(sample().dump())).value().empty());
}

TEST_CASE("a change says in words where it is") {
    auto newer = patched(sample(), "/rules/0/steps/2/tariff/amount", "\"7\"");
    const auto change = changes_between(sample(), newer).at(0);
    CHECK(change.place == Text{"规则 a，第 3 步，tariff，amount", "rule a, step 3, tariff, amount"});
    CHECK(change.text == Text{"规则 a，第 3 步，tariff，amount：原为 \"6\"，现为 \"7\"",
                              "rule a, step 3, tariff, amount: was \"6\", is \"7\""});
    newer = patched(sample(), "/categories/1/overlap", "\"refuse\"");
    CHECK(changes_between(sample(), newer).at(0).place ==
          Text{"类别 choir，overlap", "category choir, overlap"});
}

TEST_CASE("every place that can be spoilt without harm is found again, and nothing else") {
    // Each text of the documents, replaced by itself with a letter more where the document stays sound.
    for (const char* name : {"credit", "redemption"}) {
        const auto older = document(name);
        std::size_t tried = 0;
        const auto flat = older.flatten();
        for (const auto& [pointer, value] : flat.items()) {
            if (!value.is_string()) continue;
            const auto newer = patched(older, pointer, nlohmann::json(value.get<std::string>() + "x").dump());
            if (!compile_json(newer)) continue;
            INFO(name << " " << pointer);
            const auto changes = changes_between(older, newer);
            CHECK(changes.size() >= 1);
            CHECK(changes.size() <= 2);  // a new name of something is one thing less and one more
            ++tried;
        }
        CHECK(tried >= 10);
    }
}

TEST_CASE("documents that are not sound, or not of one kind, are not compared") {
    struct Row {
        std::string older;
        std::string newer;
        Code code;
        std::string says;
    };
    const auto good = sample().dump();
    const Row rows[] = {
        {"{", good, Code::bad_json, "the older document: "},
        {good, "{}", Code::bad_document, "the newer document: $"},
        {good, document_text("redemption"), Code::invalid_argument, "only two of one kind"},
    };
    for (const auto& row : rows) {
        const auto changes = compare_standards(bytes_of(row.older), bytes_of(row.newer));
        REQUIRE_FALSE(changes.has_value());
        CHECK(changes.error().code == row.code);
        CHECK(changes.error().text.en.find(row.says) != std::string::npos);
    }
}
