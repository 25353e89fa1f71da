#include "entry/check.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/try.hpp"
#include "entry/bounds.hpp"
#include "timebank/limits.hpp"

namespace timebank::entry {
namespace {

/// The name of a sum over a window is longer than a code; one byte of length must hold it.
bool is_fact_name(std::string_view text) {
    return !text.empty() && text.size() <= limits::fact_name_characters &&
           std::all_of(text.begin(), text.end(), [](char one) { return one > ' ' && one <= '~'; });
}

Result<void> check_award(const Award& award) {
    TIMEBANK_CHECK(check_known("awards.side", award.side));
    TIMEBANK_CHECK(check_optional_code("awards.rule", award.rule));
    TIMEBANK_CHECK(check_code("awards.from", award.from));
    TIMEBANK_CHECK(check_code("awards.to", award.to));
    TIMEBANK_CHECK(check_code("awards.unit", award.unit));
    if (award.exact_numerator < 0 || award.exact_denominator < 1 ||
        std::gcd(award.exact_numerator, award.exact_denominator) != 1)
        return bad_field("awards.exact", "必须是最简分数，且不为负",
                         "must be a fraction in lowest terms, and not negative");
    if (award.amount.minor_units < 0) return bad_field("awards.amount", "不得为负", "must not be negative");
    if (award.cut.minor_units < 0) return bad_field("awards.cut", "不得为负", "must not be negative");
    if (!award.running_total.empty() && !is_fact_name(award.running_total))
        return bad_field("awards.running_total", "须为累计量的名称", "must be the name of a tally");
    return {};
}

Result<void> check_notice(const Notice& notice) {
    TIMEBANK_CHECK(check_known("notices.kind", notice.kind));
    TIMEBANK_CHECK(check_code("notices.by", notice.by));
    if (is_about_amount(notice.kind)) {
        TIMEBANK_CHECK(check_code("notices.unit", notice.unit));
        if (notice.value < 1) return bad_field("notices.value", "须大于零", "must be above zero");
        return {};
    }
    if (notice.kind == NoticeKind::worth) {
        TIMEBANK_CHECK(check_code("notices.unit", notice.unit));
        if (notice.value < 0) return bad_field("notices.value", "不得为负", "must not be negative");
        return {};
    }
    if (!notice.unit.empty())
        return bad_field("notices.unit", "与金额无关，必须为空", "must be empty where it is about no amount");
    if (notice.kind == NoticeKind::overlaps && notice.value < 0)
        return bad_field("notices.value", "是条目号，不得为负",
                         "is an entry's index: it must not be negative");
    const bool has_last_day = notice.kind == NoticeKind::pending || notice.kind == NoticeKind::held;
    if (has_last_day && !is_civil_day(notice.value))
        return bad_field("notices.value",
                         say("须为 0（没有期限）或 {0} 至 {1} 年的一天",
                             "must be 0 (no last day) or a day of the years {0} to {1}",
                             {std::to_string(limits::first_year), std::to_string(limits::last_year)}));
    return {};
}

Result<void> check_fact(const Fact& fact) {
    TIMEBANK_CHECK(check_known("facts.kind", fact.kind));
    TIMEBANK_CHECK(check_optional_code("facts.owner", fact.owner));
    if (fact.name.empty() || is_fact_name(fact.name)) return {};
    return bad_field("facts.name", say("须为空，或 1 至 {} 个可见的 ASCII 字符",
                                       "must be empty, or have 1 to {} visible ASCII characters",
                                       {std::to_string(limits::fact_name_characters)}));
}

/// They stand in the order in which they were looked at, so two of one thing are not neighbours.
Result<void> check_no_fact_twice(const std::vector<Fact>& facts) {
    const auto thing = [](const Fact* fact) { return std::tie(fact->kind, fact->owner, fact->name); };
    std::vector<const Fact*> sorted;
    sorted.reserve(facts.size());
    for (const auto& fact : facts) sorted.push_back(&fact);
    std::sort(sorted.begin(), sorted.end(),
              [&](const auto* a, const auto* b) { return thing(a) < thing(b); });
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end(),
                                          [&](const auto* a, const auto* b) { return thing(a) == thing(b); });
    if (twice == sorted.end()) return {};
    return bad_field("facts", "同一事实不得出现两次", "must not hold two of one thing");
}

Result<void> check_outcome(const Decision& decision) {
    for (const auto& one : decision.groups) TIMEBANK_CHECK(check_code("groups.group", one.group));
    TIMEBANK_CHECK(check_sorted(
        "groups", decision.groups, [](const auto& one) -> const auto& { return one; }));
    for (const auto& [owner, survivor] : decision.stand_ins) {
        TIMEBANK_CHECK(check_code("stand_ins.owner", owner));
        TIMEBANK_CHECK(check_code("stand_ins.survivor", survivor));
    }
    TIMEBANK_CHECK(check_sorted(
        "stand_ins", decision.stand_ins, [](const auto& one) -> const auto& { return one.owner; }));
    TIMEBANK_CHECK(check_count("undone_units", decision.undone_units.size(), limits::decision_items));
    for (const auto& unit : decision.undone_units) TIMEBANK_CHECK(check_code("undone_units", unit));
    TIMEBANK_CHECK(check_sorted(
        "undone_units", decision.undone_units, [](const auto& unit) -> const auto& { return unit; }));
    return check_known("service", decision.service);
}

}  // namespace

Result<void> check_decision(const Decision& decision) {
    const auto check_size = [](std::string_view field, std::size_t size) {
        return check_count(field, size, limits::decision_items);
    };
    TIMEBANK_CHECK(check_size("facts", decision.facts.size()));
    TIMEBANK_CHECK(check_size("awards", decision.awards.size()));
    TIMEBANK_CHECK(check_size("notices", decision.notices.size()));
    TIMEBANK_CHECK(check_size("groups", decision.groups.size()));
    TIMEBANK_CHECK(check_size("stand_ins", decision.stand_ins.size()));
    for (const auto& fact : decision.facts) TIMEBANK_CHECK(check_fact(fact));
    TIMEBANK_CHECK(check_no_fact_twice(decision.facts));
    for (const auto& award : decision.awards) TIMEBANK_CHECK(check_award(award));
    for (const auto& notice : decision.notices) TIMEBANK_CHECK(check_notice(notice));
    TIMEBANK_CHECK(check_sorted(
        "notices", decision.notices, [](const auto& notice) -> const auto& { return notice; }));
    TIMEBANK_CHECK(check_outcome(decision));
    const auto legs = legs_of(decision.awards);
    if (!legs) return bad_field("awards", "合计超出 64 位", "add up to more than 64 bits");
    if (*legs != decision.legs)
        return bad_field("legs", "必须是各笔所得的合计", "must be what the awards add up to");
    return {};
}

}  // namespace timebank::entry
