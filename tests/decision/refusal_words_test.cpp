#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "chinese.hpp"
#include "decision/book.hpp"
#include "decision/records.hpp"
#include "decision/table.hpp"
#include "vectors.hpp"

// What a refusal says to people: in Chinese no English but what people called things themselves.

namespace timebank::decision_test {
namespace {

using Words = std::set<std::string>;
namespace fs = std::filesystem;

const fs::path sources = TIMEBANK_SOURCE_DIR;

template <class Enumeration>
void add_words(Words& words) {
    for (unsigned number = 0; number < 256; ++number)
        words.insert(std::string(to_text(static_cast<Enumeration>(number))));
}

/// The words that the language of standards consists of.
void add_schema(const nlohmann::json& node, Words& words) {
    if (!node.is_structured()) return;
    for (const auto& [name, value] : node.items()) {
        if (name == "properties")
            for (const auto& [member, schema] : value.items()) words.insert(member);
        if (name == "enum")
            for (const auto& word : value)
                if (word.is_string()) words.insert(word.get<std::string>());
        if (name == "const" && value.is_string()) words.insert(value.get<std::string>());
        add_schema(value, words);
    }
}

const Words& words_of_standards() {
    static const auto words = [] {
        Words all;
        add_schema(nlohmann::json::parse(read_file(sources / "src/standard/standard.schema.json")), all);
        return all;
    }();
    return words;
}

/// Words of the ledger's own, for which it has Chinese ones.
const Words& words_of_ledger() {
    static const auto words = [] {
        Words all = words_of_standards();
        add_words<ClaimKind>(all);
        add_words<Role>(all);
        add_words<AccountClass>(all);
        add_words<Capacity>(all);
        add_words<CosignerCapacity>(all);
        add_words<EvidenceKind>(all);
        add_words<RulingOutcome>(all);
        add_words<RulingState>(all);
        add_words<FactKind>(all);
        return all;
    }();
    return words;
}

void add_matches(const std::string& text, const std::string& pattern, Words& words) {
    const std::regex expression(pattern);
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
        words.insert((*match)[1]);
}

/// What the rows of a table call things, and the documents that it adopts: their words without spaces, but
/// for words of the ledger's own. An account or a unit may be called whatever it likes.
Words codes_of(const std::string& table) {
    Words codes, named;
    std::istringstream lines(table);
    for (std::string line, text; std::getline(lines, line);) {
        if (line.starts_with("#") || line.starts_with("title ")) continue;
        text = line.substr(0, line.find("->"));
        add_matches(text, "([A-Za-z0-9._-]+)", codes);
        add_matches(text, "^(?:account|unit|key) +([^ ]+)", named);
        add_matches(text, "(?:origin)=([^ /]+)", named);
        for (const char* folder : {"tests/decision/tables", "tests/standards"})
            if (text.starts_with("standard "))
                add_matches(
                    read_file(sources / folder / (text.substr(text.find_first_not_of(' ', 9)) + ".json")),
                    "\"([A-Za-z0-9._-]+)\"", codes);
    }
    for (const auto& word : words_of_ledger()) codes.erase(word);
    codes.merge(named);
    return codes;
}

std::string explained(const Refusal& refusal) {
    const auto zh = explain_refusal(refusal).zh;
    // The place in the document, as in $.rules[0].steps.
    return std::regex_replace(zh, std::regex(R"(\$[^：]*：)"), "");
}

}  // namespace

TEST_CASE("no refusal of any table has an English word in its Chinese sentence") {
    const auto book = codes_of(read_file(sources / "tests/decision/tables/book.table"));
    // By the documents that a table only says a part of, and by the claims: standards.cpp, table.cpp.
    const Words filled_in = {"canteen", "choir", "visit", "volunteer", "credit", "tests.example", "timebank"};
    std::size_t refusals = 0;
    for (const auto& folder : table_folders())
        for (const auto& table : tables_in(folder)) {
            auto codes = codes_of(table.text);
            codes.insert(book.begin(), book.end());
            codes.insert(filled_in.begin(), filled_in.end());
            auto with_keywords = codes;
            with_keywords.insert(words_of_standards().begin(), words_of_standards().end());
            for (const auto& row : run_table(table.text)) {
                if (!row.refusal) continue;
                ++refusals;
                const bool of_document = row.refusal->code == RefusalCode::standard_invalid;
                INFO(table.file << ":" << row.line << ": " << explain_refusal(*row.refusal).zh);
                CHECK(english_in(explained(*row.refusal), of_document ? with_keywords : codes) == "");
            }
        }
    CHECK(refusals > 300);
}

TEST_CASE("a condition that is not met is told in both languages") {
    struct Row {
        std::string condition;
        std::string zh;  // what is required; what is found
        std::string en;
    };
    const std::vector<Row> rows = {
        {R"({"balance": "point", "at_least": "10"})", "point 余额至少 10；实际：0",
         "balance point >= 10, found 0"},
        {R"({"earned": "hour", "window": "month", "at_least": "1.5", "at_most": "3"})",
         "hour 累计所得（当月）至少 1.5、至多 3；实际：0", "earned hour (month) >= 1.5, <= 3, found 0"},
        {R"({"services": ["visit", "canteen"], "window": {"trailing_days": 30}, "at_least": 2})",
         "服务次数（canteen/visit，近 30 天）至少 2；实际：0",
         "services canteen/visit (trailing_days30) >= 2, found 0"},
        {R"({"minutes_served": "all", "window": "calendar_year", "in_each_of_last": 2, "at_least": 60})",
         "服务分钟数（之前 2 个完整的年中最少的一个）至少 60；实际：0",
         "minutes_served (calendar_year-2) >= 60, found 0"},
        {R"({"services": ["visit"], "at_least": 1})", "服务次数（visit）至少 1；实际：0",
         "services visit >= 1, found 0"},
        {R"({"fact": "age", "at_least": 60})", "事实 age 至少 60；实际：59", "age >= 60, found 59"},
        {R"({"participants": ["volunteer", "leader"], "at_least": 2})",
         "leader/volunteer 人数至少 2；实际：1", "participants leader/volunteer >= 2, found 1"},
        {R"({"this": "minutes", "at_most": 30})", "分钟数至多 30；实际：40", "minutes <= 30, found 40"},
        {R"({"this": "items", "at_least": 1})", "件数至少 1；实际：0", "items >= 1, found 0"},
        {R"({"this": "travel_minutes", "at_least": 1})", "路程分钟数至少 1；实际：0",
         "travel_minutes >= 1, found 0"},
        {R"({"this": "grade", "at_least": 1})", "凭证等级至少 1；实际：0", "grade >= 1, found 0"},
        {R"({"this": "filed_after_days", "at_most": 7})", "记账迟于服务的天数至多 7；实际：210",
         "filed_after_days <= 7, found 210"},
        {R"({"this": "member_days", "at_least": 365})", "入会天数至少 365；实际：-210",
         "member_days >= 365, found -210"},
        {R"({"tag": "trained"})", "有标签 trained；实际：没有", "tag trained, found no"},
        {R"({"place": ["hall", "home"]})", "地点为 hall/home；实际：-", "place hall/home, found -"},
        {R"({"days": ["tue", "sun", "holiday"]})", "日期在周二、周日、节假日；实际：2018-06-04",
         "days tue/sun/holiday, found 2018-06-04"},
        {R"({"evidence": ["photo", "sign_in_out"]})", "凭证为照片、签到签退；实际：无",
         "evidence photo/sign-in-out, found none"},
        {R"({"cosigned": ["receiver", "officer"]})", "由受服务者、负责人会签；实际：没有",
         "cosigned by receiver/officer, found no"},
        {R"({"not": {"this": "minutes", "at_least": 30}})", "不是（分钟数至少 30）；实际：40",
         "not (minutes >= 30), found 40"},
        {R"({"any": [{"tag": "trained"}, {"this": "items", "at_least": 1}]})",
         "有标签 trained 或 件数至少 1；实际：没有 或 0", "tag trained | items >= 1, found no | 0"},
    };
    for (const auto& row : rows) {
        INFO(row.condition);
        const auto outcomes = run_table(R"(credit 2018-01-01 {"calendar": {"holidays": ["2018-06-18"]},
                "facts": [{"code": "age", "attested_by": ["officer"]}],
                "rules": [{"id": "base", "steps": [{"gate": {"condition": )" +
                                        row.condition + R"(, "otherwise": "refuse"}},
                {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"}, {"cap": "none"}]}]})" +
                                        "\nservice 2018-06-04T08:00+08:00 40 choir v-1 facts=age:59\n");
        REQUIRE(outcomes[0].got == "ok");
        REQUIRE(outcomes[1].refusal.has_value());
        const auto text = explain_refusal(*outcomes[1].refusal);
        CHECK(text.zh == "规则 base 的条件不满足。要求：" + row.zh);
        CHECK(text.en == "a condition of the rule base is not met: required " + row.en);
    }
}

TEST_CASE("English that is left in a Chinese sentence is found") {
    const Words codes = {"v-1", "point"};
    CHECK(english_in("账户 v-1 的类别是成员，现有 3 point，字段“acting_for”不同", codes) == "");
    CHECK(english_in("现在是 2018-12-31T00:00:00Z，有效期至 2018-06-04T08:00+08:00", codes) == "");
    CHECK(english_in("没有条目 3（0190a5b2-7c3d-7e4f-8a1b-0123456789ab）：请用 find 查对", codes) == "");
    CHECK(english_in("账户 v-1 的类别是 member", codes) == "member");
    CHECK(english_in("要求：>= 3 points", codes) == "points");
    CHECK(codes_of("service 2018-06-04 40 visit v-1:leader -> ok\naccount pool pool") ==
          Words{"2018-06-04", "40", "leader", "pool", "v-1"});
}

}  // namespace timebank::decision_test
