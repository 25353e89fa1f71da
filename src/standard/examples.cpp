#include <algorithm>
#include <limits>
#include <set>

#include "standard/parts.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

constexpr std::int64_t times_max = 366;
constexpr std::int64_t quantity_max = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t minutes_in_day = 24 * 60;
/// Adopting a standard works out every service of every example while the ledger waits.
constexpr std::int64_t claims_max = 10'000;

/// Unit -> amount in minor units; nothing when the member is not there.
std::map<std::string, std::int64_t> read_amounts(const Object& object, std::string_view member,
                                                 const Plan& plan) {
    std::map<std::string, std::int64_t> amounts;
    if (!object.has(member)) return amounts;
    for (const auto& [unit, amount] : object[member].map(units_max)) {
        if (!plan.units.contains(unit)) {
            amount.refuse("本文件的 units 里没有 {}：请用其中的单位",
                          "{} is not in the units of this document: use one that is", {unit});
        }
        amounts[unit] = amount.amount(scale_of(plan, unit)).minor_units;
    }
    return amounts;
}

std::map<std::string, std::int64_t> read_fact_values(const Object& given) {
    using Limits = std::numeric_limits<std::int64_t>;
    std::map<std::string, std::int64_t> facts;
    if (!given.has("facts")) return facts;
    for (const auto& [code, value] : given["facts"].map(limits::attested_facts))
        facts[code] = value.integer(Limits::min(), Limits::max());
    return facts;
}

ExampleService read_service(const Value& value) {
    const Object object =
        value.object({"category", "role", "start", "minutes", "quantity", "own_minutes", "times"});
    ExampleService service;
    service.category = object["category"].code();
    service.role = object["role"].code();
    service.start = object["start"].parsed(parse_civil_time);
    service.minutes = object["minutes"].integer(1, limits::service_minutes);
    if (object.has("quantity"))
        service.quantity = static_cast<std::uint32_t>(object["quantity"].integer(0, quantity_max));
    if (object.has("own_minutes"))
        service.own_minutes =
            static_cast<std::uint32_t>(object["own_minutes"].integer(0, limits::service_minutes));
    if (object.has("times"))
        service.times = static_cast<std::uint32_t>(object["times"].integer(1, times_max));
    CivilTime last_end = service.start;
    last_end.local_minutes += (service.times - 1) * minutes_in_day + service.minutes;
    if (!is_civil_time(last_end)) {
        object["start"].refuse("服务会超出日历范围（1900 至 2199 年）：请改早一些",
                               "leads out of the calendar (the years 1900 to 2199): choose an earlier time");
    }
    return service;
}

ExampleRedemption read_redemption(const Value& value) {
    const Object object = value.object({"item", "quantity", "at"});
    ExampleRedemption redemption;
    redemption.item = object["item"].code();
    if (object.has("quantity"))
        redemption.quantity = static_cast<std::uint32_t>(object["quantity"].integer(1, quantity_max));
    redemption.at = object["at"].parsed(parse_civil_time);
    return redemption;
}

ExampleTransfer read_transfer(const Value& value, const Plan& plan) {
    const Object object = value.object({"purpose", "unit", "amount", "at", "to_class", "same_household"});
    ExampleTransfer transfer;
    transfer.purpose = object["purpose"].code();
    transfer.unit = read_unit(object["unit"], plan);
    transfer.amount = read_above_zero(object["amount"], scale_of(plan, transfer.unit));
    transfer.at = object["at"].parsed(parse_civil_time);
    transfer.to_class = read_class(object["to_class"]);
    transfer.same_household = object.has("same_household") && object["same_household"].boolean();
    return transfer;
}

void read_services(const Object& object, ExampleGiven& given) {
    for (const Value& service : object["services"].array(1, list_elements_max))
        given.services.push_back(read_service(service));
}

void read_spending(const Object& object, const Plan& plan, ExampleGiven& given) {
    if (!object.has("redemptions") && !object.has("transfers")) {
        object.value().refuse("什么也没有做：请写 redemptions、transfers 或两者",
                              "does nothing: give redemptions, transfers or both");
    }
    if (object.has("class")) given.account_class = read_class(object["class"]);
    if (object.has("redemptions")) {
        for (const Value& redemption : object["redemptions"].array(1, list_elements_max))
            given.redemptions.push_back(read_redemption(redemption));
    }
    if (object.has("transfers")) {
        for (const Value& transfer : object["transfers"].array(1, list_elements_max))
            given.transfers.push_back(read_transfer(transfer, plan));
    }
}

ExampleGiven read_given(const Value& value, const Plan& plan) {
    const bool earns = plan.summary.kind == StandardKind::credit;
    const Object object = value.object();
    if (earns) {
        object.allow_only({"tags", "facts", "balance", "earned", "services"});
    } else {
        object.allow_only({"class", "tags", "facts", "balance", "earned", "redemptions", "transfers"});
    }
    ExampleGiven given;
    if (object.has("tags")) given.tags = read_codes(object["tags"]);
    given.facts = read_fact_values(object);
    given.balance = read_amounts(object, "balance", plan);
    given.earned = read_amounts(object, "earned", plan);
    if (earns) {
        read_services(object, given);
    } else {
        read_spending(object, plan, given);
    }
    return given;
}

ExampleExpectation read_expectation(const Value& value, const Plan& plan) {
    const Object object = value.object();
    const bool earns = plan.summary.kind == StandardKind::credit;
    if (earns) {
        object.allow_only({"credits", "overflowed", "balance", "refused", "by"});
    } else {
        object.allow_only({"received", "balance", "refused", "by"});
    }
    ExampleExpectation expect;
    expect.credits = read_amounts(object, "credits", plan);
    expect.overflowed = read_amounts(object, "overflowed", plan);
    expect.received = read_amounts(object, "received", plan);
    expect.balance = read_amounts(object, "balance", plan);
    if (object.has("refused")) expect.refused = object["refused"].code();
    if (object.has("by")) expect.by = object["by"].code();
    const bool expects = !expect.credits.empty() || !expect.overflowed.empty() || !expect.received.empty() ||
                         !expect.balance.empty() || !expect.refused.empty();
    if (!expects && earns) {
        value.refuse(
            "没有写预期：请写明所得（credits）、溢出（overflowed）、余额（balance）或拒绝（refused）",
            "expects nothing: say what is earned (credits), what overflowed, the balance, or what is "
            "refused");
    } else if (!expects) {
        value.refuse("没有写预期：请写明余额（balance）、对方所得（received）或拒绝（refused）",
                     "expects nothing: say the balance, what was received, or what is refused");
    }
    if (object.has("by") && expect.refused.empty()) {
        object["by"].refuse("只有写了 refused 才有 by：请补上 refused 或删去 by",
                            "belongs to refused: say what refusal is expected, or remove it");
    }
    return expect;
}

std::int64_t claims_of(const ExampleGiven& given) {
    auto claims = static_cast<std::int64_t>(given.redemptions.size() + given.transfers.size());
    for (const ExampleService& service : given.services) claims += service.times;
    return claims;
}

}  // namespace

std::vector<Example> read_examples(const Value& value, const Plan& plan) {
    std::vector<Example> examples;
    std::set<std::string> names;
    std::int64_t claims = 0;
    for (const Value& element : value.array(0, list_elements_max)) {
        const Object object = element.object({"name", "given", "expect"});
        Example example{object["name"].text(name_bytes_max), read_given(object["given"], plan),
                        read_expectation(object["expect"], plan)};
        if (!names.insert(example.name).second) {
            object["name"].refuse("算例 {} 已经有了：请换一个名称",
                                  "the example {} is there already: give it another name", {example.name});
        }
        claims += claims_of(example.given);
        if (claims > claims_max) {
            object["given"].refuse("到此所有算例共超过 {} 次：请减少 times",
                                   "takes the examples past {} claims in all: lower times",
                                   {std::to_string(claims_max)});
        }
        examples.push_back(std::move(example));
    }
    return examples;
}

}  // namespace timebank::standard
