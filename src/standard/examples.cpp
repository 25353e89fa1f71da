#include <algorithm>
#include <limits>
#include <set>

#include "standard/parts.hpp"
#include "timebank/limits.hpp"
#include "timebank/refusal.hpp"

namespace timebank::standard {
namespace {

constexpr std::int64_t quantity_max = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t grade_max = std::numeric_limits<std::uint8_t>::max();
/// Adopting a standard works out every service of every example while the ledger waits.

using Amounts = std::map<std::string, std::int64_t>;
using Movements = ExampleMovements;

enum class Sign { none, allowed };

/// Unit -> amount in minor units.
Amounts read_amounts(const Value& value, const Plan& plan, Sign sign) {
    Amounts amounts;
    for (const auto& [unit, amount] : value.map(limits::standard_units)) {
        if (!plan.units.contains(unit)) {
            amount.refuse("本文件的 units 里没有 {}：请用其中的单位",
                          "{} is not in the units of this document: use one that is", {unit});
        }
        const std::int64_t scale = scale_of(plan, unit);
        amounts[unit] =
            (sign == Sign::allowed ? amount.signed_amount(scale) : amount.amount(scale)).minor_units;
    }
    return amounts;
}

/// The same; nothing when the member is not there.
Amounts read_amounts(const Object& object, std::string_view member, const Plan& plan, Sign sign) {
    return object.has(member) ? read_amounts(object[member], plan, sign) : Amounts();
}

Movements read_movements(const Object& object, std::string_view member, const Plan& plan) {
    Movements movements;
    if (!object.has(member)) return movements;
    for (const auto& [whose, amounts] : object[member].map(limits::standard_list_items))
        movements[whose] = read_amounts(amounts, plan, Sign::allowed);
    return movements;
}

std::map<std::string, std::int64_t> read_fact_values(const Object& object) {
    using Limits = std::numeric_limits<std::int64_t>;
    std::map<std::string, std::int64_t> facts;
    if (!object.has("facts")) return facts;
    for (const auto& [code, value] : object["facts"].map(limits::attested_facts))
        facts[code] = value.integer(Limits::min(), Limits::max());
    return facts;
}

/// A whole number, or `absent` when the member is not there.
template <class T>
T read_count(const Object& object, std::string_view member, std::int64_t least, std::int64_t most, T absent) {
    return object.has(member) ? static_cast<T>(object[member].integer(least, most)) : absent;
}

std::optional<std::uint32_t> read_own_minutes(const Object& object) {
    if (!object.has("own_minutes")) return std::nullopt;
    return static_cast<std::uint32_t>(object["own_minutes"].integer(0, limits::service_minutes));
}

ExampleAgreed read_agreed(const Value& value) {
    const Object object = value.object({"start", "minutes"});
    return {object["start"].parsed(parse_civil_time), object["minutes"].integer(0, limits::service_minutes)};
}

ExampleOthers read_others(const Value& value) {
    const Object object = value.object({"role", "count", "own_minutes"});
    return {object["role"].code(), read_count<std::uint32_t>(object, "count", 1, limits::participants, 1),
            read_own_minutes(object)};
}

std::vector<CosignerCapacity> read_cosigned(const Object& object) {
    std::vector<CosignerCapacity> cosigned;
    if (object.has("cosigned"))
        for (const Value& capacity : object["cosigned"].array(1, limits::standard_list_items))
            add_once(capacity, read_cosigner_capacity(capacity), cosigned);
    return cosigned;
}

void read_witnesses(const Object& object, ExampleService& service) {
    if (object.has("evidence")) {
        const Object evidence = object["evidence"].object({"kind", "grade"});
        service.evidence = read_evidence_kind(evidence["kind"]);
        service.evidence_grade = read_count<std::uint8_t>(evidence, "grade", 0, grade_max, 0);
    }
    service.cosigned = read_cosigned(object);
    if (!object.has("others")) return;
    std::int64_t count = 1;
    for (const Value& others : object["others"].array(1, limits::participants)) {
        service.others.push_back(read_others(others));
        count += service.others.back().count;
    }
    if (count > static_cast<std::int64_t>(limits::participants)) {
        object["others"].refuse("一次服务至多 {} 人：请减少 count",
                                "brings more than {} people into one service: lower count",
                                {std::to_string(limits::participants)});
    }
}

ExampleService read_service(const Value& value) {
    const Object object = value.object({"category", "role", "start", "minutes", "quantity", "own_minutes",
                                        "times", "place", "travel_minutes", "agreed", "evidence", "facts",
                                        "cosigned", "filed_after_days", "session", "others"});
    ExampleService service;
    service.category = object["category"].code();
    service.role = object["role"].code();
    service.start = object["start"].parsed(parse_civil_time);
    service.minutes = object["minutes"].integer(0, limits::service_minutes);
    service.quantity = read_count<std::uint32_t>(object, "quantity", 0, quantity_max, 0);
    service.own_minutes = read_own_minutes(object);
    service.times = read_count<std::uint32_t>(object, "times", 1, limits::example_times, 1);
    if (object.has("place")) service.place = object["place"].code();
    service.travel_minutes =
        read_count<std::uint32_t>(object, "travel_minutes", 0, limits::service_minutes, 0);
    if (object.has("agreed")) service.agreed = read_agreed(object["agreed"]);
    service.facts = read_fact_values(object);
    service.filed_after_days =
        read_count<std::uint32_t>(object, "filed_after_days", 0, limits::example_days, 0);
    if (object.has("session")) service.session = object["session"].code();
    read_witnesses(object, service);
    CivilTime last_filed = service.start;
    last_filed.local_minutes +=
        (service.times - 1 + std::int64_t{service.filed_after_days}) * minutes_in_day + service.minutes;
    if (!is_civil_time(last_filed)) {
        object["start"].refuse("服务会超出日历范围（{} 至 {} 年）：请改早一些",
                               "leads out of the calendar (the years {} to {}): choose an earlier time",
                               {std::to_string(limits::first_year), std::to_string(limits::last_year)});
    }
    return service;
}

ExampleReceiver read_receiver(const Value& value) {
    const Object object = value.object({"class", "tags", "same_household"});
    ExampleReceiver receiver;
    if (object.has("class")) receiver.account_class = read_class(object["class"]);
    if (object.has("tags")) receiver.tags = read_codes(object["tags"]);
    receiver.same_household = object.has("same_household") && object["same_household"].boolean();
    return receiver;
}

ExampleRedemption read_redemption(const Value& value) {
    const Object object = value.object({"item", "quantity", "at", "receiver", "cosigned"});
    ExampleRedemption redemption;
    if (object.has("receiver")) redemption.receiver = read_receiver(object["receiver"]);
    redemption.cosigned = read_cosigned(object);
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
    for (const Value& service : object["services"].array(1, limits::standard_list_items))
        given.services.push_back(read_service(service));
}

void read_spending(const Object& object, const Plan& plan, ExampleGiven& given) {
    if (!object.has("redemptions") && !object.has("transfers")) {
        object.value().refuse("什么也没有做：请写 redemptions、transfers 或两者",
                              "does nothing: give redemptions, transfers or both");
    }
    if (object.has("class")) given.account_class = read_class(object["class"]);
    if (object.has("redemptions")) {
        for (const Value& redemption : object["redemptions"].array(1, limits::standard_list_items))
            given.redemptions.push_back(read_redemption(redemption));
    }
    if (object.has("transfers")) {
        for (const Value& transfer : object["transfers"].array(1, limits::standard_list_items))
            given.transfers.push_back(read_transfer(transfer, plan));
    }
}

/// true, or what the household has; nothing for false.
std::optional<ExampleHousehold> read_household(const Value& value, const Plan& plan) {
    if (!value.is_object()) return value.boolean() ? std::optional(ExampleHousehold()) : std::nullopt;
    const Object object = value.object({"balance", "earned"});
    return ExampleHousehold{read_amounts(object, "balance", plan, Sign::allowed),
                            read_amounts(object, "earned", plan, Sign::none)};
}

ExampleServed read_served(const Value& value) {
    const Object object = value.object({"services", "minutes"});
    return {object["services"].integer(0, limits::example_claims),
            object["minutes"].integer(0, limits::example_claims * limits::service_minutes)};
}

/// Currency -> hundredths.
Amounts read_worth(const Object& object) {
    Amounts worth;
    if (object.has("worth"))
        for (const auto& [currency, amount] : object["worth"].map(limits::standard_units))
            worth[currency] = amount.amount(100).minor_units;
    return worth;
}

ExampleGiven read_given(const Value& value, const Plan& plan) {
    const bool earns = plan.summary.kind == StandardKind::credit;
    const Object object = value.object();
    if (earns) {
        object.allow_only(
            {"tags", "facts", "balance", "earned", "served", "household", "team", "member_days", "services"});
    } else {
        object.allow_only({"class", "tags", "facts", "balance", "earned", "served", "household",
                           "member_days", "redemptions", "transfers"});
    }
    ExampleGiven given;
    if (object.has("tags")) given.tags = read_codes(object["tags"]);
    given.facts = read_fact_values(object);
    given.balance = read_amounts(object, "balance", plan, Sign::allowed);
    given.earned = read_amounts(object, "earned", plan, Sign::none);
    if (object.has("served")) given.served = read_served(object["served"]);
    if (object.has("household")) given.household = read_household(object["household"], plan);
    given.team = object.has("team") && object["team"].boolean();
    given.member_days =
        read_count<std::int32_t>(object, "member_days", 0, limits::example_days, given.member_days);
    if (earns) {
        read_services(object, given);
    } else {
        read_spending(object, plan, given);
    }
    return given;
}

/// Ladder -> the code of a level, empty for "none".
std::map<std::string, std::string> read_levels(const Object& object, const Plan& plan) {
    std::map<std::string, std::string> levels;
    if (!object.has("level")) return levels;
    for (const auto& [id, value] : object["level"].map(limits::standard_list_items)) {
        const std::string& wanted = id;
        const auto ladder = std::find_if(plan.ladders.begin(), plan.ladders.end(),
                                         [&](const Ladder& one) { return one.id == wanted; });
        if (ladder == plan.ladders.end()) {
            value.refuse("本文件的 ladders 里没有 {}：请用其中的 id",
                         "{} is not in the ladders of this document: use one that is", {wanted});
            return levels;
        }
        std::vector<std::string_view> words = {"none"};
        for (const Ladder::Level& level : ladder->levels) words.push_back(level.code);
        const std::size_t place = value.choice(words);
        levels[wanted] = place == 0 ? "" : std::string(words[place]);
    }
    return levels;
}

void refuse_silence(const Value& value, bool earns) {
    if (earns) {
        value.refuse(
            "没有写预期：请写所得（credits）、溢出（overflowed）、截去（cut）、旁人所得（others）、"
            "账户变动（accounts）、等级（level）、待定（pending）、余额（balance）或拒绝（refused）",
            "expects nothing: say what is earned (credits), overflowed or cut, what others earn, what moves "
            "in "
            "accounts, the level, whether it is pending, the balance, or what is refused");
    } else {
        value.refuse(
            "没有写预期：请写明余额（balance）、对方所得（received）、账户变动（accounts）、价值（worth）或拒"
            "绝（refused）",
            "expects nothing: say the balance, what was received, what moves in accounts, what it is worth, "
            "or what is refused");
    }
}

/// A misspelt code would never be the one that refuses, or would go unseen where nothing is compared.
std::string read_refusal_code(const Value& value) {
    const std::string found = value.code();
    std::vector<std::string_view> known;
    for (const RefusalCode code : all_refusal_codes()) known.push_back(to_text(code));
    if (found.empty() || std::find(known.begin(), known.end(), found) != known.end()) return found;
    const auto nearest = nearest_word(found, known);
    if (nearest) {
        value.refuse("{0} 不是拒绝代码，是否想写 {1}？全部代码见 REFERENCE.md 的“拒绝代码”",
                     "{0} is no refusal code (did you mean {1}?): REFERENCE.md lists them all under Refusals",
                     {found, *nearest});
    } else {
        value.refuse("{} 不是拒绝代码：全部代码见 REFERENCE.md 的“拒绝代码”，例如 cap_reached",
                     "{} is no refusal code: REFERENCE.md lists them all under Refusals, such as cap_reached",
                     {found});
    }
    return found;
}

ExampleExpectation read_expectation(const Value& value, const Plan& plan) {
    const Object object = value.object();
    const bool earns = plan.summary.kind == StandardKind::credit;
    if (earns) {
        object.allow_only({"credits", "overflowed", "cut", "others", "accounts", "level", "pending",
                           "balance", "refused", "by"});
    } else {
        object.allow_only({"received", "accounts", "worth", "balance", "refused", "by"});
    }
    ExampleExpectation expect;
    expect.credits = read_amounts(object, "credits", plan, Sign::allowed);
    expect.overflowed = read_amounts(object, "overflowed", plan, Sign::none);
    expect.cut = read_amounts(object, "cut", plan, Sign::none);
    expect.others = read_movements(object, "others", plan);
    expect.accounts = read_movements(object, "accounts", plan);
    expect.level = read_levels(object, plan);
    expect.pending = object.has("pending") && object["pending"].boolean();
    expect.received = read_amounts(object, "received", plan, Sign::none);
    expect.worth = read_worth(object);
    expect.balance = read_amounts(object, "balance", plan, Sign::allowed);
    if (object.has("refused")) expect.refused = read_refusal_code(object["refused"]);
    if (object.has("by")) expect.by = object["by"].code();
    const auto any_of = [](const auto&... parts) { return (!parts.empty() || ...); };
    if (!expect.pending &&
        !any_of(expect.credits, expect.overflowed, expect.cut, expect.others, expect.accounts, expect.level,
                expect.received, expect.worth, expect.balance, expect.refused)) {
        refuse_silence(value, earns);
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
    for (const Value& element : value.array(0, limits::standard_list_items)) {
        const Object object = element.object({"name", "given", "expect"});
        Example example{object["name"].text(limits::standard_name_bytes), read_given(object["given"], plan),
                        read_expectation(object["expect"], plan)};
        if (!names.insert(example.name).second) {
            object["name"].refuse("算例 {} 已经有了：请换一个名称",
                                  "the example {} is there already: give it another name", {example.name});
        }
        claims += claims_of(example.given);
        if (claims > limits::example_claims) {
            object["given"].refuse("到此所有算例共超过 {} 次：请减少 times",
                                   "takes the examples past {} claims in all: lower times",
                                   {std::to_string(limits::example_claims)});
        }
        examples.push_back(std::move(example));
    }
    return examples;
}

}  // namespace timebank::standard
