#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "standard/json.hpp"
#include "standard/parts.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

constexpr std::uint16_t language_known = 1;

std::uint16_t read_language(const Value& value) {
    const std::int64_t language = value.integer(1, 65'535);
    if (language > language_known) {
        value.refuse("这是规则语言 {0}，本程序只懂到 {1}：请升级程序",
                     "is rule language {0} and this program knows up to {1}: use a newer program",
                     {std::to_string(language), std::to_string(language_known)});
    }
    return static_cast<std::uint16_t>(language);
}

void check_members(const Object& document, StandardKind kind) {
    if (kind == StandardKind::credit) {
        document.allow_only({"language", "kind", "id", "edition", "effective_from", "edition_date", "title",
                             "units", "facts", "calendar", "offsets", "issuer", "longest_service_minutes",
                             "categories", "ladders", "rules", "examples"});
    } else {
        document.allow_only({"language", "kind", "id", "edition", "effective_from", "edition_date", "title",
                             "units", "facts", "calendar", "offsets", "ladders", "catalogue", "transfers",
                             "balances", "examples"});
    }
}

StandardSummary read_summary(const Object& document) {
    StandardSummary summary;
    summary.language = read_language(document["language"]);
    summary.kind = document["kind"].choice<StandardKind>(
        {{"credit", StandardKind::credit}, {"redemption", StandardKind::redemption}});
    check_members(document, summary.kind);
    summary.id = document["id"].code();
    summary.edition = document["edition"].code();
    summary.effective_from = document["effective_from"].parsed(parse_civil_date);
    summary.edition_date = document["edition_date"].choice<EditionDate>(
        {{"occurrence", EditionDate::occurrence}, {"recording", EditionDate::recording}});
    summary.title = document["title"].bilingual(limits::standard_name_bytes);
    return summary;
}

std::map<std::string, std::int64_t> read_units(const Value& value) {
    std::map<std::string, std::int64_t> units;
    for (const auto& [code, minor_units] : value.map(limits::standard_units))
        units[code] = minor_units.integer(1, limits::minor_units_in_one);
    return units;
}

std::vector<std::string> read_attesting_roles(const Value& value) {
    for (const Value& element : value.array(1, limits::standard_list_items))
        element.choice({"operator", "officer", "coordinator", "app", "member"});
    return read_codes(value);
}

std::vector<FactDeclaration> read_facts(const Value& value) {
    std::vector<FactDeclaration> facts;
    for (const Value& element : value.array(0, limits::attested_facts)) {
        const Object object = element.object({"code", "attested_by", "default", "of"});
        FactDeclaration fact;
        fact.code = object["code"].code();
        fact.attested_by = read_attesting_roles(object["attested_by"]);
        using Limits = std::numeric_limits<std::int64_t>;
        if (object.has("default")) fact.otherwise = object["default"].integer(Limits::min(), Limits::max());
        if (object.has("of")) fact.is_of_claim = object["of"].choice({"person", "claim"}) == 1;
        fact.position = facts.size();
        for (const FactDeclaration& earlier : facts) {
            if (earlier.code == fact.code) {
                object["code"].refuse("事实 {} 已经声明了：请只留一个",
                                      "the fact {} is declared already: keep one", {fact.code});
            }
        }
        facts.push_back(std::move(fact));
    }
    std::sort(facts.begin(), facts.end(),
              [](const FactDeclaration& a, const FactDeclaration& b) { return a.code < b.code; });
    return facts;
}

Plan read_plan(const Value& root) {
    Plan plan;
    const Object document = root.object();
    plan.summary = read_summary(document);
    plan.units = read_units(document["units"]);
    if (document.has("facts")) plan.facts = read_facts(document["facts"]);
    if (document.has("calendar")) plan.calendar = read_calendar(document["calendar"]);
    if (document.has("offsets")) plan.offsets = read_offsets(document["offsets"]);
    if (plan.summary.kind == StandardKind::credit) {
        read_credit(document, plan);
    } else {
        read_redemption(document, plan);
    }
    plan.examples = read_examples(document["examples"], plan);
    return plan;
}

Result<std::shared_ptr<const Plan>> compile_or_throw(ByteView document) {
    TIMEBANK_TRY(tree, parse_json(document, limits::standard_bytes));
    JsonReading reading(*tree);
    Plan plan = read_plan(reading.root());
    TIMEBANK_CHECK(reading.outcome());
    plan.summary.digest = sha256(document);
    link_tallies(plan);
    return std::shared_ptr<const Plan>(std::make_shared<const Plan>(std::move(plan)));
}

}  // namespace

std::string read_unit(const Value& value, const Plan& plan) {
    std::vector<std::string_view> declared;
    for (const auto& [code, minor_units] : plan.units) declared.push_back(code);
    if (declared.empty()) return {};  // a fault in "units" came before
    return std::string(declared[value.choice(declared)]);
}

std::int64_t scale_of(const Plan& plan, const std::string& unit) {
    const auto declared = plan.units.find(unit);
    return declared == plan.units.end() ? 1 : declared->second;
}

std::int64_t read_above_zero(const Value& value, std::int64_t scale) {
    const std::int64_t minor_units = value.amount(scale).minor_units;
    if (minor_units == 0) value.refuse("应大于零", "must be above zero");
    return minor_units;
}

std::vector<std::string> read_codes(const Value& value) {
    std::vector<std::string> codes;
    for (const Value& element : value.array(1, limits::standard_list_items)) {
        codes.push_back(element.code());
        if (std::find(codes.begin(), codes.end() - 1, codes.back()) != codes.end() - 1) {
            element.refuse("{} 写了两次：请只留一个", "{} is there twice: keep one", {codes.back()});
        }
    }
    std::sort(codes.begin(), codes.end());
    return codes;
}

Result<std::shared_ptr<const Plan>> compile(ByteView document) {
    try {
        return compile_or_throw(document);
    } catch (const std::exception& thrown) {
        return fail(Code::broken_invariant, "标准的编译器内部错误（{}）：请附上文件报告给开发者",
                    "the compiler of standards failed inside ({}): please report it with the document",
                    {excerpt(thrown.what())});
    }
}

}  // namespace timebank::standard

namespace timebank {

std::string_view to_text(StandardKind kind) {
    return kind == StandardKind::credit ? "credit" : "redemption";
}

Text in_words(StandardKind kind) {
    return {kind == StandardKind::credit ? "积分" : "兑换", std::string(to_text(kind))};
}

Result<StandardSummary> read_standard(ByteView document) {
    TIMEBANK_TRY(plan, standard::compile(document));
    return plan->summary;
}

}  // namespace timebank
