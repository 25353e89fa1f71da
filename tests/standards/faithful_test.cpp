#include "catch.hpp"
#include "folder.hpp"
#include "timebank/amount.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

// Whether the examples in the documents say what the published ones say: every number that a source expects
// must be expected; minutes, hours and balances that it gives must be given; and of spending, every number,
// day, thing and circumstance.

using namespace timebank;
using namespace timebank::test;

namespace {

/// Fine enough for sixtieths and thousandths.
constexpr std::int64_t scale = 60'000;

std::optional<std::int64_t> number_of(const std::string& text) {
    const auto amount = parse_amount(text, scale);
    return amount ? std::optional(amount->minor_units) : std::nullopt;
}

/// All amounts inside an expectation of a document: credits, balances, what others get…
void collect_amounts(const json& expect, std::set<std::int64_t>& amounts) {
    for (const auto& member : expect) {
        if (member.is_structured()) collect_amounts(member, amounts);
        if (!member.is_string()) continue;
        if (const auto amount = number_of(member.get<std::string>())) amounts.insert(*amount);
    }
}

/// The published names for numbers that a document must not expect, or says otherwise.
bool is_said_otherwise(const std::string& name) {
    return name == "wrong" || name == "hours_not";
}

/// What the source gets for credits that are spent, in hours: as many as are redeemed.
std::set<std::int64_t> quantities_redeemed(const json& example) {
    std::set<std::int64_t> quantities;
    for (const auto& redemption : example.at("given").value("redemptions", json::array()))
        quantities.insert(redemption.value("quantity", std::int64_t{1}) * scale);
    return quantities;
}

int check_decision(const PublishedExample& source, const json& example) {
    const auto decision = source.expect.value("decision", "");
    const bool is_left_open = decision.find(" or ") != std::string::npos;  // "refuse or 24"
    if (decision.empty() || is_left_open) return 0;
    const bool refuses = decision == "refuse" || decision.rfind("not_", 0) == 0;
    INFO(source.id << " expects " << decision);
    CHECK(example.at("expect").contains("refused") == refuses);
    return 1;
}

int check_expected(const PublishedExample& source, const json& example) {
    std::set<std::int64_t> amounts;
    collect_amounts(example.at("expect"), amounts);
    int compared = 0;
    for (const auto& [name, value] : source.expect.items()) {
        if (!value.is_number() || is_said_otherwise(name)) continue;
        auto number = number_of(value.dump());
        REQUIRE(number.has_value());
        if (name == "minutes") *number /= 60;
        INFO(source.id << " expects " << name << " " << value.dump());
        const auto& among = name == "received_hours" ? quantities_redeemed(example) : amounts;
        CHECK(among.count(*number) == 1);
        ++compared;
    }
    return compared + check_decision(source, example);
}

int check_given(const PublishedExample& source, const json& example) {
    std::int64_t minutes = 0;
    std::set<std::int64_t> lengths;
    for (const auto& service : example.at("given").at("services")) {
        const auto length = service.at("minutes").get<std::int64_t>();
        lengths.insert(length);
        minutes += length * service.value("times", std::int64_t{1});
    }
    int compared = 0;
    INFO(source.id << " is given " << source.given.dump());
    for (const auto& [name, value] : source.given.items()) {
        if (name == "minutes" || name == "minutes_each") {
            CHECK(lengths.count(value.get<std::int64_t>()) == 1);
        } else if (name == "hours") {
            CHECK(number_of(value.dump()) == minutes * scale / 60);
        } else if (name == "balance") {
            std::set<std::int64_t> amounts;
            collect_amounts(example.at("given").at("balance"), amounts);
            CHECK(amounts.count(*number_of(value.dump())) == 1);
        } else {
            continue;
        }
        ++compared;
    }
    return compared;
}

/// A number of minutes, which may be published as hours.
void insert_minutes(std::int64_t minutes, std::set<std::int64_t>& numbers) {
    numbers.insert(minutes * scale);
    numbers.insert(minutes * scale / 60);
}

/// Every number of an example of a document, in every measure in which a source may have it.
std::set<std::int64_t> numbers_given(const json& given) {
    std::set<std::int64_t> numbers;
    for (const auto* amounts : {"balance", "earned"})
        collect_amounts(given.value(amounts, json::object()), numbers);
    for (const auto& fact : given.value("facts", json::object()))
        numbers.insert(fact.get<std::int64_t>() * scale);
    insert_minutes(given.value("served", json::object()).value("minutes", std::int64_t{0}), numbers);
    for (const auto& service : given.value("services", json::array())) {
        insert_minutes(service.at("minutes").get<std::int64_t>(), numbers);
        numbers.insert(service.value("quantity", std::int64_t{0}) * scale);
    }
    for (const auto& redemption : given.value("redemptions", json::array()))
        insert_minutes(redemption.value("quantity", std::int64_t{1}), numbers);
    for (const auto& transfer : given.value("transfers", json::array()))
        numbers.insert(*number_of(transfer.at("amount").get<std::string>()));
    return numbers;
}

/// The published names for numbers that a day or a category of the document says.
bool is_said_by_day_or_category(const std::string& name) {
    return name == "earned_fy" || name == "rank";
}

bool is_given(const std::string& name, const json& number, const json& given) {
    if (name == "helpers") return given.at("redemptions").size() == number.get<std::size_t>();
    if (name == "member_months") {
        const auto days = given.at("member_days").get<std::int64_t>();
        const auto months = number.get<std::int64_t>();
        return days >= months * 28 && days <= months * 31;
    }
    return numbers_given(given).count(*number_of(number.dump())) == 1;
}

/// As a code: "oil + apples" is "oil-and-apples", "low_income" is "low-income".
std::string code_of(const std::string& published) {
    static const std::map<std::string, std::string> renamed = {{"need", "care-need"},
                                                               {"lives_alone_empty_nest", "living-alone"},
                                                               {"announced", "saving-announced"},
                                                               {"new_member", "starter"}};
    const auto other = renamed.find(published);
    if (other != renamed.end()) return other->second;
    std::string code;
    for (const char letter : published) {
        if (letter == '+')
            code += "and";
        else
            code += letter == ' ' || letter == '_' ? '-' : letter;
    }
    return code;
}

/// Whether a tag, a fact or a service of the example says so.
bool is_so(const std::string& code, const json& given) {
    for (const auto& tag : given.value("tags", json::array()))
        if (tag == code) return true;
    for (const auto& service : given.value("services", json::array()))
        if (service.at("category") == code) return true;
    return given.value("facts", json::object()).value(code, 0) >= 1;
}

bool redeems(const std::string& code, const json& given) {
    const auto redemptions = given.value("redemptions", json::array());
    return std::any_of(redemptions.begin(), redemptions.end(),
                       [&](const json& redemption) { return redemption.at("item") == code; });
}

bool is_day(const std::string& text) {
    return text.size() >= 10 && text[4] == '-' && text[7] == '-';
}

bool happens_on(const std::string& day, const json& given) {
    const auto redemptions = given.value("redemptions", json::array());
    return std::any_of(redemptions.begin(), redemptions.end(), [&](const json& redemption) {
        return redemption.at("at").get<std::string>().rfind(day, 0) == 0;
    });
}

/// Whether the example does what the source calls by this word; of other words nothing is known.
bool does(const std::string& act, const json& given) {
    if (act == "redeem" || act == "redeem_for") return given.contains("redemptions");
    return act != "gift" || given.contains("transfers");
}

bool names_a_thing(const std::string& name) {
    return name == "item" || name == "target" || name == "service";
}

/// Whether the document's example is given this too; `compared` counts what could be looked at.
bool is_given_too(const std::string& name, const json& value, const json& given, int& compared) {
    ++compared;
    if (value.is_number() && !is_said_by_day_or_category(name)) return is_given(name, value, given);
    if (value.is_boolean()) return is_so(code_of(name), given) == value.get<bool>();
    if (value.is_string() && is_day(value)) return happens_on(value, given);
    if (value.is_string() && names_a_thing(name)) return redeems(code_of(value), given);
    if (value.is_array())
        return std::all_of(value.begin(), value.end(),
                           [&](const json& thing) { return redeems(code_of(thing), given); });
    if (name == "action") return does(value, given);
    if (name == "account_type") return (value == "group") == (given.value("class", "member") == "team");
    --compared;
    return true;
}

int check_given_in_spending(const PublishedExample& source, const json& example) {
    int compared = 0;
    for (const auto& [name, value] : source.given.items()) {
        INFO(source.id << " is given " << name << " " << value.dump());
        CHECK(is_given_too(name, value, example.at("given"), compared));
    }
    return compared;
}

/// How much was compared, so that a comparison with nothing is seen.
struct Compared {
    int expected = 0;
    int given = 0;
};

Compared compare_with_documents(bool earning) {
    Compared compared;
    for (const auto& [id, sources] : published()) {
        for (const auto& source : sources) {
            if (source.earns != earning) continue;
            INFO(source.id);
            for (const auto* document : documents_with(source.id)) {
                const auto text = json::parse(document->text);
                const auto& example = *find_example(text, source.id);
                compared.expected += check_expected(source, example);
                compared.given +=
                    earning ? check_given(source, example) : check_given_in_spending(source, example);
            }
        }
    }
    return compared;
}

}  // namespace

TEST_CASE("the documents' examples about earning are given and expect what the published ones say") {
    const auto compared = compare_with_documents(true);
    if (published().empty()) return;
    CHECK(compared.expected > 70);
    CHECK(compared.given > 45);
}

TEST_CASE("the documents' other examples are given and expect what the published ones say") {
    const auto compared = compare_with_documents(false);
    if (published().empty()) return;
    CHECK(compared.expected > 80);
    CHECK(compared.given > 150);
}
