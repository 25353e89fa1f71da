#include <algorithm>

#include "decision/asked.hpp"
#include "decision/counting.hpp"

namespace timebank {
namespace {

using standard::Ladder;
using standard::Number;
using standard::Quantity;
using Kind = Quantity::Kind;

/// What this claim adds to a sum over all awards or services, where the claim itself is to count.
std::int64_t added_by_claim(const Quantity& quantity, const Asked& asked) {
    if (!asked.given || asked.plan.readings.at(quantity.reading).period.each_of_last != 0) return 0;
    const auto& participants = asked.service->participants;
    std::int64_t sum = 0;
    if (quantity.kind == Kind::earned) {
        for (const auto& award : asked.given->awards)
            if (award.unit == quantity.code && participants[award.participant].owner == asked.owner)
                sum += gain_of(award).minor_units;
        return sum;
    }
    const auto& categories = asked.plan.tallies.at(asked.plan.readings.at(quantity.reading).tally).categories;
    if (!categories.empty() &&
        !std::binary_search(categories.begin(), categories.end(), asked.service->category))
        return 0;
    if (!serves(*asked.service, asked.owner)) return 0;
    return quantity.kind == Kind::services ? 1 : occupied_minutes(*asked.service, asked.owner);
}

std::int64_t with_claim(std::int64_t balance, const std::string& unit, const Asked& asked) {
    if (!asked.given) return balance;
    for (const auto& leg : asked.given->legs)
        if (leg.owner == asked.owner && leg.unit == unit) balance += leg.amount.minor_units;
    return balance;
}

std::int64_t sum_of(const Quantity& quantity, const Asked& asked) {
    const auto in_book =
        asked.context.sum(asked.plan, quantity.reading, owner_of(quantity.whose, asked)).floor().value_or(0);
    return in_book + added_by_claim(quantity, asked);
}

std::optional<std::int64_t> attested_fact(const Quantity& quantity, const Asked& asked) {
    if (asked.service)
        for (const auto& fact : asked.service->participants[asked.participant].facts)
            if (fact.code == quantity.code) return fact.value;
    for (const auto& fact : asked.attested)
        if (fact.code == quantity.code) return fact.value;
    for (const auto& declared : asked.plan.facts)
        if (declared.code == quantity.code) return declared.otherwise;
    return std::nullopt;
}

std::int64_t participants(const Quantity& quantity, const ServiceContent& service) {
    return std::count_if(service.participants.begin(), service.participants.end(), [&](const auto& one) {
        return std::binary_search(quantity.codes.begin(), quantity.codes.end(), one.role);
    });
}

/// From the day on which the service ended to the day of recording, both where the service was.
std::int64_t filed_after_days(const Asked& asked) {
    const auto& end = asked.service->actual.end;
    const auto filed = civil_time(asked.context.filed_at_unix_s(), end.offset_minutes);
    return std::int64_t{civil_date(filed).days} - civil_date(end).days;
}

std::optional<std::int64_t> plain_value(const Quantity& quantity, const Asked& asked) {
    switch (quantity.kind) {
        case Kind::balance:
            return with_claim(
                asked.context.fact(FactKind::balance, owner_of(quantity.whose, asked), quantity.code),
                quantity.code, asked);
        case Kind::earned:
        case Kind::services:
        case Kind::minutes_served:
            return sum_of(quantity, asked);
        case Kind::level:
            return level_of(asked.plan.ladders.at(quantity.ladder), asked);
        case Kind::member_days:
            return std::int64_t{asked.day.days} -
                   asked.context.fact(FactKind::opened_on, owner_of(quantity.whose, asked));
        case Kind::fact:
            return attested_fact(quantity, asked);
        case Kind::minutes:
            return asked.minutes;
        case Kind::items:
            return asked.service ? std::int64_t{asked.service->quantity} : asked.items;
        case Kind::travel_minutes:
            return asked.service->travel_minutes;
        case Kind::grade:
            return asked.service->participants[asked.participant].evidence.grade;
        case Kind::filed_after_days:
            return filed_after_days(asked);
        case Kind::participants:
            return participants(quantity, *asked.service);
    }
    return std::nullopt;
}

/// Below zero there is nothing to multiply: a debt must not turn a rule round.
Fraction linear(const Number& number, std::int64_t quantity) {
    if (quantity <= 0) return Fraction(0);
    const Fraction count(quantity, number.of.scale);
    if (!number.first) return number.each * count;
    const auto value = *number.first + number.each * (count - Fraction(1));
    return value < Fraction(0) ? Fraction(0) : value;
}

Fraction row_of(const std::vector<Number::Row>& rows, std::int64_t quantity) {
    const auto above =
        std::upper_bound(rows.begin(), rows.end(), quantity,
                         [](std::int64_t wanted, const auto& row) { return wanted < row.from; });
    return above == rows.begin() ? Fraction(0) : std::prev(above)->value;
}

const std::string& code_of(Number::Code code, const Asked& asked) {
    switch (code) {
        case Number::Code::category:
            return asked.service->category;
        case Number::Code::place:
            return asked.service->place;
        case Number::Code::role:
            break;
    }
    return asked.service->participants[asked.participant].role;
}

Refusal out_of_range(const std::string& rule, Text limit, std::string found) {
    return refuse(RefusalCode::number_out_of_range, rule, std::move(limit), same_in_both(std::move(found)));
}

Answer<Fraction> by_code(const Number& number, const Asked& asked, const std::string& rule) {
    const auto& code = code_of(number.code, asked);
    const auto place =
        std::lower_bound(number.by_code.begin(), number.by_code.end(), code,
                         [](const auto& one, const auto& wanted) { return one.first < wanted; });
    if (place != number.by_code.end() && place->first == code) return place->second;
    if (number.otherwise) return *number.otherwise;
    std::vector<std::string> codes;
    for (const auto& [known, value] : number.by_code) codes.push_back(known);
    return out_of_range(rule, listed_codes(codes), code.empty() ? "-" : code);
}

std::string joined(const std::vector<std::string>& codes) {
    std::string all;
    for (const auto& code : codes) all += (all.empty() ? "" : "/") + code;
    return all;
}

/// Of which services, over which days: "services visit/canteen (month)".
Text with_window(Text name, const Quantity& quantity, const standard::Plan& plan) {
    const auto& reading = plan.readings.at(quantity.reading);
    const auto categories = joined(plan.tallies.at(reading.tally).categories);
    const bool ever = reading.period.window == standard::Window::life;
    const auto period = ever ? Text() : standard::in_words(reading.period);
    if (!categories.empty()) name.en += " " + categories;
    if (!ever) name.en += " (" + period.en + ")";
    if (!categories.empty() || !ever)
        name.zh += "（" + categories + (categories.empty() || ever ? "" : "，") + period.zh + "）";
    return name;
}

}  // namespace

const std::string& owner_of(standard::Whose whose, const Asked& asked) {
    switch (whose) {
        case standard::Whose::household: {
            const auto& households = asked.context.households(asked.owner);
            return households.empty() ? asked.owner : households.front();
        }
        case standard::Whose::receiver:
            return asked.receiver ? *asked.receiver : asked.owner;
        case standard::Whose::member:
            break;
    }
    return asked.owner;
}

Text in_words(standard::Whose whose, Text of) {
    switch (whose) {
        case standard::Whose::household:
            return say_with("家庭：{}", "household: {}", {of});
        case standard::Whose::receiver:
            return say_with("接受者：{}", "receiver: {}", {of});
        case standard::Whose::member:
            break;
    }
    return of;
}

std::optional<std::int64_t> value_of(const Quantity& quantity, const Asked& asked) {
    auto value = plain_value(quantity, asked);
    if (value && quantity.modulo > 0) value = *value < 0 ? 0 : *value % quantity.modulo;
    return value;
}

Text name_of(const Quantity& quantity, const standard::Plan& plan) {
    switch (quantity.kind) {
        case Kind::balance:
            return say("{} 余额", "balance {}", {quantity.code});
        case Kind::earned:
            return with_window(say("{} 累计所得", "earned {}", {quantity.code}), quantity, plan);
        case Kind::services:
            return with_window({"服务次数", "services"}, quantity, plan);
        case Kind::minutes_served:
            return with_window({"服务分钟数", "minutes_served"}, quantity, plan);
        case Kind::level:
            return say("等级表 {} 的级数", "level {}", {plan.ladders.at(quantity.ladder).id});
        case Kind::fact:
            return say("事实 {} ", "{}", {quantity.code});
        case Kind::participants:
            return say("{} 人数", "participants {}", {joined(quantity.codes)});
        case Kind::member_days:
            return {"入会天数", "member_days"};
        case Kind::minutes:
            return {"分钟数", "minutes"};
        case Kind::items:
            return {"件数", "items"};
        case Kind::travel_minutes:
            return {"路程分钟数", "travel_minutes"};
        case Kind::grade:
            return {"凭证等级", "grade"};
        case Kind::filed_after_days:
            return {"记账迟于服务的天数", "filed_after_days"};
    }
    return {};
}

Text bounded_name_of(const Quantity& quantity, const standard::Plan& plan,
                     std::optional<std::int64_t> at_least, std::optional<std::int64_t> at_most) {
    auto text = in_words(quantity.whose, name_of(quantity, plan));
    const auto add = [&](std::string_view zh, std::string_view en, std::int64_t bound) {
        const auto words = say(zh, en, {to_text(Amount{bound}, quantity.scale)});
        text.zh += words.zh;
        text.en += words.en;
    };
    if (at_least) add("至少 {}", " >= {}", *at_least);
    if (at_least && at_most) text.zh += "、", text.en += ",";
    if (at_most) add("至多 {}", " <= {}", *at_most);
    return text;
}

std::int64_t kept_level(const Ladder& ladder, const Asked& asked) {
    auto booked = asked.context.sum(asked.plan, ladder.reading, asked.owner).floor().value_or(0);
    if (asked.given)
        for (const auto& award : asked.given->awards)
            if (award.rule == ladder.id &&
                asked.service->participants[award.participant].owner == asked.owner)
                booked += gain_of(award).minor_units;
    return std::max<std::int64_t>(0, booked / asked.plan.units.at(ladder.kept_in));
}

std::int64_t level_of(const Ladder& ladder, const Asked& asked) {
    std::int64_t level = 0;
    const auto highest = static_cast<std::int64_t>(ladder.levels.size());
    // Each is looked at, so that what is recorded does not depend on which is reached.
    for (std::size_t i = 0; i < ladder.levels.size(); ++i)
        if (evaluate(ladder.levels[i].condition, asked) == Truth::met)
            level = static_cast<std::int64_t>(i) + 1;
    if (ladder.kept_in.empty()) return level;
    return std::clamp(kept_level(ladder, asked), level, highest);
}

Answer<Fraction> look_up(const Number& number, const Asked& asked, const std::string& rule) {
    if (number.kind == Number::Kind::constant) return number.constant;
    if (number.kind == Number::Kind::by_code) return by_code(number, asked, rule);
    const auto quantity = value_of(number.of, asked);
    if (!quantity)
        return refuse(RefusalCode::fact_missing, rule, same_in_both(number.of.code), same_in_both("-"));
    if ((number.at_least && *quantity < *number.at_least) || (number.at_most && *quantity > *number.at_most))
        return out_of_range(rule, bounded_name_of(number.of, asked.plan, number.at_least, number.at_most),
                            to_text(Amount{*quantity}, number.of.scale));
    return number.kind == Number::Kind::linear ? linear(number, *quantity) : row_of(number.rows, *quantity);
}

}  // namespace timebank
