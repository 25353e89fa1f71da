#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "documents.hpp"
#include "schema.hpp"
#include "timebank/refusal.hpp"
#include "vectors.hpp"

using namespace timebank;
using namespace timebank::standard::test;

// REFERENCE.md is what the authors of standards read: it must name all that the schema allows, each of its
// examples must be good where it belongs, and what it counts must be as many.

namespace {

using nlohmann::json;

std::string source_file(const std::string& name) {
    const auto text = read_file(std::string(TIMEBANK_SOURCE_DIR) + "/src/standard/" + name);
    REQUIRE(!text.empty());
    return text;
}

json schema() {
    return json::parse(source_file("standard.schema.json"));
}

/// The names of all members, and all words to choose from, anywhere in the schema.
void gather_words(const json& tree, std::set<std::string>& words) {
    if (tree.is_array())
        for (const json& child : tree) gather_words(child, words);
    if (!tree.is_object()) return;
    if (tree.contains("properties"))
        for (const auto& [name, member] : tree["properties"].items()) words.insert(name);
    if (tree.contains("enum"))
        for (const json& word : tree["enum"]) words.insert(word.get<std::string>());
    for (const auto& [name, child] : tree.items()) gather_words(child, words);
}

/// What stands between "```json" and "```", in order.
std::vector<json> json_blocks(const std::string& page) {
    const std::string open = "```json\n";
    std::vector<json> blocks;
    for (auto begin = page.find(open); begin != std::string::npos; begin = page.find(open, begin)) {
        begin += open.size();
        blocks.push_back(json::parse(page.substr(begin, page.find("```", begin) - begin)));
    }
    return blocks;
}

struct Row {
    std::string table;   ///< as the remark above it says
    std::string member;  ///< without backticks; that of the row above where the cell is empty
    json example;
    std::string stands_in;  ///< of windows
};

/// The cells of a line of a table, without the spaces around them; a stroke in backticks separates nothing.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    bool quoted = false;
    for (char letter : line) {
        if (letter == '`') quoted = !quoted;
        if (letter == '|' && !quoted) {
            cells.emplace_back();
        } else if (!cells.empty()) {
            cells.back() += letter;
        }
    }
    cells.pop_back();
    for (std::string& cell : cells) {
        cell.erase(0, std::min(cell.find_first_not_of(' '), cell.size()));
        cell.erase(cell.find_last_not_of(' ') + 1);
    }
    return cells;
}

std::string without_backticks(std::string text) {
    std::erase(text, '`');
    return text;
}

/// The rows of all tables that have a remark <!-- examples: … --> above them.
std::vector<Row> example_rows(const std::string& page) {
    const std::string mark = "<!-- examples: ";
    std::vector<Row> rows;
    std::istringstream in(page);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(mark)) continue;
        const std::string table = line.substr(mark.size(), line.find(" -->") - mark.size());
        std::getline(in, line);  // the headings
        std::getline(in, line);  // the dashes
        std::string member;
        while (std::getline(in, line) && line.starts_with("|")) {
            const auto cells = cells_of(line);
            INFO(line);
            REQUIRE(cells.size() >= 3);
            if (!cells[0].empty()) member = without_backticks(cells[0]);
            rows.push_back({table, member, json::parse(without_backticks(cells[1])),
                            cells.size() > 3 ? cells[3] : std::string()});
        }
    }
    return rows;
}

json credit_base() {
    return json::parse(R"({
        "language": 1, "kind": "credit", "id": "base", "edition": "1", "effective_from": "2024-01-01",
        "edition_date": "occurrence", "title": {"zh": "底", "en": "base"},
        "units": {"point": 1, "hour": 60, "star": 1}, "issuer": "issuer",
        "facts": [{"code": "age", "attested_by": ["officer"]}],
        "calendar": {"fiscal_year_begins": "04", "holidays": ["2024-01-01"]},
        "categories": [{"code": "visit", "name": {"zh": "探访", "en": "visit"}},
                       {"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
        "ladders": [{"id": "stars", "name": {"zh": "星级", "en": "stars"}, "levels": [
            {"code": "one", "name": {"zh": "一", "en": "one"}, "when": {"services": "all", "at_least": 10}}]}],
        "rules": [{"id": "visits", "name": {"zh": "探访", "en": "visits"}, "categories": "all",
            "roles": ["volunteer", "leader"], "unit": "point", "steps": [
                {"tariff": {"per": "visit", "amount": "1"}},
                {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}],
        "examples": [{"name": "a visit", "given": {"services": [{"category": "visit", "role": "volunteer",
                "start": "2024-03-02T09:00+08:00", "minutes": 60}]}, "expect": {"credits": {"point": "1"}}}]})");
}

json redemption_base() {
    return json::parse(R"({
        "language": 1, "kind": "redemption", "id": "base", "edition": "1", "effective_from": "2024-01-01",
        "edition_date": "occurrence", "title": {"zh": "底", "en": "base"}, "units": {"point": 1, "hour": 2},
        "calendar": {"fiscal_year_begins": "04"},
        "facts": [{"code": "age", "attested_by": ["officer"]}],
        "ladders": [{"id": "stars", "name": {"zh": "星级", "en": "stars"}, "levels": [
            {"code": "one", "name": {"zh": "一", "en": "one"}, "when": {"services": "all", "at_least": 10}}]}],
        "balances": [{"id": "no-debt", "unit": "point", "classes": ["member"], "floor": "0", "ceiling": "none"}],
        "catalogue": [{"item": "haircut", "name": {"zh": "理发", "en": "haircut"}, "unit": "point", "price": "3",
            "paid_to": "barber", "unlock": "none",
            "limits": [{"id": "a-day", "key": "member", "window": "day", "limit": 1, "at_cap": "refuse"}]}],
        "transfers": [{"id": "gift", "name": {"zh": "赠", "en": "gift"}, "purpose": "gift", "unit": "hour",
            "from": ["member"], "to": ["member"], "between": "anyone", "multiple_of": "1", "condition": "none",
            "limits": [{"id": "gift-a-day", "key": "giver", "window": "day", "limit": "8", "at_cap": "refuse"}]}],
        "examples": []})");
}

/// The credit document with the value at the JSON pointer.
json credit_with(const std::string& pointer, const json& value) {
    json changed = credit_base();
    changed[json::json_pointer(pointer)] = value;
    return changed;
}

json redemption_with(const std::string& pointer, const json& value) {
    json changed = redemption_base();
    changed[json::json_pointer(pointer)] = value;
    return changed;
}

/// The credit document with the step where it belongs: instead of the one of its kind, or as one more.
json credit_with_step(const std::string& kind, const json& value) {
    json changed = credit_base();
    json& steps = changed["rules"][0]["steps"];
    const json step = {{kind, value}};
    for (json& present : steps) {
        if (!present.contains(kind)) continue;
        present = step;
        return changed;
    }
    const bool behind_tariff = kind == "factor" || kind == "minimum";
    if (kind == "bands") steps[0]["tariff"]["per"] = "hour";
    steps.insert(steps.begin() + (behind_tariff ? 1 : 0), step);
    return changed;
}

json with_clock(const std::string& member, const json& value) {
    json clock = {{"start", "actual"}, {"end", "actual"}, {"travel", "excluded"}};
    clock[member] = value;
    return credit_with_step("clock", clock);
}

json with_band(const std::string& member, const json& value) {
    json band = {{"id", "late"}, {"from", "16:00"}, {"until", "40:00"}, {"days", "all"}, {"factor", "2"}};
    band[member] = value;
    return credit_with_step("bands", {{"list", {band}}, {"otherwise", "1"}});
}

json with_cap(const std::string& member, const json& value) {
    json cap = {{"id", "a-day"}, {"key", "member"}, {"window", "day"}, {"limit", "9"}, {"at_cap", "clip"}};
    if (member == "overflow_to") cap["at_cap"] = "overflow";
    if (member == "waived_when") cap["at_cap"] = "needs_approval";
    cap[member] = value;
    return credit_with_step("cap", cap);
}

json with_condition(const json& condition) {
    return credit_with_step("gate", {{"condition", condition}, {"otherwise", "nothing"}});
}

json with_number(const json& number) {
    return credit_with_step("tariff", {{"per", "visit"}, {"amount", number}});
}

json with_expectation(const std::string& member, const json& value) {
    json changed = credit_base();
    json& expect = changed["examples"][0]["expect"];
    if (member == "by") expect["refused"] = "cap_reached";
    expect[member] = value;
    return changed;
}

/// What it costs stands in the place of the price.
json with_item(const std::string& member, const json& value) {
    json changed = redemption_with("/catalogue/0/" + member, value);
    if (member == "costs") changed["catalogue"][0].erase("price");
    return changed;
}

/// Where the examples of each table belong, but for windows.
const std::map<std::string, std::function<json(const std::string&, const json&)>>& places() {
    const auto credit = [](std::string pointer) {
        return [pointer](const std::string& name, const json& value) {
            return credit_with(pointer + "/" + name, value);
        };
    };
    const auto redemption = [](std::string pointer) {
        return [pointer](const std::string& name, const json& value) {
            return redemption_with(pointer + "/" + name, value);
        };
    };
    static const std::map<std::string, std::function<json(const std::string&, const json&)>> table = {
        {"head", credit("")},
        {"fact", credit("/facts/0")},
        {"calendar", credit("/calendar")},
        {"credit", credit("")},
        {"category", credit("/categories/1")},
        {"rule", credit("/rules/0")},
        {"ladder", credit("/ladders/0")},
        {"level", credit("/ladders/0/levels/0")},
        {"step", credit_with_step},
        {"clock", with_clock},
        {"band", with_band},
        {"cap", with_cap},
        {"quantity",
         [](const std::string&, const json& value) {
             return with_number({{"of", value}, {"each", "1"}});
         }},
        {"condition", [](const std::string&, const json& value) { return with_condition(value); }},
        {"number", [](const std::string&, const json& value) { return with_number(value); }},
        {"item", with_item},
        {"hold",
         [](const std::string& member, const json& value) {
             json hold = {{"kept_by", "keeper"}, {"days", 7}};
             hold[member] = value;
             return with_item("hold", hold);
         }},
        {"item limit", redemption("/catalogue/0/limits/0")},
        {"transfer", redemption("/transfers/0")},
        {"transfer limit", redemption("/transfers/0/limits/0")},
        {"balance", redemption("/balances/0")},
        {"given", credit("/examples/0/given")},
        {"service", credit("/examples/0/given/services/0")},
        {"expect", with_expectation},
    };
    return table;
}

/// The document with a window in each of the four places.
std::map<std::string, json> with_window(const json& window) {
    return {{"cap", with_cap("window", window)},
            {"quantity", with_condition({{"services", "all"}, {"window", window}, {"at_least", 1}})},
            {"total",
             credit_with_step(
                 "rounding",
                 {{"step", "1"}, {"direction", "down"}, {"scope", "running_total"}, {"window", window}})},
            {"limit", redemption_with("/catalogue/0/limits/0/window", window)}};
}

std::set<std::string> members_at(const json& tree, const std::string& pointer) {
    std::set<std::string> names;
    const json& members = tree.at(json::json_pointer("/definitions/" + pointer));
    for (const auto& [name, member] : members.items())
        if (name != "note") names.insert(name);
    return names;
}

/// The members that the alternatives of a definition require, one each; without references.
std::set<std::string> alternatives_of(const json& tree, const std::string& definition) {
    std::set<std::string> names;
    for (const json& alternative : tree["definitions"][definition]["oneOf"])
        if (alternative.contains("required")) names.insert(alternative["required"].back());
    return names;
}

}  // namespace

TEST_CASE("the reference names every member and every word that the schema allows") {
    const auto page = source_file("REFERENCE.md");
    std::set<std::string> words;
    gather_words(schema(), words);
    CHECK(words.size() > 180);
    for (const std::string& word : words) {
        INFO(word);
        const bool named = page.find("`" + word + "`") != std::string::npos ||
                           page.find("\"" + word + "\"") != std::string::npos;
        CHECK(named);
    }
}

TEST_CASE("the schema lists the refusals as the library knows them, and the reference in the same order") {
    std::vector<std::string> known;
    for (const RefusalCode code : all_refusal_codes()) known.emplace_back(to_text(code));
    CHECK(schema().at("definitions").at("refusal_code").at("enum").get<std::vector<std::string>>() == known);
    const auto page = source_file("REFERENCE.md");
    const auto begin = page.find("## Refusals");
    const auto section = page.substr(begin, page.find("\n## ", begin) - begin);
    std::vector<std::string> listed;
    std::istringstream in(section);
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("| `")) listed.push_back(line.substr(3, line.find('`', 3) - 3));
    CHECK(listed == known);
}

TEST_CASE("every piece of a document in the reference is good where it belongs") {
    const auto blocks = json_blocks(source_file("REFERENCE.md"));
    REQUIRE(blocks.size() == 5);
    auto credit = document("credit");
    auto redemption = document("redemption");
    redemption["catalogue"][0]["limits"] = json::array({blocks[0]});
    redemption["transfers"] = json::array({blocks[1]});
    credit["examples"] = json::array({blocks[2]});
    redemption["examples"] = json::array({blocks[3], blocks[4]});
    CHECK(plan_of(credit)->examples.size() == 1);
    CHECK(plan_of(redemption)->examples.size() == 2);
    CHECK(plan_of(redemption)->transfers.at(0).limits.size() == 2);
}

TEST_CASE("every example in the tables of the reference is good where it belongs") {
    CHECK(plan_of(credit_base())->rules.size() == 1);
    CHECK(plan_of(redemption_base())->transfers.size() == 1);
    const auto rows = example_rows(source_file("REFERENCE.md"));
    CHECK(rows.size() > 150);
    for (const Row& row : rows) {
        if (row.table == "window") continue;
        INFO(row.table << ": " << row.member << " = " << row.example);
        const auto place = places().find(row.table);
        REQUIRE(place != places().end());
        const json tried = place->second(row.member, row.example);
        const auto plan = compile_json(tried);
        INFO((plan ? "" : plan.error().text.en));
        CHECK(plan.has_value());
        CHECK(schema_allows(tried));
    }
}

TEST_CASE("a window stands where the reference says, and nowhere else") {
    int windows = 0;
    for (const Row& row : example_rows(source_file("REFERENCE.md"))) {
        if (row.table != "window") continue;
        ++windows;
        for (const auto& [place, tried] : with_window(row.example)) {
            INFO(row.member << " in " << place);
            const bool said = row.stands_in.find("`" + place + "`") != std::string::npos;
            CHECK(compile_json(tried).has_value() == said);
            CHECK(schema_allows(tried) == said);
        }
    }
    CHECK(windows == 12);
}

TEST_CASE("the tables of the reference list the members that the schema has, no more and no fewer") {
    std::map<std::string, std::set<std::string>> listed;
    for (const Row& row : example_rows(source_file("REFERENCE.md"))) listed[row.table].insert(row.member);
    const json tree = schema();
    const std::vector<std::pair<std::string, std::string>> tables = {
        {"fact", "fact_declarations/items/properties"},
        {"calendar", "calendar/properties"},
        {"category", "category/properties"},
        {"rule", "rule/properties"},
        {"ladder", "ladder/properties"},
        {"level", "ladder/properties/levels/items/properties"},
        {"clock", "clock/properties"},
        {"band", "bands/properties/list/items/properties"},
        {"cap", "cap/oneOf/1/properties"},
        {"item", "item/properties"},
        {"item limit", "item_limit/properties"},
        {"transfer", "transfer_rule/properties"},
        {"transfer limit", "transfer_limit/properties"},
        {"balance", "balance_rule/properties"},
        {"hold", "hold/properties"},
        {"given", "credit_example/properties/given/properties"},
        {"service", "credit_example/properties/given/properties/services/items/properties"},
        {"expect", "credit_example/properties/expect/properties"},
    };
    for (const auto& [table, pointer] : tables) {
        INFO(table);
        CHECK(listed[table] == members_at(tree, pointer));
    }
    auto whole = listed["head"];
    whole.insert(listed["credit"].begin(), listed["credit"].end());
    CHECK(whole == members_at(tree, "credit_standard/properties"));
    CHECK(listed["step"] == alternatives_of(tree, "step"));
    auto quantities = alternatives_of(tree, "bounded_quantity");
    quantities.insert({"window", "in_each_of_last", "modulo", "whose"});
    CHECK(listed["quantity"] == quantities);
    for (const std::string& kind : alternatives_of(tree, "condition"))
        CHECK(listed["condition"].contains(kind));
}

TEST_CASE("the reference counts the concepts of the language as the schema has them") {
    const json definitions = schema()["definitions"];
    const auto choices = [&](const char* name) { return definitions[name]["oneOf"].size(); };
    const json& quantities = definitions["bounded_quantity"]["oneOf"];
    const std::size_t of_this = quantities.back()["properties"]["this"]["enum"].size();
    const std::size_t windows =
        definitions["total_window"]["enum"].size() + 1 + definitions["cap_window"]["oneOf"][0]["enum"].size();
    const json& cap = definitions["cap"]["oneOf"][1]["properties"];
    std::set<std::string> keys = cap["key"]["enum"];
    for (const std::string key : definitions["item_limit"]["properties"]["key"]["enum"]) keys.insert(key);
    const std::vector<std::pair<std::size_t, std::string>> counted = {
        {schema()["oneOf"].size(), " kinds of document"},
        {choices("step"), " kinds of step"},
        {quantities.size() - 1 + of_this, " quantities"},
        {choices("condition"), " kinds of condition"},
        {choices("number"), " kinds of number"},
        {windows, " windows"},
        {definitions["tariff"]["properties"]["per"]["oneOf"][0]["enum"].size() + 1, " ways to price"},
        {keys.size(), " keys of caps and limits"},
        {cap["at_cap"]["enum"].size(), " things to do at one"},
        {definitions["whose"]["enum"].size() - 1, " ways to look at somebody else"},
    };
    std::string page = source_file("REFERENCE.md");
    for (char& letter : page)
        if (letter == '\n') letter = ' ';
    std::size_t all = 0;
    for (const auto& [count, what] : counted) {
        INFO(what << ": " << count);
        CHECK(page.find(" " + std::to_string(count) + what) != std::string::npos);
        all += count;
    }
    CHECK(page.find("has " + std::to_string(all) + " concepts") != std::string::npos);
    CHECK(page.find("共 " + std::to_string(all) + " 个概念") != std::string::npos);
}
