#include "entry/check.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/int128.hpp"
#include "core/try.hpp"
#include "entry/bounds.hpp"

namespace timebank::entry {
namespace {

/// A fact's code is longer than its unit's or tag's ("balance.point"), so that it is not itself a code; one
/// byte of length must hold it.
bool is_fact_code(std::string_view text) {
    return !text.empty() && text.size() <= 255 &&
           std::all_of(text.begin(), text.end(), [](char one) { return one > ' ' && one <= '~'; });
}

/// std::gcd() is undefined for the lowest number of 64 bits.
std::uint64_t magnitude(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

Result<void> check_awards(const std::vector<Award>& awards) {
    std::uint16_t participant = 0;
    for (const auto& award : awards) {
        TIMEBANK_CHECK(check_code("awards.rule", award.rule));
        TIMEBANK_CHECK(check_code("awards.unit", award.unit));
        if (award.participant < participant)
            return bad_field("awards", "须按参与者排列", "must be sorted by participant");
        participant = award.participant;
        if (award.exact_denominator < 1 ||
            std::gcd(magnitude(award.exact_numerator), magnitude(award.exact_denominator)) != 1)
            return bad_field("awards.exact", "必须是最简分数", "must be a fraction in lowest terms");
        if (award.cut.minor_units < 0) return bad_field("awards.cut", "不得为负", "must not be negative");
    }
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
    if (!notice.unit.empty())
        return bad_field("notices.unit", "与金额无关，必须为空", "must be empty where it is about no amount");
    if (notice.kind == NoticeKind::overlaps && notice.value < 0)
        return bad_field("notices.value", "是条目号，不得为负",
                         "is an entry's index: it must not be negative");
    if (notice.kind == NoticeKind::pending && !is_civil_day(notice.value))
        return bad_field("notices.value", "须为 0（没有期限）或 1900 至 2199 年的一天",
                         "must be 0 (no last day) or a day of the years 1900 to 2199");
    return {};
}

Result<void> check_legs(const std::vector<Leg>& legs) {
    TIMEBANK_CHECK(check_sorted("legs", legs, [](const auto& leg) { return std::tie(leg.owner, leg.unit); }));
    std::map<std::string_view, Int128> sums;
    for (const auto& leg : legs) {
        TIMEBANK_CHECK(check_code("legs.owner", leg.owner));
        TIMEBANK_CHECK(check_code("legs.unit", leg.unit));
        if (leg.amount.minor_units == 0) return bad_field("legs", "金额不得为零", "must not be zero");
        sums[leg.unit] += leg.amount.minor_units;
    }
    for (const auto& [unit, sum] : sums)
        if (sum != 0) return bad_field("legs", "每种单位的合计必须为零", "must add up to zero in every unit");
    return {};
}

}  // namespace

Result<void> check_decision(const Decision& decision) {
    constexpr std::size_t most = 65'535;
    TIMEBANK_CHECK(check_count("facts", decision.facts.size(), most));
    TIMEBANK_CHECK(check_count("awards", decision.awards.size(), most));
    TIMEBANK_CHECK(check_count("notices", decision.notices.size(), most));
    TIMEBANK_CHECK(check_count("legs", decision.legs.size(), most));
    for (const auto& fact : decision.facts) {
        TIMEBANK_CHECK(check_optional_code("facts.subject", fact.subject));
        if (!is_fact_code(fact.code))
            return bad_field("facts.code", "须为 1 至 255 个可见的 ASCII 字符",
                             "must have 1 to 255 visible ASCII characters");
    }
    TIMEBANK_CHECK(check_sorted("facts", decision.facts,
                                [](const auto& fact) { return std::tie(fact.subject, fact.code); }));
    TIMEBANK_CHECK(check_awards(decision.awards));
    for (const auto& notice : decision.notices) TIMEBANK_CHECK(check_notice(notice));
    TIMEBANK_CHECK(check_sorted(
        "notices", decision.notices, [](const auto& notice) -> const auto& { return notice; }));
    return check_legs(decision.legs);
}

}  // namespace timebank::entry
